// Outcomes that several calls share, or that somebody else makes of another call's: caches, single flights, providers.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query'
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { getRequestId, getRequestInfo } from '@requestid/core'
import { FetchHttpHandler } from '@smithy/fetch-http-handler'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { requestIdPlugin, withRequestId } from '../src/index.js'
import { type AwsWire, startAwsWire } from './wire.js'

let wire: AwsWire
beforeAll(async () => {
  wire = await startAwsWire()
})
afterAll(() => wire.close())

const object = { Bucket: 'bucket', Key: 'key' }
const s3 = (config: object = {}) =>
  withRequestId(new S3Client({ ...wire.clientOptions(), forcePathStyle: true, maxAttempts: 1, ...config }), {
    onError: (error) => failures.push(error),
  })
const failures: unknown[] = []
afterAll(() => expect(failures).toEqual([]))

async function failure(promise: Promise<unknown> | undefined): Promise<Record<string, unknown>> {
  return Promise.resolve(promise).then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => error,
  )
}

type Middleware = (next: (args: object) => Promise<unknown>) => (args: object) => Promise<unknown>

/** Lets calls that are made while one is under way wait for it. */
const singleFlight = (): Middleware => {
  let flight: Promise<unknown> | undefined
  return (next) => async (args) => {
    const mine = flight ?? next(args)
    flight = mine
    return mine.finally(() => {
      flight = undefined
    })
  }
}

/** Answers from its cache from the second call on. */
const caching = (): Middleware => {
  let output: unknown
  return (next) => async (args) => {
    if (output) return { output, response: undefined }
    const answer = (await next(args)) as { output: unknown }
    output = answer.output
    return answer
  }
}

const add = (client: S3Client, middleware: Middleware, priority: 'high' | 'normal' | 'low') =>
  client.middlewareStack.add(middleware as never, { step: 'initialize', name: 'users', priority })

describe('a result that several calls share', () => {
  const headers = ['x-amz-request-id', 'x-oss-request-id'] as const

  it.each(
    headers.flatMap((header) =>
      (['high', 'normal', 'low'] as const).map((priority) => [header, priority] as const),
    ),
  )('single flight: %s, priority %s', async (requestIdHeader, priority) => {
    for (const callers of [2, 3]) {
      wire.reply({ requestIdHeader, delayMs: 20 })
      const client = s3()
      add(client, singleFlight(), priority)
      const results = await Promise.all(
        Array.from({ length: callers }, () => client.send(new HeadObjectCommand(object))),
      )
      expect(wire.exchanges).toHaveLength(1)
      for (const result of results) {
        expect(result.requestId).toBe(wire.exchanges[0]?.requestId)
        expect(getRequestInfo(result)).toMatchObject({ statusCode: 200, exchanges: [{ method: 'HEAD' }] })
      }
    }
  })

  it.each(['high', 'normal', 'low'] as const)(
    'an error of a single flight, priority %s',
    async (priority) => {
      wire.reply({ status: 404, delayMs: 20 })
      const client = s3()
      add(client, singleFlight(), priority)
      const errors = await Promise.all(
        Array.from({ length: 3 }, () => failure(client.send(new HeadObjectCommand(object)))),
      )
      for (const error of errors) {
        expect(error.requestId).toBe(wire.exchanges[0]?.requestId)
        expect(getRequestInfo(error)).toMatchObject({ statusCode: 404, exchanges: [{ method: 'HEAD' }] })
      }
    },
  )

  it.each(headers)('out of a cache: %s', async (requestIdHeader) => {
    wire.reply({ requestIdHeader })
    const client = s3()
    add(client, caching(), 'normal')
    const first = await client.send(new HeadObjectCommand(object))
    const info = getRequestInfo(first)
    for (let i = 0; i < 2; i++) {
      const again = await client.send(new HeadObjectCommand(object))
      expect(again.requestId).toBe(wire.exchanges[0]?.requestId)
      expect(first.requestId).toBe(wire.exchanges[0]?.requestId)
      expect(getRequestInfo(again)).toBe(info)
    }
    expect(info?.exchanges).toHaveLength(1)
  })
})

