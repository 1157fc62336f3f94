import type { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { getRequestInfo } from '@requestid/core'
import { type Fault, type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'

type Outcome = Record<string, unknown>

const a = { Bucket: 'bucket', Key: 'a' }

const calls: Record<string, (s3: S3Client, sdk: SDK) => Promise<object>> = {
  put: (s3, sdk) => s3.send(new sdk.PutObjectCommand({ ...a, Body: 'content' })),
  get: async (s3, sdk) => {
    const result = await s3.send(new sdk.GetObjectCommand(a))
    for await (const _ of result.Body as Readable);
    delete result.Body
    return result
  },
  head: (s3, sdk) => s3.send(new sdk.HeadObjectCommand(a)),
  delete: (s3, sdk) => s3.send(new sdk.DeleteObjectCommand(a)),
  list: (s3, sdk) => s3.send(new sdk.ListObjectsV2Command({ Bucket: 'bucket' })),
  copy: (s3, sdk) => s3.send(new sdk.CopyObjectCommand({ ...a, Key: 'b', CopySource: 'bucket/a' })),
  complete: (s3, sdk) => s3.send(new sdk.CompleteMultipartUploadCommand({ ...a, UploadId: 'u' })),
  callback: (s3, sdk) =>
    new Promise((resolve, reject) => {
      s3.send(new sdk.HeadObjectCommand(a), (error, data) =>
        error ? reject(error) : resolve(data as object),
      )
    }),
}

const fault = fc.record(
  {
    status: fc.constantFrom(200, 204, 304, 301, 400, 403, 404, 409, 500, 503),
    body: fc.constantFrom(
      '',
      '<Error></Error>',
      '<Error><Code>InternalError</Code></Error>',
      '<Error><Code>A</Code><RequestId>\u0007bad id</RequestId></Error>',
      '<html><body>Bad Gateway</body></html>',
      '{"RequestId":7}',
    ),
    requestIdHeader: fc.constantFrom(false as const, 'x-oss-request-id', 'x-amzn-RequestId'),
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
    faults: fc.array(fc.option<Fault, Fault>(fault, { freq: 3, nil: {} as Fault }), { maxLength: 4 }),
  })
  .map(({ call, faults }) => ({
    call,
    faults: faults.map(({ reset, ...fault }): Fault => {
      // A response without a body is complete with its headers: a reset after them would hit the next request.
      const complete = /head|delete|callback/.test(call) || fault.status === 204 || fault.status === 304
      return { ...fault, ...(reset && { reset: complete ? 'before-headers' : reset }) }
    }),
  }))

let server: TestServer
beforeAll(async () => {
  server = await startServer({ vendor: 'aws' })
})
afterAll(() => server.close())

describe.each(versions.filter(([version], i) => i === 0 || version === '3.272.0'))(
  'client-s3 %s',
  (version, sdk) => {
    it('random answers: the same outcome as without the plugin, and the issued id or none', async () => {
      await fc.assert(
        fc.asyncProperty(script, async ({ call, faults }) => {
          const plain = await run(version, sdk, call, faults, false)
          const plugin = await run(version, sdk, call, faults, true)
          expect(plugin.errors).toEqual([])
          expect(plugin.kind).toBe(plain.kind)
          expect(shape(plugin.outcome)).toEqual(shape(plain.outcome))
          expect(plugin.issued.map(({ operation }) => operation)).toEqual(
            plain.issued.map(({ operation }) => operation),
          )
          const { exchanges = [] } = getRequestInfo(plugin.outcome) ?? {}
          expect(exchanges.map(({ statusCode }) => statusCode)).toEqual(
            plugin.issued.map(({ statusCode }) => statusCode),
          )
          for (const [i, { requestId }] of exchanges.entries()) {
            expect(visibleIds(plugin.issued[i] as IssuedExchange)).toContain(requestId)
          }
          const last = exchanges.at(-1)
          const decided = last?.statusCode ? last : exchanges.findLast(({ requestId }) => requestId)
          expect(plugin.outcome.requestId).toBe(decided?.requestId)
          if (decided?.requestId === undefined) expect(plugin.outcome).not.toHaveProperty('requestId')
        }),
        { numRuns: 120 },
      )
    }, 120_000)
  },
)

async function run(version: string, sdk: SDK, call: string, faults: readonly Fault[], plugin: boolean) {
  server.clear()
  const config = { ...server.s3Options(), retryStrategy }
  const filling = new sdk.S3Client(config)
  await filling.send(new sdk.PutObjectCommand({ ...a, Body: 'x'.repeat(200) }))
  filling.destroy()
  const before = server.exchanges.length
  for (const fault of faults) server.inject(fault)
  const errors: unknown[] = []
  const s3 = new sdk.S3Client(config)
  if (plugin) withRequestId(s3, { onError: (error) => errors.push(error) })
  const [kind, outcome] = await (calls[call]?.(s3, sdk) ?? Promise.reject(version)).then(
    (result) => ['result', result] as const,
    (error) => ['error', error] as const,
  )
  // Thousands of runs would use up the machine's ports.
  s3.destroy()
  return { kind, outcome: outcome as Outcome, errors, issued: server.exchanges.slice(before) }
}

/** Two attempts, at once. */
const retryStrategy = {
  acquireInitialRetryToken: async () => ({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
  async refreshRetryTokenForRetry(token: { getRetryCount(): number }, { errorType }: { errorType: string }) {
    if (errorType === 'CLIENT_ERROR' || token.getRetryCount()) throw new Error('enough')
    return { getRetryCount: () => 1, getRetryDelay: () => 0 }
  },
  recordSuccess() {},
}

/** What a client may make of a response: the id it can see, or none where only a body has one. */
function visibleIds({ headerRequestId, bodyRequestId = '' }: IssuedExchange): (string | undefined)[] {
  if (headerRequestId) return [headerRequestId]
  return [/^[\x21-\x7e]+$/.test(bodyRequestId) ? bodyRequestId : undefined, undefined]
}

/** An outcome without what differs from call to call. */
function shape(outcome: Outcome): unknown {
  const { requestId: _, extendedRequestId: _extended, ...rest } = outcome
  return JSON.parse(
    JSON.stringify({ ...rest, name: outcome.name, message: outcome.message }, (key, value) =>
      /request-?id|^hostid$|^date$|last-?modified|^etag$|x-amz-id-2|delay/i.test(key) &&
      typeof value !== 'object'
        ? '*'
        : value,
    ),
  )
}
