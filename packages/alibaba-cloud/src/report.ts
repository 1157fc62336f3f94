/** `formatSupportReport` for the services of Alibaba Cloud's OpenAPI. */
import { type SupportReport, supportReport } from '@requestid/core/plugin'
import { alibabaCloudTicket, alibabaOssTicket, alibabaSlsTicket } from '@requestid/vendors'

/**
 * The text to paste into a ticket for Alibaba Cloud.
 *
 * @example
 * catch (err) {
 *   console.error(formatSupportReport(err, { sdk: '@alicloud/sts20150401 1.2.0' }))
 * }
 */
export const formatSupportReport: SupportReport = /* @__PURE__ */ supportReport([
  alibabaCloudTicket,
  alibabaOssTicket,
  alibabaSlsTicket,
])
