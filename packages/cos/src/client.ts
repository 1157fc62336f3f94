/** The parts of a COS client this plugin touches; the same in every version and SDK of the family. */
export interface Client {
  options: ClientOptions
  emit(this: Client, action: string, data?: unknown): unknown
  _isRunningTask(id: string): boolean
  _addTask(this: Client, api: string, params: Params, callback: unknown, ...rest: unknown[]): unknown
  _addTasks(this: Client, tasks: readonly Task[]): unknown
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

/** Throws unless `client` is an instance of cos-nodejs-sdk-v5's class. */
export function assertClient(client: unknown): asserts client is Client {
  if (typeof client === 'function') {
    throw new TypeError(
      'withRequestId: got a class or function; pass an instance: withRequestId(new COS({ ... })).',
    )
  }
  const candidate = (typeof client === 'object' && client !== null ? client : {}) as Record<string, unknown>
  const methods = ['emit', '_isRunningTask', '_addTask', '_addTasks', 'getObject', 'getObjectStream']
  const missing = methods.filter((name) => typeof candidate[name] !== 'function')
  if (typeof candidate.options !== 'object' || candidate.options === null) missing.push('options')
  if (missing.length > 0) {
    throw new TypeError(
      `withRequestId: got ${describe(client)}, which is not a client of cos-nodejs-sdk-v5 (it has no ${missing.join(', ')}).`,
    )
  }
  if (!Object.isExtensible(client)) {
    throw new TypeError('withRequestId: the client is frozen or sealed; register before that.')
  }
}

/** Not a primitive's value: somebody may pass a key by mistake, and errors are logged. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value !== 'object') return `a ${typeof value}`
  return `an instance of ${value.constructor?.name ?? 'nothing'}`
}
