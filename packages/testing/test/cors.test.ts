import { describe, expect, test } from 'vitest'
import { startServer, type TestServer } from '../src/index.js'
import { send } from './send.js'

const Origin = 'https://example.com'
const cors = (headers: Headers) =>
  Object.fromEntries(Array.from(headers).filter(([name]) => name.startsWith('access-control-')))

describe.each(['tencent-cos', 'alibaba-oss'] as const)('%s', (vendor) => {
  const url = (server: TestServer, path = '/examplebucket/key') => server.url + path

  test('a response to another origin may be read, its headers only if exposed', async () => {
    await using server = await startServer({ vendor })
    const stored = await fetch(url(server), { method: 'PUT', body: 'x', headers: { Origin } })
    expect(stored.status).toBe(200)
    expect(cors(stored.headers)).toEqual({ 'access-control-allow-origin': Origin })
    const missing = await fetch(url(server, '/examplebucket/missing'), { headers: { Origin } })
    expect(missing.status).toBe(404)
    expect(cors(missing.headers)).toEqual({ 'access-control-allow-origin': Origin })
    server.inject({ status: 403 })
    const denied = await fetch(url(server), { method: 'HEAD', headers: { Origin } })
    expect(cors(denied.headers)).toEqual({ 'access-control-allow-origin': Origin })
  })

  test('the headers that are exposed', async () => {
    const exposeHeaders = ['x-oss-request-id', 'ETag']
    await using server = await startServer({ vendor, exposeHeaders })
    const expected = {
      'access-control-allow-origin': Origin,
      'access-control-expose-headers': 'x-oss-request-id, ETag',
    }
    const stored = await fetch(url(server), { method: 'PUT', body: 'x', headers: { Origin } })
    expect(cors(stored.headers)).toEqual(expected)
    const missing = await fetch(url(server, '/examplebucket/missing'), { headers: { Origin } })
    expect(cors(missing.headers)).toEqual(expected)
    server.inject({ status: 403, headers: { 'Access-Control-Expose-Headers': 'ETag' } })
    const denied = await fetch(url(server), { headers: { Origin } })
    expect(cors(denied.headers)).toMatchObject({ 'access-control-expose-headers': 'ETag' })
  })

  test('without an origin there are no such headers', async () => {
    await using server = await startServer({ vendor, exposeHeaders: ['ETag'] })
    expect(cors((await fetch(url(server))).headers)).toEqual({})
  })

  test.each(['/examplebucket/key', '/examplebucket', '/'])(
    'a preflight for %s is answered, takes no fault and is not logged',
    async (path) => {
      await using server = await startServer({ vendor })
      server.inject({ status: 503 })
      const asked = {
        Origin,
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Headers': 'authorization,x-oss-date',
      }
      const preflight = await fetch(url(server, path), { method: 'OPTIONS', headers: asked })
      expect(preflight.status).toBe(200)
      expect(cors(preflight.headers)).toEqual({
        'access-control-allow-origin': Origin,
        'access-control-allow-methods': 'GET,PUT,POST,DELETE,HEAD',
        'access-control-allow-headers': 'authorization,x-oss-date',
        'access-control-max-age': '600',
      })
      expect(server.exchanges).toEqual([])
      expect((await fetch(url(server, path))).status).toBe(503)
    },
  )
})

test('a preflight for the list of buckets of COS is answered', async () => {
  await using server = await startServer()
  const { headers } = await send(server, {
    method: 'OPTIONS',
    path: '/',
    host: 'service.cos.myqcloud.com',
    headers: { Origin, 'Access-Control-Request-Headers': 'authorization' },
  })
  expect(headers['access-control-allow-headers']).toBe('authorization')
  expect(server.exchanges).toEqual([])
})
