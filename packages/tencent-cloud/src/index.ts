/** The plugin for the SDK of Tencent Cloud's API, and what its users look ids up with. */
import type { Registered, Registrable, RequestIdOptions } from '@requestid/core/plugin'
import { registerClient } from './plugin.js'

export type {
  Exchange,
  RequestIdFields,
  RequestIdOptions,
  RequestInfo,
  SerializedError,
  SupportReportOptions,
  WithProperty,
  WithRequestId,
} from '@requestid/core'
export {
  captureExchanges,
  errorSerializer,
  getRequestId,
  getRequestInfo,
  requestIdFields,
} from '@requestid/core'
export { formatSupportReport } from './report.js'

/**
 * Registers the plugin on a client of a product, or on a `CommonClient`. From then on every result has `requestId` beside
 * `RequestId`, and so has every error whose response carried one. Only this client changes, in place: other clients and
 * the SDK's classes stay as they are. A second registration changes nothing; its options are not used.
 *
 * @param client an instance of a class of `tencentcloud-sdk-nodejs`, or of one of its packages by product
 * @returns the same client, typed with `requestId`
 * @throws TypeError if `client` is not such an instance or is frozen, and for an unknown option or one of the wrong type
 *
 * @example
 * const client = withRequestId(new sts.v20180813.Client({ credential, region }))
 * const { requestId } = await client.GetCallerIdentity({})
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  client: C & Registrable<C, 'tencent-cloud', 'new CvmClient({ ... })'>,
  options?: RequestIdOptions<Name>,
): Registered<C, Name> {
  registerClient(client, options)
  return client as unknown as Registered<C, Name>
}
