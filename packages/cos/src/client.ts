/** What of a COS client is used, and what it is known by. */
import type { AnyFunction } from '@requestid/core/plugin'

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

/** What a client of the family's classes is known by. */
export const MEMBERS = [
  'getObject',
  'options',
  'emit',
  '_isRunningTask',
  '_addTask',
  '_addTasks',
  'pauseTask',
  'cancelTask',
  'restartTask',
]
