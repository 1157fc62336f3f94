/** `formatSupportReport` for the services that these clients meet. */
import { type SupportReport, supportReport } from '@requestid/core/plugin'
import { anthropicTicket, azureTicket, openaiTicket } from '@requestid/vendors'

/**
 * The text to paste into a support request. It has ids, hosts and times, and neither a prompt nor an answer.
 *
 * @example
 * catch (err) {
 *   console.error(formatSupportReport(err, { sdk: 'openai 7.59.0' }))
 * }
 */
export const formatSupportReport: SupportReport = /* @__PURE__ */ supportReport([
  openaiTicket,
  anthropicTicket,
  azureTicket,
])
