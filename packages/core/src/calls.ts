/** A plugin as a table: for an SDK whose methods hand their own `this` down to where it sends. */
import { intercept } from './callback.js'
import { guard } from './guard.js'
import { interpose, type MethodCall } from './interpose.js'
import { assertExtensible, notAClient } from './misuse.js'
import { Operation } from './operation.js'
import { checkOptions, type RequestIdOptions } from './options.js'
import { isPlain, isPromise, monitorErrors, tap, tapLazily } from './outcomes.js'
import { register } from './register.js'
import type { Registration } from './registration.js'
import { type Overrides, Scopes } from './scope.js'
import { isObject } from './vendor.js'

/** What is known of one SDK. */
export interface Calls<C extends object> extends Omit<Registration, 'options'> {
  /** How a client is made, for the errors of wrong use: `'new COS({ ... })'`. */
  readonly example: string
  /** What a client is known by. The first is a method that stands on the SDK's own prototypes alone. */
  readonly members: readonly [string, ...string[]]
  /** The SDK's own prototype. Default: the last one in the chain that has the first member itself. */
  readonly root?: (client: object) => object
  /** Whether the SDK puts its methods on each client. */
  readonly own?: boolean
  /** The methods that send nothing. */
  readonly except?: readonly string[]
  /** Methods that the SDK calls within others and that are operations of their own, such as a file of a batch. */
  readonly parts?: readonly string[]
  /** Where the SDK sends: the properties of a client that have a stand-in while it works for an operation. */
  readonly scope: Overrides<C>
  /** Whether the last argument of a call may be a Node-style callback. */
  readonly callback?: boolean
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
  const { example, members, own, except = [], parts = [], scope, callback, derived } = calls
  const { root: rootOfSDK = (client: object) => rootOf(client, members[0]) } = calls
  const scopes = new Scopes<C>(scope, new Set(parts))

  return function registerClient(client, given) {
    const candidate = (isObject(client) ? client : {}) as Record<string, unknown>
    if (members.some((name) => !candidate[name])) throw notAClient(client, example, members)
    assertExtensible(candidate)
    const options = checkOptions(given)
    if (!register(candidate)) return
    const registration: Registration = { ...calls, options }

    function call({ name, method, ofSDK, self, args }: MethodCall): unknown {
      const running = scopes.operationOf(self)
      if (running && !parts.includes(name)) return method.apply(self, args)
      const operation = new Operation(registration, running, running ? undefined : name)
      const settle = (outcome: unknown) => {
        if (!isUsers(outcome, operation, args)) operation.settle(outcome)
      }
      const finish = (error: unknown, result?: unknown) => {
        settle(error || result)
        if (error || !isObject(result)) return
        const outcomes = guard(options, () => derived?.(result)) || []
        for (const outcome of outcomes) operation.settle(outcome)
        for (const outcome of [result, ...outcomes]) monitorErrors(outcome, settle, options)
      }
      const passed = callback ? intercept(args, args.length - 1, finish) : args
      const client = scopes.clientOf(self) || (self as C)
      // A subclass's method may use private fields, which only the client itself has; what it sends is not seen.
      if (!ofSDK) operation.incomplete = true
      const returned = method.apply(ofSDK ? scopes.create(client, operation) : client, passed)
      if (isPromise(returned)) return (isPlain(returned) ? tap : tapLazily)(returned, finish)
      if (monitorErrors(returned, settle, options)) operation.follow(returned as object)
      return returned
    }

    const root = rootOfSDK(candidate)
    const names = methodsOf(own ? candidate : root).filter((name) => !except.includes(name))
    interpose(candidate, root, names, call, own)
  }
}

/**
 * Whether an error is the user's: a stream of theirs was destroyed with it, or it is of a disk. That of a connection
 * came of the request that was sent last.
 */
function isUsers(outcome: unknown, { last }: Operation, args: readonly unknown[]): boolean {
  if (!isObject(outcome)) return false
  if (args.some((arg) => isObject(arg) && arg.errored === outcome)) return true
  return typeof outcome.syscall === 'string' && last?.errorCode !== outcome.code
}

/** The SDK's own prototype: the last object in the chain that has the method itself. */
export function rootOf(client: object, method: string): object {
  let root = client
  for (let object: object | null = client; object; object = Object.getPrototypeOf(object)) {
    if (Object.getOwnPropertyDescriptor(object, method)) root = object
  }
  return root
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
