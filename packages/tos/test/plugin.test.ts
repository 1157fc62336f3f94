// What the client of TOS alone does: each situation without the plugin and with it.
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { captureExchanges, type Exchange, getRequestId, getRequestInfo } from '@requestid/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Ending, endingOf } from '../../../test/contract/outcomes.js'
import { withRequestId } from '../src/index.js'
import { type Client, type SDK, versions } from './versions.js'
import { createClient, errorBody, startTosWire, type TosWire } from './wire.js'

let server: TosWire
let folder: string
beforeAll(async () => {
  server = await startTosWire()
  folder = mkdtempSync(join(tmpdir(), 'requestid-tos-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await server.close()
})
beforeEach(() => server.clear())

const always = Number.POSITIVE_INFINITY
const bucket = 'bucket'
const key = 'key'
const file = (name: string) => join(folder, name)
const partSize = 5 * 1024 * 1024
const size = partSize + 1

/** Names of the class, texts and keys: values have ids, dates and signatures. */
function kindOf({ way, value, uncaught }: Ending): unknown {
  const ofOne = (one: unknown): unknown =>
    Array.isArray(one)
      ? one.map(ofOne)
      : [
          Object(one).constructor?.name,
          Object(one).message,
          one instanceof Readable
            ? 'stream'
            : Object.keys(Object(one)).filter((name) => !/equestId$/.test(name)),
        ]
  return [way, ofOne(value), uncaught]
}

interface Situation {
  readonly options?: object
  prepare?(): void
  call(client: Client, attempt: number, sdk: SDK): Promise<unknown>
  /** The outcomes that have an id, in the value. Default: itself. */
  outcomes?(value: unknown): readonly unknown[]
  /** Whether it has none: no response came. */
  readonly none?: true
}

const streamOf = async (client: Client) =>
  (await client.getObjectV2({ key, dataType: 'stream' })) as { data: { content: unknown } }
/** What the stream of an object ends with. */
const read = async (client: Client) => {
  const result = await streamOf(client)
  const stream = result.data.content as Readable
  const error = await new Promise((resolve) => stream.on('error', resolve).on('end', resolve).resume())
  return [result, stream, error]
}
const parts = () => {
  server.inject(
    { status: 200, body: JSON.stringify({ Bucket: bucket, Key: key, UploadId: 'u' }) },
    { query: 'uploads' },
  )
  server.inject(
    { status: 200, body: JSON.stringify({ Bucket: bucket, Key: key, ETag: 'e', Location: '' }) },
    ({ method, query }) => method === 'POST' && query.has('uploadId'),
  )
}
const upload = (client: Client, more: object = {}) =>
  client.uploadFile({ bucket, key, file: Buffer.alloc(size), partSize, taskNum: 3, ...more })

const situations: Readonly<Record<string, Situation>> = {
  'a result': { call: (client) => client.putObject({ key, body: Buffer.from('content') }) },
  'a result of a HEAD': { call: (client) => client.headObject({ key }) },
  'an upload of a stream': {
    call: (client) => client.putObject({ key, body: Readable.from([Buffer.from('a')]) }),
  },
  'an upload of a file': {
    prepare: () => writeFileSync(file('source'), 'content'),
    call: (client) => client.putObjectFromFile({ key, filePath: file('source') }),
  },
  'an object at the end of which something is put': {
    call: (client) => client.appendObject({ key, offset: 0, body: Buffer.from('x') }),
  },
  'the stream of an object': { call: read, outcomes: (value) => (value as unknown[]).slice(0, 2) },
  'a stream that is cut': {
    prepare: () => server.inject({ reset: 'mid-body', times: always }),
    call: read,
    outcomes: (value) => value as unknown[],
  },
  'an object that becomes a file': {
    call: (client, attempt) => client.getObjectToFile({ key, filePath: file(`saved-${attempt}`) }),
  },
  'a listing of several pages': {
    prepare: () =>
      server.inject({
        status: 200,
        body: JSON.stringify({
          KeyCount: 1,
          IsTruncated: true,
          NextContinuationToken: 't',
          Contents: [{ Key: 'a' }],
        }),
      }),
    call: (client) => client.listObjectsType2({}),
  },
  'an upload in parts': { prepare: parts, call: (client) => upload(client) },
  '404 with a body': { call: (client) => client.getObjectV2({ key: 'missing' }) },
  '404 of a HEAD': { call: (client) => client.headObject({ key: 'missing' }) },
  '403, with the id in the body alone': {
    prepare: () =>
      server.inject({ status: 403, body: errorBody('{id}'), requestIdHeader: false, times: always }),
    call: (client) => client.listBuckets(),
  },
  '503, and a retry that succeeds': {
    prepare: () => server.inject({ status: 503 }),
    call: (client) => client.headObject({ key }),
  },
  '503, until the retries are exhausted': {
    prepare: () => server.inject({ status: 503, times: always }),
    call: (client) => client.headObject({ key }),
  },
  'a reset, and a retry that succeeds': {
    prepare: () => server.inject({ reset: 'before-headers' }),
    call: (client) => client.headObject({ key }),
  },
  'resets, until the retries are exhausted': {
    prepare: () => server.inject({ reset: 'before-headers', times: always }),
    call: (client) => client.headObject({ key }),
    none: true,
  },
  'a body that is cut': {
    prepare: () => server.inject({ reset: 'mid-body', times: always }),
    call: (client) => client.getObjectAcl({ key }),
  },
  'a body that is no HTTP': {
    prepare: () => server.inject({ malformed: true, times: always }),
    call: (client) => client.getObjectAcl({ key }),
  },
  'a body that is no JSON': {
    prepare: () => server.inject({ status: 200, body: '<html>', times: always }),
    call: (client) => client.getObjectAcl({ key }),
  },
  'a time-out': {
    options: { requestTimeout: 50 },
    prepare: () => server.inject({ stall: 'before-headers', times: always }),
    call: (client) => client.headObject({ key }),
    none: true,
  },
  '404 without a body': {
    prepare: () => server.inject({ status: 404, body: '', times: always }),
    call: (client) => client.getObjectAcl({ key }),
  },
  'wrong arguments': { call: (client) => client.headObject({ key: '' }), none: true },
}

describe.each(versions)('@volcengine/tos-sdk %s', (version, sdk) => {
  const onError = (error: unknown) => expect.unreachable(String(error))
  const plain = (options?: object) => createClient(sdk.TosClient, server, options)
  const registered = (options?: object, more?: object): Client =>
    withRequestId(plain(options), { onError, ...more })

  it.each(Object.entries(situations))(
    '%s',
    async (_, { options, prepare, call, outcomes = (value) => [value], none }) => {
      const run = async (client: Client, attempt: number) => {
        server.clear()
        prepare?.()
        return endingOf(() => call(client, attempt, sdk))
      }
      const without = await run(plain(options), 0)
      const exchanges: Exchange[] = []
      const having = await run(
        registered(options, { onExchange: (exchange: Exchange) => exchanges.push(exchange) }),
        1,
      )
      expect(kindOf(having)).toEqual(kindOf(without))
      const heard = server.exchanges.map(({ statusCode, requestId, headerRequestId }) =>
        statusCode && (headerRequestId || statusCode === 403) ? requestId : undefined,
      )
      expect(exchanges.map(({ requestId }) => requestId).sort()).toEqual(heard.sort())
      for (const outcome of outcomes(having.value)) {
        const id = none ? undefined : server.exchanges.at(-1)?.requestId
        expect(getRequestId(outcome)).toBe(id)
        expect((outcome as { requestId?: string }).requestId).toBe(id)
      }
    },
  )

  it('an upload in parts: the part that fails, its event, and all requests', async () => {
    parts()
    server.inject({ status: 403, body: errorBody('{id}') }, ({ query }) => query.get('partNumber') === '2')
    const events: unknown[] = []
    const exchanges: Exchange[] = []
    const client = registered({}, { onExchange: (exchange: Exchange) => exchanges.push(exchange) })
    const error = await upload(client, {
      uploadEventChange: ({ err }: { err?: unknown }) => err && events.push(err),
    }).catch((error: unknown) => error)
    const refused = server.exchanges.find(({ statusCode }) => statusCode === 403)?.requestId
    expect(events[0]).toHaveProperty('requestId', refused)
    expect(error).toHaveProperty('requestId', refused)
    expect(exchanges.length).toBe(server.exchanges.length)
  })

  it('an upload that is cancelled, and a download in parts', async () => {
    for (const client of [plain(), registered()]) {
      parts()
      const { token, cancel } = sdk.TosClient.CancelToken.source()
      const error = await upload(client, {
        cancelToken: token,
        taskNum: 1,
        uploadEventChange: () => cancel('enough'),
      }).catch((error: unknown) => error)
      expect(sdk.TosClient.isCancel(error)).toBe(true)
      server.clear()
    }
    const head = { 'content-length': '1024', etag: '"e"', 'last-modified': new Date(0).toUTCString() }
    for (const [i, client] of [plain(), registered()].entries()) {
      server.clear()
      server.inject({ status: 200, body: '', headers: head }, { method: 'HEAD' })
      server.inject({ status: 206, body: 'x'.repeat(1024), times: always }, { method: 'GET' })
      const { value, exchanges } = await captureExchanges(() =>
        client.downloadFile({ key, filePath: file(`down-${i}`) }),
      )
      expect(readFileSync(file(`down-${i}`))).toHaveLength(1024)
      if (i === 0) continue
      expect(value).toHaveProperty('requestId')
      expect(exchanges.map(({ requestId }) => requestId)).toEqual(
        server.exchanges.map(({ requestId }) => requestId),
      )
    }
  })

  it('the code of an error, and the other id', async () => {
    const headers = { 'x-tos-ec': '0003-00000001', 'x-tos-id-2': 'other' }
    server.inject({ status: 403, body: errorBody('{id}'), headers, times: always })
    const error = await registered()
      .getObjectAcl({ key })
      .catch((error: unknown) => error)
    expect(getRequestInfo(error)).toMatchObject({
      vendor: 'volcengine-tos',
      ec: '0003-00000001',
      extendedRequestId: 'other',
      operation: 'getObjectAcl',
      statusCode: 403,
    })
  })

  it('an error of the user’s own stream is left alone', async () => {
    const result = await streamOf(registered())
    const stream = result.data.content as Readable
    const mine = new Error('mine')
    stream.destroy(mine)
    expect((await once(stream, 'error'))[0]).toBe(mine)
    expect(mine).not.toHaveProperty('requestId')
  })

  it.runIf('TosVectorsClient' in sdk)('the other clients of the SDK', async () => {
    const options = {
      accessKeyId: 'a',
      accessKeySecret: 'b',
      region: 'cn-beijing',
      secure: false,
      maxRetryCount: 0,
    }
    const vectors = withRequestId(
      new sdk.TosVectorsClient({ ...options, ...server.clientOptions() } as never),
      { onError },
    )
    server.inject({ status: 403, body: errorBody('{id}') })
    const error = await vectors.listVectorBuckets({} as never).catch((error: unknown) => error)
    expect(error).toHaveProperty('requestId', server.exchanges[0]?.requestId)
  })

  it('what an error of the user’s says stays, whatever it is', async () => {
    const client = registered()
    const error = Object.assign(new Error('of the user'), { requestId: 'job 7' })
    const { axiosInst } = client as unknown as {
      axiosInst: { interceptors: { response: { use(see: () => unknown): void } } }
    }
    axiosInst.interceptors.response.use(() => Promise.reject(error))
    expect(await client.headObject({ key }).catch((error: unknown) => error)).toBe(error)
    expect(server.exchanges).toHaveLength(1)
    expect(error.requestId).toBe('job 7')
  })

  it('what of the SDK and of Node stays as it was', async () => {
    const before = [Object.getOwnPropertyNames(sdk.TosClient.prototype), http.request, http.get]
    const [one, other] = [plain(), plain()]
    const names = (client: object) => {
      const names: string[] = []
      for (const name in client) names.push(name)
      return [Object.keys(client), names]
    }
    const [listed, { axiosInst, httpAgent }] = [names(one), one as unknown as Record<string, unknown>]
    const client = withRequestId(one)
    expect(client).toBe(one)
    expect(names(client)).toEqual(listed)
    expect(client).toBeInstanceOf(sdk.TosClient)
    expect(client).toMatchObject({ axiosInst, httpAgent })
    expect(Object.hasOwn(httpAgent as object, 'addRequest')).toBe(false)
    expect([Object.getOwnPropertyNames(sdk.TosClient.prototype), http.request, http.get]).toEqual(before)
    expect(getRequestInfo(await other.headObject({ key }))?.source).not.toBe('plugin')
    expect(client.getPreSignedUrl({ key })).toContain('X-Tos-Signature')
    const unused = vi.fn()
    expect(withRequestId(client, { onExchange: unused })).toBe(client)
    await client.headObject({ key })
    expect(unused).not.toHaveBeenCalled()
  })

  it('what no plugin saw is read too', async () => {
    server.inject({ status: 403, body: errorBody('{id}'), headers: { 'x-tos-ec': '1' } })
    const error = await plain()
      .headObject({ key: 'missing' })
      .catch((error: unknown) => error)
    const { requestId } = server.exchanges[0] ?? {}
    expect(getRequestInfo(error)).toMatchObject({
      vendor: 'volcengine-tos',
      requestId,
      ec: '1',
      statusCode: 403,
    })
  })

  const count = version === versions[0]?.[0] ? 1000 : 100
  it(`${count} at once`, async () => {
    const client = registered({ maxConnections: 20 })
    const keys = Array.from({ length: count }, (_, i) => `${i % 3 ? '' : 'missing'}${i}`)
    const outcomes = await Promise.all(
      keys.map((key) => client.headObject({ key }).catch((error: unknown) => error)),
    )
    const issued = new Map(server.exchanges.map(({ key, requestId }) => [key, requestId]))
    for (const [i, outcome] of outcomes.entries())
      expect(outcome).toHaveProperty('requestId', issued.get(keys[i]))
  })
})
