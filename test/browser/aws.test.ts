import { startServer, type TestServer } from '@requestid/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundle, executable, type Site, startSite } from './page.js'

/** What a page can tell of an outcome. */
interface Seen {
  settled: 'result' | 'error'
  own: boolean
  requestId?: string
  text?: string
  name?: string
  exchanges: { requestId?: string; statusCode?: number; errorCode?: string; path: string }[]
}

const script = `
  import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
  import { getRequestInfo, withRequestId } from '@requestid/aws'
  const Commands = { get: GetObjectCommand, head: HeadObjectCommand, put: PutObjectCommand }

  window.call = async ({ options, register, name, parameters, read }) => {
    const client = new S3Client({ ...options, maxAttempts: 1 })
    if (register) withRequestId(client)
    let text
    const run = async () => {
      const result = await client.send(new Commands[name](parameters))
      if (read === 'text') text = await result.Body.transformToString()
      if (read === 'reader') {
        const reader = result.Body.getReader()
        while (!(await reader.read()).done);
      }
      return result
    }
    const [settled, outcome] = await run().then(
      (result) => ['result', result],
      (error) => ['error', error],
    )
    return {
      settled,
      text,
      own: Object.hasOwn(outcome, 'requestId'),
      requestId: outcome.requestId,
      name: outcome.name,
      exchanges: getRequestInfo(outcome)?.exchanges ?? [],
    }
  }`

const exposed = ['x-amz-request-id', 'x-amz-id-2', 'ETag']
const object = { Bucket: 'bucket', Key: 'key' }

describe.skipIf(!executable)('client-s3 in Chromium, from another origin', () => {
  let site: Site
  let page: Page
  let server: TestServer
  let hiding: TestServer
  beforeAll(async () => {
    site = await startSite()
    page = await site.open(await bundle(script))
    server = await startServer({ vendor: 'aws', exposeHeaders: exposed })
    hiding = await startServer({ vendor: 'aws', exposeHeaders: ['ETag'] })
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

  const call = (
    name: string,
    more: object = {},
    { on = server, register = true, read = '' } = {},
  ): Promise<Seen> =>
    page.evaluate((call) => (globalThis as unknown as { call(call: object): Promise<Seen> }).call(call), {
      options: on.s3Options(),
      register,
      name,
      parameters: { ...object, ...more },
      read,
    })
  const last = (on = server) => on.exchanges.at(-1)

  it('results and errors', async () => {
    expect(await call('put', { Body: 'content' })).toMatchObject({
      settled: 'result',
      requestId: last()?.requestId,
    })
    expect(await call('get', {}, { read: 'text' })).toMatchObject({
      text: 'content',
      requestId: last()?.requestId,
      exchanges: [{ requestId: last()?.requestId, statusCode: 200, path: '/bucket/key' }],
    })
    for (const name of ['get', 'head']) {
      const seen = await call(name, { Key: 'missing' })
      expect(seen).toMatchObject({ settled: 'error', own: true, requestId: last()?.requestId })
    }
  })

  it.each(['text', 'reader'])('a content that breaks off, read as %s', async (read) => {
    await call('put', { Body: 'x'.repeat(100_000) })
    for (const register of [false, true]) {
      // What it may store, the browser asks for again by itself.
      server.inject({ reset: 'mid-body', headers: { 'cache-control': 'no-store' } }, { method: 'GET' })
      const seen = await call('get', {}, { read, register })
      expect(seen).toMatchObject({ settled: 'error', own: register, name: 'TypeError' })
      if (register) expect(seen.requestId).toBe(last()?.requestId)
    }
  })

  it('no response: the property is absent', async () => {
    server.inject({ reset: 'before-headers', times: Number.POSITIVE_INFINITY })
    const seen = await call('get')
    expect(seen).toMatchObject({ settled: 'error', own: false, exchanges: [{ errorCode: 'TypeError' }] })
  })

  it('the header is hidden: the id of the body, or none', async () => {
    expect(await call('put', { Body: 'x' }, { on: hiding })).toMatchObject({ settled: 'result', own: false })
    expect(await call('head', { Key: 'missing' }, { on: hiding })).toMatchObject({
      settled: 'error',
      own: false,
    })
    expect(await call('get', { Key: 'missing' }, { on: hiding })).toMatchObject({
      settled: 'error',
      requestId: last(hiding)?.bodyRequestId,
      exchanges: [{ requestId: last(hiding)?.bodyRequestId }],
    })
  })

  it('the same as without the plugin', async () => {
    for (const [name, more] of [
      ['put', { Body: 'x' }],
      ['get', {}],
      ['get', { Key: 'missing' }],
    ] as const) {
      const [plain, plugin] = [await call(name, more, { register: false }), await call(name, more)]
      expect([plugin.settled, plugin.name]).toEqual([plain.settled, plain.name])
      expect([plain.own, plugin.own]).toEqual([false, true])
    }
  })
})
