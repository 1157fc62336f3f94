/** Watches methods of one object, whose own keys and class stay as they are. */

export type Method = (this: object, ...args: unknown[]) => unknown

/**
 * Between the object and its class's prototype stands another, which has the watched members: one for all objects of a
 * class.
 * @param members those in the place of what the prototype has, by name
 * @returns puts it there; does nothing to an object that has none of the members, or that is frozen
 */
export function createHeirs(
  members: Readonly<Record<string, (original: PropertyDescriptor) => PropertyDescriptor>>,
): (object: object) => void {
  const heirs = new WeakMap<object, object>()
  const heirOf = (prototype: object) => {
    const own: PropertyDescriptorMap = {}
    for (const name in members) {
      const original = descriptorOf(prototype, name)
      if (original && (original.get || typeof original.value === 'function'))
        own[name] = { ...original, configurable: true, ...members[name]?.(original) }
    }
    const heir = Object.create(prototype, own)
    heirs.set(heir, heir)
    heirs.set(prototype, heir)
    return heir
  }
  return (object) => {
    const prototype = Object.getPrototypeOf(object)
    if (!prototype || prototype === Object.prototype) return
    Reflect.setPrototypeOf(object, heirs.get(prototype) || heirOf(prototype))
  }
}

function descriptorOf(prototype: object, name: string): PropertyDescriptor | undefined {
  for (let object = prototype; object; object = Object.getPrototypeOf(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name)
    if (descriptor) return descriptor
  }
  return undefined
}
