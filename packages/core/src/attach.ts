/** Puts an id on an outcome, and leaves alone what is there already. */
import type { Ids } from './exchange.js'
import type { Registration } from './registration.js'

/**
 * Makes `requestId`, or what the option `property` says, an own data property of an outcome, and `extendedRequestId` of
 * an error, which OpenTelemetry and Sentry read by that name. What is already there stays, whatever it is: it is the SDK's, the
 * service's or the user's own data. It gives way where this function wrote it, or where the SDK is known to put there
 * what is no id. A frozen outcome is left as it is.
 * @param found whose ids are to stand there
 * @param known whose ids were attached before
 */
export function attach(
  outcome: object,
  {
    options,
    misusesRequestId,
    isSentBack,
  }: Pick<Registration, 'options' | 'misusesRequestId' | 'isSentBack'>,
  found: { readonly info: Ids },
  known: { readonly info: Ids },
): void {
  const { requestId, extendedRequestId } = found.info
  const { property = 'requestId' } = options
  const present: unknown = (outcome as Record<string, unknown>)[property]
  const shown = options.enumerable !== false && !isContainer(outcome) && !isSentBack?.(outcome)
  if (
    givesWay(present, requestId, known.info.requestId) ||
    (misusesRequestId &&
      property === 'requestId' &&
      isError(outcome) &&
      misusesRequestId(outcome as never, requestId))
  ) {
    put(outcome, property, requestId, shown)
  }
  const before = known.info.extendedRequestId
  if ((extendedRequestId || before) && isError(outcome)) {
    const present: unknown = (outcome as Ids).extendedRequestId
    if (givesWay(present, extendedRequestId, before))
      put(outcome, 'extendedRequestId', extendedRequestId, shown)
  }
}

function givesWay(present: unknown, id: string | undefined, before: string | undefined): unknown {
  return present === undefined ? id : present === before
}

function put(outcome: object, name: string, id: string | undefined, shown: boolean): void {
  if (id) define(outcome, name, id, shown)
  else Reflect.deleteProperty(outcome, name)
}

/** Gives an object a property of its own, which anybody may change. Does nothing to a frozen one. */
function define(object: object, name: string, value: unknown, enumerable = true): void {
  try {
    if (enumerable && !(name in object) && Object.isExtensible(object)) {
      // Does the same where nothing of the name is there, ten times faster.
      ;(object as Record<string, unknown>)[name] = value
      return
    }
  } catch {
    // A proxy that refuses it.
  }
  Reflect.defineProperty(object, name, { value, enumerable, writable: true, configurable: true })
}

/** Values that are iterated, compared or serialized by their elements: a further key would show up there. */
function isContainer(outcome: object): boolean {
  return (
    typeof outcome === 'function' ||
    Array.isArray(outcome) ||
    ArrayBuffer.isView(outcome) ||
    outcome instanceof ArrayBuffer ||
    typeof (outcome as { pipe?: unknown }).pipe === 'function' ||
    typeof (outcome as { getReader?: unknown }).getReader === 'function'
  )
}

/** Jest and vm contexts have an Error of their own, which `instanceof` misses. */
export function isError(outcome: object): outcome is Error {
  return outcome instanceof Error || Object.prototype.toString.call(outcome) === '[object Error]'
}
