/** Reads the ids out of what may be anyone's, such as another release's record or a copy. */
import { type Ids, kinds } from '@requestid/vendors'
import { isObject, isRequestId } from './vendor.js'

/** Those that can be ids. Never throws. */
export function idsOf(fields: unknown): Ids {
  const ids: Ids = {}
  for (const kind of kinds) {
    const id = read(fields, kind)
    if (isRequestId(id)) ids[kind] = id
  }
  const others = read(fields, 'otherIds')
  for (const name of isObject(others) ? Object.keys(others) : []) {
    const id = read(others, name)
    if (token(name) && isRequestId(id)) ids.otherIds = { ...ids.otherIds, [name]: id }
  }
  return ids
}

export function read(object: unknown, name: PropertyKey): unknown {
  try {
    return isObject(object) ? object[name] : undefined
  } catch {
    // A getter or a revoked proxy.
    return undefined
  }
}

/** A code, a method, the name of an operation or of a vendor. */
export function token(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:-]{1,128}$/.test(value) ? value : undefined
}
