import { connect } from 'node:net'
import COS from 'cos-nodejs-sdk-v5'
import { expect, test } from 'vitest'
import { cos, type Dialect, startServer } from '../src/index.js'
import { send } from './send.js'

const REQUEST_ID = /^[0-9a-f]{8}_[0-9a-f]{8}_[0-9a-f]{4}_[0-9a-f]{5,}$/

test('ids are well-formed, unique and of this second', async () => {
  await using first = await startServer()
  await using second = await startServer()
  const before = Math.floor(Date.now() / 1000)
  for (const server of [first, second]) {
    for (let index = 0; index < 50; index++) await send(server)
  }
  const exchanges = [...first.exchanges, ...second.exchanges]
  expect(new Set(exchanges.map(({ requestId }) => requestId)).size).toBe(100)
  expect(new Set(exchanges.map(({ traceId }) => traceId)).size).toBe(100)
  for (const { requestId, traceId = '' } of exchanges) {
    const text = Buffer.from(requestId, 'base64').toString()
    expect(text).toMatch(REQUEST_ID)
    expect(requestId).toMatch(/^N.{39,}$/)
    expect(Number.parseInt(text, 16)).toBeGreaterThanOrEqual(before)
    expect(traceId).toMatch(/^OGVm[A-Za-z0-9+/=]{164,}$/)
  }
})

test('the log has one entry for each request', async () => {
  await using server = await startServer()
  const host = 'bucket-1250000000.cos.ap-beijing.myqcloud.com'
  await send(server, { method: 'PUT', host, path: '/a%20b/c?partNumber=1&uploadId=u', body: 'x' })
  expect(server.exchanges).toEqual([
    {
      requestId: expect.any(String),
      headerRequestId: server.exchanges[0]?.requestId,
      bodyRequestId: server.exchanges[0]?.requestId,
      traceId: expect.any(String),
      method: 'PUT',
      host,
      path: '/a%20b/c',
      query: 'partNumber=1&uploadId=u',
      operation: 'UploadPart',
      bucket: 'bucket-1250000000',
      key: 'a b/c',
      statusCode: 404,
    },
  ])
})

test.each([
  ['bucket-1250000000.cos.ap-beijing.myqcloud.com', '/a', 'GetObject', 'bucket-1250000000', 'a'],
  ['bucket-1250000000.cos.ap-beijing.tencentcos.cn', '/', 'GetBucket', 'bucket-1250000000', undefined],
  ['bucket-1250000000.cos.accelerate.myqcloud.com', '/a', 'GetObject', 'bucket-1250000000', 'a'],
  ['bucket-1250000000.ci.ap-beijing.myqcloud.com', '/a', 'DataProcessing', 'bucket-1250000000', undefined],
  ['cos.ap-beijing.myqcloud.com', '/bucket-1250000000/a/b', 'GetObject', 'bucket-1250000000', 'a/b'],
  ['cos.ap-beijing.myqcloud.com', '/', 'GetService', undefined, undefined],
  ['service.cos.myqcloud.com', '/', 'GetService', undefined, undefined],
  ['static.example.com', '/a', 'GetObject', 'default', 'a'],
])('%s%s is %s', async (host, path, operation, bucket, key) => {
  await using server = await startServer()
  const { headers } = await send(server, { host, path })
  expect(server.exchanges).toMatchObject([{ operation, host }])
  expect(server.exchanges[0]?.bucket).toBe(bucket)
  expect(server.exchanges[0]?.key).toBe(key)
  const ci = operation === 'DataProcessing'
  expect(headers.server).toBe(ci ? 'tencent-ci' : 'tencent-cos')
  expect(headers[ci ? 'x-ci-request-id' : 'x-cos-request-id']).toBe(server.exchanges[0]?.requestId)
})

test('a hundred requests at once each get their own id', async () => {
  await using server = await startServer()
  const cos = new COS({ ...server.cosOptions(), KeepAlive: true })
  const keys = Array.from({ length: 100 }, (_, index) => `key-${index}`)
  server.inject({ status: 403, times: 30 }, ({ key = '' }) => Number(key.slice(4)) % 3 === 0)
  const outcomes = await Promise.all(
    keys.map((Key) =>
      cos
        .putObject({ Bucket: 'bucket-1250000000', Region: 'ap-beijing', Key, Body: Key })
        .catch((error: { RequestId?: string }) => error),
    ),
  )
  expect(server.exchanges).toHaveLength(100)
  const issued = new Map(server.exchanges.map(({ key, requestId }) => [key, requestId]))
  expect(outcomes.map(({ RequestId }) => RequestId)).toEqual(keys.map((key) => issued.get(key)))
  expect(new Set(issued.values()).size).toBe(100)
})

