/** `formatSupportReport` for the services that a client of MinIO meets. */
import { type SupportReport, supportReport } from '@requestid/core/plugin'
import { cephTicket, minioTicket } from '@requestid/vendors'

/**
 * The text to paste into a ticket for whoever runs the server.
 *
 * @example
 * catch (err) {
 *   console.error(formatSupportReport(err, { sdk: 'minio 8.0.7' }))
 * }
 */
export const formatSupportReport: SupportReport = /* @__PURE__ */ supportReport([minioTicket, cephTicket])
