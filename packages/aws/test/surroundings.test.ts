import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { getRequestId, getRequestInfo } from '@requestid/core'
import { FetchHttpHandler } from '@smithy/fetch-http-handler'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { type AwsWire, startAwsWire } from './wire.js'

// What others do around the plugin: in middlewares, HTTP handlers, credential providers, on bodies and streams.

type Outcome = Record<string, unknown>
type Next = (args: object) => Promise<{ response: { body: Readable } }>

let wire: AwsWire
beforeAll(async () => {
  wire = await startAwsWire()
})
afterAll(() => wire.close())

const create = (more = {}) =>
  new S3Client({ ...wire.clientOptions(), forcePathStyle: true, maxAttempts: 1, ...more })
const get = (client: S3Client, Key = 'key') =>
  client.send(new GetObjectCommand({ Bucket: 'bucket', Key })) as unknown as Promise<Outcome>
const failing = (client: S3Client, Key?: string) =>
  get(client, Key).catch((error: Outcome) => error) as Promise<Outcome>
/** An HTTP handler that answers with these pieces of a body, and no id in the headers. */
const answering = (statusCode: number, ...pieces: (string | Uint8Array)[]) => ({
  async handle() {
    const body = Readable.from(pieces.map((piece) => Buffer.from(piece)))
    return { response: { statusCode, headers: {}, body } }
  },
})

describe('one error for several calls', () => {
  it('a credential provider’s: that of no call that it did not answer', async () => {
    const rejection = Promise.reject(new Error('token file missing'))
    rejection.catch(() => {})
    const keys = { accessKeyId: 'a', secretAccessKey: 'b', expiration: new Date(0) }
    const credentials = () => (wire.exchanges.length > 0 ? rejection : Promise.resolve(keys))
    const first = withRequestId(create({ maxAttempts: 2, credentials }))
    const second = withRequestId(create({ credentials: () => rejection }))
    wire.reply({ status: 503 })
    const error = await failing(first as S3Client)
    expect(getRequestId(error)).toBe(wire.exchanges[0]?.requestId)
    expect(await failing(second as S3Client)).toBe(error)
    expect(error).not.toHaveProperty('requestId')
    expect(getRequestId(error)).toBeUndefined()
  })

  it('an abort signal’s, of two bodies: none', async () => {
    wire.reply({ body: 'content', stall: 'mid-body' })
    const aborting = new AbortController()
    const client = withRequestId(create({ requestHandler: new FetchHttpHandler() }))
    const bodies = await Promise.all(
      ['a', 'b'].map(async (Key) => {
        const command = new GetObjectCommand({ Bucket: 'bucket', Key })
        const { Body } = await client.send(command, { abortSignal: aborting.signal })
        return Body as unknown as ReadableStream
      }),
    )
    const errors = bodies.map(async (body) => {
      const reader = body.getReader()
      await reader.read()
      return reader.read().catch((error: unknown) => error)
    })
    await sleep(20)
    aborting.abort()
    const [one, two] = await Promise.all(errors)
    if (one === two) expect(getRequestId(one)).toBeUndefined()
    else
      expect([getRequestId(one), getRequestId(two)].sort()).toEqual(
        wire.exchanges.map(({ requestId }) => requestId).sort(),
      )
  })
})

describe('on the stack', () => {
  it('a middleware with a tag that looks like the plugin’s stays', async () => {
    wire.reply({})
    const client = create()
    let calls = 0
    const counting = (next: Next) => (args: object) => {
      calls++
      return next(args)
    }
    client.middlewareStack.add(counting as never, {
      step: 'build',
      tags: ['REQUEST_ID'],
    })
    withRequestId(client)
    expect((await get(client)).requestId).toBe(wire.exchanges[0]?.requestId)
    expect(calls).toBe(1)
  })

  it('a middleware that sends twice at once: a content that breaks has the id of its own response', async () => {
    // More than is taken in before somebody reads it: it breaks off afterwards.
    wire.reply({ body: 'x'.repeat(1e6), reset: 'mid-body' }, { body: 'content', delayMs: 10 })
    const client = withRequestId(create()) as S3Client
    const hedging = (next: Next) => async (args: object) => {
      const [first, second] = [next(args), next({ ...args })]
      await Promise.allSettled([first, second])
      return first
    }
    client.middlewareStack.add(hedging as never, { step: 'finalizeRequest', priority: 'low' })
    const { requestId, Body } = await get(client)
    const error = await (Body as Readable).toArray().catch((error: unknown) => error)
    expect(error).toBeInstanceOf(Error)
    expect([requestId, getRequestId(error)]).toEqual([
      wire.exchanges[0]?.requestId,
      wire.exchanges[0]?.requestId,
    ])
  })

  it('a handler may do with a `then` alone', async () => {
    const response = {
      statusCode: 404,
      headers: { 'x-amz-request-id': 'of-handler' },
      body: Readable.from([]),
    }
    let sent = 0
    const handle = () => ({
      // biome-ignore lint/suspicious/noThenProperty: it is what the test is about
      then(resolve: (value: unknown) => void) {
        sent++
        resolve({ response })
      },
    })
    const config = { requestHandler: { handle }, maxAttempts: 1 }
    expect(await failing(withRequestId(create(config)) as S3Client)).toMatchObject({
      requestId: 'of-handler',
    })
    // Each subscription could send the request once more.
    expect(sent).toBe(1)
  })
})