describe('an error that is made of another call’s', () => {
  it('STS that refuses, within a call of S3: with its status', async () => {
    wire.reply({
      status: 403,
      requestIdHeader: 'x-amzn-requestid',
      headers: { 'content-type': 'text/xml' },
      body: '<ErrorResponse><Error><Code>AccessDenied</Code></Error><RequestId>{id}</RequestId></ErrorResponse>',
    })
    const params = { RoleArn: 'arn:aws:iam::1:role/abcdefgh', RoleSessionName: 's' }
    const credentials = fromTemporaryCredentials({
      params,
      masterCredentials: wire.clientOptions().credentials,
      clientConfig: { ...wire.clientOptions(), maxAttempts: 1 },
    })
    const error = await failure(s3({ credentials }).send(new GetObjectCommand(object)))
    expect(error.requestId).toBe(wire.exchanges[0]?.requestId)
    expect(getRequestInfo(error)).toMatchObject({
      requestId: wire.exchanges[0]?.requestId,
      statusCode: 403,
      exchanges: [],
    })
  })

  it.each(['client-s3-3.272', 'client-s3-3.490'])('an SSO session that ended: %s', async (name) => {
    const load = createRequire(createRequire(import.meta.url).resolve(name))
    const ofNode = createRequire(load.resolve('@aws-sdk/credential-provider-node'))
    const ofSso = createRequire(ofNode.resolve('@aws-sdk/credential-provider-sso'))
    const { fromSSO } = ofSso('./index.js') as { fromSSO: (init: object) => () => Promise<unknown> }
    const { SSOClient } = ofSso('@aws-sdk/client-sso') as { SSOClient: new (config: object) => object }
    const ssoStartUrl = 'https://company.awsapps.com/start'
    const home = mkdtempSync(join(tmpdir(), 'requestid-sso-'))
    const cache = join(home, '.aws/sso/cache')
    mkdirSync(cache, { recursive: true })
    const token = { accessToken: 't', expiresAt: new Date(Date.now() + 1e8).toISOString() }
    const file = createHash('sha1').update(ssoStartUrl).digest('hex')
    writeFileSync(join(cache, `${file}.json`), JSON.stringify(token))
    const { HOME } = process.env
    process.env.HOME = home
    try {
      wire.reply({
        status: 401,
        requestIdHeader: 'x-amzn-requestid',
        headers: { 'x-amzn-errortype': 'UnauthorizedException' },
        body: '{"message":"Session token not found or invalid"}',
      })
      const ssoClient = new SSOClient({ ...wire.clientOptions(), maxAttempts: 1 })
      const sso = { ssoAccountId: '1', ssoRegion: 'us-east-1', ssoRoleName: 'role', ssoStartUrl, ssoClient }
      const old = load(name) as { S3Client: typeof S3Client; GetObjectCommand: typeof GetObjectCommand }
      const client = new old.S3Client({ ...wire.clientOptions(), credentials: fromSSO(sso) as never })
      const error = await failure(withRequestId(client).send(new old.GetObjectCommand(object)))
      // The provider's error, with what the service's own has as properties.
      expect(error).toMatchObject({ name: 'UnauthorizedException', tryNextLink: false })
      expect(error.$response).toBeUndefined()
      expect(error.requestId).toBe(wire.exchanges[0]?.requestId)
      expect(getRequestInfo(error)).toMatchObject({
        requestId: wire.exchanges[0]?.requestId,
        statusCode: 401,
      })
    } finally {
      process.env.HOME = HOME
      rmSync(home, { recursive: true })
    }
  })

  it('the discovery of an endpoint that fails', async () => {
    wire.reply({
      status: 403,
      requestIdHeader: 'x-amzn-requestid',
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: '{"__type":"AccessDeniedException","message":"m"}',
    })
    // An endpoint of its own would do without discovery.
    const { endpoint, ...config } = wire.clientOptions()
    const discovering = () => {
      const client = new TimestreamQueryClient({ ...config, maxAttempts: 1 })
      client.middlewareStack.add(
        (next) => (args) => {
          const { hostname, port } = new URL(endpoint)
          Object.assign(args.request as object, { protocol: 'http:', hostname, port: Number(port) })
          return next(args)
        },
        { step: 'finalizeRequest', priority: 'low' },
      )
      return client
    }
    const plain = await failure(discovering().send(new QueryCommand({ QueryString: 'SELECT 1' })))
    const error = await failure(
      withRequestId(discovering()).send(new QueryCommand({ QueryString: 'SELECT 1' })),
    )
    expect([error.name, error.message]).toEqual([plain.name, plain.message])
    expect(plain).not.toHaveProperty('requestId')
    expect(error.requestId).toBe(wire.exchanges[1]?.requestId)
    expect(getRequestInfo(error)).toMatchObject({ requestId: wire.exchanges[1]?.requestId, statusCode: 403 })
    // Also where somebody wraps it.
    expect(getRequestInfo(new Error('m', { cause: { reason: plain } }))).toMatchObject({
      source: 'outcome',
      exchanges: [],
    })
    expect(getRequestId({ reason: error.reason })).toBe(wire.exchanges[1]?.requestId)
  })
})

