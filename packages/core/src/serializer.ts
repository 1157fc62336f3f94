/** The ids of an outcome, in the form in which loggers take them. */
import type { Ids, RequestInfo } from './exchange.js'
import { idsOf } from './ids.js'
import { getRequestId, getRequestInfo } from './lookup.js'
import { maskSecrets } from './mask.js'
import { isObject, isStatus } from './vendor.js'

/** The ids of an outcome, as fields of a log line. */
export type RequestIdFields = Ids & Partial<Pick<RequestInfo, 'vendor' | 'idOf'>>

/** An error as an object that every logger writes. */
export interface SerializedError extends RequestIdFields {
  name: string
  message: string
  stack?: string
  code?: string | number
  statusCode?: number
  cause?: unknown
  errors?: unknown[]
}

/**
 * Returns what identifies a failed call, for loggers that take extra fields, such as pino's `mixin`. Takes what
 * `getRequestId` takes, wrapped errors included.
 * @returns the vendor and the ids that are known; `{}` if there is no id. Never throws.
 *
 * @example
 * pino({ ...ecsFormat(), mixin: ({ err }) => requestIdFields(err) })
 */
export function requestIdFields(value: unknown): RequestIdFields {
  const info = getRequestInfo(value)
  const requestId = getRequestId(value)
  if (!info) return requestId === undefined ? {} : { requestId }
  const fields: RequestIdFields = { vendor: info.vendor, ...idsOf(info) }
  if (info.idOf) fields.idOf = info.idOf
  return fields.requestId === undefined ? {} : fields
}

/** Errors in one log line; some make up a new `cause` at every look. */
const LIMIT = 100

/**
 * A serializer for loggers that only write an error's message and stack, such as bunyan. It writes the name, message,
 * stack, code, status and ids, and does the same for the errors that this error wraps. An SDK's error may also carry the
 * signed URL and the headers it sent: those stay out. ali-oss puts the URL into its message, too: there the values of
 * parameters and headers that are named like credentials are masked.
 * @returns anything that is not an error as it is. Never throws.
 *
 * @example
 * bunyan.createLogger({ name: 'app', serializers: { err: errorSerializer } })
 */
export function errorSerializer(error: unknown): unknown {
  return serialize(error, new Set())
}

function serialize(error: unknown, seen: Set<unknown>): unknown {
  try {
    // ali-oss also has plain objects for errors, with a name and a message.
    if (!isObject(error) || typeof (error.stack ?? error.message) !== 'string') return error
    seen.add(error)
    const { name, message, stack, code, statusCode, status, cause, errors } = error
    const fields: SerializedError = { name: String(name), message: maskSecrets(String(message)) }
    if (typeof stack === 'string') fields.stack = maskSecrets(stack)
    if (typeof code === 'string' || typeof code === 'number') fields.code = code
    const known = getRequestInfo(error)
    // Where no response decided there is no status, whatever an earlier one had.
    const shown = known?.statusCode ?? (known?.errorCode ? undefined : (statusCode ?? status))
    if (isStatus(shown)) fields.statusCode = shown
    Object.assign(fields, requestIdFields(error))
    const isNew = (inner: unknown) => !seen.has(inner) && seen.size < LIMIT
    if (isObject(cause) && isNew(cause)) fields.cause = serialize(cause, seen)
    if (Array.isArray(errors)) fields.errors = errors.filter(isNew).map((inner) => serialize(inner, seen))
    return fields
  } catch {
    // A getter or a revoked proxy.
    return '[unreadable]'
  }
}
