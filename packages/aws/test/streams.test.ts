import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { InvokeWithResponseStreamCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { getRequestInfo } from '@requestid/core'
import { EventStreamCodec } from '@smithy/core/event-streams'
import { FetchHttpHandler } from '@smithy/fetch-http-handler'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { type AwsWire, startAwsWire } from './wire.js'

type Body = NonNullable<Awaited<ReturnType<typeof get>>>

let wire: AwsWire
beforeAll(async () => {
  wire = await startAwsWire()
})
afterAll(() => wire.close())

const failures: unknown[] = []
const onError = (error: unknown) => failures.push(error)

async function get(config: S3ClientConfig, register = true, options = {}) {
  const client = new S3Client({ ...wire.clientOptions(), forcePathStyle: true, maxAttempts: 1, ...config })
  if (register) withRequestId(client, { onError })
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }), options)
  return Body
}

/** Reads until it fails. */
async function failure(read: () => unknown): Promise<Record<string, unknown>> {
  try {
    await read()
  } catch (error) {
    return error as Record<string, unknown>
  }
  throw new Error('it did not fail')
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

async function drainReader(stream: ReadableStream): Promise<void> {
  const reader = stream.getReader()
  while (!(await reader.read()).done);
}

const discard = () => new PassThrough().resume()
const node = (body: Body) => body as Readable
const web = (body: Body) => body as unknown as ReadableStream & AsyncIterable<unknown>

const ofNode: Record<string, (body: Body) => unknown> = {
  transformToString: (body) => body.transformToString(),
  transformToByteArray: (body) => body.transformToByteArray(),
  transformToWebStream: (body) => drainReader(body.transformToWebStream()),
  'for await': (body) => drain(node(body)),
  pipeline: (body) => pipeline(node(body), discard()),
  'pipe, and its own error event': async (body) => {
    node(body).pipe(discard())
    const [error] = await once(node(body), 'error').catch((error) => [error])
    throw error
  },
  events: (body) =>
    new Promise((_, reject) =>
      node(body)
        .on('data', () => {})
        .on('error', reject),
    ),
}

const ofFetch: Record<string, (body: Body) => unknown> = {
  transformToString: (body) => body.transformToString(),
  transformToByteArray: (body) => body.transformToByteArray(),
  transformToWebStream: (body) => drainReader(body.transformToWebStream()),
  getReader: (body) => drainReader(web(body)),
  'getReader, once it has failed': async (body) => {
    const reader = web(body).getReader()
    await failure(() => reader.closed)
    reader.releaseLock()
    return web(body).getReader().read()
  },
  'for await': (body) => drain(web(body)),
  pipeTo: (body) => web(body).pipeTo(new WritableStream()),
  tee: (body) => drainReader(web(body).tee()[1]),
}

describe("an object's content that breaks off", () => {
  it.each(Object.entries(ofNode))('of Node: %s', async (_, read) => {
    wire.reply({ body: 'content', reset: 'mid-body' })
    const plain = await failure(async () => read((await get({}, false)) as Body))
    expect(plain).not.toHaveProperty('requestId')
    const error = await failure(async () => read((await get({})) as Body))
    expect([error.name, error.message]).toEqual([plain.name, plain.message])
    expect(error.requestId).toBe(wire.exchanges[1]?.requestId)
    expect(getRequestInfo(error)?.exchanges).toMatchObject([{ statusCode: 200, path: '/bucket/key' }])
    expect(failures).toEqual([])
  })

  it('of Node: aborted', async () => {
    wire.reply({ body: 'content', stall: 'mid-body' })
    const controller = new AbortController()
    const body = (await get({}, true, { abortSignal: controller.signal })) as Body
    setTimeout(() => controller.abort(), 20)
    const error = await failure(() => body.transformToString())
    expect(error.requestId).toBe(wire.exchanges[0]?.requestId)
  })

  it('of Node: before its checksum is there', async () => {
    wire.reply({ body: 'content', reset: 'mid-body', headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } })
    const error = await failure(async () => ((await get({})) as Body).transformToString())
    expect(error.code).toBe('ECONNRESET')
    expect(error.requestId).toBe(wire.exchanges[0]?.requestId)
  })

  it('of Node: not what its checksum says', async () => {
    wire.reply({ body: 'content', headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } })
    const error = await failure(async () => ((await get({})) as Body).transformToString())
    expect(error.message).toMatch(/checksum/i)
    expect(error.requestId).toBe(wire.exchanges[0]?.requestId)
  })

  it.each(Object.entries(ofFetch))('of fetch: %s', async (_, read) => {
    wire.reply({ body: 'content', reset: 'mid-body' })
    const fetching = () => ({ requestHandler: new FetchHttpHandler() })
    const plain = await failure(async () => read((await get(fetching(), false)) as Body))
    expect(plain).not.toHaveProperty('requestId')
    const error = await failure(async () => read((await get(fetching())) as Body))
    expect([error.name, error.message]).toEqual([plain.name, plain.message])
    expect(error.requestId).toBe(wire.exchanges[1]?.requestId)
    expect(failures).toEqual([])
  })

  it('stays an error of the user to handle', async () => {
    wire.reply({ body: 'content' })
    const [plain, body] = [(await get({}, false)) as Body, (await get({})) as Body]
    for (const event of ['error', 'data', 'end', 'close']) {
      expect(node(body).listenerCount(event)).toBe(node(plain).listenerCount(event))
    }
    expect(Object.keys(body)).toEqual(Object.keys(plain))
    expect(await body.transformToString()).toBe('content')
  })

  it('is read as without the plugin: web streams', async () => {
    wire.reply({ body: 'content' })
    const body = web((await get({ requestHandler: new FetchHttpHandler() })) as Body)
    expect(Object.keys(body)).toEqual(
      Object.keys((await get({ requestHandler: new FetchHttpHandler() }, false)) ?? {}),
    )
    const [one, two] = body.tee()
    expect(body.locked).toBe(true)
    expect(await new Response(one).text()).toBe('content')
    expect(await new Response(two.pipeThrough(new TransformStream())).text()).toBe('content')
  })
})

