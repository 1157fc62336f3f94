/** `formatSupportReport` for the services that a client of the Azure SDK meets. */
import { type SupportReport, supportReport } from '@requestid/core/plugin'
import { azureBlobTicket, azureTicket } from '@requestid/vendors'

/**
 * The text to paste into a support request of Azure.
 *
 * @example
 * catch (err) {
 *   console.error(formatSupportReport(err, { sdk: '@azure/storage-blob 12.34.0' }))
 * }
 */
export const formatSupportReport: SupportReport = /* @__PURE__ */ supportReport([
  azureBlobTicket,
  azureTicket,
])
