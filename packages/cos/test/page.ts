// How a page calls cos-js-sdk-v5, bundled by each of test/packaging/bundlers.ts.
import type { Sample } from '../../../test/packaging/sample.js'

export const sample: Sample = {
  vendor: 'tencent-cos',
  sdk: 'cos-js-sdk-v5',
  idHeader: 'x-cos-request-id',
  rollup: true,
  entry: `
      import COS from 'cos-js-sdk-v5'
      import { getRequestId, withRequestId } from '@requestid/cos'
      const bucket = { Bucket: 'bucket-1250000000', Region: 'ap-beijing' }
      window.run = async (options) => {
        const cos = withRequestId(new COS(options))
        const result = await cos.putObject({ ...bucket, Key: 'a', Body: 'content' })
        const error = await cos.headObject({ ...bucket, Key: 'missing' }).catch((error) => error)
        return [getRequestId(result), getRequestId(error)]
      }`,
  options(server) {
    const { SecretId, SecretKey, Protocol } = server.cosOptions()
    return { SecretId, SecretKey, Protocol, Domain: server.host }
  },
}
