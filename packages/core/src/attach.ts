import type { Ids } from './exchange.js'

/**
 * Makes `requestId` an own data property of an outcome, and `extendedRequestId` of an error, which
 * OpenTelemetry and Sentry read by that name. A string that is already there stays: it is the SDK's or the
 * service's own data. A frozen outcome is left as it is.
 * @param enumerable for errors and plain results; on arrays, buffers, streams and functions it never shows
 * @param clean whether what is no id goes from an error without one: ali-oss sets `undefined`, and urllib its own
 * count of requests
 */
export function attach(outcome: object, ids: Ids, enumerable: boolean, clean = false): void {
  const shown = enumerable && !isContainer(outcome)
  for (const name of NAMES) {
    const present: unknown = (outcome as Ids)[name]
    if (typeof present === 'string' && present) continue
    if (ids[name]) {
      if (name === 'requestId' || isError(outcome)) define(outcome, name, ids[name], shown)
    } else if (clean && name === 'requestId' && isError(outcome)) {
      Reflect.deleteProperty(outcome, name)
    }
  }
}

/** Takes off what was attached. */
export function detach(outcome: object, ids: Ids): void {
  for (const name of NAMES) {
    if (ids[name] && (outcome as Ids)[name] === ids[name]) Reflect.deleteProperty(outcome, name)
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
