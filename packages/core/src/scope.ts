/** A stand-in for a client that knows for which operation it works. */
import { hidden } from './hidden.js'
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

/** Makes the scopes of a class's clients: a constructor, as V8 makes what has one several times faster. */
type Make<C> = new (client: C, operation: Operation, passes: boolean) => Scope<C>

/** What a scope gives in place of some of its client's properties. */
export type Overrides<C> = { readonly [name: string]: (client: C, operation: Operation) => unknown }

/**
 * What the methods of an SDK get as `this` while they work for one operation. An SDK that hands its own `this`
 * on to every function thereby carries the operation through all its asynchronous steps, without
 * `AsyncLocalStorage`. What is read from a scope is read from the client, and what is written reaches the client.
 */
export class Scopes<C extends object> {
  private readonly made = hidden<Make<C>>()
  private readonly known = hidden<boolean>()

  /** @param passing names of methods that pass the plugin also where the SDK calls them on a scope */
  constructor(
    private readonly overrides: Overrides<C>,
    private readonly passing: { has(name: string): boolean } = new Set(),
  ) {}

  /** @param passes whether all methods do */
  create(client: C, operation: Operation, passes = false): C {
    const type: { prototype?: object } = isObject(client.constructor) ? client.constructor : Scopes
    const make = this.made.get(type) || this.makeFor(client, type)
    return new make(client, operation, passes) as unknown as C
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
    if (!isObject(self)) return false
    const prototype = Object.getPrototypeOf(self)
    return prototype !== null && this.known.get(prototype) === true
  }

  /**
   * One for all clients of a class, as programs may create many. Its accessors are many times faster than a proxy,
   * which is there for names that the first client did not have.
   */
  private makeFor(client: C, type: { prototype?: object }): Make<C> {
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
    const make = function (this: Scope<C>, client: C, operation: Operation, passes: boolean) {
      this[OPERATION] = operation
      this[CLIENT] = client
      this[PASSES] = passes
    } as unknown as Make<C>
    ;(make as { prototype: object }).prototype = prototype
    this.made.set(type, make)
    this.known.set(prototype, true)
    return make
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
