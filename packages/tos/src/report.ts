/** `formatSupportReport` for Volcengine TOS. */
import { type SupportReport, supportReport } from '@requestid/core/plugin'
import { volcengineTosTicket } from '@requestid/vendors'

/**
 * The text to paste into a ticket of Volcengine or BytePlus.
 *
 * @example
 * catch (err) {
 *   console.error(formatSupportReport(err, { sdk: '@volcengine/tos-sdk 2.9.1' }))
 * }
 */
export const formatSupportReport: SupportReport = /* @__PURE__ */ supportReport([volcengineTosTicket])
