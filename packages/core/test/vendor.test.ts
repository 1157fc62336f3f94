import { alibabaOss, aws, tencentCos } from '@requestid/vendors'
import { describe, expect, it } from 'vitest'
import { isRequestId, readBody, readHeaders } from '../src/plugin.js'

describe('isRequestId', () => {
  it.each(['a', 'NjUwZTU5ZTZfNjc4OWM5MGFfMTIzYV80NTY3OA==', '5C3D9175B6FC201293AD4FA0', 'x'.repeat(256)])(
    '%s is one',
    (value) => expect(isRequestId(value)).toBe(true),
  )
  it.each([
    ['', 'empty'],
    ['x'.repeat(257), 'too long'],
    ['two words', 'a space'],
    ['id\n', 'a line break'],
    ['\u001b[31mred', 'an escape'],
    ['caf\u00e9', 'not ASCII'],
    ['<b>id</b>', 'markup'],
    ['q-ak=AKID&q-signature=c0ffee', 'a query'],
    ['"id"', 'a quoted string'],
    ["id'", 'a quote'],
    ['id-1,id-2', 'two ids'],
    ['q-signature=c0ffee', 'a parameter'],
    ['id===', 'no Base64'],
    [`${'x'.repeat(255)}==`, 'too long'],
    ['null', 'no value'],
    ['undefined', 'no value'],
    [7, 'a number'],
    [null, 'null'],
    [undefined, 'undefined'],
    [['id'], 'an array'],
  ])('%j is not: %s', (value, _reason) => expect(isRequestId(value)).toBe(false))
})

describe('readHeaders', () => {
  const expected = { requestId: 'cos', traceId: 'trace' }
  it.each([
    ['lower case, as Node has it', { 'x-cos-request-id': 'cos', 'x-cos-trace-id': 'trace' }],
    ['as the server wrote it', { 'X-Cos-Request-Id': 'cos', 'X-COS-TRACE-ID': 'trace' }],
    ['lists', { 'x-cos-request-id': ['cos', 'other'], 'x-cos-trace-id': ['trace'] }],
    ['Headers', new Headers({ 'X-Cos-Request-Id': 'cos', 'x-cos-trace-id': 'trace' })],
    ['a Map', new Map(Object.entries({ 'x-cos-request-id': 'cos', 'x-cos-trace-id': 'trace' }))],
  ])('reads %s', (_, headers) => expect(readHeaders(tencentCos, headers)).toEqual(expected))

  it('prefers the storage id to that of data processing', () => {
    const both = { 'x-ci-request-id': 'ci', 'x-cos-request-id': 'cos' }
    expect(readHeaders(tencentCos, both)).toEqual({ requestId: 'cos' })
    expect(readHeaders(tencentCos, { 'x-ci-request-id': 'ci' })).toEqual({ requestId: 'ci' })
    expect(readHeaders(tencentCos, { ...both, 'x-cos-request-id': '' })).toEqual({ requestId: 'ci' })
  })

  it('reads an id without a kind under the name of its header, where it can be one', () => {
    const ids = { 'x-amzn-RequestId': 'service', 'x-amz-apigw-id': 'KjY2ZFHAvHcFbrA=' }
    const expected = { requestId: 'service', otherIds: { 'x-amz-apigw-id': 'KjY2ZFHAvHcFbrA=' } }
    expect(readHeaders(aws, ids)).toEqual(expected)
    expect(readHeaders(aws, new Headers(ids))).toEqual(expected)
    expect(readHeaders(tencentCos, ids)).toEqual({})
    for (const none of ['', 'null', 'two words'])
      expect(readHeaders(aws, { ...ids, 'x-amz-apigw-id': none })).toEqual({ requestId: 'service' })
  })

  it('has one set of names for all vendors', () => {
    expect(readHeaders(alibabaOss, { 'x-oss-request-id': 'oss', 'x-oss-ec': '0003-1' })).toEqual({
      requestId: 'oss',
      ec: '0003-1',
    })
    expect(readHeaders(aws, { 'x-amzn-RequestId': 'dynamo' })).toEqual({ requestId: 'dynamo' })
    expect(readHeaders(aws, { 'x-amz-request-id': 's3', 'x-amz-id-2': 'host' })).toEqual({
      requestId: 's3',
      extendedRequestId: 'host',
    })
  })

  it('tells services with the same headers by something else', () => {
    const is = (header: (name: string) => unknown) => String(header('server')).startsWith('MinIO')
    const minio = { ...aws, name: 'minio', is }
    const ids = { 'x-amz-request-id': 'id' }
    expect(readHeaders(minio, { ...ids, server: 'MinIO/RELEASE' })).toEqual({ requestId: 'id' })
    expect(readHeaders(minio, { 'X-Amz-Request-Id': 'id', Server: 'MinIO' })).toEqual({ requestId: 'id' })
    expect(readHeaders(minio, new Headers({ ...ids, server: 'MinIO' }))).toEqual({ requestId: 'id' })
    for (const server of ['AmazonS3', 'Not MinIO', undefined]) {
      expect(readHeaders(minio, { ...ids, server })).toEqual({})
    }
  })

  it('never takes an id that the client made', () => {
    const headers = {
      'x-ms-client-request-id': 'a',
      'amz-sdk-invocation-id': 'b',
      'x-request-id': 'c',
      'x-oss-client-request-id': 'd',
    }
    for (const vendor of [tencentCos, alibabaOss, aws]) expect(readHeaders(vendor, headers)).toEqual({})
  })

  it.each([[undefined], [null], ['text'], [7], [[]]])('finds nothing in %j', (headers) => {
    expect(readHeaders(tencentCos, headers)).toEqual({})
  })
})

