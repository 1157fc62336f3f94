// All that the contract suites need to know of an SDK: the adapter is a table.
import type { Readable } from 'node:stream'
import type { RequestIdOptions } from '@requestid/core'
import type { Server } from '@requestid/testing'

/** The SDK's class, which somebody may extend. */
export type Class<C> = new (options: never) => C

/**
 * What `describeCall` needs: an SDK of any service. Every method calls the real SDK in one of the ways its users do. A key
 * that begins with `missing`, or that `arrange` was not called with where there is one, is answered with 404.
 */
export interface CallAdapter<C extends object = object, S extends Server = Server> {
  /** Shown in the test's title: package and version. */
  readonly name: string
  /** The name of the vendor in exchanges. */
  readonly vendor: string
  /** The header that carries the id. */
  readonly requestIdHeader: string
  /** How often the SDK sends a request that is answered with 503 each time. */
  readonly attempts: number
  /** What all clients of the SDK share, and what must therefore stay as it is. */
  shared(): readonly object[]

  start(): Promise<S>
  readonly Client: Class<C>
  createClient(server: S, Client?: Class<C>): C
  withRequestId(client: C, options?: RequestIdOptions): C
  /** How the errors of wrong use say that a client is made; absent where not `withRequestId` registers. */
  readonly example?: string

  call(client: C, key: string): Promise<object>
  /** Calls by the names of the client's methods behind them; none where those are of a resource. */
  readonly methods?: Readonly<Record<string, (client: C, key: string) => Promise<object>>>
  /** Makes `call` succeed for the key. */
  arrange?(client: C, key: string, body: string): Promise<unknown>
  /** Calls that run beside each other where concurrency is tested, by turns. Default: `call`. */
  readonly calls?: readonly ((client: C, key: string) => Promise<object>)[]
  callWithCallback?(client: C, key: string, callback: (error: unknown, data: unknown) => void): unknown
  callForStream?(client: C, key: string): Readable | Promise<Readable>
  /** `call`, to be aborted. */
  callWithSignal?(client: C, key: string, signal: AbortSignal): Promise<object>
  /** A client that waits a tenth of a second for an answer. */
  impatient?(server: S): C
  /** A call whose result has the string `own` under `requestId`, put there by the service's own data. */
  ownRequestId?(client: C, server: S): Promise<object>
  /** A call that throws synchronously, before any request. */
  throwing?(client: C): unknown
  /** A call that is rejected for its arguments, before any request. */
  refusing?(client: C): Promise<object>

  /** The body of an error with this id; absent where the service has ids in headers alone. */
  errorBody?(id: string): string
  /**
   * Whether a body cut short becomes an error of the call. Where not, the plain SDK lets it escape as an uncaught
   * exception, and there is no outcome.
   */
  readonly settlesCutBodies: boolean
  /** Whether the SDK itself puts the id of an error's body under `requestId`, as it is; that string stays. */
  readonly copiesBodyId?: true
  /** The same of the id in the headers, and on every outcome. No SDK here does so yet. */
  readonly copiesHeaderId?: true
  /** Whether the service has ids in bodies alone; then the header is none of its own. */
  readonly idsInBodies?: true
  /** Whether the SDK has `''` where it has no id, which stays. */
  readonly emptyIds?: true
  /** Whether the SDK resolves where the server answers with an error. No SDK here does so yet. */
  readonly failuresAreResults?: true
  /** Whether a result is a response of `fetch`, whose properties do not show. No SDK here gives one yet. */
  readonly rawResponses?: true
  /**
   * Where the ids of results are: in a property that the SDK itself gives them, or in one that does not show, as users
   * may send the result back.
   */
  readonly resultIds?: 'own' | 'hidden'
  /** Whether the SDK shows a response once its body is there: one that is cut has not been seen then. */
  readonly buffersBodies?: true
  /** Whether one that is cut, or aborted on its way, is seen all the same. */
  readonly showsCutBodies?: true
  /** Whether the SDK itself holds on to the last error for a while. */
  readonly keepsLast?: true
  /** Whether an error says itself what JSON has of it. */
  readonly ownJson?: true
  /** Whether results have neither the headers of their response nor an id of their own. */
  readonly bareResults?: true
  /** Whether the class has private members: the SDK's own code throws then for a proxy of a client, or its heir. */
  readonly privateMembers?: true
  /** Whether a later registration takes the place of an earlier one. */
  readonly laterWins?: true
  /** Whether a frozen client can be registered; where not, it is refused. */
  readonly servesFrozen?: true
  /** Whether the SDK writes a Host header without the port. */
  readonly dropsPort?: boolean
  /** Where they are not Node's, or the error's own: what exchanges say that got no response. */
  readonly errorCodes?: Readonly<Record<'reset' | 'refused' | 'timeout', string>>
}

/** What `describeStorage` needs besides: an SDK of an object storage, whose keys are those of objects. */
export interface StorageAdapter<C extends object = object, S extends Server = Server>
  extends Omit<CallAdapter<C, S>, 'arrange' | 'calls' | 'call'> {
  put(client: C, key: string, body: string): Promise<object>
  get(client: C, key: string): Promise<object>
  head(client: C, key: string): Promise<object>
  list(client: C, prefix: string): Promise<object>
  /** In three parts. */
  upload?(client: C, key: string): Promise<object>
  /** Uploads several objects in one call. */
  uploadBatch?(client: C, keys: readonly string[]): Promise<{ result: object; items: Item[] }>
}

export interface Item {
  readonly key: string
  readonly outcome: object
}
