/** Calls that run on the client itself: methods that are not the SDK's own, such as a subclass's, or a spy. */
import { hidden } from './hidden.js'
import type { Operation } from './operation.js'
import type { Overrides } from './scope.js'
import { createTurn, type Turn } from './stretch.js'
import { isObject } from './vendor.js'

/** What the calls of one client that run without a scope have in common. */
export interface Unscoped {
  /** The operation of a method that is not the SDK's own, while it runs synchronously. */
  readonly turn: Turn<Operation>
  /** How many requests, or operations with such, may have been those of a method that is not the SDK's own. */
  strays: number
  /** Call before such a method runs for an operation. */
  begin(operation: Operation): void
  /** Call before an operation settles: where there were strays since it began, its exchanges may not be all. */
  check(operation: Operation): void
}

/** For each client whose properties show its requests what inherits from it and has their values. */
const bares = hidden<object>()

/** A client as it was before its properties showed requests. */
export function bareOf<C extends object>(client: C): C {
  return (bares.get(client) || client) as C
}

/**
 * A method that is not the SDK's own runs on the client itself, as it may use private fields, and the SDK's code that it
 * calls does so too: while that runs synchronously, what the client sends through shows its requests. Not before it is
 * needed: with an accessor of its own in place of a value, V8 makes each access to the client slower.
 *
 * @param sends the properties that it sends through, and what stands in for each while it works for an operation
 */
export function createUnscoped<C extends object>(client: C, sends: Overrides<C>): Unscoped {
  let before: WeakMap<Operation, number> | undefined
  /** Whose place what a method got of its client has. */
  const targets = new WeakMap<object, unknown>()

  function show(name: string, watch: Overrides<C>[string]): void {
    const { value, enumerable = true, configurable } = Object.getOwnPropertyDescriptor(client, name) || {}
    if (!isObject(value) || !configurable) return
    const bare = bares.get(client) || Object.create(client)
    bares.set(client, Object.defineProperty(bare, name, { value, writable: true }))
    Object.defineProperty(client, name, {
      get() {
        const { current } = unscoped.turn
        const target = bare[name]
        if (current && target) {
          const watched = watch(bare, current)
          targets.set(watched as object, target)
          return watched
        }
        unscoped.strays++
        return target
      },
      set(value) {
        bare[name] = targets.get(value) || value
      },
      enumerable,
      configurable,
    })
  }

  const unscoped: Unscoped = {
    turn: createTurn(),
    strays: 0,
    begin(operation) {
      before ||= new WeakMap()
      if (!before.has(operation)) before.set(operation, unscoped.strays)
      for (const [name, watch] of Object.entries(sends)) show(name, watch)
    },
    check(operation) {
      if (before?.has(operation)) operation.incomplete ||= before.get(operation) !== unscoped.strays
    },
  }
  return unscoped
}
