// What the plugin promises of Azure's clients beyond a single request.

import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { SecretClient } from '@azure/keyvault-secrets'
import { getClient } from '@azure-rest/core-client'
import { captureExchanges, getRequestId, getRequestInfo } from '@requestid/core'
import { observeOperations } from '@requestid/core/plugin'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RequestIdOptions, withRequestId } from '../src/index.js'
import { versions } from './versions.js'
import {
  type AzureWire,
  containerOf,
  secret,
  secretsOf,
  serviceOf,
  startAzureWire,
  subscriptionsOf,
  tableOf,
} from './wire.js'

type Outcome = Record<string, unknown>
const always = Number.POSITIVE_INFINITY

let server: AzureWire
beforeAll(async () => {
  server = await startAzureWire()
})
beforeEach(() => server.clear())
afterAll(() => server.close())

const ids = () => server.exchanges.map(({ requestId }) => requestId)
const last = () => ids().at(-1)
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => Promise.reject(new Error('no error')),
    (error: Outcome) => error,
  )
const errorOf = (stream: NodeJS.ReadableStream): Promise<Outcome> =>
  new Promise((resolve) => stream.on('error', resolve as never).resume())
const idsOf = (outcome: unknown) => getRequestInfo(outcome)?.exchanges.map(({ requestId }) => requestId)
const onError = (error: unknown) => {
  throw error
}
const register = <C extends object>(client: C, options: RequestIdOptions = {}): C =>
  withRequestId(client, { onError, ...options }) as never

