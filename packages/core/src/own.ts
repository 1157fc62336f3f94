/** Reads anybody's object without a call of what is not known, such as a getter. */

/** A member of an object's own that is data. */
export function own(object: object, name: PropertyKey): unknown {
  const { value } = Object.getOwnPropertyDescriptor(object, name) || {}
  return value
}
