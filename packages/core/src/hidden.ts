/** What is known of an object, without a key that others see: in Node. */

/** What is known of objects, and goes when they go. */
export interface Hidden<T> {
  get(object: object): T | undefined
  set(object: object, value: T | undefined): void
}

/** As a constructor it gives back what it was given: so a class that extends it puts its private fields on that. */
function itself(object: object): object {
  return object
}

const Itself = itself as unknown as new (object: object) => object

/**
 * A private field on objects that others made; nobody else can see it, and frozen objects can have it too. A `WeakMap`
 * says the same, but V8 keeps its entries through the quick collections of young objects, with all that these refer
 * to, and an operation of ali-oss took 7 % more CPU for that. The one file that is not compiled to ES2018, which has no
 * private fields; bundles for browsers have hidden.browser.ts.
 */
export function hidden<T>(): Hidden<T> {
  // An engine may come to refuse fields on frozen objects: https://github.com/tc39/proposal-stabilize
  let rest: WeakMap<object, T | undefined> | undefined
  class Holder extends Itself {
    #value: T | undefined
    static get(object: object): T | undefined {
      return #value in object ? object.#value : rest?.get(object)
    }
    static set(object: object, value: T | undefined): void {
      try {
        if (!(#value in object)) new Holder(object)
        ;(object as Holder).#value = value
      } catch {
        rest ??= new WeakMap()
        rest.set(object, value)
      }
    }
  }
  // Other releases get these two alone.
  const { get, set } = Holder
  return { get, set }
}
