/** Puts an id on an outcome, and leaves alone what is there already. */
import type { Ids } from './exchange.js'
import type { Registration } from './registration.js'

/**
 * Makes `requestId` an own data property of an outcome, and `extendedRequestId` of an error, which
 * OpenTelemetry and Sentry read by that name. What is already there stays, whatever it is: it is the SDK's, the
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
  const shown = options.enumerable !== false && !isContainer(outcome) && !isSentBack?.(outcome)
  for (const name of NAMES) {
    const id = found.info[name]
    const present: unknown = (outcome as Ids)[name]
    const isFirst = name === NAMES[0]
    const givesWay = present === undefined ? id : present === known.info[name]
    if (
      (givesWay || (isFirst && misusesRequestId && isError(outcome) && misusesRequestId(outcome as never))) &&
      (isFirst || isError(outcome))
    ) {
      if (id) define(outcome, name, id, shown)
      else Reflect.deleteProperty(outcome, name)
    }
  }
}

const NAMES = ['requestId', 'extendedRequestId'] as const

/** Gives an object a property of its own, which anybody may change. Does nothing to a frozen one. */
export function define(object: object, name: string, value: unknown, enumerable = true): void {
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
function isError(outcome: object): boolean {
  return outcome instanceof Error || Object.prototype.toString.call(outcome) === '[object Error]'
}
