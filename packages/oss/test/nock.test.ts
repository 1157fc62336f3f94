import { getRequestInfo } from '@requestid/core'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { versions } from './versions.js'

const host = 'examplebucket.oss-cn-hangzhou.aliyuncs.com'
const requestId = '5C3D9175B6FC201293AD4FA0'
const keys = { accessKeyId: 'id', accessKeySecret: 'secret' }

describe.each(versions)('ali-oss %s under nock', (_, OSS) => {
  beforeAll(() => nock.disableNetConnect())
  afterEach(() => {
    expect(nock.pendingMocks()).toEqual([])
    nock.cleanAll()
  })
  afterAll(() => {
    nock.restore()
    nock.activate()
    nock.enableNetConnect()
  })
  const client = (options = {}) =>
    withRequestId(
      new OSS({ ...keys, region: 'oss-cn-hangzhou', bucket: 'examplebucket', secure: true, ...options }),
    )

  it('a result, from the real host name over HTTPS', async () => {
    nock(`https://${host}`).put('/exampleobject').reply(200, '', { 'x-oss-request-id': requestId })
    const result = await client().put('exampleobject', Buffer.from('content'))
    expect(result).toHaveProperty('requestId', requestId)
    expect(getRequestInfo(result)?.exchanges).toMatchObject([{ method: 'PUT', host, path: '/exampleobject' }])
  })

  it('an error, with its EC', async () => {
    const body = '<Error><Code>NoSuchKey</Code><EC>0026-00000001</EC></Error>'
    nock(`https://${host}`).get('/exampleobject').reply(404, body, { 'x-oss-request-id': requestId })
    const error = await client()
      .get('exampleobject')
      .catch((error: unknown) => error)
    expect(error).toMatchObject({ requestId, status: 404 })
    expect(getRequestInfo(error)).toMatchObject({ requestId, ec: '0026-00000001', statusCode: 404 })
  })

  it('a failing connection', async () => {
    nock(`https://${host}`)
      .get('/exampleobject')
      .replyWithError(Object.assign(new Error('gone'), { code: 'EPIPE' }))
    const error = await client()
      .get('exampleobject')
      .catch((error: unknown) => error)
    expect(error).not.toHaveProperty('requestId')
    expect(getRequestInfo(error)?.exchanges).toMatchObject([{ errorCode: 'EPIPE', path: '/exampleobject' }])
  })

  it('a custom domain', async () => {
    nock('http://img.example.com:8080').get('/a').reply(200, 'x', { 'x-oss-request-id': requestId })
    const options = { endpoint: 'http://img.example.com:8080', cname: true }
    const result = await client(options).get('a')
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
