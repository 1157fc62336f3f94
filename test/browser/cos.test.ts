import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  type Fault,
  type IssuedExchange,
  type MatchableRequest,
  startServer,
  type TestServer,
} from '@requestid/testing'
import NodeCOS from 'cos-nodejs-sdk-v5'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bucket, type Case, methods as methodsOfNode } from '../../packages/cos/test/methods.js'
import { bundle, executable, type Site, startSite } from './page.js'

const require = createRequire(import.meta.url)
const dist = (name: string) =>
  readFileSync(
    require.resolve(`${name}/package.json`).replace('package.json', 'dist/cos-js-sdk-v5.min.js'),
    'utf8',
  )

/** The plugin for pages that load the SDK with a script element, and both bundled together. */
const plugin = `
  import { captureExchanges, getRequestId, getRequestInfo, withRequestId } from '@requestid/cos'
  Object.assign(window, { captureExchanges, getRequestId, getRequestInfo, withRequestId })`
const forms: Record<string, Form> = {
  'cos-js-sdk-v5 1.10.1, dist/cos-js-sdk-v5.min.js': {
    recent: true,
    coverage: ['all exposed', 'the id hidden', 'the id and ETag hidden'],
    scripts: async () => [dist('cos-js-sdk-v5'), await bundle(plugin)],
  },
  'cos-js-sdk-v5 1.4.21, dist/cos-js-sdk-v5.min.js': {
    recent: false,
    coverage: ['all exposed', 'the id and ETag hidden'],
    scripts: async () => [dist('cos-js-sdk-v5-1.4'), await bundle(plugin)],
  },
  'cos-js-sdk-v5 1.10.1, bundled': {
    recent: true,
    coverage: ['all exposed'],
    scripts: async () => [await bundle(`import COS from 'cos-js-sdk-v5'; window.COS = COS; ${plugin}`)],
  },
}

/** Every method of this SDK: those it shares with Node's, which takes paths where it takes bodies, and its own. */
const methods: Readonly<Record<string, Case>> = {
  ...methodsOfNode,
  postBucketInventory: methodsOfNode.putBucketInventory as Case,
}

/** What a rule for CORS may let a page read. */
const rules = {
  'all exposed': ['x-cos-request-id', 'x-ci-request-id', 'x-cos-trace-id', 'ETag'],
  'the id hidden': ['ETag'],
  'the id and ETag hidden': [],
  'ETag hidden': ['x-cos-request-id'],
} satisfies Record<string, string[]>
type Rule = keyof typeof rules

interface Form {
  /** Sends four times, also where no response comes; the older ones twice, and only after an answer. */
  readonly recent: boolean
  /** The rules under which every method is called. */
  readonly coverage: readonly Rule[]
  readonly scripts: () => Promise<string[]>
}

const always = Number.POSITIVE_INFINITY

/** What a page can tell of an exchange. */
interface SeenExchange {
  requestId?: string
  traceId?: string
  statusCode?: number
  errorCode?: string
  method: string
  host: string
  path: string
}

/** What a page can tell of an outcome. */
interface Seen {
  settled: 'result' | 'error' | 'nothing'
  type: string
  own: boolean
  keys: string[]
  message?: string
  requestId?: unknown
  /** What the SDK itself says. */
  RequestId?: unknown
  traceId?: string
  statusCode?: number
  exchanges: readonly SeenExchange[]
}

type Client = Record<string, (...args: unknown[]) => unknown> & {
  options: object
  on(event: string, listener: (data: never) => void): void
}

interface Call {
  tag: string
  name: string
  form: 'promise' | 'callback'
  register: boolean
  params: object
}

/** What `install` puts into a page. */
interface Lab {
  /** `told`, where given, gets every exchange that onExchange gets. */
  create(port: number, options?: object, told?: SeenExchange[]): Client
  /** Without the plugin. */
  plain(port: number, options?: object): Client
  see(settled: Seen['settled'], outcome?: unknown): Seen
  call(client: Client, name: string, params: object, form?: Call['form']): Promise<Seen>
  blob(size: number): Blob
  sleep(ms: number): Promise<void>
  /** Waits until each request for the bucket has ended: parts of an upload are under way when another one has failed. */
  ended(bucket: string, told: readonly SeenExchange[]): Promise<void>
  /** Waits until the server that exposes all has this many requests for the bucket. */
  received(bucket: string, count: number): Promise<void>
  /** What went to onError. */
  failures: string[]
  methods: string[]
}
type Global = {
  lab: Lab
  COS: { prototype: object }
  getRequestId(value: unknown): unknown
  captureExchanges(fn: () => unknown): Promise<{ value: unknown; exchanges: SeenExchange[] }>
  withRequestId(client: Client, options: object): Client
}

/** Runs in the page. */
function install(): void {
  const global = globalThis as unknown as Record<string, unknown> & {
    COS: { new (options: object): Client; prototype: object }
    withRequestId(client: Client, options: object): Client
    countOf(bucket: string): Promise<number>
    getRequestInfo(outcome: unknown): { traceId?: string; exchanges: SeenExchange[] } | undefined
  }
  const failures: string[] = []
  const lab: Lab = {
    failures,
    methods: Object.keys(global.COS.prototype),
    plain: (port, options = {}) =>
      new global.COS({
        SecretId: 'id',
        SecretKey: 'key',
        Protocol: 'http:',
        Domain: `{Bucket}.cos.{Region}.myqcloud.com:${port}`,
        ...options,
      }),
    create: (port, options, told) =>
      global.withRequestId(lab.plain(port, options), {
        onExchange: (exchange: SeenExchange) => told?.push(exchange),
        onError: (error: unknown) => failures.push(String(error)),
      }),
    see(settled, outcome) {
      const { requestId, RequestId, statusCode, message } = Object(outcome)
      const info = global.getRequestInfo(outcome)
      return {
        settled,
        type: typeof outcome,
        own: Object.hasOwn(Object(outcome), 'requestId'),
        keys: typeof outcome === 'object' ? Object.keys(outcome ?? {}) : [],
        ...(message && { message }),
        ...(requestId !== undefined && { requestId }),
        ...(RequestId !== undefined && { RequestId }),
        ...(statusCode !== undefined && { statusCode }),
        ...(info?.traceId !== undefined && { traceId: info.traceId }),
        exchanges: info?.exchanges ?? [],
      }
    },
    call: (client, name, params, form = 'promise') =>
      new Promise((resolve) => {
        setTimeout(() => resolve(lab.see('nothing')), 8000)
        const finish = (error: unknown, data?: unknown) =>
          resolve(error ? lab.see('error', error) : lab.see('result', data))
        const method = client[name] as (...args: unknown[]) => unknown
        if (form === 'callback') method.call(client, params, finish)
        else Promise.resolve(method.call(client, params)).then((data) => finish(undefined, data), finish)
      }),
    blob: (size) => new Blob(['x'.repeat(size)]),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    async ended(bucket, told) {
      do await lab.sleep(100)
      while (told.length < (await global.countOf(bucket)))
    },
    async received(bucket, count) {
      while ((await global.countOf(bucket)) < count) await lab.sleep(10)
    },
  }
  global.lab = lab
}

