import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import * as olderStack from '@aws-sdk/middleware-stack'
import { type Exchange, getRequestInfo } from '@requestid/core'
import * as newestStack from '@smithy/core/client'
import * as smithyStack from '@smithy/middleware-stack'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestIdPlugin, withRequestId } from '../src/index.js'
import { versions } from './versions.js'
import { type AwsWire, startAwsWire } from './wire.js'

type Outcome = Record<string, unknown>

let wire: AwsWire
beforeAll(async () => {
  wire = await startAwsWire()
})
afterAll(() => wire.close())

const object = { Bucket: 'bucket', Key: 'key' }

describe.each(versions)('client-s3 %s', (version, { S3Client, GetObjectCommand, HeadObjectCommand }) => {
  const plain = (more = {}) =>
    new S3Client({ ...wire.clientOptions(), forcePathStyle: true, maxAttempts: 1, ...more })
  const get = () => new GetObjectCommand(object)
  const send = (client: InstanceType<typeof S3Client>, command = get()) =>
    client.send(command) as unknown as Promise<Outcome>
  const counting = () => {
    const seen: Exchange[] = []
    return { seen, options: { onExchange: (exchange: Exchange) => void seen.push(exchange) } }
  }

  it('registered twice, the later options count, once', async () => {
    wire.reply({})
    const [first, second] = [counting(), counting()]
    const client = plain()
    client.middlewareStack.use(requestIdPlugin(first.options))
    withRequestId(client, second.options)
    const result = await send(client)
    expect(result.requestId).toBe(wire.exchanges[0]?.requestId)
    expect([first.seen.length, second.seen.length]).toEqual([0, 1])
    expect(getRequestInfo(result)?.exchanges).toHaveLength(1)
  })

  it('registered on a client and on a command, the command counts, once', async () => {
    wire.reply({})
    const [first, second] = [counting(), counting()]
    const client = withRequestId(plain(), first.options) as unknown as InstanceType<typeof S3Client>
    const command = get()
    command.middlewareStack.use(requestIdPlugin(second.options))
    expect((await send(client, command)).requestId).toBe(wire.exchanges[0]?.requestId)
    expect((await send(client)).requestId).toBe(wire.exchanges[1]?.requestId)
    // The oldest stack cannot replace a client's middleware by a command's.
    const ofClient = version === '3.0.0' ? 2 : 1
    expect([first.seen.length, second.seen.length]).toEqual([ofClient, 2 - ofClient])
  })

  it('registered on a command alone, it is on that one alone, however often it is sent', async () => {
    wire.reply({})
    const client = plain()
    const command = get()
    command.middlewareStack.use(requestIdPlugin())
    expect((await send(client, command)).requestId).toBe(wire.exchanges[0]?.requestId)
    // The oldest SDK itself cannot.
    if (version !== '3.0.0')
      expect((await send(client, command)).requestId).toBe(wire.exchanges[1]?.requestId)
    expect(await send(client)).not.toHaveProperty('requestId')
    expect(await send(plain())).not.toHaveProperty('requestId')
  })

  it('comes off by its tag, or by either name, and can be put on again', async () => {
    wire.reply({})
    const client = plain()
    for (const name of ['@requestid/aws/settle', '@requestid/aws/record', '@requestid/aws']) {
      if (version === '3.0.0' && name !== '@requestid/aws') continue
      withRequestId(client)
      if (name === '@requestid/aws') client.middlewareStack.removeByTag(name)
      else client.middlewareStack.remove(name)
      const result = await send(client)
      // Without the record of its exchanges an outcome still has what the SDK found.
      const found = name === '@requestid/aws/record' ? wire.exchanges.at(-1)?.requestId : undefined
      expect(result.requestId, name).toBe(found)
    }
    withRequestId(client)
    expect((await send(client)).requestId).toBe(wire.exchanges.at(-1)?.requestId)
  })

  it('middlewares that make new arguments, answer themselves, or throw', async () => {
    wire.reply({ headers: { 'x-amz-id-2': 'host' } })
    const { seen, options } = counting()
    const client = plain()
    withRequestId(client, options)
    const { middlewareStack } = client as unknown as { middlewareStack: { add(m: unknown, o: object): void } }
    let way = 'rebuild'
    type Next = (args: object) => Promise<object>
    middlewareStack.add(
      (next: Next) => async (args: { input: object; request: object }) => {
        if (way === 'answer') return { output: { Own: true, $metadata: {} } }
        if (way === 'throw') throw new Error('of the middleware')
        return next({ input: args.input, request: args.request })
      },
      { step: 'build' },
    )
    const { requestId } = await send(client)
    expect(seen).toMatchObject([{ requestId: wire.exchanges[0]?.requestId }])
    expect(requestId).toBe(wire.exchanges[0]?.requestId)
    wire.reply({ status: 404, requestIdHeader: 'x-oss-request-id' })
    const missing = (await send(client).catch((error) => error)) as Outcome
    if (missing.$response) expect(missing.requestId).toBe(wire.exchanges[0]?.requestId)
    expect('$response' in missing).toBe(version !== '3.0.0')
    seen.length = 1
    way = 'answer'
    expect(await send(client)).toEqual({ Own: true, $metadata: {} })
    way = 'throw'
    const error = (await send(client).catch((error) => error)) as Error
    expect(error.message).toBe('of the middleware')
    expect(error).not.toHaveProperty('requestId')
    expect(seen).toHaveLength(1)
  })

  it('middlewares get a command where they get one without the plugin', async () => {
    wire.reply({})
    const seen: unknown[][] = []
    for (const register of [false, true]) {
      const client = plain()
      if (register) withRequestId(client)
      const of: unknown[] = []
      const { middlewareStack } = client as unknown as {
        middlewareStack: { add(m: unknown, o: object): void }
      }
      for (const step of ['initialize', 'serialize', 'build', 'finalizeRequest', 'deserialize']) {
        const middleware = (next: (args: object) => unknown) => (args: object) => {
          of.push(Object.getPrototypeOf(args), Object.keys(args).sort())
          return next(args)
        }
        middlewareStack.add(middleware, { step, priority: step === 'initialize' ? 'high' : 'normal' })
      }
      await send(client)
      seen.push(of)
    }
    expect(seen[1]).toEqual(seen[0])
    expect(seen[0]?.[0]).toBe(GetObjectCommand.prototype)
  })

  it('an HTTP client that answers or throws at once', async () => {
    const headers = { 'x-amz-request-id': 'id', 'content-length': '0' }
    const answering = { handle: () => ({ response: { statusCode: 200, headers } }) }
    const throwing = {
      handle() {
        throw Object.assign(new Error('of the handler'), { code: 'EPIPE' })
      },
    }
    const head = async (requestHandler: object, register: boolean) => {
      const client = plain({ requestHandler })
      if (register) withRequestId(client)
      const outcome = client.send(new HeadObjectCommand(object)).catch((error: unknown) => error)
      return outcome as unknown as Promise<Outcome>
    }
    expect((await head(answering, true)).requestId).toBe('id')
    const [without, having] = [await head(throwing, false), await head(throwing, true)]
    expect([having.name, having.message]).toEqual([without.name, without.message])
    expect(getRequestInfo(having)?.exchanges.at(-1)).toMatchObject({ errorCode: 'EPIPE' })
  })

  it('two requests of one call at once are two exchanges', async () => {
    wire.reply({ delayMs: 10 })
    const client = plain()
    withRequestId(client)
    const { middlewareStack } = client as unknown as { middlewareStack: { add(m: unknown, o: object): void } }
    middlewareStack.add(
      (next: (args: object) => Promise<object>) => async (args: object) =>
        (await Promise.all([next(args), next(args)]))[0],
      { step: 'finalizeRequest', priority: 'low' },
    )
    const result = await send(client)
    if (version !== '3.0.0') expect(getRequestInfo(result)?.exchanges).toHaveLength(2)
  })

  it('with cacheMiddleware, 200 calls at once', async () => {
    wire.clear()
    for (let i = 0; i < 200; i++) wire.inject({ delayMs: Math.random() * 5 })
    const client = withRequestId(plain({ cacheMiddleware: true })) as unknown as InstanceType<typeof S3Client>
    const keys = Array.from({ length: 200 }, (_, i) => `key-${i}`)
    const ids = await Promise.all(
      keys.map(async (Key) => {
        const result = await client.send(new HeadObjectCommand({ ...object, Key }))
        return (result as unknown as Outcome).requestId
      }),
    )
    const issued = keys.map((key) => wire.exchanges.find((exchange) => exchange.key === key)?.requestId)
    expect(ids).toEqual(issued)
    expect(new Set(ids).size).toBe(200)
  })
})

