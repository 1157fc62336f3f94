// The contract of a storage, for clients of S3.
import type { TestServer } from '@requestid/testing'
import type AWS from 'aws-sdk'
import type { Class, StorageAdapter } from '../../../test/contract/adapter.js'
import { describeStorage } from '../../../test/contract/storage.js'
import { withRequestId } from '../src/index.js'
import { PART, type SDK, versions } from './versions.js'
import { optionsOf, startS3 } from './wire.js'

const object = (Key: string) => ({ Bucket: 'bucket', Key })

function adapterOf(version: string, sdk: SDK): StorageAdapter<AWS.S3, TestServer> {
  // `new AWS.S3()` gives an instance of the class of its API's version, whose prototype has the operations.
  const Versioned = new sdk.S3(optionsOf({ url: 'http://127.0.0.1' })).constructor as Class<AWS.S3>
  const create = (server: TestServer, Client: Class<AWS.S3> = sdk.S3, more = {}) =>
    new Client({ ...optionsOf(server), maxRetries: 2, ...more } as never)
  const head = (client: AWS.S3, key: string) => client.headObject(object(key)).promise()
  return {
    name: `aws-sdk ${version}`,
    vendor: 'aws',
    requestIdHeader: 'x-amz-request-id',
    attempts: 3,
    settlesCutBodies: true,
    shared: () => [sdk.S3.prototype, Versioned.prototype, sdk.Request.prototype, sdk.config],
    start: startS3,
    Client: Versioned,
    createClient: create,
    withRequestId,
    example: 'new AWS.S3({ ... })',
    errorBody: (id) => `<Error><Code>A</Code><Message>m</Message><RequestId>${id}</RequestId></Error>`,
    put: (client, key, Body) => client.putObject({ ...object(key), Body }).promise(),
    get: (client, key) => client.getObject(object(key)).promise(),
    head,
    list: (client, Prefix) => client.listObjectsV2({ Bucket: 'bucket', Prefix }).promise(),
    upload: (client, key) => client.upload({ ...object(key), Body: Buffer.alloc(2 * PART + 1) }).promise(),
    callWithCallback(client, key, callback) {
      // With the SDK's response as `this`, which is not to be compared as a whole.
      client.getObject(object(key), (error, data) => callback(error, data))
    },
    callForStream: (client, key) => client.getObject(object(key)).createReadStream(),
    impatient: (server) => create(server, sdk.S3, { httpOptions: { timeout: 100 } }),
    async refusing(client) {
      const promise = client.getObject({ Bucket: 'bucket' } as never).promise()
      // It has the time of day.
      return promise.catch((error) => Promise.reject(Object.assign(error, { time: 0 })))
    },
    throwing: (client) => client.waitFor('nothing' as never),
    bareResults: true,
    resultIds: 'hidden',
  }
}

for (const [version, sdk] of versions) describeStorage(adapterOf(version, sdk))
