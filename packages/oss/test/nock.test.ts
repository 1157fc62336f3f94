import { getRequestInfo } from '@requestid/core'
import { describe, expect, it } from 'vitest'
import { describeNock, useNock } from '../../../test/kit/nock.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'

const requestId = '5C3D9175B6FC201293AD4FA0'
const keys = { accessKeyId: 'id', accessKeySecret: 'secret' }
const clientOf = (OSS: SDK, options = {}) =>
  withRequestId(
    new OSS({ ...keys, region: 'oss-cn-hangzhou', bucket: 'examplebucket', secure: true, ...options }),
  )

describeNock({
  name: 'ali-oss',
  versions,
  host: 'examplebucket.oss-cn-hangzhou.aliyuncs.com',
  path: '/exampleobject',
  headers: { 'x-oss-request-id': requestId },
  method: 'PUT',
  send: (OSS) => clientOf(OSS).put('exampleobject', Buffer.from('content')),
  get: (OSS) => clientOf(OSS).get('exampleobject'),
  missing: {
    body: '<Error><Code>NoSuchKey</Code><EC>0026-00000001</EC></Error>',
    error: { status: 404 },
    info: { ec: '0026-00000001' },
  },
})

describe.each(versions)('ali-oss %s', (_, OSS) => {
  const nock = useNock()

  it('a custom domain', async () => {
    nock('http://img.example.com:8080').get('/a').reply(200, 'x', { 'x-oss-request-id': requestId })
    const options = { endpoint: 'http://img.example.com:8080', cname: true }
    const result = await clientOf(OSS, options).get('a')
    expect(getRequestInfo(result)?.exchanges).toMatchObject([{ host: 'img.example.com:8080', path: '/a' }])
  })

  it('STS', async () => {
    const sts = withRequestId(new OSS.STS(keys))
    const body = { RequestId: 'of-body', Credentials: {} }
    nock('https://sts.aliyuncs.com').post('/').reply(200, body, { 'x-acs-request-id': requestId })
    const result = await sts.assumeRole('acs:ram::1:role/r')
    expect(result).toHaveProperty('requestId', requestId)
    expect(getRequestInfo(result)).toMatchObject({ vendor: 'alibaba-sts', requestId })
    nock('https://sts.aliyuncs.com').post('/').reply(200, body)
    expect(await sts.assumeRole('acs:ram::1:role/r')).toHaveProperty('requestId', 'of-body')
  })
})
