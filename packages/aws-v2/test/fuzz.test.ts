import type { TestServer } from '@requestid/testing'
import type AWS from 'aws-sdk'
import { describeFuzz } from '../../../test/kit/fuzz.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'
import { optionsOf, startS3 } from './wire.js'

const object = { Bucket: 'bucket', Key: 'a' }

describeFuzz<SDK, AWS.S3, TestServer>({
  name: 'aws-sdk',
  versions,
  start: startS3,
  createClient: (server, sdk) => new sdk.S3({ ...optionsOf(server), maxRetries: 1 }),
  withRequestId,
  fill: (client) => client.putObject({ ...object, Body: 'x'.repeat(200) }).promise(),
  calls: {
    get: (client) => client.getObject(object).promise(),
    head: (client) => client.headObject(object).promise(),
    put: (client) => client.putObject({ ...object, Body: 'x' }).promise(),
    delete: (client) => client.deleteObject(object).promise(),
    list: (client) => client.listObjectsV2({ Bucket: 'bucket' }).promise(),
    copy: (client) => client.copyObject({ ...object, CopySource: 'bucket/a' }).promise(),
    upload: (client) => client.upload({ ...object, Body: 'x' }).promise(),
  },
  bodiless: ['head', 'put', 'delete', 'upload'],
  // After 301 and 400 the SDK asks where the bucket is, by another operation.
  statuses: [200, 204, 206, 304, 403, 404, 409, 412, 500, 503],
  bodies: [
    '',
    '<Error></Error>',
    '<Error><Code>InternalError</Code></Error>',
    '<Error><Code>A</Code><RequestId>\u0007bad id</RequestId></Error>',
    '<html><body>Bad Gateway</body></html>',
    '{"RequestId":7}',
  ],
  headers: [false, 'x-oss-request-id', 'x-cos-request-id', 'x-tos-request-id'],
  maxFaults: 3,
  runs: 20,
  changing: /(?<="time":")[^"]+/g,
  bodyIds: (_issued, _fault, id) => [id, undefined],
})
