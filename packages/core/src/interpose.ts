/** Lets the calls of one client's methods pass the plugin. */
import { define } from './attach.js'
import { hidden } from './hidden.js'
import { MARK, mark } from './register.js'

export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown

/** One call of a method of a registered client. */
export interface MethodCall {
  readonly name: string
  readonly method: AnyFunction
  /** Whether the method is the SDK's own, and not a subclass's, a stub or a spy. */
  readonly ofSDK: boolean
  /** The client, a scope of it, or what inherits from either. */
  readonly self: object
  readonly args: unknown[]
}

type Handle = (call: MethodCall) => unknown

/** Where a client's own `Handle` is found, by this release alone. Not a symbol, for the same reason as the mark. */
const HANDLE = '@requestid/call'

/**
 * Lets every call of an SDK's methods on one client go through `handle`. The methods stand on objects between
 * the client and its class, so that own keys, `for...in` and `instanceof` stay as they are, and other clients
 * are untouched. A subclass's method, or a spy put on the class later, is what `handle` gets to call.
 *
 * @param root the SDK's own prototype
 * @param names which of its methods
 * @param own whether the SDK puts its methods on the client itself: those that are there now are its own
 */
export function interpose(
  client: object,
  root: object,
  names: readonly string[],
  handle: Handle,
  own = false,
): void {
  const prototype: object = Object.getPrototypeOf(client)
  // What `register` has put there would be one more for each client; the methods' own object has the mark too.
  const ofClass = MARK in prototype ? Object.getPrototypeOf(prototype) : prototype
  const methods = methodsFor(ofClass, root, names)
  const layer: object = Object.create(methods, { [HANDLE]: { value: handle } })
  for (const name of names) {
    // Somebody else's wrapper or stub on this client: a proxy, so that it keeps its own members.
    const { value: stub } = Object.getOwnPropertyDescriptor(client, name) || {}
    if (typeof stub !== 'function') continue
    const apply = (_: unknown, self: unknown, args: unknown[]) =>
      pass(name, stub as AnyFunction, own, self, args)
    Reflect.set(client, name, new Proxy(stub, { apply }))
  }
  Object.setPrototypeOf(client, layer)
}

function pass(name: string, method: AnyFunction, ofSDK: boolean, self: unknown, args: unknown[]): unknown {
  let handle: unknown
  try {
    handle = (self as Record<string, unknown> | undefined)?.[HANDLE]
  } catch {
    // A proxy that throws for names which it does not know.
  }
  return typeof handle === 'function'
    ? (handle as Handle)({ name, method, ofSDK, self: self as object, args })
    : method.apply(self, args)
}

const straights = hidden<() => AnyFunction>()

/**
 * For the SDK's own calls within an operation: the method behind one that would pass `handle`, unless it is not the
 * SDK's own.
 */
export function straight(method: object): unknown {
  const get = straights.get(method)
  return get ? get() : method
}

/** Made once for a class: some programs create a client for each request. */
const made = new WeakMap<object, { readonly layer: object; readonly own: readonly unknown[] }>()

function methodsFor(prototype: object, root: object, names: readonly string[]): object {
  const known = made.get(prototype)
  const own = names.map((name) => Reflect.get(root, name))
  // Functions may have been put on the class since then, or taken off.
  if (known?.own.length === own.length && own.every((method, i) => method === known.own[i]))
    return known.layer
  const layer = mark(prototype)
  const methods = prototype as Record<string, unknown>
  // Classes hide their methods from `for...in`; functions that were put on a prototype show.
  const shown = new Set<string>()
  for (const name in prototype) shown.add(name)
  for (const [i, name] of names.entries()) {
    const method = own[i]
    if (typeof method !== 'function') continue
    const wrapped: AnyFunction = function (this, ...args) {
      const current = methods[name] as AnyFunction
      return pass(name, current, current === method, this, args)
    }
    Object.defineProperties(wrapped, { name: { value: method.name }, length: { value: method.length } })
    straights.set(wrapped, () => (methods[name] === method ? (method as AnyFunction) : wrapped))
    define(layer, name, wrapped, shown.has(name))
  }
  made.set(prototype, { layer, own })
  return layer
}
