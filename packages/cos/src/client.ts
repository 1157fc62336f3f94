import { type AnyFunction, assertExtensible, isObject, notAClient } from '@requestid/core'

/** The parts of a COS client this plugin touches; the same in every version and SDK of the family. */
export interface Client {
  options: ClientOptions
  emit(this: Client, action: string, data?: unknown): unknown
  _isRunningTask(id: string): boolean
  _addTask(this: Client, api: string, params: Params, callback: unknown, ...rest: unknown[]): unknown
  _addTasks(this: Client, tasks: readonly Task[]): unknown
  pauseTask: AnyFunction
  cancelTask: AnyFunction
  restartTask: AnyFunction
}

export interface ClientOptions {
  getAuthorization?: unknown
  getSTS?: unknown
}

export type Params = Record<string, unknown>

/** An upload in the client's queue, as `_addTasks` takes it (sdk/task.js). */
export interface Task {
  api: string
  params: Params
  callback: unknown
}

/** Throws unless `client` is an instance of one of the family's classes. */
export function assertClient(client: unknown): asserts client is Client {
  const candidate = (isObject(client) ? client : {}) as Record<string, unknown>
  const queue = ['_isRunningTask', '_addTask', '_addTasks', 'pauseTask', 'cancelTask', 'restartTask']
  const methods = ['emit', ...queue, 'getObject']
  const missing = methods.filter((name) => typeof candidate[name] !== 'function')
  if (!isObject(candidate.options)) missing.push('options')
  if (missing.length > 0) {
    const expected = `a client of cos-nodejs-sdk-v5, cos-js-sdk-v5 or cos-wx-sdk-v5 (it has no ${missing.join(', ')})`
    throw notAClient(client, expected, 'new COS({ ... })')
  }
  assertExtensible(candidate)
}
