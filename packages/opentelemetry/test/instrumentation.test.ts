import { Agent } from 'node:http'
import { createRequire } from 'node:module'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { context, INVALID_SPAN_CONTEXT, trace } from '@opentelemetry/api'
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation'
import { withRequestId as ofAws } from '@requestid/aws'
import { getRequestInfo } from '@requestid/core'
import { Operation } from '@requestid/core/plugin'
import { withRequestId as ofCos } from '@requestid/cos'
import { withRequestId as ofOss } from '@requestid/oss'
import { startServer, type TestServer } from '@requestid/testing'
import { aws, type Vendor } from '@requestid/vendors'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { RequestIdInstrumentation } from '../src/index.js'
import { complaints, eventIds, finishedSpans, startTracing, traced } from './tracing.js'

const require = createRequire(import.meta.url)
const instrumentation = new RequestIdInstrumentation()
const bucket = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' }
const COS_ID = 'http.response.header.x-cos-request-id'
const OSS_ID = 'http.response.header.x-oss-request-id'

let servers: { [vendor in TestServer['vendor']]: TestServer }
let cos: COS
let oss: OSS
let s3: S3Client

beforeAll(async () => {
  startTracing()
  servers = {
    'tencent-cos': await startServer(),
    'alibaba-oss': await startServer({ vendor: 'alibaba-oss' }),
    aws: await startServer({ vendor: 'aws' }),
  }
  cos = ofCos(new COS(servers['tencent-cos'].cosOptions()))
  oss = ofOss(new OSS(servers['alibaba-oss'].ossOptions()))
  s3 = ofAws(new S3Client(servers.aws.s3Options()))
})
beforeEach(() => {
  for (const server of Object.values(servers)) server.clear()
  instrumentation.enable()
})
afterAll(async () => {
  instrumentation.disable()
  for (const server of Object.values(servers)) await server.close()
})

const getCos = (Key = 'missing') => cos.getObject({ ...bucket, Key })