test('a method that does not exist is refused', async () => {
  await using server = await startServer()
  expect(await send(server, { method: 'PATCH' })).toMatchObject({ status: 405 })
  expect(server.exchanges).toMatchObject([{ operation: 'Unknown', statusCode: 405 }])
})

test('an inventory that is posted runs once, and is in no list', async () => {
  await using server = await startServer()
  const host = 'bucket-1250000000.cos.ap-beijing.myqcloud.com'
  const path = '/?inventory&id=once'
  expect(await send(server, { method: 'POST', host, path, body: '<a/>' })).toMatchObject({ status: 200 })
  expect(server.exchanges[0]?.operation).toBe('PostBucketInventory')
  expect((await send(server, { host, path: '/?inventory' })).body).not.toContain('once')
})

test('a client that goes away in the middle is only logged', async () => {
  await using server = await startServer()
  const socket = connect(server.port, '127.0.0.1')
  socket.write('PUT /key HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf')
  await expect.poll(() => server.exchanges.length).toBe(1)
  socket.destroy()
  expect(await send(server)).toMatchObject({ status: 404 })
  expect(server.exchanges[0]).not.toHaveProperty('statusCode')
})

test('clear forgets faults, exchanges and objects', async () => {
  await using server = await startServer()
  const { exchanges } = server
  await send(server, { method: 'PUT', body: 'x' })
  server.inject({ status: 500 })
  server.clear()
  expect(exchanges).toEqual([])
  expect(await send(server)).toMatchObject({ status: 404 })
  expect(exchanges).toHaveLength(1)
})

test('close ends stalled connections, and may be called twice', async () => {
  const server = await startServer()
  server.inject({ stall: 'after-headers' })
  const stalled = send(server)
  await expect.poll(() => server.exchanges[0]?.statusCode).toBe(404)
  await server.close()
  expect(await stalled).toMatchObject({ status: 404, error: 'ECONNRESET' })
  await server.close()
  expect(await send(server)).toMatchObject({ error: 'ECONNREFUSED' })
})

test('a server that is never closed does not keep the process alive', async () => {
  // Lists only what does keep it alive.
  const before = process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap')
  await startServer()
  expect(process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap')).toEqual(before)
})

test('a dialect in the place of a name has its options, and a store of its own', async () => {
  await using first = await startServer(cos())
  await using second = await startServer(cos())
  const object = { Bucket: 'bucket-1250000000', Region: 'ap-beijing', Key: 'a' }
  await new COS(first.clientOptions()).putObject({ ...object, Body: 'x' })
  const error = await new COS(second.clientOptions()).headObject(object).catch((error: unknown) => error)
  expect(error).toMatchObject({ statusCode: 404 })
  expect(first.exchanges).toMatchObject([{ operation: 'PutObject', statusCode: 200 }])
})

test('a dialect may be anybody’s', async () => {
  const api: ReturnType<Dialect['apiOf']> = {
    mintIds: () => ({ requestId: 'id' }),
    identify: ({ path }) => ({ operation: 'Get', key: path.slice(1) }),
    answer: (_, { key }) => ({ status: 200, body: `of ${key}` }),
    errorCode: (status) => `E${status}`,
    errorDocument: ({ code, requestId }) => `${code} ${requestId}`,
    conventions: () => ({ headers: {}, requestIdHeader: 'x-id', errorIdHeaders: {} }),
    clear() {},
  }
  const clientOptions = (host: string) => ({ baseURL: `http://${host}` })
  await using server = await startServer({ apiOf: () => api, clientOptions, clear() {} })
  const get = async (path: string) => {
    const response = await fetch(`${server.clientOptions().baseURL}${path}`)
    const { headers } = response
    return [response.status, await response.text(), headers.get('x-id'), headers.get('content-type')]
  }
  expect(await get('/a')).toEqual([200, 'of a', 'id', null])
  server.inject({ status: 503 }, { path: '/b' })
  expect(await get('/b')).toEqual([503, 'E503 id', 'id', null])
})