describe('registering', () => {
  it.each([
    ['an object that sends', { send() {} }],
    ['a client of another SDK', { send() {}, putObject() {} }],
  ])('refuses %s', (_, value) => {
    expect(() => withRequestId(value)).toThrow(
      new TypeError('withRequestId: got an instance of Object; pass an instance: new S3Client({ ... }).'),
    )
  })

  it('with cacheMiddleware after the first call of a command, the SDK does not look at its stack', async () => {
    wire.reply({ body: '{}' })
    const client = new DynamoDBClient({ ...wire.clientOptions(), cacheMiddleware: true })
    await client.send(new ListTablesCommand())
    withRequestId(client)
    expect(await client.send(new ListTablesCommand())).not.toHaveProperty('requestId')
  })
})

describe('stacks of every package, used by and using each other', () => {
  interface Stack {
    use(plugin: object): void
    concat(from: object): Stack
    resolve(handler: object, context: object): (args: object) => Promise<{ output: Outcome }>
  }
  const packages = Object.entries({ olderStack, smithyStack, newestStack }) as unknown as [
    string,
    { constructStack(): Stack },
  ][]
  const pairs = packages.flatMap(([a, A]) => packages.map(([b, B]) => [a, b, A, B] as const))

  it.each(pairs)('%s and %s', async (_a, _b, A, B) => {
    const [one, other] = [A.constructStack(), B.constructStack()]
    one.use(requestIdPlugin())
    other.use(requestIdPlugin())
    const response = { statusCode: 200, headers: { 'x-amzn-requestid': 'id' } }
    const request = { method: 'GET', hostname: 'host', path: '/path', headers: {} }
    // A deserializer in few words.
    const plugin = {
      applyToStack: (stack: Stack & { add(m: unknown, o: object): void }) =>
        stack.add(
          (next: (args: object) => Promise<object>) => async (args: object) => ({
            ...(await next({ ...args, request })),
            output: {},
          }),
          { step: 'deserialize', priority: 'high' },
        ),
    }
    const stack = one.concat(other)
    stack.use(plugin)
    const { output } = await stack.resolve(async () => ({ response }), {})({ input: {} })
    expect(output.requestId).toBe('id')
    expect(getRequestInfo(output)?.exchanges).toHaveLength(1)
  })
})
