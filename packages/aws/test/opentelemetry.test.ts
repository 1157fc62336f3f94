import { createRequire } from 'node:module'
import type * as S3 from '@aws-sdk/client-s3'
import { trace } from '@opentelemetry/api'
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk'
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { type AwsWire, startAwsWire } from './wire.js'

const exporter = new InMemorySpanExporter()
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
const instrumentation = new AwsInstrumentation()
let sdk: typeof S3
let wire: AwsWire

beforeAll(async () => {
  provider.register()
  instrumentation.setTracerProvider(provider)
  instrumentation.enable()
  // It looks at what `require` loads.
  sdk = createRequire(import.meta.url)('client-s3-3.600')
  wire = await startAwsWire()
})
beforeEach(() => exporter.reset())
afterAll(async () => {
  instrumentation.disable()
  trace.disable()
  await wire.close()
})

async function spanOf(
  register: boolean,
  call: (client: S3.S3Client) => Promise<unknown>,
): Promise<ReadableSpan> {
  exporter.reset()
  const client = new sdk.S3Client({ ...wire.clientOptions(), forcePathStyle: true, maxAttempts: 1 })
  if (register) withRequestId(client)
  await call(client).catch(() => {})
  const [span] = exporter.getFinishedSpans()
  if (!span) throw new Error('no span')
  return span
}

/** What the span says of the request's ids. */
const ids = ({ attributes }: ReadableSpan) => [
  attributes['aws.request.id'],
  attributes['aws.request.extended_id'],
]

// The instrumentation sees clients whose stack is @smithy/middleware-stack before 4.5 alone. Of an error it reads
// `RequestId`, which S3 has in its body, and `extendedRequestId`, which the plain SDK has nowhere.
describe('the spans of OpenTelemetry', () => {
  const headers = { 'x-amz-id-2': 'host' }
  const get = (client: S3.S3Client) => client.send(new sdk.GetObjectCommand({ Bucket: 'bucket', Key: 'key' }))
  const body = '<Error><Code>NoSuchKey</Code><RequestId>{id}</RequestId></Error>'

  it.each([
    ['a result', { headers }, ['id', 'host'], ['id', 'host']],
    ['an error', { status: 404, headers, body }, ['id', undefined], ['id', 'host']],
    ['an error without a body', { status: 404, headers }, [undefined, undefined], [undefined, 'host']],
  ])('%s', async (_, reply, plain, plugin) => {
    for (const [register, expected] of [
      [false, plain],
      [true, plugin],
    ] as const) {
      wire.reply(reply)
      const span = await spanOf(register, get)
      const { requestId: id } = wire.exchanges[0] ?? {}
      expect(ids(span)).toEqual(expected.map((value) => (value === 'id' ? id : value)))
    }
  })
})
