import OSS from 'ali-oss'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type IssuedExchange, startServer, type TestServer } from '../src/index.js'
import { send } from './send.js'

const bucket = 'examplebucket'
const host = `${bucket}.oss-cn-hangzhou.aliyuncs.com`
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const assumeRole = { method: 'POST', path: '/', headers: form, body: 'Action=AssumeRole' }

let server: TestServer

beforeAll(async () => {
  server = await startServer({ vendor: 'alibaba-oss' })
})

beforeEach(() => server.clear())

afterAll(() => server.close())

const last = (): IssuedExchange => {
  const exchange = server.exchanges.at(-1)
  if (!exchange) throw new Error('nothing was received')
  return exchange
}

const fromBase64 = (header: unknown) => Buffer.from(String(header), 'base64').toString()

test('ids are well-formed, unique and of this second', async () => {
  await using second = await startServer({ vendor: 'alibaba-oss' })
  const before = Math.floor(Date.now() / 1000)
  for (const one of [server, second]) {
    for (let index = 0; index < 50; index++) await send(one, { host })
  }
  const ids = [...server.exchanges, ...second.exchanges].map(({ requestId }) => requestId)
  expect(new Set(ids).size).toBe(100)
  for (const id of ids) {
    expect(id).toMatch(/^[0-9A-F]{24}$/)
    expect(Number.parseInt(id.slice(0, 8), 16)).toBeGreaterThanOrEqual(before)
    expect(Number.parseInt(id.slice(0, 8), 16)).toBeLessThanOrEqual(Math.floor(Date.now() / 1000))
  }
})

test('the log has one entry for each request', async () => {
  await send(server, { method: 'PUT', host, path: '/a%20b/c?partNumber=1&uploadId=u', body: 'x' })
  expect(server.exchanges).toEqual([
    {
      requestId: expect.any(String),
      headerRequestId: server.exchanges[0]?.requestId,
      bodyRequestId: server.exchanges[0]?.requestId,
      ec: expect.stringMatching(/^\d{4}-\d{8}$/),
      method: 'PUT',
      host,
      path: '/a%20b/c',
      query: 'partNumber=1&uploadId=u',
      operation: 'UploadPart',
      bucket,
      key: 'a b/c',
      statusCode: 404,
    },
  ])
})

test.each([
  ['bucket.oss-cn-hangzhou.aliyuncs.com', '/a', 'GetObject', 'bucket', 'a'],
  ['bucket.oss-cn-hangzhou-internal.aliyuncs.com', '/', 'ListObjects', 'bucket', undefined],
  ['bucket.oss-accelerate.aliyuncs.com', '/a', 'GetObject', 'bucket', 'a'],
  ['bucket.vpc100-oss-cn-hangzhou.aliyuncs.com', '/a', 'GetObject', 'bucket', 'a'],
  ['oss-cn-hangzhou.aliyuncs.com', '/', 'ListBuckets', undefined, undefined],
  ['.oss-cn-hangzhou.aliyuncs.com', '/', 'ListBuckets', undefined, undefined],
  ['undefined.oss-cn-hangzhou.aliyuncs.com', '/', 'ListBuckets', undefined, undefined],
  ['oss-cn-hangzhou.aliyuncs.com', '/bucket/a/b', 'GetObject', 'bucket', 'a/b'],
  ['127.0.0.1:8080', '/bucket/a/b', 'GetObject', 'bucket', 'a/b'],
  ['127.0.0.1', '/bucket', 'ListObjects', 'bucket', undefined],
  ['[::1]:8080', '/bucket/', 'ListObjects', 'bucket', undefined],
  ['localhost:8080', '/bucket/a', 'GetObject', 'bucket', 'a'],
  ['localhost', '/', 'ListBuckets', undefined, undefined],
  ['bucket.localhost:8080', '/a', 'GetObject', 'bucket', 'a'],
  ['static.example.com', '/a', 'GetObject', 'examplebucket', 'a'],
])('%s%s is %s', async (name, path, operation, expectedBucket, key) => {
  const { headers } = await send(server, { host: name, path })
  expect(last()).toMatchObject({ operation, host: name })
  expect(last().bucket).toBe(expectedBucket)
  expect(last().key).toBe(key)
  expect(headers).toMatchObject({ server: 'AliyunOSS', 'x-oss-request-id': last().requestId })
})

