// What Octokit alone does: each situation without the plugin and with it.
import { inspect } from 'node:util'
import { Octokit as Core } from '@octokit/core'
import { retry } from '@octokit/plugin-retry'
import { Octokit as Rest } from '@octokit/rest'
import { captureExchanges, getRequestId, getRequestInfo } from '@requestid/core'
import { Octokit as Whole } from 'octokit'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Ending, endingOf, failure, kept, unhandledRejections } from '../../../test/contract/outcomes.js'
import { formatSupportReport, withRequestId } from '../src/index.js'
import { versions } from './versions.js'
import { AUTH, type GitHubWire, octokitOf, startGitHub } from './wire.js'

let server: GitHubWire
beforeAll(async () => {
  server = await startGitHub()
})
afterAll(() => server.close())
beforeEach(() => server.clear())

const ids = () => server.exchanges.map(({ requestId }) => requestId)
const always = Number.POSITIVE_INFINITY

/** Retries at once; nothing is held back. */
const soon = { retry: { retryAfterBaseValue: 1 }, throttle: { enabled: false } }
const whole = (more: object = soon) => octokitOf(server, Whole, more)

interface Situation {
  /** A client of its own; default: `octokit`, which retries. */
  create?(): Core
  prepare?(): void
  call(client: Whole): Promise<unknown>
  /** Which of the issued ids the outcome has, as an index; none where no response came. Default: the last. */
  id?: number | 'none'
}

const situations: Readonly<Record<string, Situation>> = {
  'a response': { call: (client) => client.request('GET /repos/a') },
  'a method of rest': { call: (client) => client.rest.users.getByUsername({ username: 'a' }) },
  'a method of @octokit/rest': {
    create: () => octokitOf(server, Rest),
    call: (client) => client.rest.users.getByUsername({ username: 'a' }),
  },
  '204': {
    prepare: () => server.inject({ status: 204, body: '' }),
    call: (client) => client.rest.users.follow({ username: 'a' }),
  },
  '404': { call: (client) => client.request('GET /repos/missing') },
  '401 of a page of HTML': {
    prepare: () => server.inject({ status: 401, body: '<html>', headers: { 'content-type': 'text/html' } }),
    call: (client) => client.request('GET /repos/a'),
  },
  '304': {
    prepare: () => server.inject({ status: 304, body: '' }),
    call: (client) => client.request('GET /repos/a'),
  },
  'a redirect': {
    prepare: () => server.inject({ status: 301, body: '', headers: { location: '/repos/missing' } }),
    call: (client) => client.request('GET /repos/a'),
  },
  'a retry that succeeds': {
    prepare: () => server.inject({ status: 500, times: 2 }),
    call: (client) => client.request('GET /repos/a'),
    id: 2,
  },
  'a retry without a response': {
    prepare() {
      server.inject({ status: 500 })
      server.inject({ reset: 'before-headers', times: always })
    },
    call: (client) => client.request('GET /repos/a'),
    id: 0,
  },
  'no response': {
    create: () => octokitOf(server, Rest),
    prepare: () => server.inject({ reset: 'before-headers', times: always }),
    call: (client) => client.request('GET /repos/a'),
    id: 'none',
  },
  'a body that is cut': {
    prepare: () => server.inject({ reset: 'mid-body' }),
    call: (client) => client.request('GET /repos/a'),
  },
  'a body that does not parse': {
    prepare: () => server.inject({ malformed: true }),
    call: (client) => client.request('GET /repos/a'),
  },
  'aborted before': {
    call: (client) => client.request('GET /repos/a', { request: { signal: AbortSignal.abort() } }),
    id: 'none',
  },
  'aborted while it waits': {
    prepare: () => server.inject({ stall: 'before-headers' }),
    call: (client) => client.request('GET /repos/a', { request: { signal: AbortSignal.timeout(60) } }),
    id: 'none',
  },
  'data of GraphQL': { call: (client) => client.graphql('query { viewer { login } }') },
  'an error of GraphQL': { call: (client) => client.graphql('query { refused }') },
  'an error of GraphQL, with options': {
    call: (client) => client.graphql({ query: 'refused', request: { retries: 1 } }),
  },
  'GraphQL, and 403': {
    prepare: () => server.inject({ status: 403 }),
    call: (client) => client.graphql('query { viewer { login } }', { a: 'a' }),
  },
  'GraphQL with defaults': {
    call: (client) => client.graphql.defaults({ headers: { 'x-a': 'a' } })('query { refused }'),
  },
  'pages of GraphQL': {
    call: (client) =>
      client.graphql.paginate('query ($cursor: String) { pages(after: $cursor) { nodes pageInfo } }'),
  },
  'pages of GraphQL, with options': {
    call: (client) => client.graphql.paginate('query ($cursor: String) { refused }', { request: { x: 1 } }),
  },
  'no query': { call: async (client) => client.graphql(undefined as never), id: 'none' },
  'no variables': { call: (client) => client.graphql('query { viewer { login } }', null as never) },
  'a query that is refused': {
    call: (client) => client.graphql('query', { query: 'query' }),
    id: 'none',
  },
  'pages of a route': { call: (client) => client.paginate('GET /repos/{owner}/issues', { owner: 'a' }) },
  'pages of a method, mapped': {
    call: (client) =>
      client.paginate(client.rest.issues.listForRepo, { owner: 'a', repo: 'b' }, ({ data }) => data),
  },
  'pages, the second refused': {
    prepare() {
      server.inject({ status: 404 }, ({ query }) => query.has('page'))
    },
    call: (client) => client.paginate('GET /repos/issues'),
  },
  'pages, one by one': {
    async call(client) {
      let last: unknown
      for await (const page of client.paginate.iterator('GET /repos/issues')) last = page
      return last
    },
  },
}

