// Real host names over HTTPS, which no server of ours can have.
import { getRequestInfo } from '@requestid/core'
import { describe, expect, it } from 'vitest'
import { useNock } from '../../../test/kit/nock.js'
import { withRequestId } from '../src/index.js'
import { popCoreVersions, stsVersions } from './versions.js'

const requestId = '4F7D2CE1-9B4A-5A1E-8C0D-0A1B2C3D4E5F'
const headers = { 'x-acs-request-id': requestId, 'content-type': 'application/json' }
const keys = { accessKeyId: 'id', accessKeySecret: 'secret' }
const host = 'sts.aliyuncs.com'
const apiVersion = '2015-04-01'

const calls: [name: string, () => Promise<unknown>][] = [
  ...popCoreVersions.map(([version, sdk]): [string, () => Promise<unknown>] => {
    const client = withRequestId(new sdk.RPCClient({ ...keys, endpoint: `https://${host}`, apiVersion }))
    return [`pop-core ${version}`, () => client.request('GetCallerIdentity', {}, { method: 'POST' })]
  }),
  ...stsVersions.map(([version, sdk]): [string, () => Promise<unknown>] => {
    const client = withRequestId(new sdk.default({ ...keys, endpoint: host }))
    return [`STS ${version}`, async () => client.getCallerIdentity?.()]
  }),
]

describe.each(calls)('%s under nock', (_, call) => {
  const nock = useNock()

  it('a result', async () => {
    nock(`https://${host}`)
      .post('/')
      .query(true)
      .reply(200, { AccountId: '1', RequestId: requestId }, headers)
    const result = await call()
    expect(result).toHaveProperty('requestId', requestId)
    expect(getRequestInfo(result)?.exchanges).toMatchObject([
      { vendor: 'alibaba-cloud', method: 'POST', host, path: '/', requestId },
    ])
  })

  it('an error', async () => {
    const body = { Code: 'C', Message: 'm', RequestId: requestId }
    nock(`https://${host}`).post('/').query(true).reply(404, body, headers)
    const error = await call().catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'C', requestId })
    expect(getRequestInfo(error)?.exchanges).toMatchObject([{ requestId }])
  })
})
