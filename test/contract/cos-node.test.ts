import type { PassThrough } from 'node:stream'
import { withRequestId } from '@requestid/cos'
import type { TestServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import { bucket, files } from '../../packages/cos/test/methods.js'
import { load, releases } from '../../packages/cos/test/releases.js'
import { type SDK as CosSDK, versions } from '../../packages/cos/test/versions.js'
import type { Adapter } from './adapter.js'
import { describeBriefly } from './brief.js'
import { describeContract } from './contract.js'

for (const SDK of versions) describeContract(adapterOf(SDK))
for (const SDK of load(releases['cos-nodejs-sdk-v5'].brief)) describeBriefly(adapterOf(SDK))

function adapterOf(SDK: CosSDK): Adapter<COS> {
  const recent = !SDK.version.startsWith('2.9.')
  return {
    name: `cos-nodejs-sdk-v5 ${SDK.version}`,
    vendor: 'tencent-cos',
    requestIdHeader: 'x-cos-request-id',
    attempts: recent ? 4 : 2,
    settlesCutBodies: recent,
    shared: [SDK, SDK.prototype],
    createClient: (server) => new SDK({ ...server.cosOptions(), UploadCheckContentMd5: false }),
    withRequestId,
    put: (client, Key, Body) => client.putObject({ ...bucket, Key, Body }),
    get: (client, Key) => client.getObject({ ...bucket, Key }),
    head: (client, Key) => client.headObject({ ...bucket, Key }),
    getMethod: 'getObject',
    getWithCallback: (client, Key, callback) => client.getObject({ ...bucket, Key }, callback),
    getStream: (client, Key) => client.getObjectStream({ ...bucket, Key }) as PassThrough,
    upload: (client, Key) => client.sliceUploadFile({ ...bucket, Key, FilePath: files.big }),
    throwing: () => {
      const client = withRequestId(new SDK({}))
      return client.getObject({ ...bucket, Key: 'a' }, () => {})
    },
    ...(recent && {
      // JSON answers are merged into the result.
      ownRequestId(client: COS, server: TestServer) {
        server.inject({ status: 200, body: '{"requestId":"own"}' })
        return client.request({ ...bucket, Key: 'report', Method: 'GET' } as COS.RequestParams)
      },
      async uploadBatch(client: COS, keys: readonly string[]) {
        const items = keys.map((Key) => ({ ...bucket, Key, FilePath: files.small, Body: 'x' }))
        const result = await client.uploadFiles({ files: items as never })
        return {
          result,
          items: result.files.map(({ data, error, options }) => ({
            key: options.Key,
            outcome: error ?? data,
          })),
        }
      },
    }),
  }
}
