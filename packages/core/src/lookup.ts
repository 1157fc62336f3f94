/** Finds what is known of an outcome, or of what wraps it. */
import type { RequestInfo } from './exchange.js'
import { learnt } from './learnt.js'
import { type Finding, recall } from './memory.js'
import { readOutcome } from './outcome.js'
import { own } from './own.js'
import { isObject, isRequestId } from './vendor.js'

/**
 * Returns the server's request id of anything that an operation gave you: a result, an error, a stream, a frozen object,
 * a copy that kept the property, or an error that wraps another one. If no plugin saw the operation, it reads what the
 * outcome of a known SDK says by itself, and responses of `fetch`, axios and the like.
 * @returns `undefined` if there is none. Never throws.
 */
export function getRequestId(value: unknown): string | undefined {
  return find(value, (object) => {
    const info = infoOf(object)
    // An operation that got no response is an answer too: a wrapped error's id would be another operation's.
    if (info) return { found: info.requestId }
    return isRequestId(object.requestId) ? { found: object.requestId } : undefined
  })
}

/**
 * Returns everything that is known of an outcome: vendor, ids, status, and every exchange of its operation, in order.
 * Takes what `getRequestId` takes, except copies that only have the property. `source` says how it is known.
 * @returns `undefined` if no plugin saw the operation and the outcome does not name its vendor. Never throws.
 */
export function getRequestInfo(value: unknown): RequestInfo | undefined {
  return find(value, (object) => {
    const info = infoOf(object)
    return info && { found: info }
  })
}

/** What a plugin found out about an object, or what that says by itself. */
export function infoOf(object: Record<PropertyKey, unknown>): RequestInfo | undefined {
  const known = recall(object) || recallOfCopy(object)
  if (!known) return readOutcome(object)
  // A release before it did not say so.
  known.info.source ||= 'plugin'
  return known.info
}

/** Copies of what the AWS SDK gives share its `$metadata`. Others may share one that is made of several. */
function recallOfCopy(object: object): Finding | undefined {
  const part = own(object, '$metadata') as object
  const known = recall(part)
  const { requestId } = known ? known.info : {}
  return [part, object].some((each) => requestId && own(each, 'requestId') === requestId) ? known : undefined
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
      const listed = Array.isArray(errors) ? errors.slice(0, LIMIT) : []
      for (const wrapped of [cause, reason, ...listed, ...learnt.wrappedBy(object)]) {
        if (queue.size < LIMIT) queue.add(wrapped)
      }
    } catch {
      // A getter or a revoked proxy; whatever it would have said is not to be had.
    }
  }
  return undefined
}
