import {
  type Evidence,
  guard,
  Operation,
  type Registration,
  type RequestIdOptions,
  tencentCos,
} from '@requestid/core'
import type { Client, ClientOptions, Params, Task } from './client.js'
import { monitorErrors, observe, type SendOptions } from './transport.js'

/** A method's `this` while it works for an operation: it inherits from the client and has this key besides. */
const OPERATION = Symbol('operation')

/** Beside it, the client itself. */
const CLIENT = Symbol('client')

/** On a registered client, and on whatever inherits from it or stands for it. */
const REGISTERED = Symbol('registered')

type This = Client & {
  readonly [OPERATION]?: Operation
  readonly [CLIENT]?: Client
  readonly [REGISTERED]?: true
}
type AnyFunction = (this: unknown, ...args: unknown[]) => unknown

/** What the SDK's code works on at this moment, where its `this` is the client itself. */
interface Current {
  readonly operation: Operation
  readonly Bucket?: unknown
  readonly Key?: unknown
}

/** The sub-requests of a queued upload that carry neither a TaskId nor the `this` of its operation. */
const UNMARKED = new Set(['multipartList', 'multipartListPart', 'multipartComplete'])

/**
 * Puts the plugin on one client of cos-nodejs-sdk-v5.
 *
 * An operation travels in `this`: the SDK hands its own on to every function, down to the event `before-send`
 * (sdk/base.js, submitRequest). The upload queue is the exception: it runs its tasks on the client itself
 * (sdk/task.js, startNextTask). There the TaskId tells the operation, and where a sub-request has none, the task
 * that the SDK asked for, with `_isRunningTask`, in the same synchronous stretch.
 */
export function hook(client: Client, options: RequestIdOptions): void {
  const registration: Registration = { options, vendors: [tencentCos], evidence }
  const tasks = new Map<unknown, Current>()
  let current: Current | undefined

  function enter(task: Current): void {
    // SDK code between two asynchronous steps runs before any microtask.
    if (!current) Promise.resolve().then(leave)
    current = task
  }

  function leave(): void {
    current = undefined
  }

  /** For code of the user's that the SDK calls: what it starts is an operation of its own. */
  function outside<T>(run: () => T): T {
    const saved = current
    current = undefined
    try {
      return run()
    } finally {
      current = saved
    }
  }

  // Where the SDK starts a call: the methods of its class.

  const prototype: object = Object.getPrototypeOf(client)
  const root = rootOf(prototype)
  // Between the client and its class, so that own keys, `for...in`, `instanceof` and spies stay as they are.
  const layer = Object.create(prototype, { [REGISTERED]: { value: true } })
  for (const name of Object.keys(root)) {
    const method: unknown = Reflect.get(root, name)
    if (typeof method !== 'function') continue
    layer[name] = wrap(name, method.length, () => Reflect.get(prototype, name))
    // Somebody else's wrapper or stub on this client.
    const own: unknown = Object.getOwnPropertyDescriptor(client, name)?.value
    if (typeof own === 'function')
      Reflect.set(
        client,
        name,
        wrap(name, own.length, () => own as AnyFunction),
      )
  }

  function wrap(name: string, length: number, find: () => AnyFunction): AnyFunction {
    const wrapped: AnyFunction = function (this, ...args) {
      const self = this as This | undefined
      const method = find()
      if (!self?.[REGISTERED]) return method.apply(this, args)
      const overridden = method !== Reflect.get(root, name)
      // A sub-request that the SDK makes for an operation: the operation's exchange, not a call of its own.
      if (self[OPERATION]) return run(method, self, self[OPERATION], args, overridden)
      const task = taskOf(name, args[0])
      if (task) {
        // What the SDK does next, in its callback, it does for the same task.
        const proceeding = intercept(args, () => enter(task))
        return run(method, self, task.operation, proceeding, overridden)
      }
      const operation = new Operation(registration)
      const fail = (error: unknown) => operation.settle(error)
      const release = monitorErrors((args[0] as Params | undefined)?.Output, fail, options)
      const finish = (error: unknown, data: unknown) => {
        leave()
        release?.()
        operation.settle(error || data)
      }
      const returned = run(method, self, operation, intercept(args, finish), overridden)
      if (isPromise(returned)) return tap(returned, finish)
      if (monitorErrors(returned, fail, options)) operation.follow(returned as object)
      return returned
    }
    return Object.defineProperties(wrapped, { name: { value: name }, length: { value: length } })
  }

  function run(method: AnyFunction, self: This, operation: Operation, args: unknown[], overridden: boolean) {
    if (!overridden) return method.apply(self[OPERATION] ? self : scope(self, operation), args)
    // Not the SDK's own: a subclass's method may use private fields, which only the client itself has.
    enter({ operation })
    try {
      return method.apply(self[CLIENT] ?? self, args)
    } finally {
      leave()
    }
  }

  function taskOf(name: string, params: unknown): Current | undefined {
    const { TaskId, Bucket, Key, Prefix } = (params ?? {}) as Params
    if (TaskId !== undefined) return tasks.get(TaskId)
    const mine = current?.Bucket === Bucket && current?.Key === (Key ?? Prefix)
    return mine && UNMARKED.has(name) ? current : undefined
  }

  /** What the `this` of every operation on a client inherits from: made once, as it is the dearest part. */
  const scopes = new WeakMap<This, This>()

  /** The `this` of one operation. What the SDK writes to it reaches the client, as its credentials cache must. */
  function scope(self: This, operation: Operation): This {
    let base = scopes.get(self)
    if (!base) {
      base = standIn(self, {
        [OPERATION]: { value: undefined, writable: true },
        [CLIENT]: { value: self },
        options: { value: undefined, writable: true },
      })
      scopes.set(self, base)
    }
    const scoped: { [OPERATION]: Operation } & This = Object.create(base)
    scoped[OPERATION] = operation
    scoped.options = authorizing(self)
    return scoped
  }

  /** The client's options, in which the user's functions see the client as `this`, as without the plugin. */
  function authorizing(self: This): ClientOptions {
    const { options } = self
    if (!options.getAuthorization && !options.getSTS) return options
    const own: PropertyDescriptorMap = {}
    for (const name of ['getAuthorization', 'getSTS'] as const) {
      const authorize = options[name]
      if (typeof authorize === 'function') own[name] = { value: authorize.bind(self) }
    }
    return standIn(options, own)
  }

  // Where the SDK does its HTTP, and where its queue works on a task.

  const { emit, _isRunningTask, _addTask, _addTasks } = client

  client.emit = function (this: This, action, data) {
    const operation = this?.[OPERATION] ?? current?.operation
    if (action === 'inner-kill-task') tasks.delete((data as Params).TaskId)
    const returned = outside(() => emit.apply(client, arguments as never))
    if (action === 'before-send') {
      // A method taken from the class beforehand has no operation here; its exchanges still count.
      guard(options, () => observe(data as SendOptions, operation ?? new Operation(registration), options))
    }
    return returned
  }

  client._isRunningTask = (id) => {
    const task = tasks.get(id)
    if (task) enter(task)
    return _isRunningTask.call(client, id)
  }

  client._addTask = function (this: This, api, params, callback, ...rest) {
    const operation = this?.[OPERATION] ?? current?.operation
    if (!operation) return _addTask.call(client, api, params, callback, ...rest)
    const task = queued(operation, { api, params, callback })
    return _addTask.call(client, api, task.params, task.callback, ...rest)
  }

  client._addTasks = function (this: This, list) {
    const operation = this?.[OPERATION] ?? current?.operation
    if (!operation) return _addTasks.call(client, list)
    // Each file is an outcome of its own: in `files`, in onFileFinish, and in the event list-update.
    const own = list.map((task) => queued(new Operation(registration, operation), task, true))
    return outside(() => _addTasks.call(client, own))
  }

  /** A task that says when it starts, which is once more after each `restartTask`, and when it ends. */
  function queued(operation: Operation, task: Task, settles = false): Task {
    const params: Params = {}
    for (const [key, value] of Object.entries(task.params)) {
      params[key] =
        typeof value === 'function'
          ? function (this: unknown, ...args: unknown[]) {
              return outside(() => value.apply(this, args))
            }
          : value
    }
    let id: unknown
    const { onTaskStart } = params as { onTaskStart?: AnyFunction }
    params.onTaskStart = function (this: unknown, info: Params) {
      id = info.id
      const running: Current = { operation, Bucket: info.Bucket, Key: info.Key }
      tasks.set(id, running)
      onTaskStart?.call(this, info)
      enter(running)
    }
    const finish = (error: unknown, data: unknown) => {
      leave()
      tasks.delete(id)
      if (settles) operation.settle(error || data)
    }
    const [callback] = intercept([task.callback], finish)
    return { ...task, params, callback }
  }

  Object.setPrototypeOf(client, layer)
}

