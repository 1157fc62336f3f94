// Real host names over HTTPS. nock answers ahead of any agent: an outcome has what it says itself.
import { getRequestInfo } from '@requestid/core'
import { describe, expect, it } from 'vitest'
import { useNock } from '../../../test/kit/nock.js'
import { withRequestId } from '../src/index.js'
import { versions } from './versions.js'

const region = 'cn-beijing'
const requestId = 'a4f7c3bf8f7b3b6a6659b5d1-ac12d0a8-1sC3vB-PO-cb-tos-front-azc-1'
const headers = { 'x-tos-request-id': requestId, 'x-tos-id-2': 'id2', 'x-tos-ec': '0017-00000003' }
const origin = `https://bucket.tos-${region}.volces.com`
const object = { bucket: 'bucket', key: 'key' }

describe.each(versions)('@volcengine/tos-sdk %s under nock', (_, sdk) => {
  const nock = useNock()
  const create = () =>
    withRequestId(
      new sdk.TosClient({ accessKeyId: 'test-id', accessKeySecret: 'test-secret', region, maxRetryCount: 0 }),
      { onError: (error) => expect.unreachable(String(error)) },
    )

  it('a result', async () => {
    nock(origin).put('/key').reply(200, '', headers)
    const result = await create().putObject({ ...object, body: Buffer.from('text') })
    expect(result).toHaveProperty('requestId', requestId)
    expect(getRequestInfo(result)).toMatchObject({
      vendor: 'volcengine-tos',
      operation: 'putObject',
      requestId,
    })
  })

  it('an error', async () => {
    nock(origin)
      .get('/key')
      .query(true)
      .reply(404, { Code: 'NoSuchKey', Message: 'm', RequestId: requestId }, headers)
    const error = await create()
      .getObjectAcl(object)
      .catch((error: unknown) => error)
    expect(error).toMatchObject({ requestId, code: 'NoSuchKey' })
    expect(getRequestInfo(error)).toMatchObject({
      statusCode: 404,
      extendedRequestId: 'id2',
      ec: '0017-00000003',
    })
  })

  it('a failing connection', async () => {
    nock(origin)
      .get('/key')
      .replyWithError(Object.assign(new Error('gone'), { code: 'EPIPE' }))
    const error = await create()
      .getObjectV2(object)
      .catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'EPIPE' })
    expect(error).not.toHaveProperty('requestId')
  })
})
