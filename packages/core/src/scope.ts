import type { Operation } from './operation.js'
import { isObject } from './vendor.js'

const OPERATION = Symbol('operation')
const CLIENT = Symbol('client')

type Scope<C> = C & { [OPERATION]: Operation; readonly [CLIENT]: C }

/**
 * What the methods of an SDK get as `this` while they work for one operation. An SDK that hands its own `this`
 * on to every function thereby carries the operation through all its asynchronous steps, without
 * `AsyncLocalStorage`. A scope inherits from the client, and what is written to it reaches the client.
 */
export class Scopes<C extends object> {
  /** What the scopes of a client inherit from: made once, as it is the dearest part. */
  private readonly bases = new WeakMap<C, C>()
  private readonly known = new WeakSet<object>()

  /** @param own what a scope has in place of some of the client's properties */
  constructor(private readonly own: (client: C) => PropertyDescriptorMap) {}

  create(client: C, operation: Operation): C {
    let base = this.bases.get(client)
    if (!base) {
      base = standIn(client, {
        ...this.own(client),
        [OPERATION]: { value: undefined, writable: true },
        [CLIENT]: { value: client },
      })
      this.bases.set(client, base)
      this.known.add(base)
    }
    const scope: Scope<C> = Object.create(base)
    scope[OPERATION] = operation
    return scope
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
}

/** An object in the place of `target`, with properties of its own; what is written to it reaches the target. */
export function standIn<T extends object>(target: T, own: PropertyDescriptorMap): T {
  return Object.create(new Proxy(target, { set: (_, key, value) => Reflect.set(target, key, value) }), own)
}
