import type { RequestInfo } from './exchange.js'
import { sharedMemory } from './memory.js'
import { isObject, isRequestId } from './vendor.js'

/**
 * The server's request id of anything an operation gave: a result, an error, a stream, an error wrapped in
 * `cause` or in an `AggregateError`, a frozen object, or a copy that kept the property.
 * @returns `undefined` where there is none. Never throws.
 */
export function getRequestId(value: unknown): string | undefined {
  return find(value, (object) => {
    const info = sharedMemory().infos.get(object)
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
    const info = sharedMemory().infos.get(object)
    return info && { found: info }
  })
}

type Visit<T> = (object: Record<PropertyKey, unknown>) => { found: T | undefined } | undefined

/** Asks an object, then the errors it wraps, nearest first. */
function find<T>(value: unknown, visit: Visit<T>): T | undefined {
  const queue = [value]
  const seen = new Set<unknown>()
  for (let i = 0; i < queue.length; i++) {
    const object = queue[i]
    if (!isObject(object) || seen.has(object)) continue
    seen.add(object)
    try {
      const answer = visit(object)
      if (answer) return answer.found
      queue.push(object.cause)
      if (Array.isArray(object.errors)) queue.push(...object.errors)
    } catch {
      // A getter or a revoked proxy; whatever it would have said is not to be had.
    }
  }
  return undefined
}
