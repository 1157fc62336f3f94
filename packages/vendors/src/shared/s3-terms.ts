/** What Amazon's tickets call things. */
import type { OwnTerms } from '../record.js'

/** Support asks for the pair: https://docs.aws.amazon.com/AmazonS3/latest/API/get-request-ids.html. */
export const terms: OwnTerms = {
  en: { extendedRequestId: 'Extended request ID (x-amz-id-2)', host: 'Endpoint' },
  zh: { extendedRequestId: '扩展请求 ID (x-amz-id-2)', region: '区域', host: '终端节点' },
}
