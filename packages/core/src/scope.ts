/** A stand-in for a client that knows for which operation it works. */
import { straight } from './interpose.js'
import type { Operation } from './operation.js'
import { isObject } from './vendor.js'

const OPERATION = Symbol('operation')
const CLIENT = Symbol('client')
const PASSES = Symbol('passes')

interface Scope<C> {
  [OPERATION]: Operation
  [CLIENT]: C
  [PASSES]: boolean
}

/** What a scope gives in place of some of its client's properties. */
export type Overrides<C> = { readonly [name: string]: (client: C, operation: Operation) => unknown }

/**
 * What the methods of an SDK get as `this` while they work for one operation. An SDK that hands its own `this`
 * on to every function thereby carries the operation through all its asynchronous steps, without
 * `AsyncLocalStorage`. What is read from a scope is read from the client, and what is written reaches the client.
 */
export class Scopes<C extends object> {
  private readonly prototypes = new WeakMap<object, object>()
  private readonly known = new WeakSet<object>()

  /** @param passing names of methods that pass the plugin also where the SDK calls them on a scope */
  constructor(
    private readonly overrides: Overrides<C>,
    private readonly passing: { has(name: string): boolean } = new Set(),
  ) {}

  /** @param passes whether all methods do */
  create(client: C, operation: Operation, passes = false): C {
    const scope: Scope<C> = Object.create(this.prototypeFor(client))
    scope[OPERATION] = operation
    scope[CLIENT] = client
    scope[PASSES] = passes
    return scope as unknown as C
  }

  /** The operation of a scope; none where `self` is not one. */
  operationOf(self: unknown): Operation | undefined {
    return this.has(self) ? self[OPERATION] : undefined
  }

  /** The client of a scope; none where `self` is not one. */
  clientOf(self: unknown): C | undefined {
    return this.has(self) ? self[CLIENT] : undefined
  }

  /** Asks the prototype and not the object: it may be a proxy of the user's that logs what is read. */
  private has(self: unknown): self is Scope<C> {
    return isObject(self) && this.known.has(Object.getPrototypeOf(self))
  }

  /**
   * One for all clients of a class, as programs may create many. Its accessors are many times faster than a proxy,
   * which is there for names that the first client did not have.
   */
  private prototypeFor(client: C): object {
    const type: { prototype?: object } = isObject(client.constructor) ? client.constructor : Scopes
    const known = this.prototypes.get(type)
    if (known) return known
    const own: PropertyDescriptorMap = Object.create(null)
    // Written for each scope.
    for (const key of [OPERATION, CLIENT, PASSES]) own[key] = { value: undefined, writable: true }
    for (
      let object: object = client;
      object && object !== Object.prototype;
      object = Object.getPrototypeOf(object)
    ) {
      for (const name of Object.getOwnPropertyNames(object))
        own[name] = own[name] || forwarding(name, this.passing.has(name))
    }
    for (const [name, override] of Object.entries(this.overrides)) {
      own[name] = {
        ...forwarding(name),
        get(this: Scope<C>) {
          return override(this[CLIENT], this[OPERATION])
        },
      }
    }
    // Not of this client, which it would keep.
    const rest = new Proxy(Object.create(type.prototype || null), {
      get: (target, name, self) => Reflect.get(self[CLIENT] || target, name),
      set: (target, name, value, self) => Reflect.set(self[CLIENT] || target, name, value),
    })
    const prototype: object = Object.create(rest, own)
    this.prototypes.set(type, prototype)
    this.known.add(prototype)
    return prototype
  }
}

function forwarding(name: string, passes = true): PropertyDescriptor {
  return {
    get(this: Scope<Record<string, unknown>>) {
      const value = this[CLIENT][name]
      return passes || typeof value !== 'function' || this[PASSES] ? value : straight(value)
    },
    set(this: Scope<Record<string, unknown>>, value) {
      Reflect.set(this[CLIENT], name, value)
    },
  }
}
