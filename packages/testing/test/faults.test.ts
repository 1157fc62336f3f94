import COS from 'cos-nodejs-sdk-v5'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type IssuedExchange, startServer, type TestServer } from '../src/index.js'
import { send } from './send.js'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

beforeEach(() => server.clear())

afterAll(() => server.close())

const last = (): IssuedExchange => {
  const exchange = server.exchanges.at(-1)
  if (!exchange) throw new Error('nothing was received')
  return exchange
}

const put = () => send(server, { method: 'PUT', body: 'a stored object' })

test.each([
  [400, 'InvalidRequest'],
  [403, 'AccessDenied'],
  [404, 'NoSuchKey'],
  [418, 'InvalidRequest'],
  [500, 'InternalError'],
  [503, 'SlowDown'],
])('status %i answers with %s', async (status, code) => {
  server.inject({ status })
  const seen = await send(server)
  const { requestId, traceId } = last()
  expect(seen).toMatchObject({
    status,
    headers: {
      server: 'tencent-cos',
      'content-type': 'application/xml',
      'x-cos-request-id': requestId,
      'x-cos-trace-id': traceId,
    },
  })
  expect(seen.headers.date).toBeDefined()
  expect(seen.body).toMatch(
    new RegExp(
      `^<\\?xml version='1.0' encoding='utf-8' \\?><Error><Code>${code}</Code><Message>.+</Message>` +
        `<Resource>${server.host}/key</Resource><RequestId>${requestId}</RequestId><TraceId>${traceId}</TraceId></Error>$`,
    ),
  )
  expect(last()).toMatchObject({ headerRequestId: requestId, bodyRequestId: requestId, statusCode: status })
})

test('a request answered with a status is not carried out', async () => {
  server.inject({ status: 500 })
  await put()
  expect(await send(server)).toMatchObject({ status: 404 })
})

test('a 404 without a key is about the bucket', async () => {
  server.inject({ status: 404 })
  expect((await send(server, { path: '/' })).body).toContain('<Code>NoSuchBucket</Code>')
})

test('HEAD, 204 and 304 have no body', async () => {
  server.inject({ status: 403, times: 2 })
  expect(await send(server, { method: 'HEAD' })).toMatchObject({ status: 403, body: '' })
  expect(last()).toMatchObject({ headerRequestId: last().requestId, traceId: expect.any(String) })
  expect(last()).not.toHaveProperty('bodyRequestId')
  server.clear()
  server.inject({ status: 304 })
  expect(await send(server)).toMatchObject({ status: 304, body: '' })
})

test('code replaces the code', async () => {
  server.inject({ status: 404, code: 'NoSuchTagSet' })
  expect((await send(server)).body).toContain('<Code>NoSuchTagSet</Code>')
})

describe('body', () => {
  test('a string or bytes', async () => {
    server.inject({ status: 200, body: 'plain' })
    expect(await send(server)).toMatchObject({
      status: 200,
      body: 'plain',
      headers: { 'content-length': '5' },
    })
    expect(last()).not.toHaveProperty('bodyRequestId')
    await put()
    server.inject({ body: new Uint8Array([0x68, 0x69]) })
    expect(await send(server)).toMatchObject({ status: 200, body: 'hi' })
  })

  test('none', async () => {
    server.inject({ status: 404, body: '' })
    expect(await send(server)).toMatchObject({ status: 404, body: '', headers: { 'content-length': '0' } })
  })

  test('made of the ids', async () => {
    server.inject({
      status: 403,
      body: ({ requestId }) => JSON.stringify({ requestId }),
      requestIdHeader: false,
      headers: { 'Content-Type': 'application/json' },
    })
    const seen = await send(server)
    expect(JSON.parse(seen.body)).toEqual({ requestId: last().requestId })
    expect(seen.headers['content-type']).toBe('application/json')
    expect(last()).toMatchObject({ bodyRequestId: last().requestId })
    expect(last()).not.toHaveProperty('headerRequestId')
    expect(last()).not.toHaveProperty('traceId')
  })
})

test('headers are added and replaced', async () => {
  server.inject({ status: 403, headers: { 'X-Cos-Request-Id': 'forged', 'x-other': '1' } })
  expect((await send(server)).headers).toMatchObject({ 'x-cos-request-id': 'forged', 'x-other': '1' })
  expect(last().headerRequestId).toBe('forged')
  expect(last().requestId).not.toBe('forged')
})

test('a header that cannot be sent is refused at once', () => {
  expect(() => server.inject({ headers: { 'x-bad': 'a\nb' } })).toThrow(TypeError)
  expect(() => server.inject({ requestIdHeader: 'not a name' })).toThrow(TypeError)
})

test('the id goes into another header, or none', async () => {
  server.inject({ status: 403, requestIdHeader: 'x-ci-request-id' })
  server.inject({ status: 403, requestIdHeader: false })
  const other = await send(server)
  expect(other.headers['x-ci-request-id']).toBe(last().requestId)
  expect(other.headers).not.toHaveProperty('x-cos-request-id')
  expect(last().headerRequestId).toBe(last().requestId)
  const none = await send(server)
  expect(Object.keys(none.headers).filter((name) => name.includes('-id'))).toEqual([])
  expect(last()).not.toHaveProperty('headerRequestId')
  // The body has it all the same.
  expect(last()).toMatchObject({ bodyRequestId: last().requestId, traceId: expect.any(String) })
})

