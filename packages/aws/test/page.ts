// How a page calls client-s3, bundled by each of test/packaging/bundlers.ts.
import type { Sample } from '../../../test/packaging/sample.js'

export const sample: Sample = {
  vendor: 'aws',
  sdk: '@aws-sdk/client-s3',
  idHeader: 'x-amz-request-id',
  entry: `
      import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
      import { getRequestId, withRequestId } from '@requestid/aws'
      window.run = async (options) => {
        const s3 = withRequestId(new S3Client(options))
        const result = await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a', Body: 'content' }))
        const error = await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'missing' })).catch((error) => error)
        return [getRequestId(result), getRequestId(error)]
      }`,
  options: (server) => server.s3Options(),
}