/** What of an outcome is the same for each call. */
const kindOf = ({ way, value, uncaught }: Ending) => [
  way,
  Object(value).constructor?.name,
  Object(value).message,
  Object.keys(Object(value)).filter((key) => key !== 'requestId'),
  inspect(Object(value).request, { depth: 9 }),
  Object(value).data,
  uncaught,
]

describe('each situation ends as without the plugin, and with the id', () => {
  it.each(Object.entries(situations))('%s', async (_, { create = whole, prepare, call, id = -1 }) => {
    const endings = []
    for (const register of [false, true]) {
      server.clear()
      prepare?.()
      const client = create() as Whole
      endings.push(await endingOf(() => call(register ? withRequestId(client) : client)))
    }
    const [plain, registered] = endings as [Ending, Ending]
    expect(kindOf(registered)).toEqual(kindOf(plain))
    const expected = id === 'none' ? undefined : ids().at(id)
    expect(getRequestId(registered.value)).toBe(expected)
    expect(Object(registered.value).requestId).toBe(expected)
    if (id !== 'none') {
      expect(expected).toBeDefined()
      expect(getRequestInfo(registered.value)).toMatchObject({ vendor: 'github', source: 'plugin' })
    }
  })
})

it('retries are one operation', async () => {
  server.inject({ status: 500 })
  const info = getRequestInfo(await withRequestId(whole()).request('GET /repos/{owner}', { owner: 'a' }))
  expect(info?.exchanges.map(({ statusCode }) => statusCode)).toEqual([500, 200])
  expect(info?.operation).toBe('GET /repos/{owner}')
})

it('a request that throttling sends again is one operation', async () => {
  server.inject({ status: 429, headers: { 'retry-after': '0', 'x-ratelimit-remaining': '0' } })
  const limited: number[] = []
  const again = (after: number) => limited.push(after) < 2
  const throttle = { onRateLimit: again, onSecondaryRateLimit: again, retryAfterBaseValue: 1 }
  const client = withRequestId(whole({ retry: { enabled: false }, throttle }))
  const info = getRequestInfo(await client.request('GET /repos/a'))
  expect(limited).toHaveLength(1)
  expect(info?.exchanges.map(({ statusCode }) => statusCode)).toEqual([429, 200])
  expect(info?.requestId).toBe(ids()[1])
})

