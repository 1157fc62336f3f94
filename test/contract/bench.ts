// What the tests of both contract suites stand on: a server, and clients with the plugin and without.
import type { RequestIdOptions } from '@requestid/core'
import type { IssuedExchange, Server } from '@requestid/testing'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { CallAdapter, Class } from './adapter.js'
import { failure, type Outcome } from './outcomes.js'

export interface Bench<C extends object, S extends Server = Server> {
  readonly server: S
  plain(): C
  registered(options?: RequestIdOptions): C
  /** A registered client whose class has a method overridden: `base` is the SDK's own. */
  ofSubclass(method: string, override: Override): C & { readonly calls: number }
  last(): IssuedExchange
  issuedFor(key: string): IssuedExchange[]
  arranged(key: string, body?: string): Promise<void>
  /** What a call ends with to which the server answers with an error. */
  failed(promise: Promise<unknown> | undefined): Promise<Outcome>
}

export type AnyMethod = (this: unknown, ...args: unknown[]) => Promise<unknown>
type Override = (self: object, base: AnyMethod, args: unknown[]) => unknown

export function createBench<C extends object, S extends Server>(adapter: CallAdapter<C, S>): Bench<C, S> {
  let server: S
  beforeAll(async () => {
    server = await adapter.start()
  })
  afterAll(() => server.close())
  beforeEach(() => server.clear())

  const plain = () => adapter.createClient(server)
  return {
    get server() {
      return server
    },
    plain,
    registered: (options) => adapter.withRequestId(plain(), options),
    ofSubclass(method, override) {
      const { Client } = adapter
      class Mine extends (Client as Class<object>) {
        #calls = 0;
        [method](...args: unknown[]) {
          this.#calls++
          return override(this, super[method as never] as AnyMethod, args)
        }
        get calls() {
          return this.#calls
        }
      }
      const client = adapter.withRequestId(adapter.createClient(server, Mine as never))
      return client as C & { readonly calls: number }
    },
    last() {
      const exchange = server.exchanges.at(-1)
      if (!exchange) throw new Error('the server received nothing')
      return exchange
    },
    // A listing of uploads has the key in its query.
    issuedFor: (key) =>
      server.exchanges.filter(
        (exchange) => exchange.key === key || new URLSearchParams(exchange.query).get('prefix') === key,
      ),
    async arranged(key, body = 'content') {
      await adapter.arrange?.(plain(), key, body)
    },
    failed: (promise) => (adapter.failuresAreResults ? (promise as Promise<Outcome>) : failure(promise)),
  }
}
