import type { Exchange, RequestInfo } from './exchange.js'
import { sharedMemory } from './memory.js'
import type { Registration } from './operation.js'
import { guard } from './plugin.js'
import type { Vendor } from './vendor.js'

/** What an integration is told of an operation: a record, as the client's plugin may be of another release. */
export interface ObservedOperation {
  /** What the SDK calls it, such as `'putObject'`. */
  readonly name: string | undefined
  /** The services that may answer, with the headers that carry their ids; the first where no response tells. */
  readonly vendors: readonly Pick<Vendor, 'name' | 'headers'>[]
}

/** What an integration wants to see of one operation. */
export interface OperationListener {
  /** Called for each exchange when `onExchange` is, in whatever context the response came in. */
  exchange?(exchange: Exchange): void
  /**
   * Called when the operation has an outcome that can carry an id, before its caller gets it, with what
   * `getRequestInfo` gives for it. Ids that stand in a body alone are known by then. Where an operation has several
   * outcomes, such as a stream and its error, it is called for each.
   */
  settle?(info: RequestInfo): void
}

/**
 * Called when an operation begins, which is in its caller's context: the place for reading an `AsyncLocalStorage` or
 * the active span. Not called for an operation that is a part of another one.
 */
export type OperationObserver = (operation: ObservedOperation) => OperationListener | undefined

/**
 * Shows every operation of every registered client to an integration, such as `@requestid/opentelemetry`, whichever
 * copy of core the client's plugin uses. What the integration throws goes to the client's `onError`.
 * @param name one integration's own: a second registration under it replaces the first
 * @returns takes it off again, unless it has been replaced
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

/** What is used of a registration, as the operation may be another release's. */
export type Registered = Pick<Registration, 'options' | 'vendors'>

/** All that listen to one operation. */
export type Listener = Required<OperationListener>

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
