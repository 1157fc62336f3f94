// Every method in five situations: the kind of its outcome is that of the plain SDK, and its id is the server's.
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestId } from '@requestid/core'
import { startServer, type TestServer } from '@requestid/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { escaping } from '../../../test/contract/outcomes.js'
import { withRequestId } from '../src/index.js'
import { composites, type Method, methods, silent, within } from './methods.js'
import { type SDK, versions } from './versions.js'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ vendor: 'aws' })
})
afterAll(() => server.close())

interface Outcome {
  readonly error?: unknown
  readonly value?: unknown
  readonly items?: unknown[]
  /** What the SDK throws where nobody can catch it. */
  readonly uncaught?: readonly string[]
}

/** What comes of a call, read to its end. Some of the SDK's never end: mostly those that throw where nobody can catch it. */
async function outcomeOf(call: () => unknown): Promise<Outcome> {
  // In steps: where the machine is busy, these take longer too.
  const steps = async (escaped: readonly unknown[]) => {
    for (let i = 0; i < 50 && escaped.length === 0; i++) await sleep(20)
    await sleep(50)
    return { value: 'pending' }
  }
  const { value: outcome, escaped } = await escaping((escaped) => Promise.race([read(call), steps(escaped)]))
  return { ...outcome, uncaught: escaped.map((error) => (error as Error).message) }
}

async function read(call: () => unknown): Promise<Outcome> {
  try {
    const value = await call()
    if (!(value instanceof Readable)) return { value }
    const items: unknown[] = []
    value.on('data', (item) => items.push(Buffer.isBuffer(item) ? String(item) : item))
    const error = await new Promise((resolve) =>
      value.once('error', resolve).once('end', () => resolve(undefined)),
    )
    return { value, items, ...(error !== undefined && { error }) }
  } catch (error) {
    return { error }
  }
}

const CHANGING = /^(amzRequestid|amzId2|requestid|hostid|requestId|extendedRequestId)$/
/** What the SDK gives, without ids, which change. */
function kindOf({ error, value, items, uncaught }: Outcome): unknown {
  const thing = (error ?? value) as { message?: string; constructor?: { name: string } } | undefined
  const isObject = typeof thing === 'object' && thing !== null
  const isStream = thing instanceof Readable
  const data = isObject && !isStream ? Object.entries(thing).filter(([name]) => !CHANGING.test(name)) : thing
  return {
    failed: error !== undefined,
    of: isObject && thing.constructor?.name,
    message: error ? thing?.message?.replace(/127\.0\.0\.1:\d+/, '') : undefined,
    data: isStream ? 'stream' : JSON.stringify(data),
    items,
    uncaught,
  }
}

const situations: Readonly<Record<string, (method: Method) => Parameters<TestServer['inject']>[0]>> = {
  'a success': ({ body = '', status = 200 }) => ({ status, body, headers: { etag: '"e"' } }),
  'an error': () => ({ status: 403 }),
  'an error, id in the headers alone': () => ({ status: 404, body: '' }),
  'an error, id in the body alone': () => ({ status: 403, requestIdHeader: false }),
  'an answer of another kind': ({ status = 200 }) => ({ status, body: '<other>', headers: { etag: '"e"' } }),
}

describe.each(versions)('minio %s', (version, sdk: SDK) => {
  const create = () =>
    new sdk.Client({
      endPoint: '127.0.0.1',
      port: server.port,
      useSSL: false,
      accessKey: 'test-id',
      secretKey: 'test-secret',
      region: 'us-east-1',
    })
  const registered = () => withRequestId(create())

  it('every method is classified', () => {
    const names = new Set<string>()
    for (
      let object = sdk.Client.prototype;
      object !== Object.prototype;
      object = Object.getPrototypeOf(object)
    ) {
      for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
        if (typeof value === 'function' && name !== 'constructor') names.add(name)
      }
    }
    const known = new Set([...Object.keys(methods), ...Object.keys(silent), ...composites, ...within])
    expect([...names].filter((name) => !known.has(name))).toEqual([])
  })

  describe.each(Object.entries(situations))('%s', (_, faultOf) => {
    it.each(Object.entries(methods))('%s', async (name, method) => {
      const run = (client: object) => {
        server.clear()
        server.inject({ ...faultOf(method), times: Number.POSITIVE_INFINITY })
        return outcomeOf(() => method.call(client, sdk, 'key'))
      }
      const plain = await run(create())
      const outcome = await run(registered())
      expect(kindOf(outcome)).toEqual(kindOf(plain))
      const issued = server.exchanges.at(-1)
      const id = issued?.headerRequestId ?? issued?.bodyRequestId
      const ofParser = outcome.error?.constructor.name === 'InvalidXMLError'
      // A stream made of a generator is destroyed with what the parser throws, as users do.
      const outcomes = [ofParser || outcome.error, outcome.value]
      // 7.0 makes its extensions when they are first asked for.
      if (name.startsWith('extensions.')) outcomes.splice(version < '7.1' ? 1 : 2)
      else outcomes[0] = outcome.error
      for (const thing of outcomes) {
        if (typeof thing !== 'object' || thing === null) continue
        expect((thing as { requestId?: string }).requestId).toBe(id)
        expect(getRequestId(thing)).toBe(id)
      }
    })
  })

  it.each(Object.entries(silent))('%s sends nothing, and gives what it gave', async (_, call) => {
    server.clear()
    // A signature has the time in it.
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const plain = await outcomeOf(() => call(create(), sdk, 'key'))
    const outcome = await outcomeOf(() => call(registered(), sdk, 'key'))
    expect(JSON.stringify(kindOf(outcome))).toBe(JSON.stringify(kindOf(plain)))
    expect(getRequestId(outcome.value)).toBeUndefined()
    expect(server.exchanges).toEqual([])
  })
})