// What the SDK's outcomes look like.

function evidence(outcome: Params): Evidence {
  const { error, RequestId } = outcome
  return {
    // `header`: what downloadFile makes up for an archived or changed object (sdk/advance.js, downloadFile).
    headers: outcome.headers ?? outcome.header,
    // The parsed body of an error; in a result, the root elements of Cloud Infinite's and of an error in a 200.
    bodies: [error, outcome.Error, outcome.Response, { RequestId }],
  }
}

/** A promise with the same outcome that shows it to `finish` first; an unhandled rejection stays unhandled. */
function tap(promise: PromiseLike<unknown>, finish: (error: unknown, data?: unknown) => void): unknown {
  return promise.then(
    (data) => {
      finish(undefined, data)
      return data
    },
    (error) => {
      finish(error)
      throw error
    },
  )
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | undefined)?.then === 'function'
}

/** An object in the place of `target`, with properties of its own; what is written to it reaches the target. */
function standIn<T extends object>(target: T, own: PropertyDescriptorMap): T {
  return Object.create(new Proxy(target, { set: (_, key, value) => Reflect.set(target, key, value) }), own)
}

/** The arguments with `before` run ahead of the callback, which stands second, or first where there are no parameters. */
function intercept(args: unknown[], before: (error: unknown, data: unknown) => void): unknown[] {
  const index = typeof args[0] === 'function' ? 0 : 1
  const callback = args[index]
  if (typeof callback !== 'function') return args
  const copy = args.slice()
  copy[index] = function (this: unknown, ...values: unknown[]) {
    before(values[0], values[1])
    return callback.apply(this, values)
  }
  return copy
}

/** The SDK's own prototype: the last one before Object's, whichever realm that is of. */
function rootOf(prototype: object): object {
  const next: object | null = Object.getPrototypeOf(prototype)
  return next && Object.getPrototypeOf(next) ? rootOf(next) : prototype
}
