import {
  type AnyFunction,
  type Evidence,
  guard,
  interpose,
  isObject,
  isPromise,
  type MethodCall,
  monitorErrors,
  Operation,
  type Registration,
  type RequestIdOptions,
  Scopes,
  tap,
  tencentCos,
} from '@requestid/core/plugin'
import type { Client, ClientOptions, Params, Task } from './client.js'
import type { Observe, SendOptions } from './transport.js'
import { observeBrowser, type Received, receive } from './transport-browser.js'
import { observeMiniProgram } from './transport-mini-program.js'
import { observeNode } from './transport-node.js'

/** What the SDK's code works on at this moment, where its `this` is the client itself. */
interface Current {
  readonly operation: Operation
  /** Of a task in the queue; none where a method that is not the SDK's own is being called. */
  readonly task?: { readonly Bucket: unknown; readonly Key: unknown }
}

/** The sub-requests of a queued upload that carry neither a TaskId nor the `this` of its operation. */
const UNMARKED = new Set(['multipartList', 'multipartListPart', 'multipartComplete'])

/**
 * Puts the plugin on one client of cos-nodejs-sdk-v5, cos-js-sdk-v5 or cos-wx-sdk-v5. All three have the same code
 * down to where they do their HTTP; the files named here are those of Node's, elsewhere they are in src.
 *
 * An operation travels in `this`: the SDK hands its own on to every function, down to the event `before-send`
 * (sdk/base.js, submitRequest). The upload queue is the exception: it runs its tasks on the client itself
 * (sdk/task.js, startNextTask). There the TaskId tells the operation, and where a sub-request has none, the task
 * that the SDK asked for, with `_isRunningTask`, in the same synchronous stretch.
 */