describe('an error of the user’s that ends the content of an object', () => {
  const full = () =>
    new Writable({
      write(_chunk, _encoding, callback) {
        setTimeout(() => callback(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })), 5)
      },
    })
  const body = async (config: object, register: boolean) => {
    const client = new S3Client({ ...wire.clientOptions(), forcePathStyle: true, maxAttempts: 1, ...config })
    if (register) withRequestId(client)
    return (await client.send(new GetObjectCommand(object))).Body as never as AsyncIterable<unknown> &
      Record<'destroy' | 'pipeTo' | 'on' | 'once', (...args: unknown[]) => Promise<void>>
  }

  const ends: Record<string, (content: Awaited<ReturnType<typeof body>>) => Promise<unknown>> = {
    'a full disk': (content) => pipeline(content, full()),
    destroy: (content) =>
      new Promise((_, reject) => {
        content.on('error', reject)
        content.once('data', () => content.destroy(new Error('of the user')))
      }),
    'a throw while it is read': async (content) => {
      for await (const _ of content) throw new Error('of the user')
    },
  }

  it.each(
    Object.keys(ends).flatMap((end) =>
      [true, false].flatMap((checksum) => [64, 500_000].map((size) => [end, checksum, size] as const)),
    ),
  )('%s, with a checksum: %s, %i bytes', async (end, checksum, size) => {
    wire.reply({
      body: 'x'.repeat(size),
      ...(checksum && { headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } }),
      ...(checksum && size === 64 && { stall: 'mid-body' as const }),
    })
    const errors = []
    for (const register of [false, true]) errors.push(await failure(ends[end]?.(await body({}, register))))
    expect(errors.map(({ message, code }) => [message, code])).toEqual(
      Array(2).fill([errors[0]?.message, errors[0]?.code]),
    )
    for (const error of errors) {
      expect(error).not.toHaveProperty('requestId')
      expect(getRequestInfo(error)).toBeUndefined()
    }
  })

  it.each([false, true])(
    'a destination of a web stream that fails, preventCancel: %s',
    async (preventCancel) => {
      wire.reply({ body: 'x'.repeat(100_000) })
      const content = await body({ requestHandler: new FetchHttpHandler() }, true)
      const mine = new Error('of the user')
      const destination = new WritableStream({ write: () => Promise.reject(mine) })
      const error = await failure(content.pipeTo(destination, { preventCancel }))
      expect(error).toBe(mine)
      expect(error).not.toHaveProperty('requestId')
    },
  )
})

it('the stack of an error has no frame of the plugin but for what a middleware throws at once', async () => {
  const { stackTraceLimit } = Error
  onTestFinished(() => {
    Error.stackTraceLimit = stackTraceLimit
  })
  Error.stackTraceLimit = 100
  const frames = async (register: boolean, middleware?: Middleware) => {
    const client = new S3Client({ ...wire.clientOptions(), forcePathStyle: true, maxAttempts: 1 })
    if (register) withRequestId(client)
    if (middleware) add(client, middleware, 'normal')
    const { stack } = await failure(client.send(new GetObjectCommand(object)))
    return String(stack).match(/^ +at /gm)?.length ?? 0
  }
  const throwing: Middleware = () => () => {
    throw new Error('of the user')
  }
  const added = async (middleware?: Middleware) =>
    (await frames(true, middleware)) - (await frames(false, middleware))
  wire.reply({ status: 404 })
  expect(await added()).toBe(0)
  wire.reply({ reset: 'before-headers' })
  expect(await added()).toBe(0)
  expect(await added(throwing)).toBe(2)
})

describe('the line that the SDK’s own logger writes', () => {
  it.each(['x-amz-request-id', 'x-oss-request-id', 'x-cos-request-id', 'cf-ray'])(
    '%s',
    async (requestIdHeader) => {
      for (const register of [
        (client: S3Client) => void withRequestId(client),
        (client: S3Client) => client.middlewareStack.use(requestIdPlugin() as never),
      ]) {
        wire.reply({ requestIdHeader, status: 404 })
        const lines: string[] = []
        const write = (record: unknown) => void lines.push(JSON.stringify(record))
        const logger = { trace() {}, debug() {}, info: write, warn() {}, error: write }
        const client = new S3Client({ ...wire.clientOptions(), forcePathStyle: true, maxAttempts: 1, logger })
        register(client)
        const error = await failure(client.send(new HeadObjectCommand(object)))
        expect(error.requestId).toBe(wire.exchanges[0]?.requestId)
        expect(lines.filter((line) => line.includes('"error"'))).toHaveLength(1)
        expect(lines.join()).toContain(`"requestId":"${wire.exchanges[0]?.requestId}"`)
      }
    },
  )

  it('costs a client without a logger no middleware', () => {
    const names = (config: object) =>
      s3(config)
        .middlewareStack.identify()
        .filter((name) => name.startsWith('@requestid'))
    expect(names({})).toHaveLength(2)
    expect(names({ logger: console })).toHaveLength(3)
    expect(names({ logger: Object.create(null) })).toHaveLength(3)
  })
})
