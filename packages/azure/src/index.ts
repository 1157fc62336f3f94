/** Request ids for the clients of the Azure SDK: `withRequestId`, and what users look ids up with. */
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
 * Registers the plugin on a client of an `@azure/...` package that sends through `@azure/core-rest-pipeline`. From then on
 * its results and errors have `requestId`. The client changes in place, with the clients that its methods make, such as
 * `getContainerClient()`. Other clients stay as they are, even those on the same pipeline. A second registration changes
 * nothing; its options are not used.
 *
 * @param client e.g. a `BlobServiceClient`, a `TableClient`, a `SecretClient`, or a client of an `@azure-rest/...` package
 * @returns the same client, typed with `requestId`
 * @throws TypeError if `client` is not a client of the SDK or is frozen, and for an unknown option or one of the wrong
 * type
 *
 * @example
 * const service = withRequestId(new BlobServiceClient(url, credential))
 * const { requestId } = await service.getContainerClient('photos').create()
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  client: C & Registrable<C, 'azure', 'new BlobServiceClient(...)'>,
  options?: RequestIdOptions<Name>,
): Registered<C, Name> {
  registerClient(client, options)
  return client as unknown as Registered<C, Name>
}
