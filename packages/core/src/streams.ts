/** Where what a result hands out before all of it has arrived can still fail: Node's streams, web streams, events. */
import { guard } from './guard.js'
import { hidden } from './hidden.js'
import type { RequestIdOptions } from './options.js'
import { isPromise, monitorErrors, tap } from './outcomes.js'
import { isObject } from './vendor.js'

type Members = Record<PropertyKey, unknown>
type Reader = { readonly closed: Promise<unknown>; releaseLock(): void }
type AnyFunction = (this: unknown, ...args: unknown[]) => unknown

const watched = hidden<boolean>()

/**
 * Shows to `see` the errors of what a result hands out before all of it has arrived: an object's content, or
 * events. It stays the object it is.
 */
export function watchContent(
  member: unknown,
  see: (error: unknown) => void,
  options: RequestIdOptions,
): void {
  if (!isObject(member)) return
  const comes = [member.on, member.getReader, member[Symbol.asyncIterator]]
  // A cache, or a stub, may give one object many times.
  if (!comes.some((method) => typeof method === 'function') || watched.get(member)) return
  watched.set(member, true)
  if (monitorErrors(member, see, options)) return
  const errorsOf = (promise: unknown, look = see) => (isPromise(promise) ? tap(promise, look) : promise)
  // A web stream's readers and its copies get the one error that it has.
  wrap(member, 'getReader', options, (reader) => {
    // Rejects ahead of what the reader is asked for. The platform itself counts it as handled.
    ;(reader as Reader).closed.then(undefined, see)
    return reader
  })
  // That of a destination is the user's: a reader sees its own first.
  const look = () => guard(options, () => (member.getReader as () => Reader)().releaseLock())
  wrap(member, 'pipeTo', options, (promise) => errorsOf(promise, look))
  wrap(member, 'tee', options, (copies) => {
    for (const copy of copies as unknown[]) watchContent(copy, see, options)
    return copies
  })
  // Those of a web stream wait for each other: the platform handles what came before, and so does this.
  const chained = typeof member.getReader === 'function'
  const iterate = (iterator: unknown) => {
    let before: unknown
    const next = (promise: unknown) => {
      if (chained && isPromise(before)) before.then(undefined, () => {})
      before = errorsOf(promise)
      return before
    }
    for (const name of ['next', 'return']) wrap(iterator as Members, name, options, next)
    return iterator
  }
  wrap(member, Symbol.asyncIterator, options, iterate)
  wrap(member, 'values', options, iterate)
}

/** Hands on what `change` makes of what a method returns. */
function wrap(
  target: Members,
  name: PropertyKey,
  options: RequestIdOptions,
  change: (returned: unknown) => unknown,
) {
  const method = target[name]
  if (typeof method !== 'function') return
  const value: AnyFunction = function (...args) {
    const returned = method.apply(this, args)
    return guard(options, () => change(returned)) || returned
  }
  const enumerable = Object.prototype.propertyIsEnumerable.call(target, name)
  Object.defineProperty(target, name, { value, enumerable, configurable: true, writable: true })
}
