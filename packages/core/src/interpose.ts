import { register } from './plugin.js'
import { isObject } from './vendor.js'

export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown

/** One call of a method of a registered client. */
export interface MethodCall {
  readonly name: string
  readonly method: AnyFunction
  /** Whether the method is the SDK's own, and not a subclass's, a stub or a spy. */
  readonly ofSDK: boolean
  /** The client, or what inherits from it, such as a scope. */
  readonly self: object
  readonly args: unknown[]
}

/**
 * Lets every call of an SDK's methods on one client go through `handle`. The methods stand on an object between
 * the client and its class, so that own keys, `for...in` and `instanceof` stay as they are, and other clients
 * are untouched. A subclass's method, or a spy put on the class later, is what `handle` gets to call.
 *
 * @param root the SDK's own prototype
 * @param names which of its methods
 */
export function interpose(
  client: object,
  root: object,
  names: readonly string[],
  handle: (call: MethodCall) => unknown,
): void {
  const prototype: object = Object.getPrototypeOf(client)
  const layer: object = Object.create(prototype)

  const pass = (name: string, method: AnyFunction, ofSDK: boolean, self: unknown, args: unknown[]) =>
    isObject(self) && Object.prototype.isPrototypeOf.call(layer, self)
      ? handle({ name, method, ofSDK, self, args })
      : method.apply(self, args)

  for (const name of names) {
    const own: unknown = Reflect.get(root, name)
    if (typeof own !== 'function') continue
    const wrapped: AnyFunction = function (this, ...args) {
      const method: AnyFunction = Reflect.get(prototype, name)
      return pass(name, method, method === own, this, args)
    }
    Object.defineProperties(wrapped, { name: { value: own.name }, length: { value: own.length } })
    Reflect.set(layer, name, wrapped)
    // Somebody else's wrapper or stub on this client: a proxy, so that it keeps its own members.
    const stub: unknown = Object.getOwnPropertyDescriptor(client, name)?.value
    if (typeof stub === 'function') {
      const apply = (_: unknown, self: unknown, args: unknown[]) =>
        pass(name, stub as AnyFunction, false, self, args)
      Reflect.set(client, name, new Proxy(stub, { apply }))
    }
  }
  Object.setPrototypeOf(client, layer)
  register(layer)
}
