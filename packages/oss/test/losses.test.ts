import { once } from 'node:events'
import { type Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import type OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { bucket, files, type Methods, partSize } from './methods.js'
import { type SDK, versions } from './versions.js'

type Outcome = Record<string, unknown>

interface Loss {
  /** Puts the server in the state, and makes the call. Its outcome is what the user gets, thrown or not. */
  run(client: OSS & Methods, server: TestServer): Promise<unknown>
  /** `OSS` unless said. */
  type?: 'STS' | 'ImageClient'
  /** The exchange whose id is the outcome's; the last one unless said. */
  decided?: (exchanges: readonly IssuedExchange[]) => IssuedExchange | undefined
}

const always = Number.POSITIVE_INFINITY
const put = (client: OSS) => client.put('a', files.big)
const ofPart = (exchanges: readonly IssuedExchange[]) =>
  exchanges.find(({ query, statusCode }) => query.includes('partNumber=2') && statusCode)
const upload = (client: OSS, options = {}) =>
  client.multipartUpload('big', files.big, { partSize, parallel: 3, ...options })
/** Anew each time: the SDK writes to the options it gets. */
const callback = () => ({ callback: { url: 'http://example.com', body: 'b' } })
const source = { sourceKey: 'a', sourceBucketName: bucket }
/** A stream that is cut in mid-body. */
async function cutStream(client: OSS, server: TestServer): Promise<Readable> {
  await put(client)
  server.inject({ reset: 'mid-body' }, { method: 'GET' })
  return (await client.getStream('a')).stream
}

/** Where the SDK itself gives no id although a response had one. */
const losses: Record<string, Loss> = {
  'XML error without an id': {
    run: (client, server) => {
      server.inject({ status: 500, bodyRequestId: false })
      return client.get('a')
    },
  },
  'a page of a proxy': {
    run: (client, server) => {
      server.inject({ status: 502, body: '<html><body>Bad Gateway</body></html>' })
      return client.get('a')
    },
  },
  'time-out after the headers': {
    run: async (client, server) => {
      await put(client)
      server.inject({ stall: 'mid-body' })
      return client.get('a', { timeout: 50 } as OSS.GetObjectOptions)
    },
  },
  'time-out after the headers of an error': {
    run: (client, server) => {
      server.inject({ status: 503, stall: 'mid-body' })
      return client.get('a', { timeout: 50 } as OSS.GetObjectOptions)
    },
  },
  '200 with malformed XML': {
    run: (client, server) => {
      server.inject({ malformed: true })
      return client.list({ 'max-keys': 1 }, {})
    },
  },
  '200 with an empty body': {
    run: (client, server) => {
      server.inject({ body: '' })
      return client.list({ 'max-keys': 1 }, {})
    },
  },
  '200 with unexpected XML': {
    run: async (client, server) => {
      await put(client)
      server.inject({ body: '<A/>' })
      return client.getACL('a')
    },
  },
  'putStream, answer of the callback is not JSON': {
    run: (client, server) => {
      server.inject({ body: 'OK' })
      return client.put('a', files.small, callback() as OSS.PutObjectOptions)
    },
  },
  'put, answer of the callback is not JSON': {
    run: (client, server) => {
      server.inject({ body: 'OK' })
      return client.put('a', Buffer.from('x'), callback() as OSS.PutObjectOptions)
    },
  },
  'completeMultipartUpload, answer of the callback is not JSON': {
    run: (client, server) => {
      server.inject({ body: 'OK' }, { operation: 'CompleteMultipartUpload' })
      return upload(client, callback())
    },
  },
  'getBucketPolicy, not JSON': {
    run: (client, server) => {
      server.inject({ body: '<Policy/>' })
      return client.getBucketPolicy?.(bucket) as Promise<unknown>
    },
  },
  'a part without ETag': {
    run: (client, server) => {
      server.inject({ headers: { etag: '' } }, isPart(2))
      return upload(client)
    },
    decided: ofPart,
  },
  'a part that finds no upload': {
    run: (client, server) => {
      server.inject({ status: 404, code: 'NoSuchUpload' }, isPart(2))
      return upload(client)
    },
    decided: ofPart,
  },
  'a part that finds no upload, one after the other': {
    run: (client, server) => {
      server.inject({ status: 404, code: 'NoSuchUpload' }, isPart(2))
      return upload(client, { parallel: 1 })
    },
    decided: ofPart,
  },
  'a part of a copy that finds no upload': {
    run: async (client, server) => {
      await put(client)
      server.inject({ status: 404, code: 'NoSuchUpload' }, isPart(2))
      return client.multipartUploadCopy?.('copy', { ...source } as never, { partSize }) as Promise<unknown>
    },
    decided: ofPart,
  },
  'cancel while parts are under way': {
    run: (client, server) => {
      server.inject({ delayMs: 20, times: always }, { query: 'partNumber' })
      return upload(client, {
        parallel: 1,
        progress: (done: number) => done > 0 && client.cancel?.(),
      })
    },
  },
  'getStream, error event': {
    run: async (client, server) => {
      const stream = await cutStream(client, server)
      return (await once(stream.resume(), 'error').catch((error: unknown) => [error]))[0]
    },
  },
  'getStream, for await': {
    run: async (client, server) => {
      for await (const _ of await cutStream(client, server)) {
      }
    },
  },
  'getStream, pipeline': {
    run: async (client, server) =>
      pipeline(await cutStream(client, server), new Writable({ write: (_chunk, _encoding, done) => done() })),
  },
  'multipartUploadCopy of a small object': {
    run: async (client) => {
      await client.put('a', files.small)
      return client.multipartUploadCopy?.('copy', { ...source } as never, { partSize }) as Promise<unknown>
    },
  },
  ...Object.fromEntries(
    Object.entries({
      getBucketPolicy: [bucket],
      putBucketVersioning: [bucket, 'Enabled'],
      abortBucketWorm: [bucket],
      completeBucketWorm: [bucket, 'worm'],
      processObjectSave: ['a', 'b', 'image/resize,w_1'],
    }).map(([name, args]): [string, Loss] => [
      `${name}, 403 that is a result`,
      {
        run: (client, server) => {
          server.inject({ status: 403, body: '{}' })
          return client[name]?.(...args) as Promise<unknown>
        },
      },
    ]),
  ),
  'completeMultipartUpload, error in a 200': {
    run: (client, server) => {
      const body = '<Error><Code>InternalError</Code></Error>'
      server.inject({ body }, { operation: 'CompleteMultipartUpload' })
      return upload(client)
    },
  },
}

/** A function, as several parts have the parameter. */
function isPart(number: number) {
  return ({ query }: { query: URLSearchParams }) => query.get('partNumber') === String(number)
}

const ofSts: Record<string, Loss> = {
  'STS, error that is not JSON': {
    type: 'STS',
    run: (client, server) => {
      server.inject({ status: 502, body: '<html>Bad Gateway</html>' })
      return client.assumeRole?.('acs:ram::1:role/r') as Promise<unknown>
    },
  },
  'STS, time-out after the headers': {
    type: 'STS',
    run: (client, server) => {
      server.inject({ stall: 'mid-body' })
      const options = { timeout: 50 }
      return client.assumeRole?.('acs:ram::1:role/r', undefined, 900, 's', options) as Promise<unknown>
    },
  },
  'STS, result whose id is in the body alone': {
    type: 'STS',
    run: (client, server) => {
      server.inject({ requestIdHeader: false })
      return client.assumeRole?.('acs:ram::1:role/r') as Promise<unknown>
    },
  },
  'ImageClient, not JSON': {
    type: 'ImageClient',
    run: async (client, server) => {
      server.inject({ status: 200, body: '<A>', headers: { 'content-type': 'application/json' } })
      return client.getExif?.('a')
    },
  },
}

describe.each(versions)('ali-oss %s', (_, OSS) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ vendor: 'alibaba-oss' })
  })
  afterAll(() => server.close())

  it.each(Object.entries({ ...losses, ...ofSts }))('%s', async (_, loss) => {
    const plain = await observe(OSS, server, loss, false)
    expect(plain.outcome).not.toHaveProperty('requestId', plain.id)
    const plugin = await observe(OSS, server, loss, true)
    expect(plugin.outcome).toHaveProperty('requestId', plugin.id)
    expect(plugin.id).toBeDefined()
    expect(plugin.errors).toEqual([])
  })
})

async function observe(OSS: SDK, server: TestServer, loss: Loss, plugin: boolean) {
  server.clear()
  const errors: unknown[] = []
  const client = create(OSS, server, loss) as OSS & Methods
  if (plugin) withRequestId(client, { onError: (error) => errors.push(error) })
  const outcome = await loss.run(client, server).catch((error: unknown) => error as Outcome)
  const exchange = (loss.decided ?? ((all) => all.at(-1)))(server.exchanges)
  return { outcome, errors, id: exchange?.headerRequestId ?? exchange?.bodyRequestId }
}

function create(OSS: SDK, server: TestServer, { type }: Loss): object {
  const options = server.ossOptions()
  if (type === 'STS') return new OSS.STS(options)
  if (type === 'ImageClient') return new OSS.ImageClient({ ...options, imageHost: server.url })
  return new OSS(options)
}