describe('readBody', () => {
  it.each([
    ['XML', '<Error><RequestId>id</RequestId><TraceId>trace</TraceId></Error>'],
    ['XML with white space', '<Error>\n  <RequestId>\n  id </RequestId>\n  <TraceId>trace</TraceId></Error>'],
    ['JSON', '{"code":"A","RequestId":"id","TraceId": "trace"}'],
    ['a parsed body', { RequestId: 'id', TraceId: 'trace' }],
    ['XML cut short', '<Error><RequestId>id</RequestId><TraceId>trace</TraceId><Mess'],
  ])('reads %s', (_, body) =>
    expect(readBody(tencentCos, body)).toEqual({ requestId: 'id', traceId: 'trace' }),
  )

  it.each([
    ['half an id', '<Error><RequestId>NjUwZTU5Z'],
    ['an empty element', '<Error><RequestId></RequestId></Error>'],
    ['markup in the id', '<Error><RequestId>a<b/></RequestId></Error>'],
    ['a line break in JSON', '{"RequestId":"a\\nb c"}'],
    ['a number', { RequestId: 7 }],
    ['the prototype', JSON.parse('{"__proto__":{"TraceId":"x"}}')],
    ['nothing', undefined],
  ])('finds nothing in %s', (_, body) => expect(readBody(tencentCos, body).requestId).toBeUndefined())

  it('reads a body by its own format: a name that looks like the other is somebody’s data', () => {
    const xml = '<Error><Resource>/"RequestId":"fake"</Resource><RequestId>real</RequestId></Error>'
    expect(readBody(tencentCos, xml)).toEqual({ requestId: 'real' })
    const json = '{"message":"<RequestId>fake</RequestId> \\"RequestId\\":\\"fake\\"","RequestId":"real"}'
    expect(readBody(tencentCos, json)).toEqual({ requestId: 'real' })
    expect(readBody(tencentCos, 'text "RequestId":"fake" <RequestId>fake</RequestId>')).toEqual({})
  })

  it.each([
    ['of others in a list', '{"Response":{"Events":[{"RequestId":"other"}],"RequestId":"true"}}', 'true'],
    ['of another in an object', '{"Detail":{"RequestId":"other"},"RequestId":"true"}', 'true'],
    ['of others after it', '{"RequestId":"true","Events":[{"RequestId":"other"}]}', 'true'],
    ['after a list of such names', '{"a":["RequestId","b",[{}]],"RequestId":"true"}', 'true'],
    ['in a list of its own name', '{"RequestId":["other"],"Response":{"RequestId":"true"}}', 'true'],
    ['of others alone', '{"Response":{"Events":[{"RequestId":"other"}]}}', undefined],
    ['of others, cut short', '{"Response":{"Events":[{"RequestId":"other"},{"Req', undefined],
    ['deeper than where it stands', '{"a":{"Response":{"RequestId":"other"}}}', undefined],
    ['in a member that is not the vendor’s', '{"Result":{"RequestId":"other"}}', undefined],
  ])('takes an id from where it stands in JSON, and not one %s', (_, json, id) => {
    expect(readBody(tencentCos, json).requestId).toBe(id)
  })

  it('decodes what JSON escapes', () => {
    expect(readBody(tencentCos, '{"RequestId":"Nj\\/Uw\\u003d\\u003d"}')).toEqual({ requestId: 'Nj/Uw==' })
  })

  it('takes no time for a body that was made to take it', () => {
    const spaces = ' '.repeat(65_000)
    const bodies = [
      `<Error><RequestId>${spaces}x</RequestId></Error>`,
      `<Error><RequestId>${'x '.repeat(32_000)}`,
      `{"RequestId"${spaces}`,
      `{${'"RequestId" '.repeat(6_000)}`,
      `{"RequestId":"${'\\\\'.repeat(30_000)}`,
      `{${'\\"'.repeat(32_000)}\\`,
      `{${'"a\\"'.repeat(16_000)}\\`,
      '{"a":'.repeat(13_000),
    ]
    for (let i = 0; i < 40; i++) for (const body of bodies) readBody(tencentCos, body)
  })

  it('reads the fields of each vendor', () => {
    const body = '<Error><RequestId>id</RequestId><HostId>host</HostId><EC>0003-1</EC></Error>'
    expect(readBody(alibabaOss, body)).toEqual({ requestId: 'id', ec: '0003-1' })
    expect(readBody(aws, body)).toEqual({ requestId: 'id', extendedRequestId: 'host' })
  })
})