describe('events that end in an error', () => {
  const codec = new EventStreamCodec(
    (bytes) => Buffer.from(bytes as Uint8Array).toString(),
    (text) => Buffer.from(text),
  )
  const message = (headers: Record<string, string>, body: string) =>
    codec.encode({
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, { type: 'string', value } as const]),
      ),
      body: Buffer.from(body),
    })
  const event = message({ ':message-type': 'event', ':event-type': 'PayloadChunk' }, 'chunk')
  const headers = { 'content-type': 'application/vnd.amazon.eventstream' }

  async function invoke(register = true) {
    const client = new LambdaClient({ ...wire.clientOptions(), maxAttempts: 1 })
    if (register) withRequestId(client, { onError })
    return client.send(new InvokeWithResponseStreamCommand({ FunctionName: 'f' }))
  }

  it.each([
    ['an error event', { ':message-type': 'error', ':error-code': 'InternalError', ':error-message': 'm' }],
    ['an exception event', { ':message-type': 'exception', ':exception-type': 'SomeException' }],
    ['a reset', undefined],
  ])('%s', async (_, last) => {
    const body = Buffer.concat([event, ...(last ? [message(last, '{"message":"m"}')] : [])])
    wire.reply({
      requestIdHeader: 'x-amzn-requestid',
      headers,
      body,
      ...(!last && { reset: 'mid-body' as const }),
    })
    const [plain, error] = [
      await failure(async () => drain((await invoke(false)).EventStream ?? ([] as never))),
      await failure(async () => drain((await invoke()).EventStream ?? ([] as never))),
    ]
    expect(plain).not.toHaveProperty('requestId')
    expect([error.name, error.message]).toEqual([plain.name, plain.message])
    expect(error.requestId).toBe(wire.exchanges[1]?.requestId)
    expect(failures).toEqual([])
  })

  it('give the same events as without the plugin', async () => {
    wire.reply({ headers, body: Buffer.concat([event, event]) })
    const events = []
    for (const register of [false, true]) {
      const { EventStream } = await invoke(register)
      const seen = []
      for await (const item of EventStream ?? []) seen.push(item)
      events.push([seen, Object.keys(EventStream ?? {})])
    }
    expect(events[1]).toEqual(events[0])
    expect(events[0]?.[0]).toHaveLength(2)
  })
})

describe('a body that is read along for its id', () => {
  const error = '<ErrorResponse><Error><Code>A</Code></Error><RequestId>{id}</RequestId></ErrorResponse>'

  /** An HTTP client whose last body can be looked at. */
  function spying(cut = false) {
    const inner = new S3Client(wire.clientOptions()).config.requestHandler
    const seen: Readable[] = []
    return {
      seen,
      async handle(...args: Parameters<typeof inner.handle>) {
        const answer = await inner.handle(...args)
        if (cut) answer.response.body = Readable.from(byteByByte(answer.response.body))
        seen.push(answer.response.body)
        return answer
      },
    }
  }

  async function* byteByByte(body: AsyncIterable<Buffer>) {
    for await (const chunk of body) {
      for (let i = 0; i < 100; i++) yield chunk.subarray(i, i + 1)
      yield chunk.subarray(100)
    }
  }

  it("never is an object's content", async () => {
    wire.reply({ body: error, requestIdHeader: false })
    const client = withRequestId(new S3Client({ ...wire.clientOptions(), forcePathStyle: true }))
    const result = await client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }))
    expect(await result.Body?.transformToString()).toMatch(/RequestId/)
    expect(result).not.toHaveProperty('requestId')
    expect(getRequestInfo(result)?.exchanges[0]).not.toHaveProperty('requestId')
  })

  it.each([
    ['until it is found', error],
    ['as long as it looks like XML', 'Bad Gateway'],
    ['as far as error bodies go', `<a>${'x'.repeat(100_000)}</a>`],
    ['to its end', '<a></a>'],
    ['however it is cut', error],
  ])('is left alone then: %s', async (_, body) => {
    const length = _ === 'to its end' ? 0 : 200_000
    wire.reply({
      status: 400,
      body: body.padEnd(length),
      requestIdHeader: false,
    })
    const requestHandler = spying(_ === 'however it is cut')
    const client = withRequestId(
      new S3Client({ ...wire.clientOptions(), forcePathStyle: true, maxAttempts: 1, requestHandler }),
    )
    const failed = await failure(() => client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' })))
    expect(failed.requestId).toBe(body === error ? wire.exchanges[0]?.requestId : undefined)
    expect(requestHandler.seen.map((stream) => Object.hasOwn(stream, 'emit'))).toEqual([false])
  })
})
