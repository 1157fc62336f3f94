import { getRequestInfo } from '@requestid/core'
import { describe, expect, it } from 'vitest'
import { describeNock, useNock } from '../../../test/kit/nock.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'

const host = 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com'
const object = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing', Key: 'exampleobject' }
const requestId = 'NjUwZTU5ZTZfNjc4OWM5MGFfMTIzYV80NTY3OA=='
const body = '<Error><Code>NoSuchKey</Code><Message>m</Message></Error>'
const client = (SDK: SDK) =>
  withRequestId(new SDK({ SecretId: 'id', SecretKey: 'key', AutoSwitchHost: false }))

describeNock({
  name: 'cos-nodejs-sdk-v5',
  versions: versions.map((SDK) => [SDK.version, SDK] as const),
  host,
  path: '/exampleobject',
  headers: { 'x-cos-request-id': requestId, etag: '"e"' },
  method: 'PUT',
  send: (SDK) => client(SDK).putObject({ ...object, Body: 'content' }),
  get: (SDK) => client(SDK).getObject(object),
  missing: { body, error: { statusCode: 404 } },
})

describe.each(versions.map((SDK) => [SDK.version, SDK] as const))('cos-nodejs-sdk-v5 %s', (_, SDK) => {
  const nock = useNock()

  it('an error after a retry', async () => {
    nock(`https://${host}`).get('/exampleobject').reply(503, '', { 'x-cos-request-id': 'first' })
    nock(`https://${host}`).get('/exampleobject').reply(404, body, { 'x-cos-request-id': requestId })
    const error = await client(SDK)
      .getObject(object)
      .catch((error: unknown) => error)
    expect(error).toMatchObject({ requestId, statusCode: 404 })
    expect(getRequestInfo(error)?.exchanges.map(({ requestId }) => requestId)).toEqual(['first', requestId])
  })
})
