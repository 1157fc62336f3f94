// Presigned URLs: every store's answer has its id, and what a URL is signed with is nowhere.
import { inspect } from 'node:util'
import { type Exchange, getRequestInfo } from '@requestid/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Wire } from '../../../test/kit/wire.js'
import { type HttpOptions, requestIdFetch, withRequestId } from '../src/index.js'
import { clients } from './clients.js'
import { start } from './wire.js'

/** How a store signs a URL, what it answers with, and what its errors say where headers do not. */
interface Store {
  readonly vendor: string
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  /** Of an error whose headers CORS hides; none where the id is in headers alone. */
  readonly body?: string
}

const amz = 'X-Amz-Credential=AKID-secret%2F20261130&X-Amz-Signature=secret&X-Amz-Security-Token=secret'
const xml = (rest = '') =>
  `<?xml version="1.0"?><Error><Code>AccessDenied</Code><RequestId>BODY1</RequestId>${rest}</Error>`

const stores: readonly Store[] = [
  {
    vendor: 'tencent-cos',
    query: 'q-ak=secret&q-signature=secret',
    headers: { 'x-cos-request-id': 'NmIwMTZjMjBf' },
    body: xml('<TraceId>T1</TraceId>'),
  },
  {
    vendor: 'alibaba-oss',
    query: 'OSSAccessKeyId=secret&Signature=secret',
    headers: { 'x-oss-request-id': '66A1B2C39935E338390F6F6B', 'x-oss-ec': '0002-00000904' },
    body: xml('<EC>0002-00000904</EC>'),
  },
  {
    vendor: 'aws',
    query: amz,
    headers: { 'x-amz-request-id': 'S3ID000000000001', 'x-amz-id-2': 'x2', server: 'AmazonS3' },
    body: xml('<HostId>x2</HostId>'),
  },
  {
    vendor: 'azure-blob',
    query: 'sv=2026&sp=r&sig=secret',
    headers: { 'x-ms-request-id': '8a1b2c3d-401e-0012-3456-789abc000000', server: 'Windows-Azure-Blob/1.0' },
  },
  {
    vendor: 'minio',
    query: amz,
    headers: { 'x-amz-request-id': '17A1B2C3D4E5F6A7', server: 'MinIO' },
    body: xml('<HostId>h</HostId>'),
  },
  {
    vendor: 'huawei-obs',
    query: 'AccessKeyId=secret&Signature=secret',
    headers: { 'x-obs-request-id': '0000018A1B2C', 'x-obs-id-2': 'o2', server: 'OBS' },
    body: xml(),
  },
  {
    vendor: 'huawei-obs',
    query: amz,
    headers: { 'x-amz-request-id': '0000018A1B2D', server: 'OBS' },
    body: xml(),
  },
  {
    vendor: 'volcengine-tos',
    query: 'X-Tos-Signature=secret',
    headers: { 'x-tos-request-id': '8a1b2c3d4e5f60718a1b2c3d-0a00000a-1abcdE-PuO-cb-tos-front' },
    body: '{"Code":"AccessDenied","RequestId":"BODY1"}',
  },
  {
    vendor: 'google-cloud-storage',
    query: 'X-Goog-Credential=secret&X-Goog-Signature=secret',
    headers: { 'x-guploader-uploadid': 'ABgVH8_upload' },
  },
  {
    vendor: 'baidu-bos',
    query: 'authorization=bce-auth-v1%2Fsecret',
    headers: { 'x-bce-request-id': '8a1b2c3d-401e-0012-3456-789abcdef012' },
    body: '{"code":"AccessDenied","RequestId":"BODY1"}',
  },
  { vendor: 'cloudflare', query: amz, headers: { 'cf-ray': '8a1b2c3d4e5f6071-FRA' }, body: xml() },
]

let wire: Wire
beforeAll(async () => {
  wire = await start()
})
afterAll(() => wire.close())

const plain = clients.filter(({ name }) => /^(?:fetch|axios [\d.]+, http)$/.test(name)).slice(0, 2)

