import { getRequestInfo } from '@requestid/core'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { versions } from './versions.js'

const origin = 'https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com'
const object = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing', Key: 'exampleobject' }
const requestId = 'NjUwZTU5ZTZfNjc4OWM5MGFfMTIzYV80NTY3OA=='

describe.each(versions.map((SDK) => [SDK.version, SDK] as const))(
  'cos-nodejs-sdk-v5 %s under nock',
  (_, SDK) => {
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
    const client = () => withRequestId(new SDK({ SecretId: 'id', SecretKey: 'key', AutoSwitchHost: false }))

    it('a result, from the real host name over HTTPS', async () => {
      nock(origin).put('/exampleobject').reply(200, '', { 'x-cos-request-id': requestId, etag: '"e"' })
      const result = await client().putObject({ ...object, Body: 'content' })
      expect(result).toHaveProperty('requestId', requestId)
      expect(getRequestInfo(result)?.exchanges).toMatchObject([
        {
          method: 'PUT',
          host: 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com',
          path: '/exampleobject',
        },
      ])
    })

    it('an error, and retries', async () => {
      const body = '<Error><Code>NoSuchKey</Code><Message>m</Message></Error>'
      nock(origin).get('/exampleobject').reply(503, '', { 'x-cos-request-id': 'first' })
      nock(origin).get('/exampleobject').reply(404, body, { 'x-cos-request-id': requestId })
      const error = await client()
        .getObject(object)
        .catch((error: unknown) => error)
      expect(error).toMatchObject({ requestId, statusCode: 404 })
      expect(getRequestInfo(error)?.exchanges.map(({ requestId }) => requestId)).toEqual(['first', requestId])
    })

    it('a failing connection', async () => {
      nock(origin)
        .get('/exampleobject')
        .times(4)
        .replyWithError(Object.assign(new Error('gone'), { code: 'EPIPE' }))
      const error = await client()
        .getObject(object)
        .catch((error: unknown) => error)
      nock.cleanAll()
      expect(error).not.toHaveProperty('requestId')
      expect(getRequestInfo(error)?.exchanges.at(-1)).toMatchObject({
        errorCode: 'EPIPE',
        path: '/exampleobject',
      })
    })
  },
)
