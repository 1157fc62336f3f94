/** What stands in for an object: it has all that the object has, and members of its own. */

/**
 * Every look and every write reaches the object, and so does every call: the class of it may have private fields.
 * @param own the members in the place of the object's
 */
export function standIn<T extends object>(object: T, own: Readonly<Record<string, unknown>>): T {
  // What is frozen cannot show another value.
  const target: T = Object.keys(own).some((name) => isFixed(object, name)) ? Object.create(object) : object
  return new Proxy(target, {
    get(_, key) {
      if (hasOwn.call(own, key)) return own[key as string]
      const value: unknown = (object as Record<PropertyKey, unknown>)[key]
      return typeof value === 'function' && key !== 'constructor' && !isFixed(target, key)
        ? value.bind(object)
        : value
    },
    set: (_, key, value) => Reflect.set(object, key, value),
  })
}

const hasOwn = Object.prototype.hasOwnProperty

function isFixed(object: object, key: PropertyKey): boolean {
  const { configurable = true, writable } = Reflect.getOwnPropertyDescriptor(object, key) || {}
  return !configurable && !writable
}
