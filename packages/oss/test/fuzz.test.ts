import { getRequestInfo } from '@requestid/core'
import { type Fault, type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import type OSS from 'ali-oss'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { withRequestId } from '../src/index.js'
import { bucket, files, type Methods, partSize } from './methods.js'
import { type SDK, versions } from './versions.js'

type Outcome = Record<string, unknown>
type Settled = readonly [kind: 'result' | 'error', outcome: Outcome]

const calls: Record<string, (client: OSS & Methods) => Promise<unknown>> = {
  put: (client) => client.put('a', Buffer.from('content')),
  putFile: (client) => client.put('a', files.small),
  get: (client) => client.get('a'),
  getToFile: (client) => client.get('a', files.target),
  head: (client) => client.head('a'),
  delete: (client) => client.delete('a'),
  list: (client) => client.list({ 'max-keys': 10 }, {}),
  copy: (client) => client.copy('b', 'a'),
  getPolicy: (client) => client.getBucketPolicy?.(bucket) as Promise<unknown>,
  upload: (client) => client.multipartUpload('a', files.big, { partSize, parallel: 1 }),
  callback: (client) =>
    client.put('a', Buffer.from('x'), { callback: { url: 'http://example.com', body: 'b' } }),
}

const body = fc.constantFrom(
  '',
  '<Error></Error>',
  '<Error><Code>A</Code><RequestId>\u0007bad id</RequestId></Error>',
  '<Error><Code>A</Code><RequestId></RequestId><EC>0001-00000001</EC></Error>',
  '<html><body>Bad Gateway</body></html>',
  '<html><br></html>',
  '{"code":"A","RequestId":7}',
  'text',
)

const fault = fc.record(
  {
    status: fc.constantFrom(200, 203, 204, 304, 400, 403, 404, 409, 500, 503),
    body,
    requestIdHeader: fc.constant(false as const),
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
    faults: fc.array(fc.option<Fault, Fault>(fault, { freq: 3, nil: {} as Fault }), { maxLength: 6 }),
  })
  .map(({ call, faults }) => ({
    call,
    faults: faults.map(({ reset, ...fault }): Fault => {
      // A response without a body is complete with its headers: a reset after them would hit the next request.
      const complete = call === 'head' || call === 'delete' || fault.status === 204 || fault.status === 304
      return { ...fault, ...(reset && { reset: complete ? 'before-headers' : reset }) }
    }),
  }))

let server: TestServer
beforeAll(async () => {
  // urllib says so when a connection fails after its response.
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  server = await startServer({ vendor: 'alibaba-oss' })
})
afterAll(async () => {
  vi.restoreAllMocks()
  await server.close()
})

describe.each(versions)('ali-oss %s', (_, OSS) => {
  it('random answers: the same outcome as without the plugin, and the issued id or none', async () => {
    await fc.assert(
      fc.asyncProperty(script, async ({ call, faults }) => {
        const plain = await run(OSS, call, faults, false)
        const plugin = await run(OSS, call, faults, true)
        expect(plugin.errors).toEqual([])
        expect(plugin.settled[0]).toBe(plain.settled[0])
        expect(shape(plugin.settled[1])).toEqual(shape(plain.settled[1]))
        expect(plugin.issued.map(({ operation }) => operation)).toEqual(
          plain.issued.map(({ operation }) => operation),
        )
        const [, outcome] = plugin.settled
        const { exchanges = [] } = getRequestInfo(outcome) ?? {}
        expect(exchanges.map(({ statusCode }) => statusCode)).toEqual(
          plugin.issued.map(({ statusCode }) => statusCode),
        )
        for (const [i, { requestId }] of exchanges.entries()) {
          expect(visibleIds(plugin.issued[i], faults[i])).toContain(requestId)
        }
        const last = exchanges.at(-1)
        const decided = last?.statusCode ? last : exchanges.findLast(({ requestId }) => requestId)
        const own = plain.settled[1].requestId
        // What the SDK itself took from a body stays.
        if (typeof own === 'string' && own !== '')
          expect(getRequestInfo(outcome)?.requestId).toBe(decided?.requestId)
        else expect(outcome.requestId).toBe(decided?.requestId)
        if (outcome.requestId === undefined) expect(outcome).not.toHaveProperty('requestId')
      }),
      { numRuns: 150 },
    )
  }, 120_000)
})

async function run(OSS: SDK, call: string, faults: readonly Fault[], plugin: boolean) {
  server.clear()
  await new OSS(server.ossOptions()).put('a', Buffer.from('x'.repeat(200)))
  const before = server.exchanges.length
  for (const fault of faults) server.inject(fault)
  const errors: unknown[] = []
  const client = new OSS(server.ossOptions()) as OSS & Methods
  if (plugin) withRequestId(client, { onError: (error) => errors.push(error) })
  const settled = (await calls[call]?.(client).then(
    (data) => ['result', data],
    (error) => ['error', error],
  )) as Settled
  return { settled, errors, issued: server.exchanges.slice(before) }
}

/** What a client may make of a response: the id it can see, or none; either where the body was cut before its end. */
function visibleIds(issued: IssuedExchange | undefined, fault: Fault | undefined): (string | undefined)[] {
  if (!issued?.statusCode) return [undefined]
  const { statusCode, headerRequestId, bodyRequestId = '' } = issued
  if (headerRequestId) return [headerRequestId]
  const id = /^[\x21-\x7e]+$/.test(bodyRequestId) ? bodyRequestId : undefined
  // Of what it does not expect, such as a 203, the SDK itself makes an error, from the body.
  if (statusCode < 300) return fault?.status === 203 ? [id, undefined] : [undefined]
  return fault?.reset || fault?.malformed ? [id, undefined] : [id]
}

const CHANGING =
  /request-?id|^date$|last-?modified|server-?time|uploadid|etag$|^rt$|socket|x-oss-(ec|err)|stack/i

/** An outcome without what differs from call to call. */
function shape(outcome: Outcome): unknown {
  const { requestId: _, ...rest } = outcome
  // What follows in a message is the body, and the headers.
  const [message] = String(outcome.message).split('\n')
  const text = JSON.stringify({ ...rest, name: outcome.name, message }, (key, value) => {
    if (value?.type === 'Buffer') return value.data.length
    // An upload's source among an error's `params`, which may still refer to its request.
    if (typeof value?.pipe === 'function') return 'stream'
    return CHANGING.test(key) && typeof value !== 'object' ? '*' : value
  })
  // The SDK repeats ids in addresses and messages, and there also counts of its sockets. Of a response cut while the
  // file is being opened, it says either code.
  return JSON.parse(
    text.replace(
      /[0-9A-F]{24}|uploadId=\w+|agent status: .*?\)|socketHandled\w+: \d+|keepalive socket: \w+|ERR_STREAM_DESTROYED|ECONNRESET/g,
      '*',
    ),
  )
}
