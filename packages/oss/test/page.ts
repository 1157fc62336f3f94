// How a page calls ali-oss, bundled by each of test/packaging/bundlers.ts.
import type { Sample } from '../../../test/packaging/sample.js'

export const sample: Sample = {
  vendor: 'alibaba-oss',
  sdk: 'ali-oss',
  idHeader: 'x-oss-request-id',
  entry: `
      import OSS from 'ali-oss'
      import { getRequestId, withRequestId } from '@requestid/oss'
      window.run = async (options) => {
        const oss = withRequestId(new OSS(options))
        const result = await oss.put('a', new Blob(['content']))
        const error = await oss.head('missing').catch((error) => error)
        return [getRequestId(result), getRequestId(error)]
      }`,
  options: (server) => ({
    ...server.ossOptions(),
    sldEnable: true,
    stsToken: 'token',
    refreshSTSTokenInterval: 1e9,
  }),
}
