/** The plugin for @volcengine/tos-sdk, and what its users look ids up with. */
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
 * Registers the plugin on a client of Volcengine TOS. From then on every result and every error of its methods has
 * `requestId`. Only this client changes, in place: other clients, the SDK's classes, axios and `node:http` stay as they
 * are. A second registration changes nothing; its options are not used.
 *
 * @param client an instance of `TosClient`, `TosVectorsClient` or `ShareLinkClient` of @volcengine/tos-sdk, 2.7.5 or later
 * @returns the same client, typed with `requestId`
 * @throws TypeError if `client` is not such an instance or is frozen, and for an unknown option or one of the wrong type
 *
 * @example
 * const client = withRequestId(new TosClient({ accessKeyId, accessKeySecret, region }))
 * const { requestId } = await client.putObject({ bucket: 'bucket', key: 'report.txt', body: Buffer.from('text') })
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  client: C & Registrable<C, 'tos', 'new TosClient({ ... })'>,
  options?: RequestIdOptions<Name>,
): Registered<C, Name> {
  registerClient(client, options)
  return client as unknown as Registered<C, Name>
}
