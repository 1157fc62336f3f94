/** The plugin for esdk-obs-nodejs, and what its users look ids up with. */
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
 * Registers the plugin on a client of Huawei Cloud OBS. From then on the results of its methods have `requestId`, and so
 * have their errors that are objects. Only this client changes, in place: other clients, the SDK's class and `node:http`
 * stay as they are. A second registration changes nothing; its options are not used.
 *
 * @param client an instance of `ObsClient` of esdk-obs-nodejs, 3.20.7 or later
 * @returns the same client, typed with `requestId`
 * @throws TypeError if `client` is not such an instance or is frozen, and for an unknown option or one of the wrong type
 *
 * @example
 * const client = withRequestId(new ObsClient({ access_key_id, secret_access_key, server }))
 * const { requestId, CommonMsg } = await client.putObject({ Bucket: 'bucket', Key: 'report.txt', Body: 'text' })
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  client: C & Registrable<C, 'obs', 'new ObsClient({ ... })'>,
  options?: RequestIdOptions<Name>,
): Registered<C, Name> {
  registerClient(client, options)
  return client as unknown as Registered<C, Name>
}