describe('the active span', () => {
  it('says where the ids are of an earlier response than the one that was to decide', async () => {
    const { span } = await traced(async () => {
      servers['alibaba-oss'].inject(
        { reset: 'before-headers', times: Number.POSITIVE_INFINITY },
        { operation: 'UploadPart' },
      )
      await oss
        .multipartUpload('big', Buffer.alloc(250_000), { partSize: 102_400, parallel: 1 })
        .catch(() => {})
    })
    const [initiated] = servers['alibaba-oss'].exchanges
    expect(span.attributes).toEqual({ [OSS_ID]: [initiated?.requestId], 'requestid.id_of': 'earlier' })
    servers['alibaba-oss'].clear()
    const { span: both } = await traced(async () => {
      servers['alibaba-oss'].inject(
        { reset: 'before-headers', times: Number.POSITIVE_INFINITY },
        { operation: 'UploadPart' },
      )
      await oss
        .multipartUpload('big', Buffer.alloc(250_000), { partSize: 102_400, parallel: 1 })
        .catch(() => {})
      servers['alibaba-oss'].clear()
      await oss.put('a', Buffer.from('a'))
    })
    expect(both.attributes['requestid.id_of']).toBe('deciding')
  })

  it('has the ids of COS, of a result and of an error', async () => {
    const { span: ofResult } = await traced(() => cos.putObject({ ...bucket, Key: 'a', Body: 'a' }))
    const { span: ofError } = await traced(() => getCos())
    const [result, error] = servers['tencent-cos'].exchanges
    expect(ofResult.attributes).toEqual({ [COS_ID]: [result?.requestId] })
    expect(ofError.attributes).toEqual({
      [COS_ID]: [error?.requestId],
      'http.response.header.x-cos-trace-id': [error?.traceId],
    })
    expect([ofResult.events, ofError.events]).toEqual([[], []])
  })

  it('has the ids of OSS', async () => {
    const { span } = await traced(() => oss.get('missing'))
    const [error] = servers['alibaba-oss'].exchanges
    expect(span.attributes).toEqual({
      [OSS_ID]: [error?.requestId],
      'http.response.header.x-oss-ec': [error?.ec],
    })
  })

  it.each([
    ['a result', () => s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'a', Body: 'a' }))],
    ['an error', () => s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'missing' }))],
    ['an error without a body', () => s3.send(new HeadObjectCommand({ Bucket: 'b', Key: 'missing' }))],
  ])('has both ids of S3, of %s', async (_, call) => {
    const { span } = await traced(call)
    const { requestId, extendedRequestId } = servers.aws.exchanges[0] ?? {}
    expect(span.attributes).toEqual({
      'aws.request_id': requestId,
      'aws.extended_request_id': extendedRequestId,
    })
  })

  it('has the name that the conventions have for the header, or the header', async () => {
    const azure: Vendor = { name: 'azure-storage', headers: { requestId: ['x-ms-request-id'] }, body: {} }
    const minio: Vendor = { ...aws, name: 'minio' }
    const acme: Vendor = { name: 'acme', headers: { requestId: ['x-acme-id', 'x-acme'] }, body: {} }
    const { span } = await traced(() => {
      for (const vendor of [azure, minio, acme]) {
        const header = vendor.headers.requestId?.[0] as string
        const operation = new Operation({ options: {}, vendors: [vendor], evidence: () => ({}) })
        operation.open('GET', 'host', '/').respond(200, { [header]: `of ${vendor.name}`.replace(' ', '-') })
      }
    })
    expect(span.attributes).toEqual({
      'azure.service.request.id': 'of-azure-storage',
      'aws.request_id': 'of-minio',
      'http.response.header.x-acme-id': ['of-acme'],
    })
  })

  it('has each of several exchanges as an event, in order, when it was answered', async () => {
    servers['tencent-cos'].inject({ status: 503, delayMs: 20 })
    servers['tencent-cos'].inject({ reset: 'before-headers', delayMs: 50 })
    const { span, outcome } = await traced(() => getCos())
    const [refused, broken, missing] = servers['tencent-cos'].exchanges
    expect(span.attributes[COS_ID]).toEqual([missing?.requestId])
    const common = {
      'http.request.method': 'GET',
      'server.address': 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com',
      'url.path': '/missing',
    }
    expect(broken?.statusCode).toBeUndefined()
    expect(span.events.map(({ name, attributes }) => [name, attributes])).toEqual([
      [
        'requestid.exchange',
        {
          ...common,
          'http.response.status_code': 503,
          'error.type': '503',
          [COS_ID]: [refused?.requestId],
          'http.response.header.x-cos-trace-id': [refused?.traceId],
        },
      ],
      ['requestid.exchange', { ...common, 'error.type': 'ECONNRESET' }],
      [
        'requestid.exchange',
        {
          ...common,
          'http.response.status_code': 404,
          'error.type': '404',
          [COS_ID]: [missing?.requestId],
          'http.response.header.x-cos-trace-id': [missing?.traceId],
        },
      ],
    ])
    const times = span.events.map(({ time: [seconds, nanoseconds] }) => seconds * 1000 + nanoseconds / 1e6)
    const { exchanges = [] } = getRequestInfo(outcome) ?? {}
    expect(exchanges).toHaveLength(3)
    for (const [i, { startTime, durationMs }] of exchanges.entries()) {
      expect(times[i]).toBeCloseTo(startTime + durationMs, 1)
    }
  })

  it('keeps the id of the last response where the connection then fails', async () => {
    servers['tencent-cos'].inject({ status: 503 })
    servers['tencent-cos'].inject({ reset: 'before-headers', times: Number.POSITIVE_INFINITY })
    const { span } = await traced(() => getCos())
    const ids = servers['tencent-cos'].exchanges.map(({ headerRequestId }) => headerRequestId)
    expect(span.attributes[COS_ID]).toEqual([ids[0]])
    expect(eventIds(span, COS_ID)).toEqual(ids)
  })

  it('has the port where the host has one', async () => {
    const { span } = await traced(async () => {
      await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'a', Body: 'a' }))
      await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'b', Body: 'a' }))
    })
    const { port } = servers.aws
    expect(span.events.map(({ attributes }) => attributes)).toMatchObject(
      ['/b/a', '/b/b'].map((path) => ({
        'server.address': '127.0.0.1',
        'server.port': port,
        'url.path': path,
      })),
    )
  })

  it('has the calls of all clients that were made on it', async () => {
    const { span } = await traced(async () => {
      await getCos().catch(() => {})
      await oss.head('missing').catch(() => {})
      await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'a', Body: 'a' }))
    })
    const [c, o, a] = Object.values(servers).map(({ exchanges }) => exchanges[0]?.requestId)
    expect(span.attributes).toMatchObject({ [COS_ID]: [c], [OSS_ID]: [o], 'aws.request_id': a })
    expect([COS_ID, OSS_ID, 'aws.request_id'].map((name) => eventIds(span, name))).toEqual([
      [c, undefined, undefined],
      [undefined, o, undefined],
      [undefined, undefined, a],
    ])
  })

  it('has an id that stands in the body alone', async () => {
    const server = servers['tencent-cos']
    server.inject({ status: 403, requestIdHeader: false })
    const { span: single } = await traced(() => getCos())
    server.inject({ status: 503 })
    server.inject({ status: 503, requestIdHeader: false, times: 2 })
    const { span: retried } = await traced(() => getCos())
    const [first, ...others] = server.exchanges.map(({ requestId }) => requestId)
    expect(single.attributes[COS_ID]).toEqual([first])
    expect(others).toHaveLength(4)
    expect(retried.attributes[COS_ID]).toEqual([others[3]])
    expect(eventIds(retried, COS_ID)).toEqual(others)
  })

  it('is that of the caller, whoever made the connection', async () => {
    const keys = Array.from({ length: 50 }, (_, i) => `key${i}`)
    const tracer = trace.getTracer('test')
    // One connection for all: its events come in the context of whoever opened it.
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const oss = ofOss(new OSS({ ...servers['alibaba-oss'].ossOptions(), agent } as OSS.Options))
    const { span: job } = await traced(async () => {
      await oss.head('of the job').catch(() => {})
      await Promise.all(
        keys.map((key) =>
          tracer.startActiveSpan(key, async (span) => {
            await (Number(key.slice(3)) % 2 ? getCos(key) : oss.head(key)).catch(() => {})
            span.end()
          }),
        ),
      )
    })
    const issued = [...servers['tencent-cos'].exchanges, ...servers['alibaba-oss'].exchanges]
    const idOf = new Map(issued.map(({ key, requestId }) => [key, requestId]))
    expect([job.attributes[OSS_ID], job.events]).toEqual([[idOf.get('of the job')], []])
    const spans = finishedSpans().filter(({ name }) => name !== 'job')
    expect(spans).toHaveLength(50)
    for (const { name, attributes, events } of spans) {
      expect([attributes[COS_ID] ?? attributes[OSS_ID], events]).toEqual([[idOf.get(name)], []])
    }
  })

  it('is the one where the call was made, also where the answer comes in on another', async () => {
    const operations: Operation[] = []
    const begin = () =>
      void operations.push(new Operation({ options: {}, vendors: [aws], evidence: () => ({}) }))
    const { span } = await traced(async () => {
      begin()
      const { others } = await trace.getTracer('test').startActiveSpan('other', async (other) => {
        for (const operation of operations) {
          operation.open('GET', 'host', '/').respond(200, { 'x-amz-request-id': 'id' })
          operation.settle({})
        }
        other.end()
        return { others: finishedSpans() }
      })
      expect(others.map(({ name, attributes }) => [name, attributes])).toEqual([['other', {}]])
    })
    expect(span.attributes).toEqual({ 'aws.request_id': 'id' })
  })

  it('has the id as soon as the headers are there, of a call that never ends', async () => {
    servers['tencent-cos'].inject({ stall: 'after-headers' })
    const client = ofCos(new COS({ ...servers['tencent-cos'].cosOptions(), Timeout: 500 }))
    const seen = vi.fn()
    const { span } = await traced((active) => {
      const settled = client.getObject({ ...bucket, Key: 'missing' }).catch(seen)
      void settled
      return vi.waitFor(() => {
        if (!('attributes' in active) || !Object.keys(active.attributes as object).length)
          throw new Error('not yet')
      })
    })
    expect(seen).not.toHaveBeenCalled()
    expect(span.attributes[COS_ID]).toEqual([servers['tencent-cos'].exchanges[0]?.requestId])
  })

  it('is left alone once it has ended', async () => {
    servers['tencent-cos'].inject({ status: 503, delayMs: 50 })
    let call: Promise<unknown> | undefined
    const { span } = await traced(() => {
      call = getCos().catch(() => {})
    })
    await call
    expect(span.attributes).toEqual({})
    expect(complaints).toEqual([])
  })
})

