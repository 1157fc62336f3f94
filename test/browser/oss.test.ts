import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import type { ConsoleMessage, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { oss } from '../../packages/oss/test/methods.js'
import { bundle, executable, type Site, startSite } from './page.js'

const require = createRequire(import.meta.url)
const sdk = (name: string, file: string) =>
  readFileSync(require.resolve(`${name}/package.json`).replace('package.json', `dist/${file}`), 'utf8')

/** The plugin for pages that load the SDK with a script element, and both bundled together. */
const plugin = `
  import { getRequestId, getRequestInfo, withRequestId } from '@requestid/oss'
  Object.assign(window, { getRequestId, getRequestInfo, withRequestId })`
const forms: Record<string, () => Promise<string[]>> = {
  'dist/aliyun-oss-sdk.js': async () => [sdk('ali-oss', 'aliyun-oss-sdk.js'), await bundle(plugin)],
  'dist/aliyun-oss-sdk.min.js of 6.20.0': async () => [
    sdk('ali-oss-6.20', 'aliyun-oss-sdk.min.js'),
    await bundle(plugin),
  ],
  'dist/aliyun-oss-sdk.min.js of 6.17.1': async () => [
    sdk('ali-oss-6.17', 'aliyun-oss-sdk.min.js'),
    await bundle(plugin),
  ],
  bundled: async () => [await bundle(`import OSS from 'ali-oss'; window.OSS = OSS; ${plugin}`)],
}

/** On the prototype in browsers alone, and no calls. */
const OTHER = new Set(['debug'])

const exposed = ['x-oss-request-id', 'x-oss-ec', 'ETag']
const always = Number.POSITIVE_INFINITY

/** What a page can tell of an outcome. */
interface Seen {
  settled: 'result' | 'error'
  own: boolean
  requestId?: string
  name?: string
  info?: { requestId?: string; ec?: string; exchanges: { requestId?: string; path: string }[] }
}

/** Runs in the page: makes `call(name, ...args)`, which tells what became of it. */
function prepare({ options, register }: { options: object; register: object | false }) {
  const global = globalThis as unknown as Record<string, never> & {
    OSS: new (options: object) => Record<string, (...args: unknown[]) => unknown>
    withRequestId(client: object, options: object): object
    getRequestInfo(outcome: unknown): Seen['info']
  }
  const client = new global.OSS(options)
  if (register) global.withRequestId(client, register)
  const call = async (name: string, ...args: unknown[]): Promise<Seen> => {
    const settled = await Promise.resolve(client[name]?.(...args)).then(
      (outcome) => ['result', outcome] as const,
      (outcome) => ['error', outcome] as const,
    )
    const outcome = settled[1] as { requestId?: string; name?: string }
    const info = global.getRequestInfo(outcome)
    return {
      settled: settled[0],
      own: Object.hasOwn(outcome, 'requestId'),
      ...(outcome.requestId !== undefined && { requestId: outcome.requestId }),
      ...(outcome.name && { name: outcome.name }),
      ...(info && { info }),
    }
  }
  const methods = Object.keys(Object.getPrototypeOf(client))
  Object.assign(global, { client, call, methods })
}

type Global = {
  call(name: string, ...args: unknown[]): Promise<Seen>
  client: Record<string, (...args: unknown[]) => unknown>
  methods: string[]
}

describe.skipIf(!executable)('ali-oss in Chromium, from another origin', () => {
  let site: Site
  let server: TestServer
  let hiding: TestServer
  beforeAll(async () => {
    site = await startSite()
    server = await startServer({ vendor: 'alibaba-oss', exposeHeaders: exposed })
    hiding = await startServer({ vendor: 'alibaba-oss', exposeHeaders: ['ETag'] })
  })
  afterAll(async () => {
    await site.close()
    await server.close()
    await hiding.close()
  })
  beforeEach(() => {
    server.clear()
    hiding.clear()
  })

  describe.each(Object.keys(forms))('%s', (form) => {
    // Loading the SDK takes longer than a test: a test has a client of its own, in the page of all.
    let page: Page
    beforeAll(async () => {
      page = await site.open(...((await forms[form]?.()) ?? []))
    })
    afterAll(() => page.close())
    const open = async (endpoint: TestServer, register: object | false = {}, more = {}) => {
      // A browser does not let the SDK set the Host header: the bucket is in the path.
      const options = {
        ...endpoint.ossOptions(),
        sldEnable: true,
        stsToken: 'token',
        refreshSTSTokenInterval: 1e9,
        ...more,
      }
      await page.evaluate(prepare, { options, register })
      return page
    }
    const call = (page: Page, name: string, ...args: unknown[]) =>
      page.evaluate(([name, args]) => (globalThis as unknown as Global).call(name, ...args), [
        name,
        args,
      ] as const)
    /** The SDK takes a File for an upload. */
    const upload = (page: Page, method: string, name: string, size: number, options: object = {}) =>
      page.evaluate(
        ([method, name, size, options]) =>
          (globalThis as unknown as Global).call(method, name, new File(['x'.repeat(size)], 'file'), options),
        [method, name, size, options] as const,
      )
    const last = (endpoint = server) => endpoint.exchanges.at(-1)

    it('the plain SDK gives a result no id, and an error that of its body', async () => {
      const page = await open(server, false)
      expect(await upload(page, 'put', 'a', 10)).toEqual({ settled: 'result', own: false, name: 'a' })
      server.inject({ status: 403, bodyRequestId: false })
      expect(await call(page, 'get', 'a')).not.toHaveProperty('requestId')
    })

    it('the header is exposed: results and errors have its id', async () => {
      const page = await open(server)
      expect(await upload(page, 'put', 'a', 10)).toMatchObject({
        settled: 'result',
        requestId: last()?.requestId,
      })
      for (const [name, key] of [
        ['get', 'a'],
        ['get', 'missing'],
        ['head', 'a'],
        ['head', 'missing'],
        ['delete', 'a'],
      ] as const) {
        const seen = await call(page, name, key)
        expect(seen, `${name} ${key}`).toMatchObject({ own: true, requestId: last()?.requestId })
        expect(seen.info?.exchanges).toMatchObject([{ requestId: last()?.requestId }])
      }
      server.inject({ status: 403, bodyRequestId: false })
      expect(await call(page, 'list', {})).toMatchObject({
        settled: 'error',
        requestId: last()?.requestId,
        info: { ec: last()?.ec },
      })
    })

    it('an upload in parts, and the part that is refused', async () => {
      const page = await open(server)
      const options = { partSize: 100 * 1024 }
      const seen = await upload(page, 'multipartUpload', 'big', 250 * 1024, options)
      expect(seen).toMatchObject({ settled: 'result', requestId: last()?.requestId })
      expect(seen.info?.exchanges).toHaveLength(server.exchanges.length)
      for (const status of [403, 404]) {
        server.clear()
        server.inject({ status, bodyRequestId: false }, ({ query }) => query.get('partNumber') === '2')
        const failed = await upload(page, 'multipartUpload', 'big', 250 * 1024, options)
        // Parts of the upload before may still be arriving.
        const refused = server.exchanges.find(
          ({ statusCode, query }) => statusCode === status && query.includes('partNumber=2'),
        )
        expect(failed, String(status)).toMatchObject({ settled: 'error', requestId: refused?.requestId })
      }
    })

    it('the header is hidden: the id of the body, or none', async () => {
      const page = await open(hiding)
      expect(await upload(page, 'put', 'a', 10)).toMatchObject({ settled: 'result', own: false })
      expect(await call(page, 'head', 'missing')).toMatchObject({ settled: 'error', own: false })
      const seen = await call(page, 'get', 'missing')
      expect(seen).toMatchObject({ requestId: last(hiding)?.bodyRequestId, info: { ec: last(hiding)?.ec } })
      expect(seen.info?.exchanges).toMatchObject([{ requestId: last(hiding)?.bodyRequestId }])
    })

    it.each([true, false])('says once what the CORS rule lacks, with debug: %s', async (debug) => {
      const page = await open(hiding, { debug })
      const messages: string[] = []
      const listen = (message: ConsoleMessage) => {
        if (message.text().startsWith('requestid:')) messages.push(`${message.type()}: ${message.text()}`)
      }
      page.on('console', listen)
      for (const key of ['a', 'b']) await upload(page, 'put', key, 10)
      await call(page, 'get', 'missing')
      page.off('console', listen)
      expect(messages).toEqual(
        debug ? [expect.stringMatching(/^warning: .*<ExposeHeader>x-oss-request-id<\/ExposeHeader>/)] : [],
      )
    })

    it('no response: the property is absent', async () => {
      const page = await open(server)
      server.inject({ reset: 'before-headers', times: always })
      const seen = await call(page, 'get', 'a')
      expect(seen).toMatchObject({ settled: 'error', own: false })
      expect(seen.info?.exchanges).toHaveLength(1)
    })

    it('100 calls at once mix nothing', async () => {
      const page = await open(server)
      server.inject({ status: 403, delayMs: 4, times: always }, ({ key = '' }) => key.endsWith('3'))
      server.inject({ delayMs: 7, times: 30 }, ({ key = '' }) => key.endsWith('5'))
      const calls = await page.evaluate(() => {
        const { call } = globalThis as unknown as Global
        return Promise.all(
          Array.from({ length: 100 }, async (_, i) => {
            const key = `${i % 4}-${i}`
            const file = new File(['x'.repeat(i % 4 === 3 ? 150_000 : 10)], 'file')
            const name = ['put', 'get', 'head', 'multipartUpload'][i % 4] as string
            const args = name === 'put' || name === 'multipartUpload' ? [key, file, {}] : [key]
            return { key, seen: await call(name, ...args) }
          }),
        )
      })
      for (const { key, seen } of calls) {
        const issued = server.exchanges.filter((exchange) => exchange.key === key)
        expect(seen.requestId, key).toBe(issued.at(-1)?.requestId)
        expect(ids(seen.info?.exchanges), key).toEqual(ids(issued))
      }
    })

    it('by fetch as well', async () => {
      const page = await open(server, {}, { useFetch: true })
      expect(await upload(page, 'put', 'a', 10)).toMatchObject({ requestId: last()?.requestId })
      expect(await call(page, 'get', 'missing')).toMatchObject({ requestId: last()?.requestId })
    })

    it('every method of the prototype', async () => {
      const page = await open(server)
      await upload(page, 'put', 'a', 250 * 1024)
      const init = await page.evaluate(() =>
        (globalThis as unknown as Global).client.initMultipartUpload?.('a'),
      )
      const { uploadId } = init as { uploadId: string }
      const names = await page.evaluate(() => (globalThis as unknown as Global).methods)
      expect(names.filter((name) => !name.startsWith('_') && !(name in oss) && !OTHER.has(name))).toEqual([])
      const { etag } = (await page.evaluate(
        (uploadId) =>
          (globalThis as unknown as Global).client.uploadPart?.(
            'a',
            uploadId,
            1,
            new File(['x'], 'file'),
            0,
            1,
            {},
          ),
        uploadId,
      )) as { etag: string }
      const files = new Set(['put', 'append', 'multipartUpload', 'uploadPart', 'putStream'])
      let refusing = false
      server.inject({ status: 403, bodyRequestId: false, times: always }, () => refusing)
      let outcomes = 0
      for (const name of names) {
        const args = oss[name]
        // Those that take a file are tested above.
        if (!args || files.has(name)) continue
        for (refusing of [false, true]) {
          const before = server.exchanges.length
          const seen = await call(page, name, ...args({ uploadId, etag }))
          const issued = server.exchanges.slice(before)
          expect.soft(seen, `${name} ${refusing}`).toMatchObject({ requestId: issued.at(-1)?.requestId })
          outcomes++
        }
      }
      expect(outcomes).toBeGreaterThan(100)
    })
  })
})

function ids(exchanges: readonly (IssuedExchange | { requestId?: string })[] = []): unknown[] {
  return exchanges.map(({ requestId }) => requestId).sort()
}