describe.each(stores)('$vendor ($headers)', ({ vendor, query, headers, body }) => {
  const url = (key: string) => `${wire.url}/photos/${key}?${query}`
  const idOf = () => Object.values(headers)[0]

  it.each(plain)('$name', async ({ make }) => {
    const printed = ['log', 'warn', 'error'].map((name) =>
      vi.spyOn(console, name as 'log').mockImplementation(() => {}),
    )
    const exchanges: Exchange[] = []
    const send = make({ debug: true, onExchange: (exchange) => void exchanges.push(exchange) })
    const outcomes: object[] = []
    for (const method of ['GET', 'PUT'] as const) {
      const call = { method, ...(method === 'PUT' && { body: 'content' }) }
      for (const status of [200, 403]) {
        wire.reply({ status, headers, requestIdHeader: false, body: 'no id' })
        const outcome = await send(url('a'), call).catch((error: object) => error)
        expect(outcome).toMatchObject({ requestId: idOf() })
        expect(getRequestInfo(outcome)).toMatchObject({
          vendor,
          statusCode: status,
          exchanges: [{ method, path: '/photos/a' }],
        })
        outcomes.push(outcome)
      }
      if (!body) continue
      wire.reply({ status: 403, requestIdHeader: false, body })
      const outcome = await send(url('hidden'), call).catch((error: object) => error)
      expect(outcome).toMatchObject({ requestId: 'BODY1' })
      outcomes.push(outcome)
    }
    const seen = inspect([exchanges, outcomes.map(getRequestInfo)], { depth: 9 })
    expect(seen).not.toMatch(/secret|\?/)
    for (const print of printed) {
      expect(print.mock.calls).toEqual([])
      print.mockRestore()
    }
  })
})

describe('which header counts', () => {
  const ask = async (headers: Record<string, string>, options?: HttpOptions, body = '') => {
    wire.reply({ headers, requestIdHeader: false, body })
    const response = await requestIdFetch(fetch, options)(`${wire.url}/a`)
    if (body) await response.json()
    const { requestId, vendor } = getRequestInfo(response) ?? {}
    return requestId && [vendor, requestId]
  }
  const openai = `req_${'0123456789abcdef'.repeat(2)}`
  const ray = { 'cf-ray': '8a1b2c3d4e5f6071-FRA' }

  it.each<[string, Record<string, string>, unknown]>([
    [
      'a service’s own ahead of the network in front of it',
      { ...ray, 'x-oss-request-id': 'OSS1' },
      ['alibaba-oss', 'OSS1'],
    ],
    [
      'that of the network where there is no other',
      { ...ray, 'x-request-id': 'app-1' },
      ['cloudflare', ray['cf-ray']],
    ],
    ['CloudFront’s likewise', { 'x-amz-cf-id': 'CF1', 'x-amz-request-id': 'S31' }, ['aws', 'S31']],
    ['a shared name by the form of the id', { ...ray, 'x-request-id': openai }, ['openai', openai]],
    [
      'not a shared name by itself: that may be the application’s own',
      { 'x-request-id': 'app-1' },
      undefined,
    ],
    ['not what clients make', { 'x-ms-client-request-id': 'c1', 'x-client-request-id': 'c2' }, undefined],
  ])('%s', async (_, headers, expected) => {
    expect(await ask(headers)).toEqual(expected)
  })

  it('of vendors that are chosen every name counts, and no other’s', async () => {
    expect(await ask({ 'x-request-id': 'app-1' }, { vendors: ['openai'] })).toEqual(['openai', 'app-1'])
    expect(await ask({ 'x-oss-request-id': 'OSS1' }, { vendors: ['tencent-cos', 'aws'] })).toBeUndefined()
    expect(await ask({ 'x-amz-request-id': 'M1', server: 'MinIO' }, { vendors: ['aws', 'minio'] })).toEqual([
      'minio',
      'M1',
    ])
    const mine = { name: 'my-api', headers: { requestId: ['x-request-id'] } }
    expect(await ask({ ...ray, 'x-request-id': 'app-1' }, { vendors: [mine] })).toEqual(['my-api', 'app-1'])
    const json = JSON.stringify({ Response: { Error: {}, RequestId: 'T1' } })
    expect(await ask({}, { vendors: ['tencent-cloud'] }, json)).toEqual(['tencent-cloud', 'T1'])
  })

  it.each([
    [
      { vendors: ['tencent-cos', 'aws-s4'] },
      /pass some of alibaba-cloud, .*tencent-cos.*, or records of others/,
    ],
    [{ vendors: [] }, /pass some of/],
    [{ vendors: 'aws' }, /pass some of/],
    [{ vendors: [{ name: 'mine' }] }, /pass some of/],
    [{ onExchnge() {} }, /unknown option onExchnge; pass onExchange/],
    [{ property: 'message' }, /pass another string/],
  ])('refuses %s', (options, message) => {
    expect(() => requestIdFetch(fetch, options as never)).toThrow(message)
    expect(() => requestIdFetch(fetch, options as never)).toThrow(TypeError)
    expect(() =>
      withRequestId({ getUri() {}, interceptors: { request: { use() {} } } } as never, options as never),
    ).toThrow(message)
  })
})
