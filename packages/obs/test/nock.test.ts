import { describeNock } from '../../../test/kit/nock.js'
import { withRequestId } from '../src/index.js'
import { type Result, type SDK, versions } from './versions.js'
import { ready } from './wire.js'

const region = 'cn-north-4'
const requestId = '0000018F1C3A2B4D5E6F708192A3B4C5'
const object = { Bucket: 'bucket', Key: 'dir/key' }

const clientOf = async (sdk: SDK) => {
  const client = new sdk({
    access_key_id: 'test-id',
    secret_access_key: 'test-secret',
    server: `https://obs.${region}.myhuaweicloud.com`,
    is_signature_negotiation: false,
  })
  await ready()
  return withRequestId(client)
}

/** What the service answers with an error is a result. */
const orThrow = (result: Result) => {
  if (result.CommonMsg.Status < 300) return result
  throw result
}

describeNock<SDK>({
  name: 'esdk-obs-nodejs',
  versions,
  host: `bucket.obs.${region}.myhuaweicloud.com`,
  path: '/dir/key',
  headers: { 'x-obs-request-id': requestId, server: 'OBS' },
  exchange: { vendor: 'huawei-obs' },
  method: 'PUT',
  send: async (sdk) => (await clientOf(sdk)).putObject({ ...object, Body: 'text' }),
  get: async (sdk) => orThrow(await (await clientOf(sdk)).getObject(object)),
  missing: {
    body: `<Error><Code>NoSuchKey</Code><Message>m</Message><RequestId>${requestId}</RequestId></Error>`,
    error: { CommonMsg: { Status: 404, Code: 'NoSuchKey', RequestId: requestId } },
    info: { vendor: 'huawei-obs', operation: 'getObject' },
  },
})
