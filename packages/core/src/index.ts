/** The door for users: what they read ids with. Plugins have a door of their own, `@requestid/core/plugin`. */
export { captureExchanges } from './capture.js'
export type { Exchange, Ids, RequestInfo } from './exchange.js'
export { getRequestId, getRequestInfo } from './lookup.js'
export type { RequestIdOptions } from './options.js'
export type { SupportReportOptions } from './report.js'
export {
  errorSerializer,
  type RequestIdFields,
  requestIdFields,
  type SerializedError,
} from './serializer.js'
export { formatSupportReport } from './support-report.js'
export type { Identified, WithProperty, WithRequestId } from './types.js'