export function hook(client: Client, options: RequestIdOptions): void {
  const registration: Registration = { options, vendors: [tencentCos], evidence }
  const root = rootOf(Object.getPrototypeOf(client))
  const observe = transportOf(root)
  const tasks = new Map<unknown, Current>()
  let current: Current | undefined
  let waiting: (() => void) | undefined
  /** How many requests had no operation: a method that is not the SDK's own can make such. */
  let strays = 0

  /** Runs a stretch of the SDK's code for an operation. */
  function within<T>(next: Current, run: () => T): T {
    const saved = current
    enter(next)
    try {
      return run()
    } finally {
      current = saved
    }
  }

  function enter(next: Current): void {
    // SDK code between two asynchronous steps runs before any microtask.
    if (!current) Promise.resolve().then(leave)
    current = next
  }

  function leave(): void {
    current = undefined
    const step = waiting
    waiting = undefined
    step?.()
  }

  function later(step: () => void): void {
    leave()
    waiting = step
    Promise.resolve().then(leave)
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

  const standIns = new WeakMap<Client, { readonly of: ClientOptions; readonly standIn: ClientOptions }>()
  const scopes = new Scopes<Client>({
    options(self) {
      const { options } = self
      const { getAuthorization, getSTS } = options
      if (typeof getAuthorization !== 'function' && typeof getSTS !== 'function') return options
      let known = standIns.get(self)
      if (known?.of !== options) {
        known = { of: options, standIn: authorizing(self, options) }
        standIns.set(self, known)
      }
      return known.standIn
    },
  })

  function call(made: MethodCall): unknown {
    const { name, self, args } = made
    // A sub-request that the SDK makes for an operation: the operation's exchange, not a call of its own.
    const running = scopes.operationOf(self)
    if (running) return run(made, running, args)
    const task = tasks.size > 0 ? guard(options, () => takeTask(name, args[0])) : undefined
    // What the SDK does next, in its callback, it does for the same task.
    if (task)
      return run(
        made,
        task.operation,
        intercept(args, () => enter(task)),
      )
    const operation = new Operation(registration, undefined, name)
    const before = strays
    let stream: unknown
    const settle = (outcome: unknown) => {
      const destroyed = guard(options, () => isObject(stream) && stream.errored === outcome)
      if (isUsers(outcome, destroyed)) return
      // One of them may have been this operation's.
      operation.incomplete = strays !== before
      operation.settle(outcome, undefined, destroyed)
    }
    const release = guard(options, () => {
      stream = (args[0] as Params | undefined)?.Output
      return monitorErrors(stream, settle, options)
    })
    const finish = (error: unknown, data: unknown) => {
      leave()
      release?.()
      settle(error || data)
    }
    const returned = run(made, operation, intercept(args, finish))
    if (isPromise(returned)) return tap(returned, finish)
    if (monitorErrors(returned, settle, options)) {
      stream = returned
      operation.follow(returned as object)
    }
    return returned
  }

  function run({ method, ofSDK, self }: MethodCall, operation: Operation, args: unknown[]): unknown {
    const running = scopes.clientOf(self)
    if (ofSDK) return method.apply(running ? self : scopes.create(self as Client, operation), args)
    // A subclass's method may use private fields, which only the client itself has, and a spy its identity.
    return within({ operation }, () => method.apply(running || self, args))
  }

  function takeTask(name: string, params: unknown): Current | undefined {
    const { TaskId, Bucket, Key, Prefix } = (params || {}) as Params
    if (TaskId !== undefined) return tasks.get(TaskId)
    const task = current?.task
    if (!task || !UNMARKED.has(name) || task.Bucket !== Bucket || task.Key !== (Key || Prefix))
      return undefined
    const taken = current
    // The SDK asks for its task before each of them: the next one is not taken on trust.
    leave()
    return taken
  }

  // Where the SDK does its HTTP, and where its queue works on a task.

  const { emit, _isRunningTask, _addTask, _addTasks } = client

  /** The operation that a method of the client's own works for, called by the SDK on a scope or on the client. */
  function operationOf(self: unknown): Operation | undefined {
    return scopes.operationOf(self) || (current && !current.task ? current.operation : undefined)
  }

  client.emit = function (action, data) {
    if (action === 'inner-kill-task') tasks.delete((data as Params | undefined)?.TaskId)
    if (action === 'after-receive') receive(data as Received | undefined)
    const returned = outside(() => emit.apply(client, arguments as never))
    if (action !== 'before-send') return returned
    const running = current
    if (running?.task) leave()
    const known = operationOf(this) || running?.operation
    if (!known) strays++
    // A method taken from the class beforehand has no operation here; its exchanges still count.
    const operation = known || new Operation(registration)
    // What the SDK does once the answer is there, such as sending again, it does for the same operation.
    const calling = running && !running.task && !scopes.operationOf(this) ? running : undefined
    const resume = calling && (() => enter(calling))
    guard(options, () => observe(data as SendOptions, { operation, options, resume, later }))
    return returned
  }

  client._isRunningTask = (id) => {
    const task = tasks.get(id)
    if (task) enter(task)
    return _isRunningTask.call(client, id)
  }

  client._addTask = function (api, params, callback, ...rest) {
    const operation = operationOf(this)
    if (!operation) return _addTask.call(client, api, params, callback, ...rest)
    const task = queued(operation, { api, params, callback })
    return outside(() => _addTask.call(client, api, task.params, task.callback, ...rest))
  }

  client._addTasks = function (list) {
    const operation = operationOf(this)
    if (!operation) return _addTasks.call(client, list)
    // Each file is an outcome of its own: in `files`, in onFileFinish, and in the event list-update.
    const own = list.map((task) => queued(new Operation(registration, operation), task, true))
    return outside(() => _addTasks.call(client, own))
  }

  // They may start a task, and then go on with the user's code. Proxies, as they may be a spy.
  for (const name of ['pauseTask', 'cancelTask', 'restartTask'] as const) {
    const apply = (method: AnyFunction, self: unknown, args: unknown[]) =>
      outside(() => method.apply(self, args))
    client[name] = new Proxy(client[name], { apply })
  }

  /** A task that says when it starts, which is once more after each `restartTask`, and when it ends. */
  function queued(operation: Operation, task: Task, settles = false): Task {
    const params: Params = {}
    for (const [key, value] of Object.entries(task.params)) {
      params[key] =
        typeof value === 'function' && /^(on|TaskReady$)/.test(key)
          ? function (this: unknown, ...args: unknown[]) {
              return outside(() => value.apply(this, args))
            }
          : value
    }
    let id: unknown
    const { onTaskStart } = params as { onTaskStart?: AnyFunction }
    params.onTaskStart = function (this: unknown, info: Params) {
      id = info.id
      const running: Current = { operation, task: { Bucket: info.Bucket, Key: info.Key } }
      tasks.set(id, running)
      onTaskStart?.call(this, info)
      enter(running)
    }
    const finish = (error: unknown, data: unknown) => {
      leave()
      tasks.delete(id)
      const outcome = error || data
      if (settles && !isUsers(outcome)) operation.settle(outcome)
    }
    const [callback] = intercept([task.callback], finish)
    return { ...task, params, callback }
  }

  interpose(client, root, Object.keys(root), call)
}

/** In the place of a client's options: there the user's functions see the client as `this`, as without the plugin. */
function authorizing(self: Client, options: ClientOptions): ClientOptions {
  return new Proxy(Object.create(options), {
    // Anew each time: credentials may be replaced while a call is being sent again.
    get(_, name) {
      const value = Reflect.get(options, name)
      const isUsers = name === 'getAuthorization' || name === 'getSTS'
      return isUsers && typeof value === 'function' ? value.bind(self) : value
    },
    set: (_, name, value) => Reflect.set(options, name, value),
  })
}

/** Which of the family's SDKs a prototype is of: Node's alone has streams, the mini program's alone form uploads. */
function transportOf(root: object): Observe<SendOptions> {
  if ('getObjectStream' in root) return observeNode
  return 'postObject' in root ? observeMiniProgram : observeBrowser
}

// What the SDKs' outcomes look like.

function evidence(outcome: Params): Evidence {
  return {
    // `header`: what downloadFile makes up for an archived or changed object (sdk/advance.js, downloadFile).
    // `err`: what the mini program's SDK makes of the error of a part (src/advance.js, sliceUploadFile).
    headers: outcome.headers || outcome.header || (outcome.err as Params | undefined)?.headers,
    // The parsed body of an error; in a result, the root elements of Cloud Infinite's and of an error in a 200.
    bodies: () => [outcome.error, outcome.Error, outcome.Response, { RequestId: outcome.RequestId }],
    statusCode: outcome.statusCode,
  }
}

/**
 * Whether an error is the user's and not the SDK's: it is of a disk, or it has a code and its stream was destroyed with
 * it. The SDK puts an `error` on the network's or makes objects of them (sdk/util.js, error), and emits an error on a
 * stream without destroying it. What else a stream is destroyed with has the headers that the SDK writes on it.
 */
function isUsers(outcome: unknown, destroyed?: boolean): unknown {
  const { code, syscall, error } = (outcome || {}) as Params
  return (destroyed && code) || (syscall && !error)
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