it('retries of the core with a plugin of the user’s', async () => {
  for (const [, sdk] of versions) {
    server.clear()
    server.inject({ status: 500 })
    const client = octokitOf(server, sdk.Octokit.plugin(retry as never) as typeof sdk.Octokit, soon)
    const { requestId } = (await withRequestId(client).request('GET /repos/a')) as { requestId?: string }
    expect(requestId).toBe(ids()[1])
  }
})

it('all pages are one operation, in the order of the requests', async () => {
  const items = await withRequestId(whole()).paginate('GET /repos/issues')
  expect(getRequestInfo(items)?.exchanges.map(({ requestId }) => requestId)).toEqual(ids())
  expect(ids()).toHaveLength(2)
  expect(Object.keys(items)).toEqual(['0', '1'])
})

it('what is stored or compared does not show the id', async () => {
  const data = await withRequestId(whole()).graphql('query { viewer { login } }')
  expect(JSON.stringify(data)).toBe('{"viewer":{"login":"a"}}')
  expect(getRequestId(data)).toBe(ids()[0])
})

it('data that looks like a response is data', async () => {
  server.inject({
    status: 200,
    body: JSON.stringify({ data: { headers: { 'x-github-request-id': 'of-a-user' }, status: 1 } }),
  })
  const data = await withRequestId(whole()).graphql('query { headers }')
  expect(getRequestId(data)).toBe(ids()[0])
  expect(Object.keys(data as object)).toEqual(['headers', 'status'])
})

it('all pages of GraphQL are one operation', async () => {
  const query = 'query ($cursor: String) { pages(after: $cursor) { nodes pageInfo } }'
  const data = await withRequestId(whole()).graphql.paginate(query)
  expect(data).toEqual({ pages: { nodes: [1, 2], pageInfo: { hasNextPage: false, endCursor: 'b' } } })
  expect(getRequestInfo(data)?.exchanges.map(({ requestId }) => requestId)).toEqual(ids())
  expect(ids()).toHaveLength(2)
})

it('an error of the user’s own, thrown while pages are mapped, has no id', async () => {
  const own = new Error('mine')
  const throwing = (): never => {
    throw own
  }
  const client = withRequestId(whole())
  const list = client.rest.issues.listForRepo
  expect(await failure(client.paginate(list, { owner: 'a', repo: 'b' }, throwing))).toBe(own)
  expect(getRequestInfo(own)).toBeUndefined()
  expect(own).not.toHaveProperty('requestId')
})

it('a hook that is called without a request, and one whose error is frozen, end as without the plugin', async () => {
  const frozen = Object.freeze(Object.assign(new Error('mine'), { request: Object.freeze({ request: {} }) }))
  const told: unknown[] = []
  const outcomes = []
  for (const register of [false, true]) {
    // Without a token, as its hook asks for a request, too.
    const client = new Core()
    if (register) withRequestId(client, { onError: (error) => told.push(error) })
    const call = async (options: unknown, answer: () => unknown) =>
      client.hook('request', answer as never, options as never)
    outcomes.push([
      await call({}, () => 'answer'),
      await call(Object.freeze({ method: 'GET', url: '/a' }), () => 'answer'),
      await failure(call({ method: 'GET', url: '/a' }, () => Promise.reject(frozen))),
    ])
  }
  expect(outcomes[1]).toEqual(outcomes[0])
  expect((outcomes[1] as unknown[])[2]).toBe(frozen)
  expect(told.length).toBeGreaterThan(0)
})

it('members that graphql has are the same at each look, and those that a user puts there', () => {
  const { graphql } = withRequestId(whole())
  expect(graphql.defaults).toBe(graphql.defaults)
  expect(graphql.paginate.iterator).toBe(graphql.paginate.iterator)
  const own = vi.fn()
  Object.assign(graphql, { defaults: own })
  expect(graphql.defaults).toBe(own)
})

