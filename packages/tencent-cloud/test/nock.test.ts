// A service by its real host name, where nock stands in the place of the agent: the outcome itself has the id.
import { getRequestInfo } from '@requestid/core'
import { sts } from 'tencentcloud-sdk-nodejs-sts'
import { expect, it } from 'vitest'
import { useNock } from '../../../test/kit/nock.js'
import { withRequestId } from '../src/index.js'
import { answerOf } from './wire.js'

const nock = useNock()
const RequestId = '1c1ea6ba-7ac8-4d1c-8d0f-2a4b0e5a9d11'

it.each(['Response', 'Error'])('%s', async (what) => {
  const refused = { Error: { Code: 'AuthFailure', Message: 'm' } }
  nock('https://sts.tencentcloudapi.com')
    .post('/')
    .reply(200, answerOf({ ...(what === 'Error' && refused), RequestId }))
  const credential = { secretId: 'id', secretKey: 'key' }
  const client = withRequestId(new sts.v20180813.Client({ credential, region: 'ap-beijing' }))
  const outcome = await client.GetCallerIdentity().catch((error: unknown) => error)
  expect(outcome).toHaveProperty('requestId', RequestId)
  expect(getRequestInfo(outcome)).toMatchObject({
    vendor: 'tencent-cloud',
    requestId: RequestId,
    source: 'plugin',
  })
})
