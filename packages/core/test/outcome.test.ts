// What outcomes say that no plugin saw, in Node: what they look like is each vendor's `shape`.
import { aws } from '@requestid/vendors'
import { describe, expect, it } from 'vitest'
import {
  errorSerializer,
  formatSupportReport,
  getRequestId,
  getRequestInfo,
  requestIdFields,
} from '../src/index.js'
import { Operation } from '../src/plugin.js'

const id = '5F3C8A1E0B2D4C6E8F0A1B2C'
const openai = `req_${'0a'.repeat(16)}`
const metadata = { requestId: 'AWS1', extendedRequestId: 'x/y=', httpStatusCode: 403, attempts: 1 }

describe('an outcome that no plugin saw', () => {
  it.each<[string, object, object]>([
    [
      'an error of AWS',
      { $fault: 'client', $metadata: metadata },
      { vendor: 'aws', requestId: 'AWS1', statusCode: 403 },
    ],
    ['a result of AWS', { $metadata: metadata, requestId: 'data' }, { extendedRequestId: 'x/y=' }],
    ['one without a status', { $metadata: { requestId: 'AWS1' } }, { requestId: 'AWS1' }],
    [
      'a header, which beats the metadata',
      { $metadata: metadata, $response: { headers: { 'x-oss-request-id': id } } },
      { vendor: 'alibaba-oss', requestId: id, statusCode: 403 },
    ],
    [
      'a service like S3',
      { $metadata: {}, $response: { headers: { server: 'MinIO', 'x-amz-request-id': '17A' } } },
      { vendor: 'minio', requestId: '17A' },
    ],
    [
      'an error of COS',
      { statusCode: 404, headers: {}, RequestId: 'NjUw', error: { Code: 'NoSuchKey' } },
      { vendor: 'tencent-cos', requestId: 'NjUw', statusCode: 404 },
    ],
    [
      'the body of an error of COS',
      { Code: 'NoSuchKey', Message: 'm', RequestId: 'NjUw', TraceId: 'OGVm' },
      { vendor: 'tencent-cos', requestId: 'NjUw' },
    ],
    [
      'a result of OSS',
      { res: { status: 200, headers: { 'x-oss-request-id': id } } },
      { vendor: 'alibaba-oss', requestId: id },
    ],
    [
      'an error of OSS',
      { status: 404, code: 'NoSuchKey', requestId: id, ecCode: '0026-1', hostId: 'h' },
      { vendor: 'alibaba-oss', requestId: id, ec: '0026-1', statusCode: 404 },
    ],
    [
      'an error of MinIO',
      { code: 'NoSuchKey', amzRequestid: '17A', amzId2: 'h' },
      { vendor: 'minio', requestId: '17A', extendedRequestId: 'h' },
    ],
    ['a result of OpenAI', { object: 'list', _request_id: 'any' }, { vendor: 'openai', requestId: 'any' }],
    [
      'an error of OpenAI',
      { status: 429, headers: new Headers(), requestID: 'any', error: { type: 'rate_limit' } },
      { vendor: 'openai', requestId: 'any', statusCode: 429 },
    ],
    [
      'a result of Anthropic',
      { type: 'message', _request_id: 'any' },
      { vendor: 'anthropic', requestId: 'any' },
    ],
    [
      'an error of Anthropic',
      { status: 429, headers: new Headers(), requestID: 'any', error: { type: 'error' } },
      { vendor: 'anthropic', requestId: 'any' },
    ],
    [
      'an error of the API of Alibaba Cloud',
      { code: 'Forbidden', url: 'u', entry: {}, data: { RequestId: 'any', Code: 'Forbidden' } },
      { vendor: 'alibaba-cloud', requestId: 'any' },
    ],
    [
      'names that many write, with an id of the vendor’s form',
      { headers: { 'x-request-id': openai } },
      { vendor: 'openai', requestId: openai },
    ],
    [
      'another of them',
      { headers: new Headers({ 'request-id': 'req_011CSHoEeqs5C35K2UUqR7Fy' }) },
      { vendor: 'anthropic' },
    ],
    ['any letter case', { headers: { 'X-Oss-Request-Id': id } }, { vendor: 'alibaba-oss' }],
    [
      'Azure Storage, by its form',
      { response: { headers: { 'x-ms-request-id': '0f3a8f1e-201e-0000-0a1b-2c3d4e000000' } } },
      { vendor: 'azure-blob' },
    ],
    ['Alibaba Cloud', { headers: { 'x-acs-request-id': id } }, { vendor: 'alibaba-cloud' }],
  ])('%s', (_, outcome, expected) => {
    const info = getRequestInfo(outcome)
    expect(info).toMatchObject({ ...expected, source: 'outcome', exchanges: [] })
    expect(getRequestId(outcome)).toBe(info?.requestId)
    expect(getRequestInfo(new Error('outer', { cause: outcome }))).toEqual(info)
    expect(requestIdFields(outcome)).toMatchObject({ vendor: info?.vendor, requestId: info?.requestId })
    expect(formatSupportReport(outcome)).toContain(String(info?.requestId))
  })

  it.each<[string, object]>([
    ['names that many write', { headers: { 'x-request-id': 'req_mine', 'request-id': 'b1f' } }],
    [
      'ids of the client’s making',
      { headers: { 'x-ms-client-request-id': 'c', 'amz-sdk-invocation-id': 'c', 'x-amzn-trace-id': 'c' } },
    ],
    ['ids of what stands in front of others', { headers: { 'cf-ray': '8a1', 'x-amz-cf-id': 'a' } }],
    ['RequestId alone', { RequestId: 'APP-1', error: { RequestId: 'APP-1' } }],
    ['RequestId beside a status', { RequestId: 'APP-1', statusCode: 500 }],
    ['other spellings', { requestID: 'APP-1', request_id: 'APP-1', headers: {} }],
    ['a requestId within', { response: { requestId: 'APP-1' }, error: { requestId: 'APP-1' } }],
    ['another one', { nested: { requestId: 'APP-1' }, originalError: { requestId: 'APP-1' } }],
    ['a list of data', { data: [{ requestId: 'APP-1' }], context: { err: { requestId: 'APP-1' } } }],
    [
      'headers of a request to a server',
      { rawHeaders: ['x-amz-request-id', 'a'], statusCode: null, method: 'GET' },
    ],
    ['no id', { $metadata: { httpStatusCode: 200, requestId: 'a\nb' }, headers: { 'x-oss-request-id': '' } }],
  ])('has none of the user’s: %s', (_, outcome) => {
    expect(getRequestId(outcome)).toBeUndefined()
    expect(getRequestInfo(outcome)).toBeUndefined()
    expect(requestIdFields(outcome)).toEqual({})
    expect(formatSupportReport(outcome)).toBeUndefined()
  })

  it('has the id of a plain object as before, and no more', () => {
    expect(getRequestId({ requestId: 'APP-1', status: 500, code: 'E' })).toBe('APP-1')
    expect(getRequestInfo({ requestId: 'APP-1', status: 500, code: 'E' })).toBeUndefined()
  })

  it('is written by the serializer', () => {
    const error = Object.assign(new Error('denied'), { name: 'AccessDenied', $metadata: metadata })
    expect(errorSerializer(error)).toMatchObject({ vendor: 'aws', requestId: 'AWS1', statusCode: 403 })
  })

  it('is read without a call of a getter or of a method', () => {
    const called: PropertyKey[] = []
    const lazy = () =>
      new Proxy(Object.create(null), {
        getOwnPropertyDescriptor: (_, name) => ({
          get: () => called.push(name),
          configurable: true,
          enumerable: true,
        }),
        ownKeys: () => ['headers', 'response', '$metadata', 'requestId', 'cause', 'errors'],
      })
    class Lazy {
      get headers() {
        return called.push('headers')
      }
      get response() {
        return called.push('response')
      }
      get $metadata() {
        return called.push('$metadata')
      }
      get originalError() {
        return called.push('originalError')
      }
    }
    const bag = { get: (name: string) => called.push(name), has: () => called.push('has') }
    const error = Object.assign(new Error('m'), {
      response: new Lazy(),
      nested: new Lazy(),
      context: new Lazy(),
    })
    for (const outcome of [lazy(), new Lazy(), error, { headers: bag }, Object.freeze({ res: new Lazy() })])
      expect(getRequestInfo(outcome)).toBeUndefined()
    expect(called).toEqual([])
  })

  it('may be frozen', () => {
    const $response = { headers: { 'x-amz-request-id': 'AWS1' } }
    const error = Object.freeze(Object.assign(new Error('m'), { $response: Object.freeze($response) }))
    expect(getRequestInfo(error)).toMatchObject({ vendor: 'aws', requestId: 'AWS1' })
  })
})