test.each([
  ['PATCH', '/a'],
  ['POST', '/'],
])('%s %s does not exist and is refused', async (method, path) => {
  expect(await send(server, { method, host, path })).toMatchObject({ status: 405 })
  expect(server.exchanges).toMatchObject([{ operation: 'Unknown', statusCode: 405 }])
})

test('a bucket is made by a request that names it, and by no other', async () => {
  const account = { method: 'PUT', host: 'oss-cn-hangzhou.aliyuncs.com', path: '/' }
  expect(await send(server, account)).toMatchObject({ status: 405 })
  const { body } = await send(server, { host: 'localhost', path: '/' })
  expect(body).toContain('<Buckets></Buckets>')
})

test.each([
  [400, 'InvalidArgument'],
  [403, 'AccessDenied'],
  [404, 'NoSuchKey'],
  [418, 'InvalidArgument'],
  [500, 'InternalError'],
  [503, 'ServiceUnavailable'],
])('status %i answers with %s', async (status, code) => {
  server.inject({ status })
  const seen = await send(server, { host })
  const { requestId, ec } = last()
  expect(seen).toMatchObject({
    status,
    headers: { 'content-type': 'application/xml', 'x-oss-request-id': requestId, 'x-oss-ec': ec },
  })
  expect(seen.headers).not.toHaveProperty('x-oss-err')
  expect(ec).toMatch(/^\d{4}-\d{8}$/)
  expect(seen.body).toMatch(
    new RegExp(
      `^<\\?xml version='1.0' encoding='utf-8' \\?><Error><Code>${code}</Code><Message>.+</Message>` +
        `<RequestId>${requestId}</RequestId><HostId>${host}</HostId><EC>${ec}</EC>` +
        `<RecommendDoc>https://api.aliyun.com/troubleshoot\\?q=${ec}</RecommendDoc></Error>$`,
    ),
  )
  expect(last()).toMatchObject({ headerRequestId: requestId, bodyRequestId: requestId, statusCode: status })
  expect(last()).not.toHaveProperty('traceId')
})

test('an EC stands for the cause: it goes with the code, not with the request', async () => {
  for (const code of [
    'AccessDenied',
    'AccessDenied',
    'CallbackFailed',
    'CallbackFailed',
    'InvalidObjectState',
  ])
    server.inject({ status: 403, code })
  for (let index = 0; index < 5; index++) await send(server, { host })
  const [first, second, third, fourth, fifth] = server.exchanges.map(({ ec }) => ec)
  expect([first, second]).toEqual(['0003-00000001', '0003-00000001'])
  expect(third).toBe(fourth)
  expect(new Set([first, third, fifth]).size).toBe(3)
})

test('a success has no EC', async () => {
  server.inject({ requestIdHeader: 'x-other-id' })
  const { headers } = await send(server, { method: 'PUT', host, body: 'x' })
  expect(headers).toMatchObject({ 'x-other-id': last().requestId })
  expect(headers).not.toHaveProperty('x-oss-request-id')
  expect(headers).not.toHaveProperty('x-oss-ec')
  expect(last()).not.toHaveProperty('ec')
})

describe('in answer to HEAD', () => {
  const head = () => send(server, { method: 'HEAD', host })

  test('the header x-oss-err has the body of an error', async () => {
    const seen = await head()
    expect(seen).toMatchObject({ status: 404, body: '', headers: { 'x-oss-ec': last().ec } })
    const document = fromBase64(seen.headers['x-oss-err'])
    expect(document).toContain(`<Code>NoSuchKey</Code>`)
    expect(document).toContain(`<RequestId>${last().requestId}</RequestId>`)
    expect(last()).toMatchObject({ bodyRequestId: last().requestId, headerRequestId: last().requestId })
  })

  test('it has the faults of a body', async () => {
    server.inject({ status: 403, bodyRequestId: 'different' })
    const different = fromBase64((await head()).headers['x-oss-err'])
    expect(last().bodyRequestId).not.toBe(last().requestId)
    expect(different).toContain(`<RequestId>${last().bodyRequestId}</RequestId>`)
    server.inject({ status: 403, malformed: true })
    expect(fromBase64((await head()).headers['x-oss-err'])).toMatch(/<\/RecommendDoc>$/)
    server.inject({ status: 403, body: '' })
    expect((await head()).headers).not.toHaveProperty('x-oss-err')
    expect(last()).not.toHaveProperty('bodyRequestId')
  })

  test('without ids in header and body there is none anywhere', async () => {
    server.inject({ status: 403, requestIdHeader: false })
    const bodyOnly = await head()
    expect(fromBase64(bodyOnly.headers['x-oss-err'])).toContain(last().requestId)
    expect(last()).toMatchObject({ bodyRequestId: last().requestId, ec: '0003-00000001' })
    expect(last()).not.toHaveProperty('headerRequestId')
    server.inject({ status: 403, requestIdHeader: false, bodyRequestId: false })
    const none = await head()
    expect(none.headers).not.toHaveProperty('x-oss-request-id')
    expect(none.headers).not.toHaveProperty('x-oss-ec')
    expect(fromBase64(none.headers['x-oss-err'])).not.toContain('RequestId')
    expect(JSON.stringify(none.headers)).not.toContain(last().requestId)
    expect(last()).not.toHaveProperty('bodyRequestId')
  })

  test('a success or 304 has no such header', async () => {
    await send(server, { method: 'PUT', host, body: 'x' })
    expect((await head()).headers).not.toHaveProperty('x-oss-err')
    server.inject({ status: 304 })
    expect((await head()).headers).not.toHaveProperty('x-oss-err')
  })
})

