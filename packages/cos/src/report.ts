/** `formatSupportReport` for the services that a client of COS meets. */
import { type SupportReport, supportReport } from '@requestid/core/plugin'
import { tencentCosTicket } from '@requestid/vendors'

/**
 * The text to paste into a support ticket of COS, in the vendor's own terms.
 *
 * @example
 * catch (err) {
 *   console.error(formatSupportReport(err, { sdk: `cos-nodejs-sdk-v5 ${COS.version}` }))
 * }
 */
export const formatSupportReport: SupportReport = /* @__PURE__ */ supportReport([tencentCosTicket])