describe.skipIf(!executable)('cos-js-sdk-v5 in Chromium, from another origin', () => {
  let site: Site
  const servers = {} as Record<Rule, TestServer>
  beforeAll(async () => {
    site = await startSite()
    for (const rule of Object.keys(rules) as Rule[]) {
      servers[rule] = await startServer({ exposeHeaders: rules[rule] })
    }
  })
  afterAll(async () => {
    await site.close()
    for (const server of Object.values(servers)) await server.close()
  })

  let count = 0
  /** The name of a bucket that nobody else uses: its exchanges are those of one call. */
  const newTag = () => `c${++count}`
  const issuedTo = (tag: string, server = servers['all exposed']) =>
    server.exchanges.filter(({ host }) => tagOf(host) === tag)
  const place = (tag: string, Key = 'a') => ({ Bucket: `${tag}-1250000000`, Region: bucket.Region, Key })

  const fault = (server: TestServer, tag: string, fault: Fault, matches = (_: MatchableRequest) => true) =>
    server.inject(fault, (request) => tagOf(request.host) === tag && matches(request))

  describe.each(Object.keys(forms))('%s', (form) => {
    const { recent, coverage, scripts } = forms[form] as Form
    const attempts = recent ? 4 : 2
    const silentAttempts = recent ? 4 : 1
    const bundled = form.endsWith('bundled')
    let page: Page
    const messages: string[] = []
    beforeAll(async () => {
      page = await site.open(...(await scripts()))
      page.on('console', (message) => messages.push(message.text()))
      page.on('pageerror', (error) => messages.push(String(error)))
      await page.exposeFunction('countOf', (bucket: string) => issuedTo(tagOf(bucket)).length)
      await page.evaluate(install)
    })
    afterAll(() => page.close())

    /** One call, of a client of its own. In place of a body it takes a size. */
    const call = (server: TestServer, tag: string, name: string, params: object = {}, options: object = {}) =>
      page.evaluate(
        ([port, name, params, options]) => {
          const { lab } = globalThis as unknown as Global
          const { size, ...rest } = params as { size?: number }
          return lab.call(lab.create(port, options), name, size ? { ...rest, Body: lab.blob(size) } : rest)
        },
        [server.port, name, { ...place(tag), ...params }, options] as const,
      )

    it('every method of the prototype is classified', async () => {
      const names = await page.evaluate(() => (globalThis as unknown as Global).lab.methods)
      expect(names).toHaveLength(86)
      expect(names.filter((name) => !methods[name])).toEqual([])
    })

    it.each(coverage)(
      'every outcome that came after a readable id has it: %s',
      async (rule) => {
        const server = servers[rule]
        const names = await page.evaluate(() => (globalThis as unknown as Global).lab.methods)
        const calls: (Call & { situation: string })[] = []
        for (const name of names) {
          const { kind, params = {} } = methods[name] ?? {}
          if (kind === 'none') continue
          const forms = kind === 'callback' ? (['callback'] as const) : (['promise', 'callback'] as const)
          for (const form of forms) {
            const first = form === forms[0]
            for (const situation of ['success', 'refused', 'then reset']) {
              // Each of these sends up to four times.
              if (situation === 'then reset' && (rule !== 'all exposed' || bundled || !first)) continue
              for (const register of [false, true]) {
                calls.push({ tag: newTag(), name, form, register, params, situation })
              }
            }
          }
        }
        await Promise.all(
          calls.map(async (call) => {
            const succeeds = call.situation === 'success'
            call.params = succeeds ? await prepare(server, call) : retarget(call.params, call.tag)
          }),
        )
        const situations = new Map(calls.map(({ tag, situation }) => [tag, situation]))
        const isIn = (situation: string) => (request: { host: string }) =>
          situations.get(tagOf(request.host)) === situation
        const before = server.exchanges.length
        const failed = new Set<string>()
        server.inject({ status: 403, times: always }, isIn('refused'))
        // The first request of each.
        server.inject({ status: 503, times: always }, (request) => {
          const tag = tagOf(request.host)
          return isIn('then reset')(request) && !failed.has(tag) && failed.add(tag) !== undefined
        })
        server.inject({ reset: 'before-headers', times: always }, isIn('then reset'))

        const seen = await page.evaluate(
          async ([port, calls]) => {
            const { lab } = globalThis as unknown as Global
            const big = lab.blob(2.5 * 1024 * 1024)
            const revive = (params: object): object =>
              Object.fromEntries(
                Object.entries(params).map(([key, value]) => {
                  if (key === 'files') return [key, value.map(revive)]
                  return key === 'FilePath' ? ['Body', big] : [key, value]
                }),
              )
            const run = async ({ tag, name, form, register, params }: Call) => {
              const told: SeenExchange[] = []
              // One part at a time: none is under way when another one has failed.
              const options = {
                ServiceDomain: `cos.${tag}.myqcloud.com:${port}`,
                ChunkRetryTimes: 0,
                ChunkParallelLimit: 1,
              }
              const client = register ? lab.create(port, options, told) : lab.plain(port, options)
              return { ...(await lab.call(client, name, revive(params), form)), told }
            }
            const results: (Seen & { told: SeenExchange[] })[] = []
            let next = 0
            const lane = async () => {
              for (let i = next++; i < calls.length; i = next++) results[i] = await run(calls[i] as Call)
            }
            await Promise.all(Array.from({ length: 32 }, lane))
            return results
          },
          [server.port, calls] as const,
        )
        const exchangesOf = new Map<string, IssuedExchange[]>()
        for (const exchange of server.exchanges.slice(before)) {
          const tag = tagOf(exchange.host)
          exchangesOf.set(tag, [...(exchangesOf.get(tag) ?? []), exchange])
        }
        server.clear()

        const total = { plain: 0, plugin: 0, outcomes: 0, strings: 0 }
        for (const [i, { tag, name, form, register, situation }] of calls.entries()) {
          const title = `${name}, ${form}, ${situation}`
          const outcome = seen[i] as (typeof seen)[number]
          const issued = exchangesOf.get(tag) ?? []
          const truth = decisive(issued, rule)
          if (!register) {
            if (outcome.type === 'object' && truth && outcome.RequestId === truth) total.plain++
            continue
          }
          // The one before is the same call of the plain SDK.
          const plain = seen[i - 1] as (typeof seen)[number]
          expect.soft(comparable(outcome), title).toEqual(comparable(plain))
          expect.soft(outcome.settled, title).not.toBe('nothing')
          // A rule for CORS cannot allow OPTIONS: the browser never sends it.
          expect.soft(issued.length > 0, title).toBe(name !== 'optionsObject')
          // A browser sends again by itself where a connection that was kept open breaks.
          const answered = issued.filter(({ statusCode }) => statusCode)
          expect
            .soft(
              outcome.told.filter(({ statusCode }) => statusCode).map(({ statusCode }) => statusCode),
              title,
            )
            .toEqual(answered.map(({ statusCode }) => statusCode))
          if (outcome.type === 'string') {
            total.strings++
            continue
          }
          if (truth === undefined) {
            expect.soft(outcome.own, title).toBe(false)
            continue
          }
          total.outcomes++
          expect.soft(outcome.requestId, title).toBe(truth)
          if (outcome.own && outcome.requestId === truth) total.plugin++
        }
        console.log(
          `${form}, ${rule}: plain SDK ${total.plain}, plugin ${total.plugin} of ${total.outcomes}; strings: ${total.strings}`,
        )
        expect(total.plugin).toBe(total.outcomes)
        expect(total.outcomes).toBeGreaterThan(rule === 'all exposed' ? 300 : 150)
        expect(total.plain).toBeLessThan(total.outcomes)
        // sliceUploadFile and uploadFile, in both forms.
        expect(total.strings).toBe(rule === 'the id and ETag hidden' ? 4 : 0)
      },
      60_000,
    )

    it('answers that the SDK makes results of: deleteObject 404, 304, abortUploadTask 403', async () => {
      const since = { IfModifiedSince: new Date().toUTCString() }
      const cases = [
        ['deleteObject', 404, {}, 'BucketNotFound'],
        ['headObject', 304, since, 'NotModified'],
        ['getObject', 304, since, 'NotModified'],
        ['getBucketTagging', 404, {}, 'Tags'],
        ['abortUploadTask', 403, { UploadId: 'u', Level: 'task' }, 'errorList'],
      ] as const
      for (const rule of ['all exposed', 'the id and ETag hidden'] as const) {
        const server = servers[rule]
        for (const [name, status, params, key] of cases) {
          const tag = newTag()
          fault(server, tag, { status, ...(key === 'Tags' && { code: 'NoSuchTagSet' }) })
          const seen = await call(server, tag, name, params)
          const [issued] = issuedTo(tag, server)
          const title = `${name} ${status}, ${rule}`
          expect.soft(seen.keys, title).toContain(key)
          expect.soft(seen.requestId, title).toBe(issued && readable(issued, rule))
          expect.soft(seen.exchanges, title).toMatchObject([{ statusCode: status }])
        }
      }
    })

    it('a rule for CORS does not let optionsObject through; from the same origin a 403 of it is a result', async () => {
      const server = servers['all exposed']
      const [tag, own] = [newTag(), newTag()]
      const params = { Origin: 'https://example.com', AccessControlRequestMethod: 'GET' }
      const blocked = await call(server, tag, 'optionsObject', params)
      expect(blocked).toMatchObject({ settled: 'error', own: false, exchanges: { length: silentAttempts } })
      expect(blocked.exchanges[0]).toMatchObject({ errorCode: 'ERR_NETWORK', method: 'OPTIONS' })

      const page = await site.open()
      fault(server, own, { status: 200, body: '<!doctype html>', headers: { 'content-type': 'text/html' } })
      await page.goto(`http://${place(own).Bucket}.cos.${bucket.Region}.myqcloud.com:${server.port}/`)
      for (const content of await scripts()) await page.addScriptTag({ content })
      await page.evaluate(install)
      fault(server, own, { status: 403 })
      const seen = await page.evaluate(
        ([port, params]) => {
          const { lab } = globalThis as unknown as Global
          return lab.call(lab.create(port), 'optionsObject', params)
        },
        [server.port, { ...place(own), ...params }] as const,
      )
      await page.close()
      expect(seen.keys).toContain('OptionsForbidden')
      expect(seen.requestId).toBe(issuedTo(own).at(-1)?.requestId)
      expect(issuedTo(own).at(-1)?.statusCode).toBe(403)
    })

    it('errors of HEAD, which have no body', async () => {
      for (const rule of ['all exposed', 'ETag hidden', 'the id hidden', 'the id and ETag hidden'] as const) {
        const server = servers[rule]
        for (const name of ['headObject', 'headBucket']) {
          const tag = newTag()
          fault(server, tag, { status: 403 })
          const seen = await call(server, tag, name)
          const [issued] = issuedTo(tag, server)
          const id = issued && readable(issued, rule)
          const title = `${name}, ${rule}`
          expect.soft(seen, title).toMatchObject({ settled: 'error', own: id !== undefined, statusCode: 403 })
          expect.soft(seen.requestId, title).toBe(id)
          expect.soft(seen.exchanges, title).toMatchObject([{ statusCode: 403, method: 'HEAD' }])
          if (rule === 'all exposed') expect.soft(seen.traceId, title).toBe(issued?.traceId)
        }
      }
    })

    it('the body of an error comes as a Blob', async () => {
      for (const rule of ['all exposed', 'the id hidden'] as const) {
        const tag = newTag()
        const seen = await call(servers[rule], tag, 'getObject', { DataType: 'blob' })
        const [issued] = issuedTo(tag, servers[rule])
        // An older SDK does not read it, and a Blob cannot be read in time.
        const unread = rule === 'the id hidden' && !recent
        expect(seen.settled).toBe('error')
        expect(seen.requestId).toBe(unread ? undefined : issued && readable(issued, rule))
      }
    })

    it.each(['all exposed', 'the id hidden'] as const)('sent again after a 503: %s', async (rule) => {
      const server = servers[rule]
      const retried = newTag()
      fault(server, retried, { status: 503, times: attempts - 1 })
      const result = await call(server, retried, 'putObject', { Body: 'content' })
      expect(result).toMatchObject({ settled: 'result', exchanges: { length: attempts } })
      expect(result.requestId).toBe(decisive(issuedTo(retried, server), rule))

      const refused = newTag()
      fault(server, refused, { status: 503, times: always })
      const error = await call(server, refused, 'putObject', { Body: 'content' })
      const issued = issuedTo(refused, server)
      expect(issued).toHaveLength(attempts)
      expect(error).toMatchObject({ settled: 'error', requestId: decisive(issued, rule) })
      expect(ids(error.exchanges)).toEqual(issued.map((exchange) => readable(exchange, rule)))

      const broken = newTag()
      fault(server, broken, { status: 503 })
      fault(server, broken, { reset: 'before-headers', times: always })
      const reset = await call(server, broken, 'getObject')
      expect(reset).toMatchObject({ settled: 'error', message: 'CORS blocked or network error' })
      const [first] = issuedTo(broken, server)
      expect(reset.requestId).toBe(first && readable(first, rule))
      expect(reset.exchanges.map(({ statusCode, errorCode }) => statusCode ?? errorCode)).toEqual([
        503,
        ...Array(attempts - 1).fill('ERR_NETWORK'),
      ])
    })

    it('no response: the property is absent', async () => {
      const tag = newTag()
      fault(servers['all exposed'], tag, { reset: 'before-headers', times: always })
      const seen = await call(servers['all exposed'], tag, 'getObject')
      expect(seen).toMatchObject({ settled: 'error', own: false, exchanges: { length: silentAttempts } })
      expect(ids(seen.exchanges)).toEqual(Array(silentAttempts).fill(undefined))
    })

    it('time-outs, before the headers and after them', async () => {
      const server = servers['all exposed']
      const options = { Timeout: 1000 }
      const [none, later, silent] = [newTag(), newTag(), newTag()]
      fault(server, none, { stall: 'before-headers', times: always })
      fault(server, later, { status: 503 })
      fault(server, later, { stall: 'before-headers', times: always })
      // Chromium looks at the beginning of a body before it shows the headers.
      const body = '<a/>'.repeat(2048)
      fault(server, silent, { stall: 'mid-body', body, times: always })
      const [first, second, third] = await Promise.all([
        call(server, none, 'getBucket', {}, options),
        call(server, later, 'getBucket', {}, options),
        call(server, silent, 'getBucket', {}, options),
      ])
      expect(first).toMatchObject({ settled: 'error', message: 'timeout', own: false })
      expect(first.exchanges.map(({ errorCode }) => errorCode)).toEqual(
        Array(silentAttempts).fill('ETIMEDOUT'),
      )
      expect(second).toMatchObject({ message: 'timeout', requestId: issuedTo(later)[0]?.requestId })
      expect(third).toMatchObject({ message: 'timeout', requestId: issuedTo(silent).at(-1)?.requestId })
      expect(ids(third.exchanges)).toEqual(ids(issuedTo(silent)))
    })

    it('a body that is cut', async () => {
      const tag = newTag()
      fault(servers['all exposed'], tag, { reset: 'mid-body', times: always })
      const seen = await call(servers['all exposed'], tag, 'getBucket')
      expect(seen).toMatchObject({ settled: 'error', requestId: issuedTo(tag).at(-1)?.requestId })
      expect(ids(seen.exchanges)).toEqual(ids(issuedTo(tag)))
    })

    it('a task that is cancelled never settles, and its exchange ends as aborted', async () => {
      const tags = [newTag(), newTag()] as const
      for (const tag of tags) fault(servers['all exposed'], tag, { stall: 'before-headers' })
      const [plain, plugin] = await page.evaluate(
        async ([port, objects]) => {
          const { lab } = globalThis as unknown as Global
          const told: SeenExchange[] = []
          const seen = []
          for (const [i, client] of [lab.plain(port), lab.create(port, {}, told)].entries()) {
            let TaskId: unknown
            const params = {
              ...objects[i],
              Body: lab.blob(500_000),
              onTaskReady: (id: string) => (TaskId = id),
            }
            const call = lab.call(client, 'putObject', params)
            await lab.received(objects[i]?.Bucket as string, 1)
            client.cancelTask?.(TaskId)
            seen.push(await Promise.race([call, lab.sleep(200).then(() => lab.see('nothing'))]))
          }
          return [seen[0] as Seen, { ...(seen[1] as Seen), told }] as const
        },
        [servers['all exposed'].port, tags.map((tag) => place(tag))] as const,
      )
      expect([plain.settled, plugin.settled]).toEqual(['nothing', 'nothing'])
      expect(plugin.told).toEqual([expect.objectContaining({ errorCode: 'ECONNABORTED', method: 'PUT' })])
      expect(plugin.told[0]).not.toHaveProperty('requestId')
    })

    it.each(['putObject', 'sliceUploadFile'])('a task that is paused and goes on: %s', async (name) => {
      const server = servers['all exposed']
      const tag = newTag()
      const whole = name === 'putObject'
      fault(server, tag, { stall: 'before-headers' }, ({ query }) => whole || query.get('partNumber') === '2')
      const seen = await page.evaluate(
        async ([port, name, object, count]) => {
          const { lab } = globalThis as unknown as Global
          const client = lab.create(port)
          let TaskId: unknown
          const call = lab.call(client, name, {
            ...object,
            Body: lab.blob(2.5 * 1024 * 1024),
            AsyncLimit: 1,
            onTaskReady: (id: string) => (TaskId = id),
          })
          await lab.received(object.Bucket, count)
          client.pauseTask?.(TaskId)
          await lab.sleep(50)
          client.restartTask?.(TaskId)
          return call
        },
        // The list of uploads, the beginning of this one, and two parts.
        [server.port, name, place(tag), whole ? 1 : 4] as const,
      )
      const issued = issuedTo(tag)
      expect(seen).toMatchObject({ settled: 'result', requestId: issued.at(-1)?.requestId })
      expect(issued.filter(({ statusCode }) => !statusCode)).toHaveLength(1)
      expect(seen.exchanges.filter(({ errorCode }) => errorCode === 'ECONNABORTED')).toHaveLength(1)
      expect(ids(seen.exchanges.filter(({ statusCode }) => statusCode))).toEqual(
        ids(issued.filter(({ statusCode }) => statusCode)),
      )
    })

    it('an upload in parts, and what goes wrong in it', async () => {
      const server = servers['all exposed']
      const upload = async (inject: (tag: string) => void, options = {}) => {
        const tag = newTag()
        inject(tag)
        const seen = await call(server, tag, 'sliceUploadFile', { size: 2.5 * 1024 * 1024 }, options)
        return { seen, issued: issuedTo(tag) }
      }
      const isPart = ({ query }: { query: URLSearchParams }) => query.get('partNumber') === '2'

      const good = await upload((tag) => fault(server, tag, { status: 503 }, isPart))
      expect(good.seen).toMatchObject({ settled: 'result', requestId: good.issued.at(-1)?.requestId })
      expect(good.seen.exchanges).toHaveLength(good.issued.length)

      const bad = await upload((tag) => fault(server, tag, { status: 403, times: always }, isPart), {
        ChunkParallelLimit: 1,
      })
      const refused = bad.issued.filter(({ statusCode }) => statusCode === 403)
      expect(refused.length).toBeGreaterThan(1)
      expect(bad.seen).toMatchObject({ settled: 'error', requestId: refused.at(-1)?.requestId })
      expect(ids(bad.seen.exchanges).toSorted()).toEqual(ids(bad.issued).toSorted())

      const init = await upload((tag) =>
        fault(
          server,
          tag,
          { body: '<a/>' },
          ({ method, query }) => method === 'POST' && query.has('uploads'),
        ),
      )
      expect(init.seen.settled).toBe('error')
      expect(init.seen.requestId).toBe(init.issued.at(-1)?.requestId)

      const complete = await upload((tag) =>
        fault(
          server,
          tag,
          { body: '<Error><Code>InternalError</Code></Error>' },
          ({ query, method }) => method === 'POST' && query.has('uploadId'),
        ),
      )
      expect(complete.seen).toMatchObject({ settled: 'result', requestId: complete.issued.at(-1)?.requestId })
    })

    it('uploadFiles: each file, onFileFinish, and the error of a task in list-update', async () => {
      const server = servers['all exposed']
      const tag = newTag()
      fault(server, tag, { status: 403, times: always }, ({ key = '' }) => key.startsWith('refused'))
      const { result, finished, listed } = await page.evaluate(
        async ([port, object]) => {
          const { lab } = globalThis as unknown as Global
          const client = lab.create(port)
          const listed: Record<string, unknown> = {}
          client.on('list-update', ({ list }: { list: { Key: string; error: { requestId?: string } }[] }) => {
            for (const { Key, error } of list) if (error) listed[Key] = error.requestId
          })
          const finished: Record<string, unknown> = {}
          const files = ['small', 'refused', 'big', 'refused-big'].map((Key) => ({
            ...object,
            Key,
            Body: lab.blob(Key.includes('big') ? 1.5 * 1024 * 1024 : 10),
          }))
          type Outcome = { requestId?: string } | null
          const onFileFinish = (error: Outcome, data: Outcome, { Key }: { Key: string }) => {
            finished[Key] = (error ?? data)?.requestId
          }
          const result = (await client.uploadFiles?.({ files, onFileFinish })) as {
            requestId: string
            files: { options: { Key: string }; error: Outcome; data: Outcome }[]
          }
          await lab.sleep(50)
          return {
            result: {
              requestId: result.requestId,
              ...Object.fromEntries(
                result.files.map(({ options, error, data }) => [options.Key, (error ?? data)?.requestId]),
              ),
            } as Record<string, unknown>,
            finished,
            listed,
          }
        },
        [server.port, place(tag)] as const,
      )
      const issued = issuedTo(tag)
      const last = (key: string) => issued.findLast((exchange) => isOf(exchange, key))?.requestId
      const expected = Object.fromEntries(
        ['small', 'refused', 'big', 'refused-big'].map((key) => [key, last(key)]),
      )
      expect(finished).toEqual(expected)
      expect(result).toEqual({ ...expected, requestId: issued.at(-1)?.requestId })
      expect(listed).toEqual({ refused: last('refused'), 'refused-big': last('refused-big') })
    })

    // In older ones it is not the user's, and calls home.
    it.runIf(recent)(
      'what EnableReporter reports is the same, and ids are there with it and without',
      async () => {
        const server = servers['all exposed']
        const run = async (register: boolean, report: boolean) => {
          const tag = newTag()
          fault(server, tag, { status: 403, body: '', times: always }, ({ key }) => key === 'empty')
          const seen = await page.evaluate(
            async ([port, object, register, report]) => {
              const { lab } = globalThis as unknown as Global
              const global = globalThis as { reports?: object[] }
              global.reports ??= []
              const { reports } = global
              reports.length = 0
              // The SDK makes one for all clients of a page.
              function BeaconReporter(this: object) {
                const report = (_: string, params: object) => reports.push({ ...params, to: 'beacon' })
                Object.assign(this, { onUserAction: report, onDirectUserAction: report })
              }
              const ClsReporter = { log: (params: object) => reports.push({ ...params, to: 'cls' }) }
              const options = report ? { BeaconReporter, ClsReporter, DeepTracker: true } : {}
              const client = register ? lab.create(port, options) : lab.plain(port, options)
              const big = lab.blob(1.5 * 1024 * 1024)
              const outcomes = [
                await lab.call(client, 'putObject', { ...object, Body: 'content' }),
                await lab.call(client, 'getObject', { ...object, Key: 'missing' }),
                await lab.call(client, 'headObject', { ...object, Key: 'missing' }),
                await lab.call(client, 'deleteObject', object),
                await lab.call(client, 'sliceUploadFile', { ...object, Body: big, AsyncLimit: 1 }),
                await lab.call(client, 'uploadFile', { ...object, Body: 'content' }),
                await lab.call(client, 'uploadFile', { ...object, Key: 'empty', Body: 'content' }),
                await lab.call(client, 'uploadFiles', { files: [{ ...object, Body: big, AsyncLimit: 1 }] }),
              ]
              return { outcomes, reports }
            },
            [server.port, place(tag), register, report] as const,
          )
          const issued = issuedTo(tag)
          // What differs from one run to the next.
          const changing = /^(trace_id|.*_time|http_(md5|sign|speed)|url|host|http_domain|bucket)$/
          const anonymous = (value: unknown) => {
            if (typeof value !== 'string') return value
            const text = value.replaceAll(`${tag}-`, '')
            return issued.reduce(
              (text, { requestId, traceId = requestId }) =>
                text.replaceAll(requestId, 'REQUEST').replaceAll(traceId, 'TRACE'),
              text,
            )
          }
          const reports = seen.reports.map((report) =>
            Object.fromEntries(
              Object.entries(report)
                .filter(([name]) => !changing.test(name))
                .map(([name, value]) => [name, anonymous(value)]),
            ),
          )
          return { reports, ids: seen.outcomes.map(({ requestId }) => requestId), issued }
        }
        const [plain, plugin, silent] = [
          await run(false, true),
          await run(true, true),
          await run(true, false),
        ]
        expect(plain.reports.length).toBeGreaterThan(8)
        // Where an error has no code or message, they have it whole; on uploads it has been given its id by then.
        const whole = plain.reports.filter(
          ({ full_error }) => full_error && !String(full_error).includes('HEAD'),
        )
        expect(whole).toHaveLength(2)
        for (const report of whole) {
          report.full_error = String(report.full_error).replace(/}$/, ',"requestId":"REQUEST"}')
        }
        expect(plugin.reports).toEqual(plain.reports)
        expect(silent.reports).toEqual([])
        for (const { ids, issued } of [plugin, silent]) {
          const known = new Set(issued.map(({ requestId }) => requestId))
          expect(new Set(ids).size).toBe(8)
          expect(ids.every((id) => known.has(String(id)))).toBe(true)
        }
      },
    )

    it.each(['all exposed', 'the id hidden'] as const)(
      "the user's own transport, by fetch: %s",
      async (rule) => {
        const server = servers[rule]
        const tag = newTag()
        const seen = await page.evaluate(
          async ([port, object]) => {
            const { lab } = globalThis as unknown as Global
            type Sent = {
              url: string
              method: string
              qs?: Record<string, string>
              headers: Record<string, string>
              body?: BodyInit
            }
            const Request = (
              { url, method, qs, headers, body }: Sent,
              callback: (received: object) => void,
            ) => {
              const query = new URLSearchParams(qs).toString()
              const controller = new AbortController()
              const address = query ? `${url}${url.includes('?') ? '&' : '?'}${query}` : url
              fetch(address, { method, headers, signal: controller.signal, ...(body && { body }) }).then(
                async (response) =>
                  callback({
                    statusCode: response.status,
                    headers: Object.fromEntries(response.headers),
                    body: await response.text(),
                  }),
                (error) => callback({ error }),
              )
              return controller
            }
            const told: SeenExchange[] = []
            const client = lab.create(port, { Request }, told)
            const outcomes = [
              await lab.call(client, 'putObject', { ...object, Body: 'content' }),
              await lab.call(client, 'getObject', object),
              await lab.call(client, 'getObject', { ...object, Key: 'missing' }),
              await lab.call(client, 'headObject', { ...object, Key: 'missing' }),
              await lab.call(client, 'multipartInit', object),
            ]
            const nowhere = lab.create(port, { Request, Domain: 'localhost:1' })
            return { outcomes, told, nowhere: await lab.call(nowhere, 'getObject', object) }
          },
          [server.port, place(tag)] as const,
        )
        const truth = issuedTo(tag, server).map((exchange) => readable(exchange, rule))
        expect(ids(seen.outcomes)).toEqual(truth)
        expect(seen.told.map(({ statusCode }) => statusCode)).toEqual([200, 200, 404, 404, 200])
        expect(seen.nowhere).toMatchObject({ settled: 'error', own: false })
        expect(seen.nowhere.exchanges[0]).toMatchObject({ errorCode: 'ERR_NETWORK' })
      },
    )

    it.each([true, false])('says once what the CORS rule lacks, with debug: %s', async (debug) => {
      const run = (rule: Rule) =>
        page.evaluate(
          async ([port, object, debug]) => {
            const { lab, withRequestId } = globalThis as unknown as Global
            const client = withRequestId(lab.plain(port), { debug })
            for (const Key of ['a', 'b'])
              await lab.call(client, 'putObject', { ...object, Key, Body: 'content' })
            await lab.call(client, 'getObject', { ...object, Key: 'missing' })
          },
          [servers[rule].port, place(newTag()), debug] as const,
        )
      const before = messages.length
      await run('all exposed')
      await run('the id hidden')
      const said = messages.slice(before).filter((message) => message.startsWith('requestid:'))
      expect(said).toEqual(
        debug ? [expect.stringContaining('lacks <ExposeHeader>x-cos-request-id</ExposeHeader>')] : [],
      )
    })

    it("the user's listeners and xhrFields are kept, and called as without the plugin", async () => {
      const tags = [newTag(), newTag()] as const
      const [plain, plugin] = await page.evaluate(
        async ([port, objects]) => {
          const { lab } = globalThis as unknown as Global
          const seen = []
          for (const [i, client] of [lab.plain(port), lab.create(port)].entries()) {
            const log: string[] = []
            const fields = Object.freeze({
              onloadstart() {
                log.push('loadstart')
              },
              onreadystatechange(this: XMLHttpRequest, event: Event) {
                log.push(`state ${this.readyState} ${event.type} ${event.target === this}`)
              },
            })
            const sent: unknown[] = []
            client.on('before-send', (send: { xhrFields: object; headers: Record<string, string> }) => {
              log.push('before-send')
              send.xhrFields = fields
              send.headers['x-cos-meta-mine'] = 'kept'
              sent.push(send)
            })
            client.on('after-receive', (received: { options: unknown; statusCode: number; body: string }) => {
              log.push(`after-receive ${received.statusCode} ${received.options === sent.at(-1)}`)
              if (received.statusCode !== 404) return
              // It may change what has come.
              received.statusCode = 200
              received.body = '<a><b>mine</b></a>'
            })
            const outcomes = [
              await lab.call(client, 'putObject', { ...objects[i], Body: 'content' }),
              await lab.call(client, 'headObject', { ...objects[i] }),
              await lab.call(client, 'getBucketTagging', { ...objects[i] }),
            ]
            seen.push({ log, outcomes })
          }
          return seen as [(typeof seen)[number], (typeof seen)[number]]
        },
        [
          servers['all exposed'].port,
          tags.map((tag) => {
            fault(servers['all exposed'], tag, { status: 404 }, ({ query }) => query.has('tagging'))
            return place(tag)
          }),
        ] as const,
      )
      expect(plugin.log).toEqual(plain.log)
      expect(plugin.log.slice(0, 5)).toEqual([
        'before-send',
        'loadstart',
        'state 2 readystatechange true',
        'state 4 readystatechange true',
        'after-receive 200 true',
      ])
      expect(plugin.outcomes.map(comparable)).toEqual(plain.outcomes.map(comparable))
      expect(ids(plugin.outcomes)).toEqual(ids(issuedTo(tags[1])))
      // What the server answered, and not what the listener made of it.
      expect(plugin.outcomes[2]?.exchanges).toMatchObject([{ statusCode: 404 }])
      expect(plugin.outcomes[2]?.statusCode).toBe(200)
    })

    it.each(['ETag hidden', 'the id and ETag hidden'] as const)(
      'an error that is a string stays one, and onExchange has its exchanges: %s',
      async (rule) => {
        const server = servers[rule]
        const tag = newTag()
        const seen = await page.evaluate(
          async ([port, object]) => {
            const { lab, getRequestId } = globalThis as unknown as Global
            const told: SeenExchange[] = []
            const client = lab.create(port, { ChunkParallelLimit: 1 }, told)
            const Body = lab.blob(2.5 * 1024 * 1024)
            const rejected = await Promise.resolve(client.uploadFile?.({ ...object, Body })).catch(
              (error) => error,
            )
            const passed = await new Promise((resolve) =>
              client.sliceUploadFile?.({ ...object, Key: 'b', Body }, resolve),
            )
            return { rejected, passed, told, id: getRequestId(rejected) }
          },
          [server.port, place(tag)] as const,
        )
        expect(seen.rejected).toMatch(/^get ETag error/)
        expect(seen.passed).toBe(seen.rejected)
        expect(seen.id).toBeUndefined()
        const issued = issuedTo(tag, server)
        expect(issued.length).toBeGreaterThan(4)
        expect(ids(seen.told).toSorted()).toEqual(
          issued.map((exchange) => readable(exchange, rule)).toSorted(),
        )
        expect(seen.told.map(({ statusCode }) => statusCode)).toEqual(Array(issued.length).fill(200))
      },
    )

    it('captureExchanges has the exchanges of a string, and what others call meanwhile', async () => {
      const server = servers['ETag hidden']
      const tag = newTag()
      const seen = await page.evaluate(
        async ([port, object]) => {
          const { lab, captureExchanges } = globalThis as unknown as Global
          const client = lab.create(port)
          const params = { ...object, Body: lab.blob(2.5 * 1024 * 1024), AsyncLimit: 1 }
          const job = captureExchanges(() =>
            Promise.resolve(client.uploadFile?.(params)).catch((error: unknown) => error),
          )
          await lab.call(lab.create(port), 'headObject', { ...object, Key: 'other' })
          const { value, exchanges } = await job
          await lab.call(client, 'headObject', { ...object, Key: 'after' })
          return { value, exchanges }
        },
        [server.port, place(tag)] as const,
      )
      expect(seen.value).toMatch(/^get ETag error/)
      const issued = issuedTo(tag, server)
      expect(issued.filter(({ key }) => key === 'other')).toHaveLength(1)
      expect(ids(seen.exchanges).toSorted()).toEqual(
        ids(issued.filter(({ key }) => key !== 'after')).toSorted(),
      )
    })

    it.runIf(bundled)('in strict mode, as in ES modules, the SDK throws in place of that error', async () => {
      const server = servers['ETag hidden']
      const page = await site.open(...(await scripts()).map((script) => `'use strict';${script}`))
      const errors: string[] = []
      page.on('pageerror', ({ message }) => errors.push(message))
      await page.evaluate(install)
      for (const register of [false, true]) {
        const tag = newTag()
        const seen = await page.evaluate(
          async ([port, object, register]) => {
            const { lab } = globalThis as unknown as Global
            const told: SeenExchange[] = []
            const client = register ? lab.create(port, {}, told) : lab.plain(port)
            const params = { ...object, Body: lab.blob(1.5 * 1024 * 1024) }
            const call = lab.call(client, 'uploadFile', params).then(({ settled }) => settled)
            return { settled: await Promise.race([call, lab.sleep(500)]), told }
          },
          [server.port, place(tag), register] as const,
        )
        expect(seen.settled).toBeUndefined()
        expect(errors.splice(0).join()).toContain(
          "Cannot create property 'UploadId' on string 'get ETag error",
        )
        if (register) expect(ids(seen.told).toSorted()).toEqual(ids(issuedTo(tag, server)).toSorted())
      }
      await page.close()
    })

    it('a call that is made in the callback of an upload is one of its own', async () => {
      const tag = newTag()
      const seen = await page.evaluate(
        async ([port, object]) => {
          const { lab } = globalThis as unknown as Global
          const client = lab.create(port)
          return new Promise<Seen[]>((resolve) => {
            const params = { ...object, Body: lab.blob(1.5 * 1024 * 1024), AsyncLimit: 1 }
            client.sliceUploadFile?.(params, async (error: unknown, data: unknown) => {
              const { Bucket, Region, Key } = object
              const list = lab.call(client, 'multipartList', { Bucket, Region, Prefix: Key })
              resolve([lab.see(error ? 'error' : 'result', error ?? data), await list])
            })
          })
        },
        [servers['all exposed'].port, place(tag)] as const,
      )
      const issued = issuedTo(tag)
      // The parts are under way at once.
      expect(seen.map(({ exchanges }) => ids(exchanges).toSorted())).toEqual([
        ids(issued.slice(0, -1)).toSorted(),
        ids(issued.slice(-1)),
      ])
      expect(ids(seen)).toEqual(ids(issued.slice(-2)))
    })

    it('40 calls at once mix nothing', async () => {
      const server = servers['all exposed']
      const tag = newTag()
      const random = randomFrom(7)
      const chance = (share: number) => () => random() < share
      fault(server, tag, { status: 503, times: always }, chance(0.1))
      fault(server, tag, { status: 403, times: always }, chance(0.1))
      fault(server, tag, { status: 503, delayMs: 9, times: always }, chance(0.1))
      fault(server, tag, { delayMs: 5, times: always }, chance(0.3))
      const names = [
        'putObject',
        'getObject',
        'headObject',
        'deleteObject',
        'sliceUploadFile',
        'uploadFile',
        'getObjectAcl',
        'multipartInit',
      ]
      const outcomes = await page.evaluate(
        async ([port, object, names]) => {
          const { lab } = globalThis as unknown as Global
          const told: SeenExchange[] = []
          const client = lab.create(port, { ChunkRetryTimes: 0 }, told)
          const Body = lab.blob(1.5 * 1024 * 1024)
          const calls = Array.from({ length: 40 }, async (_, i) => {
            const Key = `key-${i}-`
            const name = names[i % names.length] as string
            const small = { Body: 'content' }
            const body = name === 'sliceUploadFile' || (name === 'uploadFile' && i % 3) ? { Body } : small
            return { Key, name, ...(await lab.call(client, name, { ...object, Key, ...body })) }
          })
          const outcomes = await Promise.all(calls)
          await lab.ended(object.Bucket, told)
          return outcomes
        },
        [server.port, place(tag), names] as const,
      )
      expect(new Set(outcomes.map(({ settled }) => settled))).toEqual(new Set(['result', 'error']))
      const issued = issuedTo(tag)
      expect(issued.some(({ statusCode }) => statusCode === 503)).toBe(true)
      for (const { Key, name, requestId, exchanges } of outcomes) {
        const own = issued.filter((exchange) => isOf(exchange, Key))
        // Parts of an upload that are under way when another one fails are answered after it.
        const decided = name.endsWith('File') ? ids(own) : [own.at(-1)?.requestId]
        expect.soft(decided, `${name} ${Key}`).toContain(requestId)
        expect.soft(ids(exchanges).toSorted(), `${name} ${Key}`).toEqual(ids(own).toSorted())
      }
      expect(new Set(outcomes.map(({ requestId }) => requestId)).size).toBe(40)
    })

    it('neither XMLHttpRequest nor the class changes, nor another client', async () => {
      const tag = newTag()
      const seen = await page.evaluate(
        async ([port, object]) => {
          const { lab, COS } = globalThis as unknown as Global
          const shared = [
            XMLHttpRequest,
            XMLHttpRequest.prototype,
            COS,
            COS.prototype,
            globalThis,
            EventTarget.prototype,
          ]
          const members = () =>
            shared.map((object) =>
              Reflect.ownKeys(object).map(
                (key) => [key, Object.getOwnPropertyDescriptor(object, key)] as const,
              ),
            )
          const other = lab.plain(port)
          const before = members()
          const client = lab.create(port)
          await lab.call(client, 'getObject', { ...object, Key: 'missing' })
          const outcome = await lab.call(other, 'getObject', { ...object, Key: 'missing' })
          const after = members()
          const changed: string[] = []
          for (const [i, list] of before.entries()) {
            if (list.length !== after[i]?.length) changed.push(`${i}: ${list.length} members`)
            for (const [j, [key, descriptor]] of list.entries()) {
              const now = after[i]?.[j]?.[1]
              if (
                !Object.is(now?.value, descriptor?.value) ||
                now?.get !== descriptor?.get ||
                now?.set !== descriptor?.set
              ) {
                changed.push(String(key))
              }
            }
          }
          const names = [client, other].map((client) => Object.getOwnPropertyNames(client).join())
          return { changed, names, outcome, same: client instanceof (COS as never) }
        },
        [servers['all exposed'].port, place(tag)] as const,
      )
      expect(seen).toMatchObject({ changed: [], same: true, outcome: { own: false } })
      expect(seen.names[0]).toBe(seen.names[1])
    })

    it('nothing was written to the console but by the browser and the SDK, and nothing went to onError', async () => {
      const usual =
        /^(Failed to load resource|Access to (XMLHttpRequest|fetch) at|warning: cos\.|Refused to set unsafe header "Access-Control-Request-Method")/
      const asked = /^requestid: a response shows no request id/
      expect(messages.filter((message) => !usual.test(message) && !asked.test(message))).toEqual([])
      expect(await page.evaluate(() => (globalThis as unknown as Global).lab.failures)).toEqual([])

      // What reading a header that is hidden would have written.
      await page.evaluate(async (url) => {
        const xhr = new XMLHttpRequest()
        xhr.open('GET', url)
        xhr.send()
        await new Promise((resolve) => xhr.addEventListener('loadend', resolve))
        xhr.getResponseHeader('x-cos-request-id')
      }, servers['the id hidden'].url)
      expect(messages.at(-1)).toBe('Refused to get unsafe header "x-cos-request-id"')
    })

    /** What the object needs for a call to succeed: the object `a`, and an upload of it with one part. */
    async function prepare(server: TestServer, { tag, params }: Call): Promise<object> {
      const client = new NodeCOS(server.cosOptions())
      const text = JSON.stringify(params)
      const object = place(tag)
      if (/"a"|\/a"/.test(text)) await client.putObject({ ...object, Body: 'content' })
      if (!text.includes('{UploadId}')) return retarget(params, tag)
      const { UploadId } = await client.multipartInit(object)
      const part = { ...object, UploadId, PartNumber: 1, Body: 'content' }
      const { ETag } = await client.multipartUpload(part as never)
      return retarget(params, tag, { UploadId, ETag })
    }
  })
})

