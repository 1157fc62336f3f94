import { createRequire } from 'node:module'
import type * as S3 from '@aws-sdk/client-s3'
import type { SpanKind } from '@opentelemetry/api'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { withRequestId as ofAws } from '@requestid/aws'
import { withRequestId as ofCos } from '@requestid/cos'
import { withRequestId as ofOss } from '@requestid/oss'
import { startServer, type TestServer } from '@requestid/testing'
import type OSSClient from 'ali-oss'
import type COSClient from 'cos-nodejs-sdk-v5'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { RequestIdInstrumentation } from '../src/index.js'
import { complaints, eventIds, provider, startTracing, traced } from './tracing.js'

// The instrumentations look at what `require` loads, once they are there.
const require = createRequire(import.meta.url)
const instrumentation = new RequestIdInstrumentation({ enabled: false })
const bucket = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' }
const COS_ID = 'http.response.header.x-cos-request-id'
const OSS_ID = 'http.response.header.x-oss-request-id'

let servers: TestServer[] = []
let unregister: () => void
let calls: { readonly [name: string]: () => Promise<unknown> }

beforeAll(async () => {
  startTracing()
  unregister = registerInstrumentations({
    tracerProvider: provider,
    instrumentations: [new AwsInstrumentation(), new HttpInstrumentation(), new UndiciInstrumentation()],
  })
  const vendors = ['tencent-cos', 'alibaba-oss', 'aws'] as const
  servers = await Promise.all(vendors.map((vendor) => startServer({ vendor })))
  const [cosServer, ossServer, s3Server] = servers as [TestServer, TestServer, TestServer]
  const COS: typeof COSClient = require('cos-nodejs-sdk-v5')
  const OSS: typeof OSSClient = require('ali-oss')
  // The instrumentation sees clients whose stack is @smithy/middleware-stack before 4.5 alone.
  const sdk: typeof S3 = require('client-s3-3.600')
  const { FetchHttpHandler } = require('@smithy/fetch-http-handler')
  const cos = ofCos(new COS(cosServer.cosOptions()))
  const oss = ofOss(new OSS({ ...ossServer.ossOptions(), retryMax: 1 } as OSSClient.Options))
  const s3 = ofAws(new sdk.S3Client(s3Server.s3Options()))
  const fetching = ofAws(
    new sdk.S3Client({ ...s3Server.s3Options(), requestHandler: new FetchHttpHandler() }),
  )
  const object = { Bucket: 'b', Key: 'missing' }
  calls = {
    COS: () => cos.getObject({ ...bucket, Key: 'missing' }),
    OSS: () => oss.head('missing'),
    S3: () => s3.send(new sdk.GetObjectCommand(object)),
    'S3 over fetch': () => fetching.send(new sdk.GetObjectCommand(object)),
  }
})
afterEach(() => {
  instrumentation.disable()
  for (const server of servers) server.clear()
})
afterAll(async () => {
  unregister()
  await Promise.all(servers.map((server) => server.close()))
})

const CLIENT: SpanKind.CLIENT = 2

/** What must be the same with and without requestid: all but what is of one run alone. */
function shapeOf({ name, kind, attributes, events, status }: ReadableSpan) {
  const own = (key: string) => !/request.?id|trace-id|x-oss-ec|extended/.test(key)
  const changing = /port|etag|content_length/i
  const kept = Object.entries(attributes).filter(([key]) => own(key) && !changing.test(key))
  return {
    name,
    kind,
    status: status.code,
    kept: Object.fromEntries(kept),
    events: events.map(({ name }) => name),
  }
}

describe.each([
  ['COS', 0, COS_ID, 'job'],
  ['OSS', 1, OSS_ID, 'job'],
  ['S3', 2, 'aws.request_id', 'S3.GetObject'],
  ['S3 over fetch', 2, 'aws.request_id', 'S3.GetObject'],
] as const)('together with aws-sdk, http and undici: %s', (call, server, name, where) => {
  const run = async () => {
    const { span, others } = await traced(() => calls[call]?.())
    return [span, ...others]
  }
  const issued = () => servers[server]?.exchanges.map(({ requestId }) => requestId) ?? []
  const idOf = (span: ReadableSpan) => [span.attributes[name]].flat()

  it('the id is on one span, and no span is made, lost or changed', async () => {
    const without = await run()
    instrumentation.enable()
    const spans = await run()
    expect(spans.map(shapeOf)).toEqual(without.map(shapeOf))
    expect(without.flatMap(({ attributes }) => (name in attributes ? [attributes] : []))).toEqual([])
    // The instrumentations are there, and see the request.
    expect(spans.filter(({ kind }) => kind === CLIENT)).toHaveLength(call.startsWith('S3') ? 2 : 1)
    const holders = spans.filter(({ attributes }) => name in attributes)
    expect(holders.map((span) => span.name)).toEqual([where])
    expect(holders.flatMap(idOf)).toEqual([issued()[1]])
    expect(
      spans.flatMap(({ events }) => events.filter((event) => event.name === 'requestid.exchange')),
    ).toEqual([])
    expect(complaints).toEqual([])
  })

  it('every exchange of retries is an event once, beside the spans of each', async () => {
    instrumentation.enable()
    // ali-oss sends again after a failed connection alone.
    servers[server]?.inject(call === 'OSS' ? { reset: 'before-headers' } : { status: 503 })
    const spans = await run()
    const holders = spans.filter(({ attributes }) => name in attributes)
    expect(holders.map((span) => span.name)).toEqual([where])
    const ids = servers[server]?.exchanges.map(({ headerRequestId }) => headerRequestId)
    expect(ids).toHaveLength(2)
    expect(spans.map((span) => eventIds(span, name)).filter(({ length }) => length)).toEqual([ids])
    expect(holders.flatMap(idOf)).toEqual([ids?.[1]])
    // Those of http and undici.
    expect(spans.filter(({ kind, name }) => kind === CLIENT && name !== 'S3.GetObject')).toHaveLength(2)
  })
})

it('aws-sdk writes the name of its own, and requestid that of the conventions, of the same request', async () => {
  instrumentation.enable()
  const { others } = await traced(() => calls.S3?.())
  const [{ requestId, extendedRequestId } = {}] = servers[2]?.exchanges ?? []
  const span = others.find(({ name }) => name === 'S3.GetObject')
  expect(span?.attributes).toMatchObject({
    'aws.request.id': requestId,
    'aws.request_id': requestId,
    'aws.request.extended_id': extendedRequestId,
    'aws.extended_request_id': extendedRequestId,
  })
})
