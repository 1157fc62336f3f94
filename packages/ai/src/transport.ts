/** Where the SDK does its HTTP: each client has a `fetch`, and hands to it what a request was prepared with. */
import { isObject, type Operation, watchFetch } from '@requestid/core/plugin'
import type { Client } from './client.js'

/** The SDKs' classes have private members, so no stand-in can be their `this`. What they spread keeps a symbol. */
const OPERATION = Symbol('requestid')

/** Lets an object carry an operation as far as it is spread. */
export function mark(object: unknown, operation: Operation | undefined): void {
  if (operation && isObject(object)) Reflect.set(object, OPERATION, operation)
}

/** The operation that an object carries, which it no longer does then. */
export function take(object: unknown): Operation | undefined {
  const operation = markOf(object)
  if (operation) Reflect.deleteProperty(object as object, OPERATION)
  return operation
}

export function markOf(object: unknown): Operation | undefined {
  return (object as { [OPERATION]?: Operation } | undefined)?.[OPERATION]
}

const watched = new WeakSet<object>()

/** What `withOptions()` makes has the `fetch` of the client that it is of. */
export function watch(client: Client): void {
  const { fetch } = client
  if (watched.has(fetch)) return
  const observed = watchFetch(fetch as (...args: never) => PromiseLike<unknown>, take)
  // A proxy, so that a mock keeps its members.
  client.fetch = new Proxy(fetch, { apply: (_, self, args) => Reflect.apply(observed, self, args) })
  watched.add(client.fetch)
}
