// What the plugin promises of minio's Client beyond a single request, against the newest, the last of 7 and the oldest.
import { createWriteStream, existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { captureExchanges, type Exchange, getRequestId, getRequestInfo } from '@requestid/core'
import { startServer, type TestServer } from '@requestid/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type RequestIdOptions, withRequestId } from '../src/index.js'
import { page } from './methods.js'
import { versions } from './versions.js'

type Outcome = Record<string, unknown>
const always = Number.POSITIVE_INFINITY

let server: TestServer
let folder: string
beforeAll(async () => {
  server = await startServer({ vendor: 'aws' })
  folder = await mkdtemp(join(tmpdir(), 'requestid-minio-'))
})
beforeEach(() => server.clear())
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})
vi.spyOn(console, 'warn').mockImplementation(() => {})

const ids = () => server.exchanges.map(({ requestId }) => requestId)
const last = () => ids().at(-1)
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => Promise.reject(new Error('no error')),
    (error: Outcome) => error,
  )
const errorOf = (stream: NodeJS.ReadableStream): Promise<Outcome> =>
  new Promise((resolve) => stream.on('error', resolve as never).resume())
const content = 'x'.repeat(100_000)

describe.each(versions)('minio %s', (version, sdk) => {
  const recent = version >= '7.1'
  const retries = version >= '8'
  const settings = () => ({
    endPoint: '127.0.0.1',
    port: server.port,
    useSSL: false,
    accessKey: 'test-id',
    secretKey: 'test-secret',
    region: 'us-east-1',
    ...(retries && { retryOptions: { maximumRetryCount: 1, baseDelayMs: 1, maximumDelayMs: 2 } }),
  })
  const plain = (Client = sdk.Client) => new Client(settings())
  const onError = (error: unknown) => {
    throw error
  }
  const registered = (options: RequestIdOptions = {}) => withRequestId(plain(), { onError, ...options })

  describe('streams', () => {
    it.each(['getObject', 'getPartialObject'] as const)('%s: the response, with its id', async (name) => {
      server.inject({ status: 200, body: content })
      const client = registered()
      const stream = await (name === 'getObject'
        ? client.getObject('bucket', 'key')
        : client.getPartialObject('bucket', 'key', 0))
      expect(stream).toBeInstanceOf(http.IncomingMessage)
      expect(getRequestId(stream)).toBe(last())
      expect((stream as unknown as Outcome).requestId).toBe(last())
      expect(Object.keys(stream)).not.toContain('requestId')
      let read = ''
      for await (const chunk of stream) read += chunk
      expect(read).toBe(content)
    })

    it('a body that is cut: the error has the id of its response', async () => {
      server.inject({ status: 200, body: content, reset: 'mid-body' })
      const client = registered()
      const stream = await client.getObject('bucket', 'key')
      const id = last()
      const failed = errorOf(stream)
      await client.statObject('bucket', 'key').catch(() => {})
      expect((await failed).requestId).toBe(id)
    })

    it('an error of the user is theirs', async () => {
      const mine = new Error('mine')
      const runs: ((client: ReturnType<typeof plain>) => Promise<unknown>)[] = [
        async (client) => {
          const stream = await client.getObject('bucket', 'key')
          stream.destroy(mine)
          return errorOf(stream)
        },
        async (client) => {
          const failing = new Writable({ write: (_chunk, _encoding, done) => done(mine) })
          return failure(pipeline(await client.getObject('bucket', 'key'), failing))
        },
        async (client) => {
          const stream = client.listObjectsV2('bucket', '', true)
          stream.once('data', () => stream.destroy(mine))
          return errorOf(stream)
        },
        (client) => {
          // Once the SDK reads it.
          const stream = new Readable({ read: () => setImmediate(() => stream.destroy(mine)) })
          stream.push('x')
          return failure(client.putObject('bucket', 'key', stream, 10))
        },
      ]
      // 7.0 does not wait for a stream that fails.
      for (const run of runs.slice(0, recent ? 4 : 3)) {
        server.clear()
        server.inject({ status: 200, body: run === runs[2] ? page('a', 'bg==') : content, times: always })
        expect(await run(registered())).toBe(mine)
        expect(getRequestId(mine)).toBeUndefined()
        expect(mine).not.toHaveProperty('requestId')
      }
    })

    it.runIf(existsSync('/dev/full'))('a full disk is the user’s', async () => {
      server.inject({ status: 200, body: content, times: always })
      const stream = await registered().getObject('bucket', 'key')
      const error = await failure(pipeline(stream, createWriteStream('/dev/full')))
      expect(error).toMatchObject({ code: 'ENOSPC' })
      expect(getRequestId(error)).toBeUndefined()
      const nowhere = await failure(registered().fGetObject('bucket', 'key', '/dev/null/key'))
      expect(nowhere).toMatchObject({ code: expect.stringMatching(/ENOTDIR|EEXIST/) })
      expect(nowhere).not.toHaveProperty('requestId')
    })

    it('destroyed, before an answer and within it: as plain, and the process lives', async () => {
      for (const client of [plain(), registered()]) {
        server.inject({ status: 200, body: content, times: always })
        const stream = await client.getObject('bucket', 'key')
        stream.destroy()
        expect(await new Promise((resolve) => stream.once('close', () => resolve('closed')))).toBe('closed')
      }
    })
  })

  describe('listings', () => {
    const list = {
      listObjects: page('a', 'bg=='),
      listObjectsV2: page('a', 'bg=='),
    } as const

    it.each(Object.entries(list))('%s: of several pages the last one counts', async (name, first) => {
      server.inject({ status: 200, body: first })
      server.inject({ status: 200, body: page('b') })
      const stream = registered()[name as 'listObjects']('bucket', '', true)
      const seen: unknown[] = []
      for await (const { name } of stream) seen.push([name, getRequestId(stream)])
      expect(seen).toEqual([
        ['a', ids()[0]],
        ['b', ids()[1]],
      ])
      expect((stream as unknown as Outcome).requestId).toBe(last())
      expect(getRequestInfo(stream)?.exchanges).toHaveLength(2)
    })

    it.each(Object.entries(list))('%s: an error on the second page has its own id', async (name, first) => {
      server.inject({ status: 200, body: first })
      server.inject({ status: 403, times: always })
      const stream = registered()[name as 'listObjects']('bucket', '', true)
      const error = await errorOf(stream)
      expect(error).toMatchObject({ name: 'S3Error', requestId: last() })
      expect(getRequestInfo(error)?.operation).toBe(name)
    })

    it('listIncompleteUploads: with the parts of each upload', async () => {
      const upload =
        '<Upload><Key>a</Key><UploadId>u</UploadId><Initiator><ID>i</ID></Initiator><Owner><ID>o</ID></Owner><StorageClass>s</StorageClass><Initiated>2020-01-01T00:00:00Z</Initiated></Upload>'
      const uploads = (more: boolean) =>
        `<ListMultipartUploadsResult><IsTruncated>${more}</IsTruncated><NextKeyMarker>a</NextKeyMarker><NextUploadIdMarker>u</NextUploadIdMarker>${upload}</ListMultipartUploadsResult>`
      const parts = '<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>'
      // 7.0 cannot ask for a second page.
      const bodies = [...(recent ? [uploads(true), parts] : []), uploads(false), parts]
      for (const body of bodies) server.inject({ status: 200, body })
      const stream = registered().listIncompleteUploads('bucket', '', true)
      for await (const _ of stream);
      expect(server.exchanges).toHaveLength(bodies.length)
      expect(getRequestId(stream)).toBe(last())
      server.clear()
      server.inject({ status: 200, body: uploads(true) })
      server.inject({ status: 403, times: always })
      const failing = registered().listIncompleteUploads('bucket', '', true)
      expect((await errorOf(failing)).requestId).toBe(last())
    })

    it.runIf(recent)('the extensions object: the stream and its errors', async () => {
      const client = registered()
      server.inject({ status: 200, body: page('a', 'bg==') })
      server.inject({ status: 200, body: page('b') })
      const stream = client.extensions.listObjectsV2WithMetadata('bucket', '', true)
      for await (const _ of stream);
      expect((stream as unknown as Outcome).requestId).toBe(last())
      expect(getRequestInfo(stream)).toMatchObject({ operation: 'listObjectsV2WithMetadata' })
      server.inject({ status: 200, body: page('a', 'bg==') })
      server.inject({ status: 403, times: always })
      const failing = client.extensions.listObjectsV2WithMetadata('bucket', '', true)
      expect((await errorOf(failing)).requestId).toBe(last())
      const mine = new Error('mine')
      server.clear()
      server.inject({ status: 200, body: page('a', 'bg=='), times: always })
      const destroyed = client.extensions.listObjectsV2WithMetadata('bucket', '', true)
      destroyed.once('data', () => destroyed.destroy(mine))
      expect(await errorOf(destroyed)).toBe(mine)
      expect(mine).not.toHaveProperty('requestId')
    })
  })

  describe('callbacks', () => {
    it('a result, an error, and nothing of what the callback gives or throws', async () => {
      server.inject({ status: 200, body: '', headers: { etag: '"e"' } })
      const client = registered() as unknown as Record<string, (...args: unknown[]) => unknown>
      const self: unknown[] = []
      const given = { theirs: true }
      const returned = client.statObject?.(
        'bucket',
        'key',
        function (this: unknown, error: unknown, result: Outcome) {
          self.push(this, error, result.requestId)
          return given
        },
      )
      await vi.waitFor(() => expect(self).toHaveLength(3))
      expect(self.slice(1)).toEqual([null, last()])
      if (recent) expect(await returned).toBe(given)
      expect(given).toEqual({ theirs: true })
      server.inject({ status: 403, times: always })
      const error = await new Promise<Outcome>((resolve) => client.statObject?.('bucket', 'key', {}, resolve))
      expect(error.requestId).toBe(last())
    })

    it.runIf(recent)('what a callback throws is theirs', async () => {
      const mine = new Error('mine')
      server.inject({ status: 403, times: always })
      const client = registered() as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
      const thrown = client.statObject?.('bucket', 'key', () => {
        throw mine
      })
      expect(await failure(thrown as Promise<unknown>)).toBe(mine)
      expect(mine).not.toHaveProperty('requestId')
    })
  })

  describe('several requests', () => {
    it('an upload in parts, of a stream and of a file', async () => {
      const big = Buffer.alloc(11 * 1024 * 1024, 'x')
      const client = registered()
      ;(client as unknown as { partSize: number }).partSize = 5 * 1024 * 1024
      const file = join(folder, 'big')
      await writeFile(file, big)
      for (const upload of [
        () => client.putObject('bucket', 'stream', Readable.from([big]), big.length),
        () => client.fPutObject('bucket', 'file', file, {}),
      ]) {
        server.clear()
        const result = (await upload()) as unknown as Outcome
        if (result === undefined) continue // of fPutObject, 7.1
        expect(result.requestId).toBe(last())
        expect(getRequestInfo(result)?.exchanges.map(({ requestId }) => requestId)).toEqual(ids())
        expect(ids().length).toBeGreaterThan(3)
      }
      server.clear()
      server.inject({ status: 403, times: always }, { method: 'PUT' })
      const error = await failure(client.fPutObject('bucket', 'file', file, {}))
      expect(error.requestId).toBe(last())
    })

    it('a file that is fetched', async () => {
      const client = registered()
      await client.putObject('bucket', 'key', 'content')
      await client.fGetObject('bucket', 'key', join(folder, 'key'))
      server.inject({ status: 403, times: always }, { method: 'GET' })
      const error = await failure(client.fGetObject('bucket', 'key', join(folder, 'other')))
      expect(error.requestId).toBe(last())
    })

    it.runIf(retries)('removeObjects in two batches at once: an error has the id of its own', async () => {
      const names = Array.from({ length: 1500 }, (_, i) => `${i}`)
      let turn = 0
      const first = () => turn++ === 0
      server.inject({ status: 200, body: '<DeleteResult></DeleteResult>', delayMs: 20 }, first)
      server.inject({ status: 200, body: '<DeleteResult>x</DeleteResult>', reset: 'mid-body', times: always })
      const error = await failure(registered().removeObjects('bucket', names))
      const cut = server.exchanges.at(-1)
      expect(error.requestId).toBe(cut?.requestId)
      server.clear()
      server.inject({ status: 200, body: '<DeleteResult></DeleteResult>', times: always })
      const { exchanges } = await captureExchanges(() => registered().removeObjects('bucket', names))
      expect(exchanges.map(({ requestId }) => requestId).sort()).toEqual(ids().sort())
    })

    it('composeObject of two parts', async () => {
      server.inject(
        { status: 200, body: '', headers: { 'content-length': '6000000', etag: '"e"' }, times: 2 },
        { method: 'HEAD' },
      )
      server.inject({ status: 403, times: always })
      const { CopyDestinationOptions, CopySourceOptions } = sdk
      const source = (name: string) => new CopySourceOptions({ Bucket: 'bucket', Object: name })
      const destination = new CopyDestinationOptions({ Bucket: 'bucket', Object: 'key' })
      const error = await failure(registered().composeObject(destination, [source('a'), source('b')]))
      expect(error.requestId).toBe(last())
    })

    it('a region that is asked for first', async () => {
      server.inject(
        { status: 200, body: '<LocationConstraint>eu-west-1</LocationConstraint>' },
        { query: 'location' },
      )
      server.inject({ status: 200, body: '' })
      const { region: _, ...others } = settings()
      const client = withRequestId(new sdk.Client(others as never), { onError })
      const result = (await client.statObject('bucket', 'key')) as unknown as Outcome
      expect(result.requestId).toBe(last())
      expect(getRequestInfo(result)?.exchanges).toHaveLength(2)
    })
  })

  describe('retries and connections', () => {
    it.runIf(retries)('503, then 200', async () => {
      server.inject({ status: 503 })
      server.inject({ status: 200, body: '' })
      const result = await registered().statObject('bucket', 'key')
      expect((result as unknown as Outcome).requestId).toBe(last())
      expect(getRequestInfo(result)?.exchanges.map(({ statusCode }) => statusCode)).toEqual([503, 200])
    })

    it('503 each time', async () => {
      server.inject({ status: 503, times: always })
      const error = await failure(registered().statObject('bucket', 'key'))
      expect(error.requestId).toBe(last())
      expect(getRequestInfo(error)?.exchanges).toHaveLength(retries ? 2 : 1)
    })

    it('no answer: no id, and the code of the connection', async () => {
      server.inject({ reset: 'before-headers', times: always })
      const error = await failure(registered().statObject('bucket', 'key'))
      expect(error).toMatchObject({ code: 'ECONNRESET' })
      expect(error).not.toHaveProperty('requestId')
      expect(getRequestInfo(error)?.exchanges.at(-1)).toMatchObject({
        errorCode: 'ECONNRESET',
        method: 'HEAD',
      })
    })

    it('a connection that fails after an answer', async () => {
      const seen: Exchange[] = []
      const client = registered({ onExchange: (exchange) => seen.push(exchange) })
      server.inject({ status: 200, body: page('a', 'bg==') })
      server.inject({ reset: 'before-headers', times: always })
      const error = await errorOf(client.listObjectsV2('bucket', '', true))
      expect(getRequestInfo(error)).toMatchObject({
        idOf: 'earlier',
        requestId: ids()[0],
        errorCode: 'ECONNRESET',
      })
      expect(seen.map(({ errorCode, statusCode }) => errorCode ?? statusCode)).toEqual([200, 'ECONNRESET'])
    })
  })

  describe('notifications', () => {
    const event = (key: string) => `${JSON.stringify({ Records: [{ s3: { object: { key } } }] })}\n`

    it('events come as they came, each poll is a call of its own, and an error has its id', async () => {
      for (const client of [plain(), registered()]) {
        server.clear()
        server.inject({ status: 200, body: event('a') })
        server.inject({ status: 200, body: event('b') })
        server.inject({ status: 403, times: always })
        const poller = client.listenBucketNotification('bucket', '', '', ['s3:ObjectCreated:*'])
        const keys: string[] = []
        poller.on('notification', (record) => {
          keys.push((record as { s3: { object: { key: string } } }).s3.object.key)
        })
        const error = await new Promise<unknown>((resolve) => poller.once('error', resolve))
        poller.stop()
        expect(keys).toEqual(['a', 'b'])
        expect(error).toMatchObject({ name: 'S3Error', code: 'AccessDenied' })
        const isPlain = getRequestInfo(error as object)?.source !== 'plugin'
        if (isPlain) expect(error).not.toHaveProperty('requestId')
        else expect(getRequestInfo(error)).toMatchObject({ requestId: last(), exchanges: { length: 1 } })
      }
    })

    it('a poll that is cut', async () => {
      server.inject({ status: 200, body: event('a').repeat(1000), reset: 'mid-body', times: always })
      const poller = registered().listenBucketNotification('bucket', '', '', ['s3:ObjectCreated:*'])
      const error = await new Promise<unknown>((resolve) => poller.on('error', resolve))
      poller.stop()
      expect((error as Outcome).requestId).toBe(ids()[0])
    })
  })

  describe('what stays as it was', () => {
    it('own keys, for...in, instanceof, other clients, the SDK’s class and http', async () => {
      const before = [Object.keys(sdk.Client.prototype), http.request, http.get]
      const [one, two] = [plain(), plain()]
      const enumerated = (client: object) => {
        const names: string[] = []
        for (const name in client) names.push(name)
        return names
      }
      const [keys, names] = [Object.keys(one), enumerated(one)]
      const client = withRequestId(one)
      expect(client).toBe(one)
      expect([Object.keys(one), enumerated(one)]).toEqual([keys, names])
      expect(one).toBeInstanceOf(sdk.Client)
      expect([Object.keys(sdk.Client.prototype), http.request, http.get]).toEqual(before)
      server.inject({ status: 403, times: always })
      expect(getRequestInfo(await failure(two.statObject('bucket', 'key')))?.source).not.toBe('plugin')
      client.setRequestOptions({ family: 4 })
      expect((one as unknown as { reqOptions: unknown }).reqOptions).toEqual({ family: 4 })
    })

    it('a configuration may be sent back', async () => {
      const bodies: string[] = []
      for (const client of [plain(), registered()]) {
        const body = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'
        server.inject({ status: 200, body })
        server.inject({ status: 200, body: '' })
        const got = await client.getBucketVersioning('bucket')
        const { request } = http
        const transport = {
          request(...args: Parameters<typeof request>) {
            const made = request(...args)
            const { end, write } = made
            made.end = function (this: unknown, ...sent: unknown[]) {
              if (typeof sent[0] === 'string' || Buffer.isBuffer(sent[0])) bodies.push(String(sent[0]))
              return end.apply(made, sent as never)
            } as never
            made.write = ((...sent: unknown[]) => {
              bodies.push(String(sent[0]))
              return write.apply(made, sent as never)
            }) as never
            return made
          },
        }
        ;(client as unknown as { transport: object }).transport = transport
        await client.setBucketVersioning('bucket', got as never)
        expect(Object.keys(got as object)).toEqual(['Status'])
        expect(bodies.at(-1)).toContain('<Status>Enabled</Status>')
      }
      expect(bodies).toHaveLength(2)
      expect(bodies[1]).toBe(bodies[0])
    })

    it('not enumerable where the option says so', async () => {
      server.inject({ status: 200, body: '' })
      const result = await registered({ enumerable: false }).statObject('bucket', 'key')
      expect(Object.keys(result)).not.toContain('requestId')
      expect((result as unknown as Outcome).requestId).toBe(last())
    })

    it('refuses what is no client, a frozen one and wrong options; a second registration changes nothing', async () => {
      expect(() => withRequestId({} as never)).toThrow(
        'got an instance of Object; pass an instance: new Client({ ... }).',
      )
      expect(() => withRequestId(sdk.Client as never)).toThrow('got the class Client; pass an instance')
      expect(() => withRequestId(Object.freeze(plain()))).toThrow(/frozen/)
      expect(() => withRequestId(plain(), { onExchnge() {} } as never)).toThrow('unknown option onExchnge')
      const seen: Exchange[] = []
      const client = registered({ onExchange: (exchange) => seen.push(exchange) })
      const unused = vi.fn()
      expect(withRequestId(client, { onExchange: unused })).toBe(client)
      server.inject({ status: 200, body: '' })
      await client.statObject('bucket', 'key')
      expect(seen).toHaveLength(1)
      expect(unused).not.toHaveBeenCalled()
    })

    it('a subclass with private fields, and one whose methods are assigned', async () => {
      type Base = InstanceType<typeof sdk.Client>
      class Mine extends sdk.Client {
        #calls = 0
        override async statObject(...args: Parameters<Base['statObject']>) {
          this.#calls++
          return super.statObject(...args)
        }
        override async makeBucket(...args: Parameters<Base['makeBucket']>) {
          this.#calls++
          return super.makeBucket(...args)
        }
        get calls() {
          return this.#calls
        }
      }
      const client = withRequestId(plain(Mine as never) as Mine, { onError })
      server.inject({ status: 403, times: always })
      expect((await failure(client.statObject('bucket', 'key'))).requestId).toBe(last())
      expect((await failure(client.removeObject('bucket', 'key'))).requestId).toBe(last())
      expect((client as unknown as Mine).calls).toBe(1)
    })

    it('spies and stubs, before and after', async () => {
      const client = plain()
      const stub = vi.fn(async () => ({ size: 1 }))
      client.statObject = stub as never
      withRequestId(client, { onError })
      expect(await client.statObject('bucket', 'key')).toEqual({ size: 1 })
      expect(stub).toHaveBeenCalledWith('bucket', 'key')
      const spy = vi.spyOn(sdk.Client.prototype, 'removeObject')
      try {
        server.inject({ status: 403, times: always })
        expect((await failure(client.removeObject('bucket', 'key'))).requestId).toBe(last())
        expect(spy).toHaveBeenCalledTimes(1)
      } finally {
        spy.mockRestore()
      }
    })

    it('rejections that nobody handles are as many as before', async () => {
      const counts: number[] = []
      const listeners = process.listeners('unhandledRejection')
      for (const client of [plain(), registered()]) {
        server.inject({ status: 403, times: always })
        let count = 0
        process.removeAllListeners('unhandledRejection').on('unhandledRejection', () => count++)
        void client.statObject('bucket', 'key')
        await vi.waitFor(() => expect(count).toBeGreaterThan(0))
        await new Promise((resolve) => setTimeout(resolve, 20))
        counts.push(count)
      }
      process.removeAllListeners('unhandledRejection')
      for (const listener of listeners) process.on('unhandledRejection', listener)
      expect(counts).toEqual([1, 1])
    })
  })

  it('1,000 calls at once: each has its own id', async () => {
    const client = registered()
    const outcomes = await Promise.all(
      Array.from({ length: 1000 }, async (_, i): Promise<[string, Outcome]> => {
        if (i % 3 === 0)
          return [`key${i}`, (await client.putObject('bucket', `key${i}`, 'x')) as unknown as Outcome]
        return [`missing${i}`, await failure(client.statObject('bucket', `missing${i}`))]
      }),
    )
    const issued = new Map(server.exchanges.map(({ key, requestId }) => [key, requestId]))
    for (const [key, { requestId }] of outcomes) expect([key, requestId]).toEqual([key, issued.get(key)])
  })

  it('the vendor that answers', async () => {
    const vendorOf = async (headers: Record<string, string>) => {
      server.inject({ status: 200, body: '', headers })
      return getRequestInfo(await registered().statObject('bucket', 'key'))?.vendor
    }
    expect(await vendorOf({ server: 'MinIO' })).toBe('minio')
    expect(await vendorOf({})).toBe('aws')
    expect(await vendorOf({ 'x-amz-request-id': 'tx000005ad4bb4e1a4a7a3e-0065e8b1b7-1037-default' })).toBe(
      'ceph',
    )
    server.inject({ status: 403, requestIdHeader: false, times: always })
    expect(getRequestInfo(await failure(registered().getBucketTagging('bucket')))?.vendor).toBe('minio')
  })

  it('no secret is in what is known of a call', async () => {
    const seen: Exchange[] = []
    const client = registered({ onExchange: (exchange) => seen.push(exchange) })
    server.inject({ status: 403, times: always })
    const error = await failure(client.putObject('bucket', 'key', 'content'))
    const text = JSON.stringify([seen, getRequestInfo(error)])
    expect(text).toContain('/bucket/key')
    expect(text).not.toMatch(/test-secret|test-id|Signature|content/)
  })
})
