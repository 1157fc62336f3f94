/** Where the COS SDKs start a call, where its HTTP shows, and what its outcomes look like. */
import {
  createStretch,
  disown,
  guard,
  intercept,
  interpose,
  isObject,
  isPromise,
  learn,
  type MethodCall,
  monitorErrors,
  Operation,
  type Registration,
  type RequestIdOptions,
  Scopes,
  tap,
} from '@requestid/core/plugin'
import { tencentCosShape } from '@requestid/vendors'
import { optionsOf } from './authorization.js'
import type { Client, Params } from './client.js'
import { isUsers } from './errors.js'
import { type Work, watchQueue } from './queue.js'
import type { SendOptions, WatchSend } from './transport.js'
import { type Received, receive, watchBrowser } from './transport-browser.js'
import { watchMiniProgram } from './transport-mini-program.js'
import { watchNode } from './transport-node.js'

/**
 * Puts the plugin on one client of cos-nodejs-sdk-v5, cos-js-sdk-v5 or cos-wx-sdk-v5. All three have the same code
 * down to where they do their HTTP; the files named here are those of Node's, elsewhere they are in src.
 *
 * An operation travels in `this`: the SDK hands its own on to every function, down to the event `before-send`
 * (sdk/base.js, submitRequest). Where its `this` is the client itself, the stretch tells: in a method that is not the
 * SDK's own, and in the upload queue.
 */
export function watchClient(client: Client, options: RequestIdOptions): void {
  const { vendor, evidence } = tencentCosShape
  const registration: Registration = { options, vendors: [vendor], evidence }
  learn(tencentCosShape)
  const root = rootOf(Object.getPrototypeOf(client))
  const scopes = new Scopes<Client>({ options: optionsOf })
  const stretch = createStretch<Work>()
  const queue = watchQueue(client, stretch, options, operationOf)
  /** How many requests had no operation: a method that is not the SDK's own can make such. */
  let strays = 0

  /** The operation that a method of the client's own works for, called by the SDK on a scope or on the client. */
  function operationOf(self: unknown): Operation | undefined {
    const { current } = stretch
    return scopes.operationOf(self) || (current && !current.task ? current.operation : undefined)
  }

  // Where the SDK starts a call: the methods of its class.

  function call(made: MethodCall): unknown {
    const { name, self, args } = made
    // A sub-request that the SDK makes for an operation: the operation's exchange, not a call of its own.
    const known = scopes.operationOf(self)
    if (known) return invoke(made, known, args)
    const work = queue.take(name, args[0])
    if (work) {
      // What the SDK does next, in its callback, it does for the same task.
      const then = intercept(args, callbackAt(args), () => stretch.enter(work))
      return invoke(made, work.operation, then)
    }
    const operation = new Operation(registration, undefined, name)
    const before = strays
    let stream: unknown
    const settle = (outcome: unknown) => {
      const destroyed = guard(options, () => isObject(stream) && stream.errored === outcome)
      if (isUsers(outcome, destroyed)) return disown(outcome, registration)
      // One of them may have been this operation's.
      operation.incomplete = strays !== before
      operation.settle(outcome, undefined, destroyed)
    }
    const release = guard(options, () => {
      stream = ((args[0] || {}) as Params).Output
      return monitorErrors(stream, settle, options)
    })
    const finish = (error: unknown, data: unknown) => {
      stretch.leave()
      release?.()
      settle(error || data)
    }
    const returned = invoke(made, operation, intercept(args, callbackAt(args), finish))
    if (isPromise(returned)) return tap(returned, finish)
    if (monitorErrors(returned, settle, options)) {
      stream = returned
      operation.follow(returned as object)
    }
    return returned
  }

  function invoke({ method, ofSDK, self }: MethodCall, operation: Operation, args: unknown[]): unknown {
    const scoped = scopes.clientOf(self)
    if (ofSDK) return method.apply(scoped ? self : scopes.create(self as Client, operation), args)
    // A subclass's method may use private fields, which only the client itself has, and a spy its identity.
    return stretch.run({ operation }, method, scoped || self, args)
  }

  // Where its HTTP shows: each request is an event, and in browsers each answer.

  const watchSend = transportOf(root)
  const { emit } = client
  client.emit = function (action, data) {
    if (action === 'inner-kill-task') queue.drop((data as Params | undefined)?.TaskId)
    if (action === 'after-receive') receive(data as Received | undefined)
    const returned = stretch.run(undefined, emit, client, arguments as never)
    if (action !== 'before-send') return returned
    const { current } = stretch
    if (current?.task) stretch.leave()
    const scoped = scopes.operationOf(this)
    // What the SDK does once the answer is there, such as sending again, it does for the same operation.
    const resume = scoped || !current || current.task ? undefined : () => stretch.enter(current)
    const known = scoped || current?.operation
    if (!known) strays++
    // A method taken from the class beforehand has no operation here; its exchanges still count.
    const operation = known || new Operation(registration)
    guard(options, () => watchSend(data as SendOptions, { operation, options, resume, later: stretch.later }))
    return returned
  }

  interpose(client, root, Object.keys(root), call)
}

/** Which of the family's SDKs a prototype is of: Node's alone has streams, the mini program's alone form uploads. */
function transportOf(root: object): WatchSend<SendOptions> {
  if ('getObjectStream' in root) return watchNode
  return 'postObject' in root ? watchMiniProgram : watchBrowser
}

/** The SDK's own prototype: the last one before Object's, whichever realm that is of. */
function rootOf(prototype: object): object {
  const next: object | null = Object.getPrototypeOf(prototype)
  return next && Object.getPrototypeOf(next) ? rootOf(next) : prototype
}

/** A callback stands second, or first where there are no parameters. */
const callbackAt = (args: readonly unknown[]): number => (typeof args[0] === 'function' ? 0 : 1)