it('options that a hook is given, and the user’s own fetch, are as without the plugin', async () => {
  const seen: unknown[][] = []
  for (const register of [false, true]) {
    const calls: unknown[] = []
    const client = octokitOf(server, Rest)
    if (register) withRequestId(client)
    client.hook.after('request', (_, { request }) => void calls.push(Object.keys(request ?? {})))
    const own = (...args: Parameters<typeof fetch>) => {
      calls.push(args.length, Object.keys(args[1] ?? {}))
      return fetch(...args)
    }
    const given = { fetch: own, x: 1 }
    await client.request('GET /repos/a', { request: given })
    expect(given).toEqual({ fetch: own, x: 1 })
    await client.request('GET /repos/a')
    await client.graphql('query { viewer { login } }', { request: { x: 1 } })
    const error = await failure(client.request('GET /repos/missing', { request: given }))
    expect(Object(error.request).request.fetch).toBe(own)
    seen.push(calls)
  }
  expect(seen[1]).toEqual(seen[0])
})

it('reads the headers of what another hook gives', async () => {
  const headers = { 'x-github-request-id': 'of-a-cache' }
  for (const outcome of [
    { status: 200, headers },
    { status: 404, response: { headers } },
  ]) {
    const client = octokitOf(server, Rest)
    client.hook.wrap('request', async () => {
      if ('headers' in outcome) return outcome as never
      throw Object.assign(new Error('m'), outcome)
    })
    const given = await withRequestId(client)
      .request('GET /repos/a')
      .catch((error: unknown) => error)
    expect(getRequestInfo(given)).toMatchObject({ requestId: 'of-a-cache', statusCode: outcome.status })
  }
  expect(ids()).toEqual([])
})

it('calls at once keep their ids apart', async () => {
  const client = withRequestId(whole())
  const keys = Array.from({ length: 60 }, (_, i) => (i % 3 ? `k${i}` : `missing${i}`))
  const outcomes = await Promise.all(
    keys.map((key) => client.request(`GET /repos/${key}`).catch((error: unknown) => error)),
  )
  for (const [i, key] of keys.entries()) {
    const issued = server.exchanges.find((exchange) => exchange.key === key)
    expect(getRequestId(outcomes[i])).toBe(issued?.requestId)
  }
})

it('captureExchanges has the requests of what it runs', async () => {
  const client = withRequestId(whole())
  const { exchanges } = await captureExchanges(() => client.graphql('query { viewer { login } }'))
  expect(exchanges.map(({ requestId }) => requestId)).toEqual(ids())
})

it('rejections that nobody handles are those of the plain SDK', async () => {
  const counts = []
  for (const register of [false, true]) {
    const client = whole()
    if (register) withRequestId(client)
    const calls = () => {
      void client.request('GET /repos/missing')
      void client.graphql('query { refused }')
      void client.paginate('GET /repos/missing')
    }
    counts.push((await unhandledRejections(calls, 3)).length)
  }
  expect(counts).toEqual([3, 3])
})

it('no token is in what is remembered or reported', async () => {
  const error = await failure(withRequestId(whole()).request('GET /repos/missing?access_token=secret'))
  const told = inspect(getRequestInfo(error), { depth: 9 }) + formatSupportReport(error)
  expect(told).not.toContain(AUTH)
  expect(told).not.toContain('secret')
})

it('keeps no client and no response', async () => {
  const refs: WeakRef<object>[] = []
  await (async () => {
    const client = withRequestId(whole())
    refs.push(new WeakRef(client), new WeakRef(await client.request('GET /repos/a')))
  })()
  expect(await kept(refs)).toEqual([])
})

it('members of request, graphql and paginate stay', () => {
  const [plain, registered] = [whole(), withRequestId(whole())]
  for (const name of ['request', 'graphql', 'paginate'] as const) {
    expect(Object.keys(registered[name]), name).toEqual(Object.keys(plain[name]))
    expect([registered[name].name, registered[name].length]).toEqual([plain[name].name, plain[name].length])
  }
})

it('a mock of a client stays as it is', () => {
  const mock = { request: vi.fn(), graphql: vi.fn() }
  const { request, graphql } = mock
  expect(withRequestId(mock as unknown as Whole)).toBe(mock)
  expect(mock).toEqual({ request, graphql })
})
