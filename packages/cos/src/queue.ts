/** The client's upload queue: for which operation it works on a task. */
import {
  type AnyFunction,
  guard,
  intercept,
  Operation,
  type RequestIdOptions,
  type Stretch,
} from '@requestid/core/plugin'
import type { Client, Params, Task } from './client.js'
import { isUsers } from './errors.js'

/** What the SDK works on, where its `this` is the client itself. */
export interface Work {
  readonly operation: Operation
  /** Of a task in the queue; none where a method that is not the SDK's own is being called. */
  readonly task?: { readonly Bucket: unknown; readonly Key: unknown }
}

/** The sub-requests of a queued upload that carry neither a TaskId nor the `this` of its operation. */
const UNMARKED = new Set(['multipartList', 'multipartListPart', 'multipartComplete'])

export interface Queue {
  /** The task that a call on the client itself is a sub-request of. */
  take(name: string, params: unknown): Work | undefined
  /** Call for a task that is cancelled. */
  drop(id: unknown): void
}

/**
 * The SDK runs the queue's tasks on the client itself (sdk/task.js, startNextTask), so that no operation travels in
 * `this`. The TaskId tells it, and where a sub-request has none, the task that the SDK asked for, with
 * `_isRunningTask`, in the same synchronous stretch.
 *
 * @param options the client's
 * @param operationOf the operation that a method of the client's own works for, by its `this`
 */
export function watchQueue(
  client: Client,
  stretch: Stretch<Work>,
  options: RequestIdOptions,
  operationOf: (self: unknown) => Operation | undefined,
): Queue {
  const { _isRunningTask, _addTask, _addTasks } = client
  const tasks = new Map<unknown, Work>()

  client._isRunningTask = (id) => {
    const work = tasks.get(id)
    if (work) stretch.enter(work)
    return _isRunningTask.call(client, id)
  }

  client._addTask = function (api, params, callback, ...rest) {
    const operation = operationOf(this)
    if (!operation) return _addTask.call(client, api, params, callback, ...rest)
    const task = queued(operation, { api, params, callback })
    return stretch.run(undefined, _addTask, client, [api, task.params, task.callback, ...rest])
  }

  client._addTasks = function (list) {
    const operation = operationOf(this)
    if (!operation) return _addTasks.call(client, list)
    // Each file is an outcome of its own: in `files`, in onFileFinish, and in the event list-update.
    const own = list.map((task) => queued(new Operation(operation.registration, operation), task, true))
    return stretch.run(undefined, _addTasks, client, [own])
  }

  // They may start a task, and then go on with the user's code. Proxies, as they may be a spy.
  for (const name of ['pauseTask', 'cancelTask', 'restartTask'] as const) {
    const apply = (method: AnyFunction, self: unknown, args: unknown[]) =>
      stretch.run(undefined, method, self, args)
    client[name] = new Proxy(client[name], { apply })
  }

  /** A task that says when it starts, which is once more after each `restartTask`, and when it ends. */
  function queued(operation: Operation, task: Task, settles = false): Task {
    const params: Params = {}
    for (const [key, value] of Object.entries(task.params)) {
      params[key] =
        typeof value === 'function' && /^(on|TaskReady$)/.test(key)
          ? function (this: unknown, ...args: unknown[]) {
              return stretch.run(undefined, value as AnyFunction, this, args)
            }
          : value
    }
    let id: unknown
    const { onTaskStart } = params as { onTaskStart?: AnyFunction }
    params.onTaskStart = function (this: unknown, info: Params) {
      id = info.id
      const work: Work = { operation, task: { Bucket: info.Bucket, Key: info.Key } }
      tasks.set(id, work)
      onTaskStart?.call(this, info)
      stretch.enter(work)
    }
    const finish = (error: unknown, data: unknown) => {
      stretch.leave()
      tasks.delete(id)
      const outcome = error || data
      if (settles && !isUsers(outcome)) operation.settle(outcome)
    }
    const [callback] = intercept([task.callback], 0, finish)
    return { ...task, params, callback }
  }

  return {
    take: (name, params) => (tasks.size > 0 ? guard(options, find, name, params) : undefined),
    drop: (id) => tasks.delete(id),
  }

  function find(name: string, params: unknown): Work | undefined {
    const { TaskId, Bucket, Key, Prefix } = (params || {}) as Params
    if (TaskId !== undefined) return tasks.get(TaskId)
    const { current } = stretch
    const task = current?.task
    if (!task || !UNMARKED.has(name) || task.Bucket !== Bucket || task.Key !== (Key || Prefix))
      return undefined
    // The SDK asks for its task before each of them: the next one is not taken on trust.
    stretch.leave()
    return current
  }
}