test('the body has another id, or none', async () => {
  server.inject({ status: 403, bodyRequestId: 'different' })
  server.inject({ status: 403, bodyRequestId: false })
  const different = await send(server)
  expect(last().bodyRequestId).not.toBe(last().requestId)
  expect(different.body).toContain(`<RequestId>${last().bodyRequestId}</RequestId>`)
  expect(Buffer.from(last().bodyRequestId ?? '', 'base64').toString()).toMatch(/^[0-9a-f_]+$/)
  const none = await send(server)
  expect(none.body).not.toContain('RequestId')
  expect(last()).not.toHaveProperty('bodyRequestId')
})

test('a delay comes before the headers', async () => {
  server.inject({ delayMs: 60 })
  const start = performance.now()
  expect(await send(server)).toMatchObject({ status: 404 })
  expect(performance.now() - start).toBeGreaterThan(55)
})

describe.each([
  ['reset', 'ECONNRESET'],
  ['stall', 'TIMEOUT'],
] as const)('%s', (kind, error) => {
  test('before the headers', async () => {
    server.inject({ [kind]: 'before-headers' })
    const seen = await put()
    expect(seen.status).toBeUndefined()
    expect(seen.error).toBe(error)
    expect(last()).not.toHaveProperty('statusCode')
    expect(last()).not.toHaveProperty('headerRequestId')
    // The server had carried the request out by then.
    expect(await send(server)).toMatchObject({ body: 'a stored object' })
  })

  test('after the headers', async () => {
    await put()
    server.inject({ [kind]: 'after-headers' })
    expect(await send(server)).toMatchObject({
      status: 200,
      headers: { 'content-length': '15', 'x-cos-request-id': last().requestId },
      body: '',
      error,
    })
    expect(last()).toMatchObject({ statusCode: 200, headerRequestId: last().requestId })
  })

  test('in the middle of the body', async () => {
    await put()
    server.inject({ [kind]: 'mid-body' })
    expect(await send(server)).toMatchObject({ status: 200, body: 'a store', error })
  })

  test('in the middle of an error', async () => {
    server.inject({ status: 500, [kind]: 'mid-body' })
    const seen = await send(server)
    expect(seen).toMatchObject({ status: 500, error })
    expect(seen.body).toMatch(/^<\?xml.*<Error>/)
  })

  test('where there is no body to cut', async () => {
    server.inject({ [kind]: 'mid-body' })
    expect(await put()).toMatchObject({ status: 200, headers: { 'content-length': '1' }, error })
  })
})

test('a malformed body ends before its last tag', async () => {
  server.inject({ status: 403, malformed: true })
  const { body, error } = await send(server)
  expect(body).toMatch(/<TraceId>.*<\/TraceId>$/)
  expect(error).toBeUndefined()
})

describe('which request', () => {
  test('in order, each fault once', async () => {
    server.inject({ status: 503 })
    server.inject({ status: 500 })
    const statuses = [await send(server), await send(server), await send(server)].map(({ status }) => status)
    expect(statuses).toEqual([503, 500, 404])
  })

  test('as often as told', async () => {
    server.inject({ status: 503, times: 2 })
    server.inject({ status: 500, times: Number.POSITIVE_INFINITY })
    const statuses = []
    for (let index = 0; index < 5; index++) statuses.push((await send(server)).status)
    expect(statuses).toEqual([503, 503, 500, 500, 500])
  })

  test.each([
    ['method', { method: 'PUT' }],
    ['path', { path: '/a b' }],
    ['expression', { path: /b$/g }],
    ['query', { query: 'partNumber' }],
    ['operation', { operation: 'UploadPart' }],
    ['all of these', { method: 'put', path: /^\/a/, query: 'uploadId', operation: 'UploadPart' }],
    ['function', (request: { key?: string; query: URLSearchParams }) => request.key === 'a b'],
  ])('by %s', async (_name, match) => {
    server.inject({ status: 403, times: 2 }, match)
    expect(await send(server, { path: '/other' })).toMatchObject({ status: 404 })
    const part = { method: 'PUT', path: '/a%20b?partNumber=1&uploadId=x' }
    expect(await send(server, part)).toMatchObject({ status: 403 })
    expect(await send(server, part)).toMatchObject({ status: 403 })
    expect(await send(server, part)).toMatchObject({ status: 404 })
  })
})

test('the SDK sees the same', async () => {
  const cos = new COS(server.cosOptions())
  const object = { Bucket: 'bucket-1250000000', Region: 'ap-beijing', Key: 'key' }
  server.inject({ status: 403 })
  const denied = await cos.getObject(object).catch((error: unknown) => error)
  expect(denied).toMatchObject({ code: 'AccessDenied', RequestId: last().requestId })
  server.inject({ status: 503, times: 2 })
  const retried = await cos.putObject({ ...object, Body: 'x' })
  expect(server.exchanges.slice(-3).map(({ statusCode }) => statusCode)).toEqual([503, 503, 200])
  expect(retried.RequestId).toBe(last().requestId)
  server.inject({ reset: 'mid-body' })
  const broken = await cos.getObject(object).catch((error: unknown) => error)
  expect(broken).toMatchObject({ statusCode: 200, headers: { 'x-cos-request-id': last().requestId } })
})