/** The bucket of a request, without its APPID; of getService, what stands in its place. */
function tagOf(host: string): string {
  return /(?:^|\.)(c\d+)[-.]/.exec(host)?.[1] ?? ''
}

/** A method's parameters for another bucket. */
function retarget(params: object, tag: string, ids: { UploadId?: string; ETag?: string } = {}): object {
  const { UploadId = 'none', ETag = '"none"' } = ids
  const text = JSON.stringify(params)
    .replaceAll(bucket.Bucket, `${tag}-1250000000`)
    .replaceAll('{UploadId}', UploadId)
    .replaceAll('{ETag}', ETag.replaceAll('"', '\\"'))
  return JSON.parse(text)
}

/** What of a response's ids a page can read. */
function readable({ headerRequestId, bodyRequestId }: IssuedExchange, rule: Rule): string | undefined {
  const names: readonly string[] = rules[rule]
  return (names.includes('x-cos-request-id') ? headerRequestId : undefined) ?? bodyRequestId
}

/** The id of the response that decided; where none did, of the last that had one. */
function decisive(issued: readonly IssuedExchange[], rule: Rule = 'all exposed'): string | undefined {
  const last = issued.at(-1)
  if (last?.statusCode) return readable(last, rule)
  return issued.map((exchange) => readable(exchange, rule)).findLast(Boolean)
}

/** What must be the same with and without the plugin. */
function comparable({ settled, type, keys, message, statusCode }: Seen) {
  return { settled, type, keys: keys.filter((key) => key !== 'requestId').sort(), message, statusCode }
}

function ids(list: readonly { requestId?: unknown }[]): unknown[] {
  return list.map(({ requestId }) => requestId)
}

/** Whether a request is for an object; what lists its uploads has the key in the query. */
function isOf({ key, query }: IssuedExchange, wanted: string): boolean {
  return (key ?? new URLSearchParams(query).get('prefix')) === wanted
}

/** Numbers from 0 to 1, the same each time (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
