/** The construct trap: what an SDK exports, with classes that hand each client to a plugin as it is made. */

// biome-ignore lint/complexity/noBannedTypes: whatever is called with `new`
type Class = Function

/** The trap of each class, and of each trap itself. */
const traps = new WeakMap<object, object>()

/** What to do with the classes of one SDK. */
export interface Trap {
  /** A class with one of these methods makes clients. */
  readonly methods: readonly string[]
  /** Never throws. */
  made(client: object): void
}

/**
 * What a module exports, with a stand-in for each class that makes clients. The module's own object, the classes, their
 * prototypes and their instances stay as they are.
 */
export function trapExports<T>(exports: T, trap: Trap): T
export function trapExports(exports: unknown, trap: Trap): unknown {
  if (typeof exports === 'function') return trapValue(exports, trap)
  if (typeof exports !== 'object' || exports === null) return exports
  const descriptors = Object.getOwnPropertyDescriptors(exports)
  let found = false
  for (const name of Object.keys(exports)) {
    const value: unknown = Reflect.get(exports, name)
    const trapped = trapValue(value, trap)
    if (trapped === value) continue
    found = true
    Object.assign(descriptors, {
      [name]: { value: trapped, configurable: true, enumerable: true, writable: true },
    })
  }
  return found ? Object.create(Object.getPrototypeOf(exports), descriptors) : exports
}

/** The stand-in of a class that makes clients; anything else as it is. */
export function trapValue<T>(value: T, trap: Trap): T
export function trapValue(value: unknown, trap: Trap): unknown {
  return makesClients(value, trap) ? (traps.get(value) ?? createTrap(value, trap)) : value
}

function makesClients(value: unknown, { methods }: Trap): value is Class {
  if (typeof value !== 'function') return false
  const prototype: unknown = value.prototype
  return typeof prototype === 'object' && prototype !== null && methods.some((method) => method in prototype)
}

function createTrap(target: Class, trap: Trap): Class {
  const proxy: Class = new Proxy(target, {
    construct(_, args, newTarget) {
      // A subclass is `newTarget` itself. It goes on after `super()`, with the client as it is registered.
      const client: object = Reflect.construct(target, args, newTarget === proxy ? target : newTarget)
      trap.made(client)
      return client
    },
    // A class that is a function: a subclass of old calls it on its own instance, others forget the `new`.
    apply(_, self, args) {
      const returned: unknown = Reflect.apply(target, self, args)
      const client = [returned, self].find((each) => each instanceof target)
      if (client) trap.made(client)
      return returned
    },
    // A static that is another class of the SDK's, such as OSS.STS.
    get(_, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      const fixed = Object.getOwnPropertyDescriptor(target, name)?.configurable === false
      return fixed ? value : trapValue(value, trap)
    },
  })
  traps.set(target, proxy)
  traps.set(proxy, proxy)
  return proxy
}
