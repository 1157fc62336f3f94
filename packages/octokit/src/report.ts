/** `formatSupportReport` for GitHub. */
import { type SupportReport, supportReport } from '@requestid/core/plugin'
import { githubTicket } from '@requestid/vendors'

/**
 * The text to paste into a support request.
 *
 * @example
 * catch (err) {
 *   console.error(formatSupportReport(err, { sdk: 'octokit 5.0.5' }))
 * }
 */
export const formatSupportReport: SupportReport = /* @__PURE__ */ supportReport([githubTicket])