describe.each(versions)('@azure/storage-blob %s', (_, sdk) => {
  const create = () => containerOf(sdk, server)
  const registered = () => register(create())
  const blob = (name = 'blob') => registered().getBlockBlobClient(name)
  const content = 'x'.repeat(100_000)
  const of = (body: string) => ({ status: 200, body, headers: { etag: '"e"' } })

  describe('a download', () => {
    it('its result and its stream have the id, and it reads as before', async () => {
      server.inject(of(content))
      const result = await blob().download()
      const stream = result.readableStreamBody as Readable
      expect(result.requestId).toBe(last())
      expect(getRequestInfo(result)).toMatchObject({ requestId: last(), operation: 'download' })
      expect(getRequestId(stream)).toBe(last())
      expect(Object.keys(stream)).not.toContain('requestId')
      let read = ''
      for await (const chunk of stream) read += chunk
      expect(read).toBe(content)
    })

    it.each(['after-headers', 'mid-body'] as const)(
      'cut %s: the error of the stream has the id, and the plain one’s kind',
      async (reset) => {
        const errors: Outcome[] = []
        for (const client of [create(), registered()]) {
          server.inject({ ...of(content), reset })
          const { readableStreamBody } = await client.getBlobClient('blob').download()
          errors.push(await errorOf(readableStreamBody as Readable))
        }
        const [without, having] = errors as [Outcome, Outcome]
        expect([having.name, having.message]).toEqual([without.name, without.message])
        expect([without.requestId, having.requestId]).toEqual([undefined, last()])
      },
    )

    it('aborted in mid-body: likewise', async () => {
      server.inject({ ...of(content), stall: 'mid-body' })
      const controller = new AbortController()
      const result = await blob().download(0, undefined, { abortSignal: controller.signal })
      const error = errorOf(result.readableStreamBody as Readable)
      await sleep(20)
      controller.abort()
      expect(await error).toMatchObject({ name: 'AbortError', requestId: last() })
    })

    it('an error of the user’s is theirs', async () => {
      const mine = new Error('mine')
      server.inject({ ...of(content), times: always })
      const one = await blob().download()
      ;(one.readableStreamBody as Readable).destroy(mine)
      expect(await errorOf(one.readableStreamBody as Readable)).toBe(mine)
      const two = await blob().download()
      const failing = new Writable({ write: (_chunk, _encoding, done) => done(mine) })
      expect(await failure(pipeline(two.readableStreamBody as Readable, failing))).toBe(mine)
      expect(mine).not.toHaveProperty('requestId')
    })
  })

  describe('what is made of several requests', () => {
    const blocks = { blockSize: 10, maxSingleShotSize: 5, concurrency: 3 }

    it('an upload in blocks has all of them, and the id of the last', async () => {
      const result = await blob().uploadData(Buffer.alloc(50), blocks)
      expect(result.requestId).toBe(last())
      expect(getRequestInfo(result)).toMatchObject({ operation: 'uploadData' })
      expect(idsOf(result)?.slice().sort()).toEqual(ids().slice().sort())
      expect(ids()).toHaveLength(6)
    })

    it('an upload of a stream likewise', async () => {
      const result = await blob().uploadStream(Readable.from([Buffer.alloc(50)]), 10, 3)
      expect(result.requestId).toBe(last())
      expect(idsOf(result)).toHaveLength(6)
    })

    it('a block that fails: the error has its id', async () => {
      server.inject({ status: 403, times: always }, { query: 'blockid' })
      const error = await failure(blob().uploadData(Buffer.alloc(50), blocks))
      const refused = server.exchanges.filter(({ statusCode }) => statusCode === 403)
      expect(refused.map(({ requestId }) => requestId)).toContain(error.requestId)
      expect(getRequestInfo(error)).toMatchObject({ statusCode: 403, operation: 'uploadData' })
    })

    it('a download in blocks: the buffer has the last id, hidden, and all requests', async () => {
      server.inject({ status: 206, body: 'x'.repeat(10), times: always, headers: { etag: '"e"' } })
      const buffer = await blob().downloadToBuffer(0, 40, { blockSize: 10, concurrency: 2 })
      expect(buffer.toString()).toBe('x'.repeat(40))
      expect(ids()).toContain(getRequestId(buffer))
      expect(Object.keys(buffer)).not.toContain('requestId')
      expect(idsOf(buffer)?.slice().sort()).toEqual(ids().slice().sort())
    })

    it('many at once mix nothing', async () => {
      server.inject({ status: 503, times: 10 }, { query: 'blockid' })
      const client = register(containerOf(sdk, server, sdk.ContainerClient, 12))
      const uploads = await Promise.all(
        Array.from({ length: 40 }, (_, i) =>
          client.getBlockBlobClient(`n${i}`).uploadData(Buffer.alloc(20), blocks),
        ),
      )
      const { exchanges } = server
      for (const [i, upload] of uploads.entries()) {
        const issued = exchanges.filter(({ key }) => key === `n${i}`).map(({ requestId }) => requestId)
        expect(upload.requestId).toBe(issued.at(-1))
        expect(idsOf(upload)?.slice().sort()).toEqual(issued.sort())
      }
    })

    it('pages: each has its own id', async () => {
      const seen: unknown[] = []
      for await (const page of registered().listBlobsFlat().byPage())
        seen.push(page.requestId, ...(idsOf(page) ?? []))
      const [one, two] = ids()
      expect(seen).toEqual([one, one, two, two])
      const names: string[] = []
      for await (const { name } of registered().listBlobsFlat()) names.push(name)
      expect(names).toEqual(['a', 'a'])
    })

    it('a batch has its id, and each answer in it its own', async () => {
      const answers = ['one', 'two'].map(
        (id, i) =>
          `Content-Type: application/http\r\nContent-ID: ${i}\r\n\r\nHTTP/1.1 ${i ? '404 Not Found' : '202 Accepted'}\r\nx-ms-request-id: ${id}\r\n${i ? 'x-ms-error-code: BlobNotFound\r\n' : ''}\r\n`,
      )
      const body = `--b\r\n${answers.join('--b\r\n')}--b--`
      server.inject({ status: 202, body, headers: { 'content-type': 'multipart/mixed; boundary=b' } })
      const container = registered()
      const blobs = ['a', 'b'].map((name) => container.getBlobClient(name))
      const result = await container.getBlobBatchClient().deleteBlobs(blobs)
      expect(result.requestId).toBe(last())
      expect(result.subResponsesFailedCount).toBe(1)
      expect(result.subResponses.map(getRequestId)).toEqual(['one', 'two'])
      expect(result.subResponses.map((each) => getRequestInfo(each)?.statusCode)).toEqual([202, 404])
      expect(getRequestInfo(result)).toMatchObject({ requestId: last(), statusCode: 202 })
    })
  })

  it('retries: the id of the last answer, and all of them', async () => {
    server.inject({ status: 503 })
    const result = await blob().upload('x', 1)
    expect(result.requestId).toBe(last())
    expect(getRequestInfo(result)?.exchanges.map(({ statusCode }) => statusCode)).toEqual([503, 201])
    server.inject({ status: 503, times: always })
    const error = await failure(blob().upload('x', 1))
    expect(error).toMatchObject({ requestId: last(), statusCode: 503 })
  })

  it('the client’s own id is never the id', async () => {
    server.inject({
      status: 404,
      requestIdHeader: false,
      body: '',
      headers: { 'x-ms-client-request-id': 'of-the-client' },
      times: always,
    })
    const error = await failure(blob().getProperties())
    expect(getRequestId(error)).toBeUndefined()
    expect(error).not.toHaveProperty('requestId')
  })

  it('what gives a boolean has its request in captureExchanges', async () => {
    const { value, exchanges } = await captureExchanges(() => blob('missing').exists())
    expect(value).toBe(false)
    expect(exchanges.map(({ requestId }) => requestId)).toEqual(ids())
  })

  it('clients that a client makes are registered with it, and their clients too', async () => {
    const service = register(serviceOf(sdk, server))
    const container = service.getContainerClient('container')
    const made = container.getBlobClient('missing')
    const clients = [made, made.getBlockBlobClient(), made.withSnapshot('s'), made.withVersion('v')]
    for (const client of clients) expect((await failure(client.getProperties())).requestId).toBe(last())
    const lease = await failure(made.getBlobLeaseClient().acquireLease(15))
    expect(lease.requestId).toBe(last())
    const { containerClient } = await service.createContainer('created')
    expect((await failure(containerClient.getBlobClient('missing').getProperties())).requestId).toBe(last())
  })

  it('another client on the same pipeline stays as it is, before and after', async () => {
    const one = create()
    const { pipeline } = one as unknown as { pipeline: never }
    const other = new sdk.ContainerClient(`${server.clientOptions()}/account/other`, pipeline)
    const seen: unknown[] = []
    register(one, { onExchange: ({ requestId }) => seen.push(requestId) })
    const errors = [await failure(other.getBlobClient('missing').getProperties())]
    await failure(one.getBlobClient('missing').getProperties())
    errors.push(await failure(other.getBlobClient('missing').getProperties()))
    expect(seen).toEqual([ids()[1]])
    for (const error of errors) expect(getRequestInfo(error)?.source).toBe('outcome')
    // Each with options of its own.
    const mine: unknown[] = []
    register(other, { onExchange: ({ requestId }) => mine.push(requestId) })
    await failure(other.getBlobClient('missing').getProperties())
    expect([seen, mine]).toEqual([[ids()[1]], [last()]])
  })

  it('a policy of the user’s, and what it calls, is none of the call', async () => {
    const inner = registered()
    const client = create()
    register(client)
    const { pipeline } = (client as unknown as { storageClientContext: { pipeline: Pipeline } })
      .storageClientContext
    let error: Outcome | undefined
    pipeline.addPolicy({
      name: 'mine',
      async sendRequest(request, next) {
        error = await failure(inner.getBlobClient('missing').getProperties())
        return next(request)
      },
    })
    const result = await client.getProperties()
    expect(idsOf(error)).toEqual([ids()[0]])
    expect(idsOf(result)).toEqual([ids()[1]])
  })

  it('a class with private members of its own, and a spy, see what they saw', async () => {
    const calls: unknown[][] = []
    class Mine extends sdk.BlockBlobClient {
      #secret = 'mine'
      override async stageBlock(...args: Parameters<InstanceType<typeof sdk.BlockBlobClient>['stageBlock']>) {
        expect(this.#secret).toBe('mine')
        calls.push(args)
        return super.stageBlock(...args)
      }
    }
    const client = register(
      new Mine(
        `${server.clientOptions()}/account/container/blob`,
        sdk.newPipeline(new sdk.AnonymousCredential()),
      ),
    )
    const result = await client.uploadData(Buffer.alloc(20), { blockSize: 10, maxSingleShotSize: 5 })
    expect(result.requestId).toBe(last())
    expect(idsOf(result)).toHaveLength(3)
    await client.stageBlock('YQ==', 'x', 1)
    expect(calls.at(-1)).toEqual(['YQ==', 'x', 1])
  })
})

interface Pipeline {
  addPolicy(policy: {
    name: string
    sendRequest(request: object, next: (request: object) => Promise<unknown>): Promise<unknown>
  }): void
}

describe('the other clients', () => {
  it('an entity that is read can be written back: its id does not show', async () => {
    const table = register(tableOf(server))
    const entity = await table.getEntity('p', 'r')
    expect(getRequestId(entity)).toBe(last())
    expect((entity as Outcome).requestId).toBe(last())
    expect(Object.keys(entity)).not.toContain('requestId')
    const plain = await tableOf(server).getEntity('p', 'r')
    expect(JSON.stringify(entity)).toBe(JSON.stringify(plain))
  })

  it('many secrets at once, with retries, mix nothing and lose none', async () => {
    server.inject({ status: 503, times: 30 }, ({ key = '' }) => key.endsWith('3'))
    const client = register(secretsOf(server))
    const all = await Promise.all(
      Array.from(
        { length: 300 },
        async (_, i) =>
          [
            String(i),
            await client
              .getSecret('name', { version: i % 5 ? String(i) : `missing-${i}` })
              .catch((error: unknown) => error),
          ] as const,
      ),
    )
    const { exchanges } = server
    for (const [i, outcome] of all) {
      const issued = exchanges.filter(({ key }) => key === i || key === `missing-${i}`)
      expect((outcome as Outcome).requestId, i).toBe(issued.at(-1)?.requestId)
      expect(idsOf(outcome), i).toEqual(issued.map(({ requestId }) => requestId))
    }
  })

  it('a class of the user’s: no id rather than another request’s', async () => {
    class Mine extends SecretClient {
      async both() {
        await this.getSecret('a', { version: 'one' })
        await this.getSecret('a', { version: 'two' })
        return { mine: true }
      }
      async atOnce() {
        const secrets = await Promise.all(['one', 'two'].map((version) => this.getSecret('a', { version })))
        return { mine: secrets }
      }
    }
    const client = register(secretsOf(server, Mine)) as Mine
    expect(await client.both()).not.toHaveProperty('requestId')
    const all = await client.atOnce()
    expect(all).not.toHaveProperty('requestId')
    const issued = server.exchanges.slice(-2).map(({ requestId }) => requestId)
    expect(all.mine.map(getRequestId)).toEqual(issued)
    expect(idsOf(all)?.sort()).toEqual(issued)
  })

  it('a client that a credential has is none of the client’s', async () => {
    const inner = tableOf(server)
    class Mine extends SecretClient {
      readonly credential = { inner, getToken: async () => null }
    }
    register(secretsOf(server, Mine))
    // The wire answers with 200, which it takes for an error.
    expect(getRequestInfo(await failure(inner.deleteEntity('p', 'r')))?.source).toBe('outcome')
  })

  it('an integration is told of each operation once, by the SDK’s name for it', async () => {
    const seen: unknown[] = []
    const stop = observeOperations('test', ({ name }) => void seen.push(name))
    const [, sdk] = versions[0] as (typeof versions)[number]
    const blob = register(containerOf(sdk, server)).getBlockBlobClient('blob')
    seen.length = 0
    await blob.uploadData(Buffer.alloc(20), { blockSize: 10, maxSingleShotSize: 5 })
    await blob.getTags()
    stop?.()
    expect(seen).toEqual(['uploadData', 'getTags'])
  })

  it('a client of @azure-rest: a response, also of an error, and its stream', async () => {
    const create = () =>
      getClient(server.clientOptions(), { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } })
    const client = register(create())
    const found = await client.pathUnchecked('/secrets/{name}', 'a').get()
    expect(found).toMatchObject({ status: '200', body: secret, requestId: last() })
    const missing = await client.pathUnchecked('/missing').get()
    expect(missing).toMatchObject({ status: '404', requestId: last() })
    const { body } = await client.pathUnchecked('/secrets/a').get().asNodeStream()
    expect(getRequestId(body)).toBe(last())
    body?.resume()
    server.inject({ reset: 'before-headers' })
    const error = await failure(Promise.resolve(client.pathUnchecked('/secrets/a').get()))
    expect(getRequestInfo(error)?.exchanges).toMatchObject([{ errorCode: 'ECONNRESET' }])
    // It is sent each time that somebody subscribes to it, and not before.
    const before = server.exchanges.length
    const lazy = client.pathUnchecked('/secrets/a').get()
    await sleep(20)
    expect(server.exchanges).toHaveLength(before)
    await lazy
    await lazy
    expect(server.exchanges).toHaveLength(before + 2)
  })

  it('groups of operations, and a method of the class', async () => {
    const client = register(subscriptionsOf(server))
    const one = await client.subscriptions.get('a')
    expect((one as Outcome).requestId).toBe(last())
    expect(getRequestInfo(await failure(client.subscriptions.get('missing')))).toMatchObject({
      statusCode: 404,
      requestId: last(),
    })
  })

  it('a client whose senders cannot be found is refused, and so is a frozen one', () => {
    expect(() => withRequestId({ getProperties() {} })).toThrow(/pass an instance: new BlobServiceClient/)
    expect(() => withRequestId(Object.freeze(secretsOf(server)))).toThrow(/frozen or sealed/)
  })
})
