/** A plugin as a table: for an SDK whose methods hand their own `this` down to where it sends. */
import { intercept } from './callback.js'
import { guard } from './guard.js'
import { interpose, type MethodCall } from './interpose.js'
import { admits, assertExtensible } from './misuse.js'
import { isOfRequest } from './node-http.js'
import { Operation } from './operation.js'
import { checkOptions, type RequestIdOptions } from './options.js'
import { isPromise, monitorErrors, watchOutcome } from './outcomes.js'
import { register } from './register.js'
import type { Registration } from './registration.js'
import { type Overrides, Scopes } from './scope.js'
import { bareOf, createUnscoped, type Unscoped } from './unscoped.js'
import { isObject } from './vendor.js'

/** What is known of one SDK. */
export interface Calls<C extends object> extends Omit<Registration, 'options'> {
  /** How a client is made, for the errors of wrong use: `'new COS({ ... })'`. */
  readonly example: string
  /** What a client is known by. The first is a method that stands on the SDK's own prototypes alone. */
  readonly members: readonly [string, ...string[]]
  /**
   * Tells the SDK's own prototype where its class is several: the last one in the chain counts for which this gives
   * something. Default, and where there is none: the last one that has the first member itself.
   */
  readonly isRoot?: (prototype: object) => unknown
  /** Whether the SDK puts its methods on each client. */
  readonly own?: boolean
  /** The methods that send nothing. */
  readonly except?: readonly string[]
  /** Methods that the SDK calls within others and that are operations of their own, such as a file of a batch. */
  readonly parts?: readonly string[]
  /** Where the SDK sends: the properties of a client that have a stand-in while it works for an operation. */
  readonly scope: Overrides<C>
  /** Objects of a client with methods of their own, such as its resources, and the property in which each has it. */
  readonly facets?: Readonly<Record<string, string>>
  /** Whether the last argument of a call may be a Node-style callback; a function tells what the SDK takes for one. */
  readonly callback?: true | ((last: unknown) => boolean)
  /** Further objects of a result that are outcomes of their own, such as a stream in it. */
  readonly derived?: (result: Record<PropertyKey, unknown>) => readonly unknown[]
}

/**
 * Makes the function that registers a client of the SDK. It throws a `TypeError` for what is no client, for a frozen
 * one, and for wrong options; a second registration changes nothing.
 */