describe('where there is nothing to put it on', () => {
  it('a call without a span works', async () => {
    await expect(getCos()).rejects.toMatchObject({ requestId: expect.any(String) })
  })

  it('a span that is not recorded is not given anything', async () => {
    const span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT)
    const given = vi.spyOn(span, 'setAttributes')
    const asked = vi.spyOn(span, 'isRecording')
    await context.with(trace.setSpan(context.active(), span), () => getCos().catch(() => {}))
    expect(given).not.toHaveBeenCalled()
    // When the call began, and never again.
    expect(asked).toHaveBeenCalledTimes(1)
  })
})

describe('RequestIdInstrumentation', () => {
  it('is an instrumentation, of the version of its package', () => {
    const typed: Instrumentation = instrumentation
    expect(typed.instrumentationName).toBe(manifest.name)
    expect(typed.instrumentationVersion).toBe(manifest.version)
    expect(typed.getConfig()).toEqual({ enabled: true })
    typed.setConfig({ enabled: false })
    expect(typed.getConfig()).toEqual({ enabled: false })
    typed.setConfig({})
  })

  it('stops when it is disabled, and does not start where that is asked for', async () => {
    instrumentation.disable()
    const waiting = new RequestIdInstrumentation({ enabled: false })
    onTestFinished(() => waiting.disable())
    const { span: without } = await traced(() => getCos())
    expect(without.attributes).toEqual({})
    const unregister = registerInstrumentations({ instrumentations: [waiting] })
    const { span: registered } = await traced(() => getCos())
    expect(registered.attributes).toHaveProperty([COS_ID])
    unregister()
    const { span: after } = await traced(() => getCos())
    expect(after.attributes).toEqual({})
  })

  it('works once where there are several, in two copies even, and for a plugin of either', async () => {
    const copy = require('@requestid/opentelemetry') as typeof import('../src/index.js')
    expect(copy.RequestIdInstrumentation).not.toBe(RequestIdInstrumentation)
    const others = [new RequestIdInstrumentation(), new copy.RequestIdInstrumentation()]
    onTestFinished(() => {
      for (const other of others) other.disable()
    })
    const plugin = require('@requestid/cos') as typeof import('@requestid/cos')
    expect(plugin.withRequestId).not.toBe(ofCos)
    const client = plugin.withRequestId(new COS(servers['tencent-cos'].cosOptions()))
    servers['tencent-cos'].inject({ status: 503 })
    const { span } = await traced(() => client.getObject({ ...bucket, Key: 'missing' }))
    const ids = servers['tencent-cos'].exchanges.map(({ requestId }) => requestId)
    expect(eventIds(span, COS_ID)).toEqual(ids)
    expect(ids).toHaveLength(2)
  })
})