test('no id and no EC is in the headers, or all of it in the body alone', async () => {
  server.inject({ status: 403, requestIdHeader: false })
  const { headers, body } = await send(server, { host })
  expect(Object.keys(headers).filter((name) => /-(?:id|ec|err)$/.test(name))).toEqual([])
  expect(body).toContain(last().requestId)
  expect(last()).toMatchObject({ bodyRequestId: last().requestId, ec: '0003-00000001' })
})

test('the log has an EC only when it was sent, be it in the headers or in the body', async () => {
  server.inject({ status: 403, body: 'plain' })
  server.inject({ status: 403, bodyRequestId: false, requestIdHeader: false })
  server.inject({ status: 403, body: 'plain', requestIdHeader: false })
  for (let index = 0; index < 3; index++) await send(server, { host })
  expect(server.exchanges.map(({ ec }) => ec)).toEqual(['0003-00000001', '0003-00000001', undefined])
})

test('a body is made of the ids', async () => {
  server.inject({ status: 403, body: ({ requestId, ec }) => JSON.stringify({ requestId, ec }) })
  const { body } = await send(server, { host })
  expect(JSON.parse(body)).toEqual({ requestId: last().requestId, ec: '0003-00000001' })
  server.inject({ body: ({ requestId, ec }) => `${requestId} ${ec}` })
  await send(server, { method: 'PUT', host, body: 'x' })
  server.inject({ body: ({ requestId, ec }) => `${requestId} ${ec}` })
  expect((await send(server, { host })).body).toBe(`${last().requestId} undefined`)
})

test.each([
  ['reset', 'ECONNRESET'],
  ['stall', 'TIMEOUT'],
] as const)('%s', async (kind, error) => {
  await send(server, { method: 'PUT', host, body: 'a stored object' })
  server.inject({ [kind]: 'mid-body' })
  expect(await send(server, { host })).toMatchObject({ status: 200, body: 'a store', error })
})

test('the conditions of a copy are on its source', async () => {
  const put = (path: string, headers: Record<string, string> = {}) =>
    send(server, { method: 'PUT', host, path, headers, body: headers['x-oss-copy-source'] ? '' : path })
  const { headers } = await put('/a')
  const etag = String(headers.etag)
  const copy = { 'x-oss-copy-source': `/${bucket}/a` }
  expect(await put('/b', { ...copy, 'x-oss-copy-source-if-match': etag })).toMatchObject({ status: 200 })
  expect(await put('/b', { ...copy, 'x-oss-copy-source-if-match': '"0"' })).toMatchObject({ status: 412 })
  expect(await put('/b', { ...copy, 'if-match': '"0"' })).toMatchObject({ status: 200 })
})