export function definePlugin<C extends object>(
  calls: Calls<C>,
): (client: unknown, options?: RequestIdOptions) => void {
  const { example, members, own, except = [], parts = [], scope, facets = {}, callback, derived } = calls
  const sends: Record<string, Overrides<object>[string]> = {}
  for (const [name, watch] of Object.entries(scope as Overrides<object>))
    sends[name] = (client, operation) => watch(bareOf(client), operation)
  const scopes = new Scopes<object>(sends, new Set(parts))
  /** Scopes that a facet calls: each call on one is an operation within that of the facet. */
  const inner = new WeakSet<object>()
  const scopesOfFacets = Object.entries(facets).map(([name, property]) => {
    const clientOf = (facet: object, operation: Operation) => {
      const scope = scopes.create(Reflect.get(bareOf(facet), property), operation, true)
      inner.add(scope)
      return scope
    }
    const sends = { [property]: clientOf }
    return { name, property, sends, scopes: new Scopes<object>(sends) }
  })

  return function registerClient(client, given) {
    const candidate = (isObject(client) ? client : {}) as Record<string, unknown>
    const options = checkOptions(given)
    const fits = members.every((name) => candidate[name])
    if (!admits(client, fits, example, members, options)) return
    assertExtensible(candidate)
    if (!register(candidate)) return
    const registration: Registration = { ...calls, options }

    function call(scopes: Scopes<object>, unscoped: Unscoped, made: MethodCall): unknown {
      const { name, method, ofSDK, self, args } = made
      const client = scopes.clientOf(self) || self
      const joined = scopes.operationOf(self)
      const within = joined && !parts.includes(name) && !inner.has(self)
      const running = joined || unscoped.turn.current
      const operation = within ? joined : new Operation(registration, running, running ? undefined : name)
      const invoke = (scope: object, args: unknown[]) => {
        if (ofSDK) return method.apply(scope, args)
        // A subclass's method may use private fields, which only the client itself has, and a spy its identity.
        unscoped.begin(operation)
        return unscoped.turn.run(operation, method, client, args)
      }
      if (within) return invoke(self, args)
      /** What the callback got: some are called again with what comes of that. */
      let handed: unknown
      const settle = (outcome: unknown) => {
        unscoped.check(operation)
        if (!guard(options, () => isUsers(outcome, operation, args, handed))) operation.settle(outcome)
      }
      const watch = (outcome: unknown) => {
        const see = (error: unknown) => {
          // What destroyed a stream may be the user's. A response's own errors are known.
          const { errored, complete } = outcome as Record<string, unknown>
          operation.incomplete ||= errored === error && complete === undefined
          settle(error)
        }
        return monitorErrors(outcome, see, options)
      }
      const finish = (error: unknown, result?: unknown) => {
        settle(error || result)
        if (!running && operation.exchanges.length > 0) unscoped.strays++
        if (error || !isObject(result)) return
        if (passed !== args) handed = result
        const outcomes = guard(options, () => derived?.(result)) || []
        for (const outcome of outcomes) operation.settle(outcome)
        for (const outcome of [result, ...outcomes]) watch(outcome)
      }
      const last = args.length - 1
      const passed = callback === true || callback?.(args[last]) ? intercept(args, last, finish) : args
      const scope = scopes.create(client, operation)
      const returned = invoke(scope, passed)
      // Setters return the client.
      if (returned === scope) return self
      if (isPromise(returned)) {
        // With a callback it is of what that returns.
        return passed === args ? watchOutcome(returned, finish) : returned
      }
      if (watch(returned)) operation.follow(returned as object)
      return returned
    }

    const root = rootOf(candidate, members[0], calls.isRoot)
    const names = methodsOf(own ? candidate : root).filter((name) => !except.includes(name))
    const unscoped = createUnscoped(candidate, sends)
    interpose(candidate, root, names, (made) => call(scopes, unscoped, made), own)
    for (const { name, property, sends, scopes } of scopesOfFacets) {
      const facet = Object.getOwnPropertyDescriptor(candidate, name)?.value
      if (!isObject(facet) || facet[property] !== client || !Object.isExtensible(facet)) continue
      const root = Object.getPrototypeOf(facet)
      const unscoped = createUnscoped(facet, sends)
      if (register(facet)) interpose(facet, root, methodsOf(root), (made) => call(scopes, unscoped, made))
    }
  }
}

/**
 * Whether an error is the user's: a stream of theirs was destroyed with it, or the response that they were given, or it
 * is of a disk.
 */
function isUsers(
  outcome: unknown,
  { exchanges }: Operation,
  args: readonly unknown[],
  handed: unknown,
): boolean {
  if (!isObject(outcome)) return false
  if (args.some((arg) => isObject(arg) && arg.errored === outcome)) return true
  const { errored, socket } = Object(handed) as { errored?: unknown; socket?: { errored?: unknown } }
  if (errored === outcome && socket?.errored === outcome) return true
  if (typeof outcome.syscall !== 'string' || isOfRequest(outcome)) return false
  return !exchanges.some(({ errorCode }) => errorCode === outcome.code)
}

/** The SDK's own prototype: the last object in the chain that `isRoot` tells, or that has the method itself. */
export function rootOf(client: object, method: string, isRoot?: (prototype: object) => unknown): object {
  let root: object | undefined
  let last = client
  for (let object: object | null = client; object; object = Object.getPrototypeOf(object)) {
    if (isRoot?.(object)) root = object
    if (Object.getOwnPropertyDescriptor(object, method)) last = object
  }
  return root || last
}

/** The methods of a class and of those that it extends. An SDK's class may be several. */
function methodsOf(root: object): string[] {
  const names = new Set<string>()
  for (let object = root; object !== Object.prototype && object; object = Object.getPrototypeOf(object)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
      if (typeof value === 'function' && name !== 'constructor') names.add(name)
    }
  }
  return [...names]
}