describe('an error within another library’s', () => {
  const inner = Object.assign(new Error('inner'), { $fault: 'client', $metadata: metadata })
  const effect = Symbol.for('effect/Runtime/FiberFailure/Cause')
  const fail = { _tag: 'Fail', error: inner }

  it.each<[string, object]>([
    ['jse_cause', { jse_cause: inner }],
    ['ase_errors', { ase_errors: [new Error('other'), inner] }],
    ['originalError', { originalError: inner }],
    ['nested', { nested: inner }],
    ['a list in cause', { cause: [inner] }],
    ['data in cause', { cause: { package: '@middy/util', data: [inner] } }],
    ['response', { response: inner }],
    ['context.err', { context: { err: inner } }],
    ['SuppressedError', { error: inner, suppressed: new Error('other') }],
    ['Effect 3', { [effect]: fail }],
    ['a tree of Effect', { [effect]: { _tag: 'Parallel', left: { _tag: 'Empty' }, right: fail } }],
    ['a defect of Effect', { [effect]: { _tag: 'Die', defect: inner } }],
    ['Effect 4', { cause: { reasons: [{ _tag: 'Fail', error: inner }] } }],
  ])('%s', (_, members) => {
    const error = Object.assign(new Error('outer'), members)
    expect(getRequestId(error)).toBe('AWS1')
    expect(getRequestInfo(error)?.source).toBe('outcome')
  })

  it('ends where there are very many, and where they wrap each other', () => {
    const error = new Error('a') as Error & Record<string, unknown>
    error.nested = Object.assign(new Error('b'), { originalError: error })
    error.data = Array(1e6).fill(error)
    expect(getRequestId(error)).toBeUndefined()
  })
})

