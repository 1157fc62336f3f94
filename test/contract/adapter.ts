import type { Readable } from 'node:stream'
import type { RequestIdOptions } from '@requestid/core'
import type { TestServer } from '@requestid/testing'

/**
 * All that the contract suite needs to know of an SDK. Keys are object keys; a key of which nothing was put is
 * answered with 404. Every method calls the real SDK in one of the ways its users do.
 */
export interface Adapter<C extends object = object> {
  /** Shown in the test's title: package and version. */
  readonly name: string
  readonly vendor: TestServer['vendor']
  /** The header that carries the id. */
  readonly requestIdHeader: string
  /** In browsers: what the endpoint's rule for CORS lets a page read. */
  readonly exposeHeaders?: readonly string[]
  /** How often the SDK sends a request that is answered with 503 each time. */
  readonly attempts: number
  /**
   * Whether a body cut short becomes an error of the call. Where not, the plain SDK lets it escape as an
   * uncaught exception, and there is no outcome.
   */
  readonly settlesCutBodies: boolean
  /** Whether the SDK itself puts the id of an error's body under `requestId`, as it is; that string stays. */
  readonly setsRequestId?: true
  /** Whether the SDK writes a Host header without the port. */
  readonly dropsPort?: boolean
  /** The error code of a reset connection, where it is not Node's `ECONNRESET`. */
  readonly resetErrorCode?: string
  /** What all clients of the SDK share, and what must therefore stay as it is. */
  readonly shared: readonly object[]

  createClient(server: TestServer): C
  withRequestId(client: C, options?: RequestIdOptions): C

  put(client: C, key: string, body: string): Promise<object>
  get(client: C, key: string): Promise<object>
  head(client: C, key: string): Promise<object>
  /** The name of the method behind `get`, for looking at its function. */
  readonly getMethod: string
  getWithCallback?(client: C, key: string, callback: (error: unknown, data: unknown) => void): unknown
  getStream?(client: C, key: string): Readable | Promise<Readable>
  /** In three parts. */
  upload?(client: C, key: string): Promise<object>
  /** Uploads several objects in one call. */
  uploadBatch?(client: C, keys: readonly string[]): Promise<{ result: object; items: Item[] }>
  /** A call whose result has the string `own` under `requestId`, put there by the service's own data. */
  ownRequestId?(client: C, server: TestServer): Promise<object>
  /** A call that throws synchronously, before any request. */
  throwing?(client: C): unknown
}

export interface Item {
  readonly key: string
  readonly outcome: object
}
