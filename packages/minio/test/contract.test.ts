// The contract of a call, for the client of MinIO. What it does with storage its own tests hold.
import { startServer, type TestServer } from '@requestid/testing'
import type { Client } from 'minio'
import type { CallAdapter, Class } from '../../../test/contract/adapter.js'
import { describeCall } from '../../../test/contract/call.js'
import { withRequestId } from '../src/index.js'
import { versions } from './versions.js'

const bucket = 'bucket'

/** Of an object to itself: what the SDK reads of the body is all of its result. */
const copy = (client: Client, key: string): Promise<object> =>
  client.copyObject(bucket, key, `/${bucket}/${key}`)

function adapterOf(version: string, sdk: { Client: Class<Client> }): CallAdapter<Client, TestServer> {
  return {
    name: `minio ${version}`,
    vendor: 'aws',
    requestIdHeader: 'x-amz-request-id',
    attempts: 1,
    settlesCutBodies: true,
    shared: () => [sdk.Client.prototype, sdk],
    start: () => startServer({ vendor: 'aws' }),
    Client: sdk.Client,
    createClient: (server, Client = sdk.Client) =>
      new Client({
        endPoint: '127.0.0.1',
        port: Number(new URL(server.url).port),
        useSSL: false,
        accessKey: 'id',
        secretKey: 'key',
        region: 'us-east-1',
        retryOptions: { disableRetry: true },
      } as never),
    withRequestId,
    example: 'new Client({ ... })',
    errorBody: (id) => `<Error><Code>A</Code><Message>m</Message><RequestId>${id}</RequestId></Error>`,
    arrange: (client, key, body) => client.putObject(bucket, key, body),
    call: copy,
    calls: [
      (client, key) => client.statObject(bucket, key),
      (client, key) => client.putObject(bucket, key, 'content'),
    ],
    methods: { statObject: (client, key) => client.statObject(bucket, key), copyObject: copy },
    callWithCallback: (client, key, callback) =>
      Reflect.apply(client.statObject, client, [bucket, key, callback]),
    callForStream: (client, key) => client.getObject(bucket, key),
    refusing: async (client) => client.statObject('', ''),
    bareResults: true,
  }
}

for (const [version, sdk] of versions) describeCall(adapterOf(version, sdk as never))
