/** Finds what is known of an outcome, or of what wraps it. */
import type { RequestInfo } from './exchange.js'
import { recall } from './memory.js'
import { isObject, isRequestId } from './vendor.js'

/**
 * The server's request id of anything an operation gave: a result, an error, a stream, an error wrapped in
 * `cause`, in `reason` or in an `AggregateError`, a frozen object, or a copy that kept the property.
 * @returns `undefined` where there is none. Never throws.
 */
export function getRequestId(value: unknown): string | undefined {
  return find(value, (object) => {
    const info = recall(object)?.info
    // An operation that got no response is an answer too: a wrapped error's id would be another operation's.
    if (info) return { found: info.requestId }
    return isRequestId(object.requestId) ? { found: object.requestId } : undefined
  })
}

/**
 * Everything known of an outcome: vendor, ids, status, and every exchange of its operation in order. Takes
 * what `getRequestId` takes, but not copies: those have the property alone.
 * @returns `undefined` where no plugin saw the operation. Never throws.
 */
export function getRequestInfo(value: unknown): RequestInfo | undefined {
  return find(value, (object) => {
    const info = recall(object)?.info
    return info && { found: info }
  })
}

type Visit<T> = (object: Record<PropertyKey, unknown>) => { found: T | undefined } | undefined

/** Some objects make up a new `cause` at every look. No error that people wrap is this deep. */
const LIMIT = 1000

/** Asks an object, then the errors it wraps, nearest first. */
export function find<T>(value: unknown, visit: Visit<T>): T | undefined {
  const queue = new Set([value])
  // A set is iterated in the order of insertion, and what is added meanwhile too.
  for (const object of queue) {
    if (!isObject(object)) continue
    try {
      const answer = visit(object)
      if (answer) return answer.found
      // The AWS SDK keeps the error of its endpoint discovery in `reason`, and so do others.
      const { cause, reason, errors } = object
      for (const wrapped of [cause, reason, ...(Array.isArray(errors) ? errors.slice(0, LIMIT) : [])]) {
        if (queue.size < LIMIT) queue.add(wrapped)
      }
    } catch {
      // A getter or a revoked proxy; whatever it would have said is not to be had.
    }
  }
  return undefined
}
