import { startServer, type TestServer } from '@requestid/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundle, executable, type Site, startSite } from './page.js'

/** What a page can tell of an outcome. */
interface Seen {
  readonly settled: 'result' | 'error'
  readonly class: string
  readonly own: boolean
  readonly requestId?: string
  readonly status?: number
  readonly info?: { vendor: string; exchanges: { path: string; host: string }[] }
}

const script = `
  import axios from 'axios'
  import { getRequestInfo, requestIdFetch, requestIdXhr, withRequestId } from '@requestid/http'
  const { fetch, XMLHttpRequest } = window
  const ways = {
    async fetch(register, { method, url, body }) {
      const response = await (register ? requestIdFetch() : fetch)(url, { method, body })
      await response.text()
      return response
    },
    async axios(register, { method, url, body }) {
      const client = axios.create()
      return (register ? withRequestId(client) : client).request({ method, url, data: body })
    },
    XMLHttpRequest: (register, { method, url, body }) => new Promise((resolve, reject) => {
      const xhr = new XMLHttpRequest()
      if (register) requestIdXhr(xhr)
      xhr.onload = () => resolve(xhr)
      xhr.onerror = () => reject(xhr)
      xhr.open(method, url)
      xhr.send(body)
    }),
  }
  window.call = async (way, register, request) => {
    const [settled, outcome] = await ways[way](register, request).then(
      (result) => ['result', result],
      (error) => ['error', error],
    )
    const { requestId, status } = outcome
    return {
      settled,
      class: outcome.constructor.name,
      own: Object.hasOwn(outcome, 'requestId'),
      requestId,
      status,
      info: register ? getRequestInfo(outcome) : undefined,
    }
  }
  window.untouched = () => fetch === window.fetch && XMLHttpRequest === window.XMLHttpRequest`

const signed = 'X-Amz-Credential=AKID-secret&X-Amz-Signature=secret'

describe.skipIf(!executable)('a presigned upload in Chromium, from another origin', () => {
  let site: Site
  let page: Page
  let server: TestServer
  let hiding: TestServer
  beforeAll(async () => {
    site = await startSite()
    page = await site.open(await bundle(script))
    server = await startServer({ vendor: 'aws', exposeHeaders: ['x-amz-request-id'] })
    hiding = await startServer({ vendor: 'aws' })
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

  describe.each(['fetch', 'axios', 'XMLHttpRequest'])('%s', (way) => {
    const call = (method: 'PUT' | 'GET', { on = server, register = true } = {}): Promise<Seen> =>
      page.evaluate(
        (args) =>
          (globalThis as unknown as { call(...args: unknown[]): Promise<Seen> }).call(
            ...(args as [unknown, unknown, unknown]),
          ),
        [
          way,
          register,
          { method, url: `${on.url}/bucket/a?${signed}`, body: method === 'PUT' ? 'content' : undefined },
        ],
      )
    const last = (on = server) => on.exchanges.at(-1)

    it('has its id, and so has a refused one; else it is as it was', async () => {
      for (const status of [200, 403]) {
        const seen = []
        for (const register of [false, true]) {
          if (status !== 200) server.inject({ status }, { method: 'PUT' })
          seen.push(await call('PUT', { register }))
        }
        const [without, having] = seen
        expect(having).toMatchObject({ own: true, requestId: last()?.requestId, info: { vendor: 'aws' } })
        expect(having?.info?.exchanges).toMatchObject([{ host: new URL(server.url).host, path: '/bucket/a' }])
        expect(JSON.stringify(having)).not.toMatch(/secret/)
        expect(without).toMatchObject({ own: false })
        expect([having?.settled, having?.class, having?.status]).toEqual([
          without?.settled,
          without?.class,
          without?.status,
        ])
      }
    })

    it('the header is hidden: the id of an error’s body, or none', async () => {
      expect(await call('PUT', { on: hiding })).toMatchObject({ own: false, status: 200 })
      hiding.inject({ status: 403 }, { method: 'PUT' })
      const seen = await call('PUT', { on: hiding })
      expect(seen).toMatchObject({ own: true, requestId: last(hiding)?.bodyRequestId })
    })

    it('no response: the property is absent', async () => {
      server.inject({ reset: 'before-headers', times: Number.POSITIVE_INFINITY }, { method: 'PUT' })
      const without = await call('PUT', { register: false })
      const having = await call('PUT')
      expect(having).toMatchObject({ settled: 'error', own: false, class: without.class })
      expect(having.info?.exchanges.length).toBe(1)
    })
  })

  it('nothing global is touched', async () => {
    expect(await page.evaluate('untouched()')).toBe(true)
  })
})
