/** The plugin for the SDKs of Alibaba Cloud's OpenAPI, and what its users look ids up with. */
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
 * Registers the plugin on a client of Alibaba Cloud's OpenAPI. From then on its results and errors have `requestId`.
 * Only this client changes, in place: other clients, the SDK's classes and its modules stay as they are. A second
 * registration changes nothing; its options are not used.
 *
 * @param client an `RPCClient` or `ROAClient` of `@alicloud/pop-core`, or a client on `@alicloud/openapi-core` or
 * `@alicloud/openapi-client`, such as that of `@alicloud/sts20150401`
 * @returns the same client, typed with `requestId`
 * @throws TypeError if `client` is not a client of these SDKs or is frozen, and for an unknown option or one of the wrong
 * type
 *
 * @example
 * const client = withRequestId(new Sts(config))
 * const { requestId } = await client.getCallerIdentity()
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  client: C & Registrable<C, 'alibaba-cloud', 'new RPCClient({ ... })'>,
  options?: RequestIdOptions<Name>,
): Registered<C, Name> {
  registerClient(client, options)
  return client as unknown as Registered<C, Name>
}
