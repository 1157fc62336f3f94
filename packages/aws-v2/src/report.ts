/** `formatSupportReport` for the services that a client of the AWS SDK v2 meets. */
import { type SupportReport, supportReport } from '@requestid/core/plugin'
import { awsTicket } from '@requestid/vendors'

/**
 * The text to paste into a support ticket of AWS, in the vendor's own terms.
 *
 * @example
 * catch (err) {
 *   console.error(formatSupportReport(err, { sdk: 'aws-sdk 2.1693.0' }))
 * }
 */
export const formatSupportReport: SupportReport = /* @__PURE__ */ supportReport([awsTicket])
