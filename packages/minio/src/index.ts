/** The plugin for minio, and what its users look ids up with. */
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
 * Registers the plugin on a client of minio. From then on every result and every error of its methods has `requestId`.
 * Only this client and its `extensions` change, in place: other clients, the SDK's classes and `node:http` stay as they
 * are. A second registration changes nothing; its options are not used.
 *
 * @param client an instance of `Client`, 7.0.33 or later
 * @returns the same client, typed with `requestId`
 * @throws TypeError if `client` is not such an instance or is frozen, and for an unknown option or one of the wrong type
 *
 * @example
 * const client = withRequestId(new Client({ endPoint, accessKey, secretKey }))
 * const { requestId } = await client.putObject('bucket', 'report.txt', 'text')
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  client: C & Registrable<C, 'minio', 'new Client({ ... })'>,
  options?: RequestIdOptions<Name>,
): Registered<C, Name> {
  registerClient(client, options)
  return client as unknown as Registered<C, Name>
}
