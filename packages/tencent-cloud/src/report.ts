/** `formatSupportReport` for Tencent Cloud. */
import { type SupportReport, supportReport } from '@requestid/core/plugin'
import { tencentCloudTicket } from '@requestid/vendors'

/**
 * The text to paste into a ticket.
 *
 * @example
 * catch (err) {
 *   console.error(formatSupportReport(err, { sdk: 'tencentcloud-sdk-nodejs-sts 4.1.100' }))
 * }
 */
export const formatSupportReport: SupportReport = /* @__PURE__ */ supportReport([tencentCloudTicket])
