import type { Exchange, RequestInfo } from './exchange.js'
import { type Listener, sharedMemory } from './memory.js'
import type { Operation } from './operation.js'
import { guard } from './plugin.js'

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
export type OperationObserver = (operation: Operation) => OperationListener | undefined

/**
 * Shows every operation of every registered client to an integration, such as `@requestid/opentelemetry`, whichever
 * copy of core the client's plugin uses. What the integration throws goes to the client's `onError`.
 * @param name one integration's own: a second registration under it replaces the first
 * @returns takes it off again, unless it has been replaced
 */
export function observeOperations(name: string, observer: OperationObserver): () => void {
  const memory = sharedMemory()
  memory.observers ??= new Map()
  const { observers } = memory
  observers.set(name, observer)
  memory.begin = begin
  return () => {
    if (observers.get(name) === observer) observers.delete(name)
    if (observers.size === 0) memory.begin = undefined
  }
}

function begin(operation: Operation): Listener | undefined {
  const { options } = operation.registration
  const listeners: OperationListener[] = []
  for (const observer of sharedMemory().observers?.values() ?? []) {
    const listener = guard(options, () => observer(operation))
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
