import s3 = require('@aws-sdk/client-s3')
import requestid = require('@requestid/aws')

import type {} from '@requestid/aws/augment'

const object = { Bucket: 'bucket', Key: 'key' }
const client: s3.S3Client = requestid.withRequestId(new s3.S3Client({}))
client.middlewareStack.use(requestid.requestIdPlugin())
const ids = new s3.S3Client({})
  .send(new s3.GetObjectCommand(object))
  .then(({ requestId }): string | undefined => requestId)
// @ts-expect-error: a string or undefined
client.send(new s3.GetObjectCommand(object)).then(({ requestId }) => requestId.length)

export = { ids }
