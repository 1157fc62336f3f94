// What sends the requests of the tests, with the plugin and without, each in the way its users do.
import { createRequire } from 'node:module'
import type { HttpOptions } from '../src/index.js'
import { requestIdFetch, requestIdGot, requestIdInterceptor, withRequestId } from '../src/index.js'
import { axioses, gots, kys, undicis } from './versions.js'

/** What a test asks for. */
export interface Call {
  readonly method?: 'GET' | 'PUT'
  readonly body?: string
  /** How the body is read. */
  readonly read?: 'text' | 'json' | 'stream'
  readonly signal?: AbortSignal
}

/** Sends a request, reads its body, and gives what has the id. */
export type Send = (url: string, call?: Call) => Promise<object>

export interface Client {
  readonly name: string
  /** Without options it is the plain one. */
  make(options?: HttpOptions): Send
  /** Whether a result has no property, and `getRequestId` reads it. */
  readonly bare?: true
  /** Whether an abort passes no hook: `getRequestId` reads it then. */
  readonly abortsAside?: true
  /** Whether a cut body shows no response. */
  readonly losesCut?: true
}

const require = createRequire(import.meta.url)
const nodeFetch3 = require('node-fetch').default as typeof fetch
const nodeFetch2 = require('node-fetch-2.7').default as typeof fetch

const drain = async (body: unknown) => {
  for await (const _ of body as AsyncIterable<unknown>);
}

const ofFetch =
  (fetch: typeof globalThis.fetch): Send =>
  async (url, { method, body, read = 'text', signal } = {}) => {
    const response = await fetch(url, {
      ...(method && { method }),
      ...(body && { body }),
      ...(signal && { signal }),
    })
    if (read === 'stream') await drain(response.body)
    else await response[read]()
    return response
  }

const fetches: readonly (readonly [string, typeof fetch])[] = [
  ['fetch', fetch],
  ...undicis
    .slice(0, 1)
    .map(([version, undici]) => [`fetch of undici ${version}`, undici.fetch as never] as const),
  ['node-fetch 3', nodeFetch3],
  ['node-fetch 2', nodeFetch2],
]

export const clients: readonly Client[] = [
  ...fetches.map(
    ([name, fetch]): Client => ({
      name,
      make: (options) => ofFetch(options ? requestIdFetch(fetch, options) : fetch),
    }),
  ),
  ...kys.map(
    ([version, { default: ky }]): Client => ({
      name: `ky ${version}`,
      make: (options) =>
        ofFetch(
          ky.create({
            retry: 0,
            throwHttpErrors: false,
            ...(options && { fetch: requestIdFetch(undefined, options) }),
          }) as never,
        ),
    }),
  ),
  ...axioses.flatMap(([version, module]) => {
    const axios = (module.default ?? module) as typeof module.default
    return (['http', 'fetch'] as const)
      .filter((adapter) => adapter === 'http' || !version.startsWith('1.6'))
      .map(
        (adapter): Client => ({
          name: `axios ${version}, ${adapter}`,
          ...(adapter === 'fetch' && { losesCut: true }),
          make(options) {
            const plain = axios.create({ adapter, proxy: false })
            const client = options ? withRequestId(plain, options) : plain
            return async (url, { method = 'GET', body, read = 'text', signal } = {}) => {
              const response = await client.request({
                url,
                method,
                ...(body && { data: body }),
                responseType: read,
                ...(read === 'json' && { transitional: { silentJSONParsing: false } }),
                ...(signal && { signal }),
              })
              if (read === 'stream') await drain(response.data)
              return response
            }
          },
        }),
      )
  }),
  ...undicis.map(
    ([version, { Agent }]): Client => ({
      name: `undici ${version}`,
      bare: true,
      make(options) {
        const agent = new Agent()
        const dispatcher = options ? agent.compose(requestIdInterceptor(options)) : agent
        return async (url, { method = 'GET', body, read = 'text', signal } = {}) => {
          const { origin, pathname, search } = new URL(url)
          const response = await dispatcher.request({
            origin,
            path: pathname + search,
            method,
            ...(body && { body }),
            ...(signal && { signal }),
          })
          if (read === 'stream') await drain(response.body)
          else await response.body[read]()
          return response
        }
      },
    }),
  ),
  ...gots.map(
    ([version, { default: got }]): Client => ({
      name: `got ${version}`,
      abortsAside: true,
      make(options) {
        const client = got.extend({ retry: { limit: 0 } }, options ? (requestIdGot(options) as never) : {})
        return async (url, { method = 'GET', body, read = 'text', signal } = {}) => {
          const given = { method, ...(body && { body }), ...(signal && { signal }) }
          if (read === 'stream') {
            const stream = client.stream(url, given)
            if (!body) await drain(stream)
            return stream
          }
          const made = client(url, given)
          if (read === 'json') await made.json()
          return await made
        }
      },
    }),
  ),
]