describe('a copy that shares a part', () => {
  const evidence = ({ $metadata }: Record<PropertyKey, unknown>) => ({ part: $metadata })
  const settled = (outcome: object, requestId: string) => {
    const operation = new Operation({ options: {}, vendors: [aws], evidence })
    operation.open('GET', 'host', '/').respond(200, { 'x-amz-request-id': requestId })
    operation.settle(outcome)
    return outcome
  }

  it('has all that is known of the outcome', () => {
    const outcome = settled({ $metadata: { requestId: 'A' } }, 'A')
    expect(getRequestInfo({ ...outcome, Location: 'l' })).toBe(getRequestInfo(outcome))
    expect(getRequestInfo(outcome)).toMatchObject({ source: 'plugin', exchanges: [{ requestId: 'A' }] })
    expect(getRequestInfo(structuredClone(outcome))?.source).toBe('outcome')
  })

  it('where several outcomes share it, has its own id', () => {
    const $metadata = {}
    const outcomes = ['A', 'B'].map((id) => settled({ $metadata }, id))
    expect(outcomes.map((outcome) => getRequestId({ ...outcome }))).toEqual(['A', 'B'])
    expect(outcomes.map((outcome) => getRequestInfo({ ...outcome })?.exchanges[0]?.requestId)).toEqual([
      'A',
      undefined,
    ])
    expect(getRequestInfo({ $metadata })).toBeUndefined()
  })

  it('says its own where the part was replaced', () => {
    const outcome = settled({ $metadata: { requestId: 'A' } }, 'A')
    const other = { $metadata: { ...metadata, requestId: 'B' } }
    expect(getRequestId({ ...outcome, ...other })).toBe('B')
  })
})
