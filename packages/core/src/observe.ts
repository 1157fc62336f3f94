/** Shows every operation to integrations, such as `@requestid/opentelemetry`. */
import { guard } from './guard.js'
import {
  type Listener,
  type OperationListener,
  type OperationObserver,
  type Registered,
  sharedMemory,
} from './memory.js'

/**
 * Shows every operation of every registered client to an integration, such as `@requestid/opentelemetry`, whichever
 * copy of core the client's plugin uses. An exception in the integration goes to the client's `onError`.
 * @param name of the integration: a second registration under the same name replaces the first
 * @returns a function that removes it again, unless it has been replaced
 */
export function observeOperations(name: string, observer: OperationObserver): () => void {
  return observe(name, observer)
}

/** @param key of `captureExchanges` its own: it is registered once for each copy of core */
export function observe(key: unknown, observer: OperationObserver): () => void {
  const memory = sharedMemory()
  const observers = isMap(memory.observers) ? memory.observers : new Map<unknown, OperationObserver>()
  memory.observers = observers
  observers.set(key, observer)
  memory.begin = begin
  return () => {
    if (observers.get(key) === observer) observers.delete(key)
    if (observers.size === 0) memory.begin = undefined
  }
}

/** Whichever realm it is of. */
function isMap(value: unknown): value is Map<unknown, OperationObserver> {
  return Object.prototype.toString.call(value) === '[object Map]'
}

function begin({ options, vendors }: Registered, name: string | undefined): Listener | undefined {
  const listeners: OperationListener[] = []
  for (const observer of sharedMemory().observers?.values() ?? []) {
    const listener = guard(options, () => observer({ name, vendors }))
    if (listener) listeners.push(listener)
  }
  if (listeners.length === 0) return undefined
  return {
    exchange(exchange) {
      for (const listener of listeners) guard(options, () => listener.exchange?.(exchange))
    },
    settle(info) {
      for (const listener of listeners) guard(options, () => listener.settle?.(info))
    },
  }
}
