/** `formatSupportReport` for Huawei Cloud OBS. */
import { type SupportReport, supportReport } from '@requestid/core/plugin'
import { huaweiObsTicket } from '@requestid/vendors'

/**
 * The text to paste into a ticket of Huawei Cloud.
 *
 * @example
 * const result = await client.getObject({ Bucket: 'bucket', Key: 'report.txt' })
 * if (result.CommonMsg.Status >= 300) console.error(formatSupportReport(result, { sdk: 'esdk-obs-nodejs 3.26.8' }))
 */
export const formatSupportReport: SupportReport = /* @__PURE__ */ supportReport([huaweiObsTicket])
