/** `formatSupportReport` for every vendor. */
import { tickets } from '@requestid/vendors'
import { type SupportReport, supportReport } from './report.js'

/**
 * Returns the text to paste into a support ticket of any vendor, in the vendor's own terms.
 *
 * @example
 * catch (err) {
 *   console.error(formatSupportReport(err, { sdk: `cos-nodejs-sdk-v5 ${COS.version}` }))
 * }
 */
export const formatSupportReport: SupportReport = /* @__PURE__ */ supportReport(tickets)
