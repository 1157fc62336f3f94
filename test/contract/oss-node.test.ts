import type { Readable } from 'node:stream'
import { withRequestId } from '@requestid/oss'
import { startServer, type TestServer } from '@requestid/testing'
import type OSS from 'ali-oss'
import { files, partSize } from '../../packages/oss/test/methods.js'
import { ossClient, releases } from '../../packages/oss/test/releases.js'
import { load, type SDK, versions } from '../../packages/oss/test/versions.js'
import type { StorageAdapter } from './adapter.js'
import { describeBriefly } from './brief.js'
import { failure } from './outcomes.js'
import { describeStorage } from './storage.js'

for (const [version, SDK] of versions) describeStorage(adapterOf(version, SDK))
for (const [version, SDK] of load(releases['ali-oss'].brief)) describeBriefly(adapterOf(version, SDK))
for (const [version, SDK] of load(ossClient)) describeBriefly(adapterOf(version, SDK, 'oss-client'))

function adapterOf(version: string, SDK: SDK, name = 'ali-oss'): StorageAdapter<OSS, TestServer> {
  return {
    name: `${name} ${version}`,
    vendor: 'alibaba-oss',
    requestIdHeader: 'x-oss-request-id',
    // It sends again only what got no response.
    attempts: 1,
    settlesCutBodies: true,
    copiesBodyId: true,
    shared: () => [SDK, SDK.prototype, urllibOf(SDK)],
    start: () => startServer({ vendor: 'alibaba-oss' }),
    Client: SDK,
    createClient: (server, Client = SDK) => new Client(server.ossOptions() as never),
    withRequestId,
    example: 'new OSS({ ... })',
    errorBody: (id) => `<Error><Code>A</Code><Message>m</Message><RequestId>${id}</RequestId></Error>`,
    put: (client, key, body) => client.put(key, Buffer.from(body)),
    get: (client, key) => client.get(key),
    head: (client, key) => client.head(key),
    methods: {
      get: (client, key) => client.get(key),
      put: (client, key) => client.put(key, Buffer.from('x')),
    },
    list: (client, prefix) => client.list({ prefix, 'max-keys': 10 }, {}),
    impatient: (server) => new SDK({ ...server.ossOptions(), timeout: 100 }),
    refusing: (client) => client.get(undefined as never),
    callForStream: async (client, key) => (await client.getStream(key)).stream as Readable,
    upload: (client, key) => client.multipartUpload(key, files.big, { partSize }),
    ownRequestId(client, server: TestServer) {
      server.inject({ status: 403, body: '<Error><Code>A</Code><RequestId>own</RequestId></Error>' })
      return failure(client.get('a'))
    },
    throwing: (client) => client.useBucket('x'),
  }
}

/** The module that all clients send with. */
function urllibOf(SDK: SDK): object {
  return (new SDK({ accessKeyId: 'a', accessKeySecret: 'b' }) as unknown as { urllib: object }).urllib
}