describe('STS', () => {
  test('is a form that is posted without a signature in a header', async () => {
    const { status, headers, body } = await send(server, assumeRole)
    expect(status).toBe(200)
    expect(headers).toMatchObject({ 'x-acs-request-id': last().requestId })
    expect(JSON.parse(body)).toMatchObject({ RequestId: last().requestId })
    expect(last().operation).toBe('AssumeRole')
    expect(last()).not.toHaveProperty('bucket')
    await send(server, { path: '/?Action=AssumeRole' })
    expect(last()).toMatchObject({ operation: 'AssumeRole', statusCode: 200 })
    await send(server, { ...assumeRole, headers: { ...form, authorization: 'OSS a:b' } })
    expect(last().operation).not.toBe('AssumeRole')
    await send(server, { ...assumeRole, path: '/bucket' })
    expect(last().operation).not.toBe('AssumeRole')
  })

  test('knows no other action', async () => {
    const { status, body } = await send(server, { ...assumeRole, body: 'Action=GetCallerIdentity' })
    expect(status).toBe(404)
    expect(JSON.parse(body)).toMatchObject({ Code: 'InvalidAction.NotFound', RequestId: last().requestId })
  })

  test.each([
    [400, 'InvalidParameter'],
    [403, 'NoPermission'],
    [500, 'InternalError'],
    [503, 'ServiceUnavailable'],
  ])('status %i answers with %s', async (status, code) => {
    server.inject({ status })
    const { headers, body } = await send(server, assumeRole)
    const { requestId } = last()
    expect(headers).toMatchObject({
      'content-type': 'application/json;charset=utf-8',
      'x-acs-request-id': requestId,
    })
    expect(JSON.parse(body)).toEqual({
      RequestId: requestId,
      HostId: server.host,
      Code: code,
      Message: expect.any(String),
    })
    expect(last()).not.toHaveProperty('ec')
  })

  test('has the same faults', async () => {
    server.inject({ status: 403, bodyRequestId: 'different' })
    const different = await send(server, assumeRole)
    expect(JSON.parse(different.body).RequestId).toBe(last().bodyRequestId)
    expect(last().bodyRequestId).not.toBe(last().requestId)
    server.inject({ status: 403, bodyRequestId: false, requestIdHeader: false })
    const none = await send(server, assumeRole)
    expect(none.headers).not.toHaveProperty('x-acs-request-id')
    expect(JSON.parse(none.body)).not.toHaveProperty('RequestId')
    expect(last()).not.toHaveProperty('bodyRequestId')
    server.inject({ status: 403, malformed: true })
    const { body } = await send(server, assumeRole)
    expect(() => JSON.parse(body)).toThrow(SyntaxError)
    expect(last().bodyRequestId).toBe(last().requestId)
    server.inject({ malformed: true }, { operation: 'AssumeRole' })
    const success = await send(server, assumeRole)
    expect(success.status).toBe(200)
    expect(() => JSON.parse(success.body)).toThrow(SyntaxError)
  })
})

test('the SDK sees the same', async () => {
  const options = { ...server.ossOptions(), retryMax: 2 }
  const oss = new OSS(options)
  server.inject({ status: 403 })
  const denied = await oss.get('key').catch((error: unknown) => error)
  expect(denied).toMatchObject({ code: 'AccessDenied', requestId: last().requestId, ecCode: last().ec })
  // It does not try again after a 5xx, but does after a broken connection.
  server.inject({ status: 503 })
  const busy = await oss.put('key', Buffer.from('x')).catch((error: unknown) => error)
  expect(busy).toMatchObject({ status: 503, requestId: last().requestId })
  expect(server.exchanges).toHaveLength(2)
  server.inject({ reset: 'before-headers' })
  const retried = await oss.put('key', Buffer.from('x'))
  expect(server.exchanges.slice(-2).map(({ statusCode }) => statusCode)).toEqual([undefined, 200])
  expect(retried.res.headers).toMatchObject({ 'x-oss-request-id': last().requestId })
})

test('with sldEnable the path names the bucket', async () => {
  // As in a browser, where the SDK cannot set the Host header.
  const options = { ...server.ossOptions(), endpoint: `http://localhost:${server.port}`, sldEnable: true }
  const oss = new OSS(options)
  await oss.put('a/b', Buffer.from('content'))
  expect(last()).toMatchObject({
    host: `localhost:${server.port}`,
    path: `/${bucket}/a/b`,
    bucket,
    key: 'a/b',
  })
  expect(String((await oss.get('a/b')).content)).toBe('content')
})

test('options are only given for the vendor that the server speaks', async () => {
  await using cos = await startServer()
  expect(cos.vendor).toBe('tencent-cos')
  expect(server.vendor).toBe('alibaba-oss')
  expect(() => server.cosOptions()).toThrow('this server speaks alibaba-oss')
  expect(() => cos.ossOptions()).toThrow('this server speaks tencent-cos')
  expect(server.ossOptions()).toMatchObject({ bucket, endpoint: server.url })
})

test.each(['aws-s3', 'toString', ''])('a vendor %j does not exist', async (vendor) => {
  await expect(startServer({ vendor: vendor as 'alibaba-oss' })).rejects.toThrow(TypeError)
})
