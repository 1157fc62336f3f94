// How the soak calls clients of the AWS SDK: test/soak.
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import {
  CompleteMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { content } from '../../../test/soak/calls.mjs'
import { startDynamoDB } from './dynamodb.mjs'

export { withRequestId } from '@requestid/aws'

export const endpoints = {
  s3: { vendor: 'aws', idHeader: 'x-amz-request-id', settings: (server) => server.s3Options() },
  dynamodb: {
    start: startDynamoDB,
    settings: ({ url }) => ({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    }),
  },
}

/** Three attempts, at once; the SDK's own waits longer and longer, up to seconds. */
const retryStrategy = {
  acquireInitialRetryToken: async () => token(0),
  async refreshRetryTokenForRetry({ getRetryCount }, { errorType }) {
    if (errorType === 'CLIENT_ERROR' || getRetryCount() === 2) throw new Error('enough')
    return token(getRetryCount() + 1)
  },
  recordSuccess() {},
}
const token = (count) => ({ getRetryCount: () => count, getRetryDelay: () => 0 })

const patience = (timeout) => ({
  retryStrategy,
  requestHandler: {
    requestTimeout: timeout,
    socketTimeout: timeout,
    throwOnRequestTimeout: true,
    httpAgent: { maxSockets: 500, keepAlive: true },
  },
})

const object = (Key) => ({ Bucket: 'bucket', Key })
const head = (s3, key) => s3.send(new HeadObjectCommand(object(key)))

export const sdks = {
  'client-s3': {
    share: 22,
    endpoint: 's3',
    create: (settings, timeout) => new S3Client({ ...settings, ...patience(timeout) }),
    calls: {
      put: [5, (s3, key) => s3.send(new PutObjectCommand({ ...object(key), Body: content }))],
      get: [
        5,
        async (s3, key) => {
          const result = await s3.send(new GetObjectCommand(object(key)))
          for await (const _ of result.Body);
          delete result.Body
          return result
        },
      ],
      callback: [
        3,
        (s3, key) =>
          new Promise((resolve, reject) => {
            s3.send(new HeadObjectCommand(object(key)), (error, data) =>
              error ? reject(error) : resolve(data),
            )
          }),
      ],
      head: [3, head],
      delete: [2, (s3, key) => s3.send(new DeleteObjectCommand(object(key)))],
      list: [2, (s3, Prefix) => s3.send(new ListObjectsV2Command({ Bucket: 'bucket', Prefix }))],
      complete: [
        1,
        (s3, key) => s3.send(new CompleteMultipartUploadCommand({ ...object(key), UploadId: 'missing' })),
      ],
      unhandled: [2, head],
    },
  },
  'client-dynamodb': {
    share: 8,
    endpoint: 'dynamodb',
    create: (settings, timeout) => new DynamoDBClient({ ...settings, ...patience(timeout) }),
    calls: {
      getItem: [
        1,
        (dynamodb, key) => dynamodb.send(new GetItemCommand({ TableName: 'table', Key: { id: { S: key } } })),
      ],
    },
  },
}
