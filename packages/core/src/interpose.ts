/** Lets the calls of one client's methods pass the plugin. */
import { hidden } from './hidden.js'
import { MARK } from './register.js'

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

/**
 * Where a client's own `Handle` is found, by this release alone: in an object, as programs wrap every function that a
 * prototype has. Not a symbol, for the same reason as the mark.
 */
const HANDLE = '@requestid/call'

/**
 * Lets every call of an SDK's methods on one client go through `handle`. The methods stand on objects between
 * the client and its class, so that own keys, `for...in` and `instanceof` stay as they are, and other clients
 * are untouched. The first of them lists what the class's prototype does, and what is put on it is this client's alone.
 * A subclass's method, or a spy put on the class later, is what `handle` gets to call.
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
  // What `register` has put there would be one more for each client; the second object has the mark too.
  const ofClass = MARK in prototype ? Object.getPrototypeOf(prototype) : prototype
  const { shown, first, second } = layersFor(ofClass, root, names)
  for (const name of names) {
    // Somebody else's wrapper or stub on this client: a proxy, so that it keeps its own members.
    const { value: stub } = Object.getOwnPropertyDescriptor(client, name) || {}
    if (typeof stub !== 'function') continue
    const apply = (_: unknown, self: unknown, args: unknown[]) =>
      pass(name, stub as AnyFunction, own, self, args)
    Reflect.set(client, name, new Proxy(stub, { apply }))
  }
  const marks = { ...second, [MARK]: { value: true }, [HANDLE]: { value: { handle } } }
  // A spread takes a hundredth of the time of as many definitions.
  const layer = Object.setPrototypeOf({ ...shown }, Object.create(ofClass, marks))
  Object.setPrototypeOf(client, Object.defineProperties(layer, first))
}

function pass(name: string, method: AnyFunction, ofSDK: boolean, self: unknown, args: unknown[]): unknown {
  let handle: unknown
  try {
    handle = (self as { [HANDLE]?: { handle?: Handle } } | undefined)?.[HANDLE]?.handle
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

/** What stands between a client and its class: what the class has itself, and what it inherits from the SDK's. */
interface Layers {
  /** The enumerable functions of `first`, which has the rest. */
  readonly shown: Readonly<Record<string, unknown>>
  readonly first: PropertyDescriptorMap
  readonly second: PropertyDescriptorMap
  readonly own: readonly unknown[]
}

/** Made once for a class: some programs create a client for each request. */
const made = new WeakMap<object, Layers>()

function layersFor(ofClass: object, root: object, names: readonly string[]): Layers {
  const known = made.get(ofClass)
  const own = names.map((name) => Reflect.get(root, name))
  // Functions may have been put on the class since then, or taken off.
  if (known?.own.length === own.length && own.every((method, i) => method === known.own[i])) return known
  const methods = ofClass as Record<string, unknown>
  const second: PropertyDescriptorMap = {}
  const first: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(methods)
  // Classes hide their methods from `for...in`; functions that were put on a prototype show.
  const listed = new Set<string>()
  for (const name in ofClass) listed.add(name)
  for (const name of new Set([...names, ...Object.keys(first)])) {
    const index = names.indexOf(name)
    // A subclass's own does not pass, but somebody may put another one on the class. One with members stays itself.
    const method = index < 0 ? first[name]?.value : own[index]
    if (typeof method !== 'function' || name === 'constructor') continue
    if (index < 0 && Object.keys(method)[0]) continue
    const value: AnyFunction = function (this, ...args) {
      const current = methods[name] as AnyFunction
      return index < 0 ? current.apply(this, args) : pass(name, current, current === method, this, args)
    }
    Object.defineProperties(value, { name: { value: method.name }, length: { value: method.length } })
    straights.set(value, () => (methods[name] === method ? (method as AnyFunction) : value))
    const layer = first[name] ? first : second
    layer[name] = { value, enumerable: listed.has(name), writable: true, configurable: true }
  }
  const shown: Record<string, unknown> = {}
  for (const name of Object.keys(methods)) {
    const { value, writable } = first[name] as PropertyDescriptor
    if (!writable) continue
    shown[name] = value
    delete first[name]
  }
  const layers = { shown, first, second, own }
  made.set(ofClass, layers)
  return layers
}
