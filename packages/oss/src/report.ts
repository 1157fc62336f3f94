/** `formatSupportReport` for the services that a client of OSS meets. */
import { type SupportReport, supportReport } from '@requestid/core/plugin'
import { alibabaOssTicket, alibabaStsTicket } from '@requestid/vendors'

/**
 * The text to paste into a support ticket of OSS, in the vendor's own terms.
 *
 * @example
 * catch (err) {
 *   console.error(formatSupportReport(err, { sdk: 'ali-oss 6.23.0' }))
 * }
 */
export const formatSupportReport: SupportReport = /* @__PURE__ */ supportReport([
  alibabaOssTicket,
  alibabaStsTicket,
])