describe('on a body', () => {
  it.each(['before', 'after'])(
    'somebody else’s emit, put on %s the plugin’s, sees every event',
    async (when) => {
      const xml = ['<Error><Code>A</Code><RequestId>of-body</RequestId>', '</Error>']
      const events = async (register: boolean) => {
        const seen: string[] = []
        const spy = (body: Readable) => {
          const { emit } = body
          body.emit = function (this: Readable, event: string, ...rest: unknown[]) {
            seen.push(event)
            return emit.call(this, event, ...rest)
          }
        }
        const { handle } = answering(403, ...xml)
        const requestHandler = {
          async handle() {
            const answer = await handle()
            if (when === 'before') spy(answer.response.body)
            return answer
          },
        }
        const client = create({ requestHandler })
        if (register) withRequestId(client)
        const after = (next: Next) => async (args: object) => {
          const result = await next(args)
          if (when === 'after') spy(result.response.body)
          return result
        }
        client.middlewareStack.add(after as never, { step: 'deserialize', priority: 'normal' })
        const error = await failing(client)
        if (register) expect(error.requestId).toBe('of-body')
        await sleep(5)
        return seen
      }
      expect(await events(true)).toEqual(await events(false))
    },
  )

  it.each([
    ['blank pieces first', ['\n', '<Error><Code>A</Code><RequestId>of-body</RequestId></Error>']],
    [
      'the id in a last, smaller piece',
      ['<Error><Code>AccessDenied</Code><Message>no</Message>', '<RequestId>of-body</RequestId></Error>'],
    ],
  ])('an error in pieces: %s', async (_, pieces) => {
    const client = withRequestId(create({ requestHandler: answering(403, ...pieces) }))
    expect(await failing(client as S3Client)).toHaveProperty('requestId', 'of-body')
  })

  it.each([
    [
      'after data that hold another’s',
      [
        '<R><GetCallerIdentityResult><RequestId>other</RequestId></GetCallerIdentityResult>',
        '<ResponseMetadata><RequestId>own</RequestId></ResponseMetadata></R>',
      ],
      'own',
    ],
    [
      'far behind',
      [
        `<R><GetCallerIdentityResult>${' '.repeat(100_000)}</GetCallerIdentityResult>`,
        '<ResponseMetadata><RequestId>own</RequestId></ResponseMetadata></R>',
      ],
      'own',
    ],
    [
      'where data alone hold one',
      ['<R><GetCallerIdentityResult><RequestId>other</RequestId></GetCallerIdentityResult></R>'],
      undefined,
    ],
  ])('a query’s answer has the id of its metadata, %s', async (_, pieces, expected) => {
    const sts = withRequestId(
      new STSClient({ ...wire.clientOptions(), requestHandler: answering(200, ...pieces) }),
    )
    const result = await sts.send(new GetCallerIdentityCommand({}))
    expect(getRequestId(result)).toBe(expected)
  })

  it('a body that many calls are given is watched once', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => warnings.push(warning)
    process.on('warning', note)
    const body = Readable.from(['content'])
    const handle = async () => ({
      response: { statusCode: 200, headers: { 'x-amz-request-id': 'id' }, body },
    })
    const client = withRequestId(create({ requestHandler: { handle } })) as S3Client
    for (let i = 0; i < 15; i++) await get(client)
    await sleep(5)
    process.off('warning', note)
    expect(warnings.filter(({ name }) => name === 'MaxListenersExceededWarning')).toEqual([])
  })

  it('reads of a web stream that wait for each other leave no rejection unhandled', async () => {
    const seen: unknown[] = []
    const listeners = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection')
    process.on('unhandledRejection', (reason) => seen.push(reason))
    try {
      for (const register of [false, true]) {
        wire.reply({ body: 'content', reset: 'mid-body' })
        const client = create({ requestHandler: new FetchHttpHandler() })
        if (register) withRequestId(client)
        const { Body } = await get(client)
        const iterator = (Body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
        const reads = [iterator.next(), iterator.next(), iterator.next()]
        await sleep(60)
        const errors = (await Promise.allSettled(reads)).flatMap((read) =>
          read.status === 'rejected' ? [read.reason] : [],
        )
        expect(errors).toHaveLength(1)
        if (register) expect(getRequestId(errors[0])).toBe(wire.exchanges[0]?.requestId)
      }
      expect(seen).toEqual([])
    } finally {
      process.removeAllListeners('unhandledRejection')
      for (const listener of listeners) process.on('unhandledRejection', listener)
    }
  })
})

it('an id that a proxy adds under a common name is not that of S3', async () => {
  wire.reply({ headers: { server: 'AmazonS3', 'x-reqid': 'of-proxy' } })
  const result = await get(withRequestId(create()) as S3Client)
  expect(getRequestInfo(result)).toMatchObject({ vendor: 'aws', requestId: wire.exchanges[0]?.requestId })
})

it('an error of another client without its response, as the oldest SDK has it, keeps its own id', async () => {
  wire.reply({ status: 503 })
  const own = Object.assign(new Error('of STS'), { $metadata: { requestId: 'of-sts' } })
  const keys = { accessKeyId: 'a', secretAccessKey: 'b', expiration: new Date(0) }
  const credentials = () => (wire.exchanges.length > 0 ? Promise.reject(own) : Promise.resolve(keys))
  const error = await failing(withRequestId(create({ maxAttempts: 2, credentials })) as S3Client)
  expect(error).toBe(own)
  expect(getRequestId(error)).toBe('of-sts')
})
