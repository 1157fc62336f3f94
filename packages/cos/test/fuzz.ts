import { getRequestInfo } from '@requestid/core'
import { type Fault, type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { withRequestId } from '../src/index.js'
import { bucket, files } from './methods.js'
import type { Library, SDK } from './versions.js'

type Outcome = Record<string, unknown>
type Settled = readonly [kind: 'result' | 'error' | 'uncaught', outcome: Outcome | string]

const a = { ...bucket, Key: 'a' }

/** Calls that settle whatever the server does, but for what an SDK throws out of reach: it is their outcome then. */
const calls: Record<string, (cos: COS) => Promise<unknown>> = {
  put: (cos) => cos.putObject({ ...a, Body: 'content' }),
  get: (cos) => cos.getObject(a),
  head: (cos) => cos.headObject(a),
  delete: (cos) => cos.deleteObject(a),
  list: (cos) => cos.getBucket(bucket),
  copy: (cos) =>
    cos.putObjectCopy({
      ...bucket,
      Key: 'b',
      CopySource: 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a',
    }),
  upload: (cos) => cos.sliceUploadFile({ ...a, ...file(), AsyncLimit: 1 } as never),
  callback: (cos) =>
    new Promise((resolve, reject) => {
      cos.getObject(a, (error, data) => (error ? reject(error) : resolve(data)))
    }),
}

const page = '<html><body>Bad Gateway</body></html>'
const body = fc.constantFrom(
  '',
  '<Error></Error>',
  '<Error><Code>A</Code><RequestId>\u0007bad id</RequestId></Error>',
  page,
  '{"code":"A"}',
  '{"RequestId":7}',
)

const fault = fc.record(
  {
    status: fc.constantFrom(204, 304, 400, 403, 404, 409, 500, 503),
    body,
    requestIdHeader: fc.constantFrom(false as const, 'x-ci-request-id'),
    bodyRequestId: fc.constantFrom('same' as const, 'different' as const, false as const),
    reset: fc.constantFrom('before-headers' as const, 'after-headers' as const, 'mid-body' as const),
    malformed: fc.constant(true as const),
    delayMs: fc.constantFrom(0, 1, 3),
  },
  { requiredKeys: [] },
)

/** A fault, or none, for each request in turn; what comes after the last one is served as usual. */
const script = fc
  .record({
    call: fc.constantFrom(...Object.keys(calls)),
    faults: fc.array(fc.option<Fault, Fault>(fault, { freq: 3, nil: {} as Fault }), { maxLength: 8 }),
  })
  .map(({ call, faults }) => ({
    call,
    faults: faults.map(({ malformed, reset, ...fault }): Fault => {
      // A response without a body is complete with its headers: a reset after them would hit the next request.
      const complete = call === 'head' || call === 'delete' || fault.status === 204 || fault.status === 304
      return {
        ...fault,
        ...(reset && { reset: complete ? 'before-headers' : reset }),
        // Cut JSON and a page are text to some SDKs, and text in a 200 an uncaught exception (cos-js-sdk-v5 issue 237).
        ...(malformed && fault.body === undefined && { malformed }),
        ...(fault.body === page && { status: fault.status ?? 502 }),
      }
    }),
  }))

let server: TestServer
let optionsOf: (server: TestServer) => COS.COSOptions
/** A file that is uploaded in parts; a page has no paths. */
const file = () =>
  typeof document === 'undefined'
    ? { FilePath: files.big }
    : { Body: new Blob(['x'.repeat(2.5 * 1024 * 1024)]) }

let seeUncaught: (error: Error) => void = () => {}
const uncaught = (error: Error) => seeUncaught(error)

interface Fuzzed extends Library {
  /** Default: those of the server. */
  options?(server: TestServer): COS.COSOptions
}

/** Calls an SDK without the plugin and with it, while the server gives the same random answers. */
export function describeFuzz({ name, versions, connect, options }: Fuzzed): void {
  let ofVitest: NodeJS.UncaughtExceptionListener[] = []
  beforeAll(async () => {
    ofVitest = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException').on('uncaughtException', uncaught)
    // The SDKs' parsers say what they think of each malformed body.
    for (const method of ['warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(() => {})
    server = await startServer({ exposeHeaders: ['ETag', 'x-cos-request-id', 'x-ci-request-id'] })
    connect?.(server)
    optionsOf = options ?? (() => server.cosOptions())
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await server.close()
    process.off('uncaughtException', uncaught)
    for (const listener of ofVitest) process.on('uncaughtException', listener)
  })

  it.each(versions.map((SDK) => [SDK.version, SDK] as const))(
    `${name} %s, random answers: the same outcome as without the plugin, and the issued id or none`,
    async (_, SDK) => {
      await fc.assert(
        fc.asyncProperty(script, async ({ call, faults }) => {
          const plain = await run(SDK, call, faults, false)
          const plugin = await run(SDK, call, faults, true)
          expect(plugin.errors).toEqual([])
          expect(plugin.settled.map(([kind]) => kind)).toEqual(plain.settled.map(([kind]) => kind))
          expect(plugin.settled.map(([, outcome]) => shape(outcome))).toEqual(
            plain.settled.map(([, outcome]) => shape(outcome)),
          )
          expect(plugin.issued.map(({ operation }) => operation)).toEqual(
            plain.issued.map(({ operation }) => operation),
          )
          const truth = plugin.issued.map((exchange, i) => visibleIds(exchange, faults[i]))
          for (const [, outcome] of plugin.settled) {
            // That of a page's part without an ETag, and the name of what was thrown: a string has no property.
            if (typeof outcome === 'string') continue
            const { exchanges = [] } = getRequestInfo(outcome) ?? {}
            expect(exchanges.map(({ statusCode }) => statusCode)).toEqual(
              plugin.issued.map(({ statusCode }) => statusCode),
            )
            for (const [i, { requestId }] of exchanges.entries()) expect(truth[i]).toContain(requestId)
            const decided = exchanges.at(-1)?.statusCode
              ? exchanges.at(-1)
              : exchanges.findLast(({ requestId }) => requestId)
            expect(outcome.requestId).toBe(decided?.requestId)
            if (decided?.requestId === undefined) expect(outcome).not.toHaveProperty('requestId')
          }
        }),
        { numRuns: 150 },
      )
    },
    120_000,
  )
}

async function run(SDK: SDK, call: string, faults: readonly Fault[], plugin: boolean) {
  server.clear()
  await new SDK(optionsOf(server)).putObject({ ...a, Body: 'x'.repeat(200) })
  const before = server.exchanges.length
  for (const fault of faults) server.inject(fault)
  const errors: unknown[] = []
  const cos = new SDK({ ...optionsOf(server), ChunkRetryTimes: 0 })
  if (plugin) withRequestId(cos, { onError: (error) => errors.push(error) })
  const settled: Settled[] = []
  const thrown = new Promise<void>((resolve) => {
    seeUncaught = ({ name }) => {
      settled.push(['uncaught', name])
      resolve()
    }
  })
  const called = calls[call]?.(cos).then(
    (data) => void settled.push(['result', data as Outcome]),
    (error) => void settled.push(['error', error as Outcome]),
  )
  await Promise.race([called, thrown])
  return { settled, errors, issued: server.exchanges.slice(before) }
}

/** What a client may make of a response: the id it can see, or none; either where the body was cut before its end. */
function visibleIds(
  { statusCode, headerRequestId, bodyRequestId = '' }: IssuedExchange,
  fault: Fault | undefined,
): (string | undefined)[] {
  if (!statusCode) return [undefined]
  if (headerRequestId) return [headerRequestId]
  const id = /^[\x21-\x7e]+$/.test(bodyRequestId) ? bodyRequestId : undefined
  return fault?.reset ? [id, undefined] : [id]
}

/** An outcome without what differs from call to call. */
function shape(outcome: Outcome | string): unknown {
  if (typeof outcome === 'string') return outcome
  const { requestId: _, ...rest } = outcome
  return JSON.parse(
    JSON.stringify({ ...rest, name: outcome.name, message: outcome.message }, (key, value) =>
      typeof value !== 'string'
        ? value
        : /request-?id|trace-?id|^date$|last-?modified|uploadid|^etag$/i.test(key)
          ? '*'
          : // An object's content, and so the body of an error of cos-wx-sdk-v5 1.4, is not parsed.
            value.replace(/<(RequestId|TraceId)>[^<]*/g, '<$1>*'),
    ),
  )
}
