/** The plugin for `aws-sdk` 2, and what its users look ids up with. */
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
 * Registers the plugin on a client of `aws-sdk` 2. From then on every result and every error of its requests has
 * `requestId`. Only this client changes, in place: other clients, the SDK's classes and `AWS.config` stay as they are. A
 * second registration changes nothing; its options are not used.
 *
 * @param client a client of any service, such as `new AWS.S3()`, version 2.814 or later. Or a `DynamoDB.DocumentClient`
 * or an `S3.ManagedUpload`, each of which has a client of its own
 * @returns the same client, typed with `requestId`
 * @throws TypeError if `client` is none of these or is frozen, and for an unknown option or one of the wrong type
 *
 * @example
 * const s3 = withRequestId(new AWS.S3())
 * const { requestId } = await s3.putObject({ Bucket, Key, Body }).promise()
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  client: C & Registrable<C, 'aws-v2', 'new AWS.S3({ ... })'>,
  options?: RequestIdOptions<Name>,
): Registered<C, Name> {
  registerClient(client, options)
  return client as unknown as Registered<C, Name>
}
