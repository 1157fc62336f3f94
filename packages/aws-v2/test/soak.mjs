// How the soak calls clients of aws-sdk 2: test/soak.
import http from 'node:http'
import AWS from 'aws-sdk'
import { content, ended } from '../../../test/soak/calls.mjs'

export { withRequestId } from '@requestid/aws-v2'

export const endpoints = {
  'aws-v2': {
    vendor: 'aws',
    idHeader: 'x-amz-request-id',
    settings: ({ url }) => ({
      endpoint: url,
      region: 'us-east-1',
      accessKeyId: 'id',
      secretAccessKey: 'key',
    }),
  },
}

// Where a bucket is, the SDK asks after some errors: nobody could tell for which operation.
AWS.S3.prototype.requestBucketRegion = (_, done) => done()

const object = (Key) => ({ Bucket: 'bucket', Key })
const head = (s3, key) => s3.headObject(object(key)).promise()

export const sdks = {
  'aws-sdk': {
    share: 10,
    endpoint: 'aws-v2',
    create: (settings, timeout) =>
      new AWS.S3({
        ...settings,
        s3ForcePathStyle: true,
        maxRetries: 2,
        retryDelayOptions: { customBackoff: () => 1 },
        httpOptions: { timeout, agent: new http.Agent({ maxSockets: 500, keepAlive: true }) },
      }),
    calls: {
      put: [5, (s3, key) => s3.putObject({ ...object(key), Body: content }).promise()],
      get: [3, async (s3, key) => ended(s3.getObject(object(key)).createReadStream())],
      callback: [
        3,
        (s3, key) =>
          new Promise((resolve, reject) => {
            // Of a body that is cut it would never hear.
            s3.headObject(object(key), (error, data) => (error ? reject(error) : resolve(data)))
          }),
      ],
      upload: [2, (s3, key) => s3.upload({ ...object(key), Body: content }).promise()],
      unhandled: [1, head],
    },
  },
}
