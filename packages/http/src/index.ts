/** Request ids for requests without an SDK, and what users look ids up with. */
import { registerAxios } from './axios.js'
import type { AxiosWithRequestId, RegistrableAxios } from './types.js'
import type { HttpOptions } from './vendors.js'

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
  formatSupportReport,
  getRequestId,
  getRequestInfo,
  requestIdFields,
} from '@requestid/core'
export { type RequestIdFetch, requestIdFetch } from './fetch.js'
export { requestIdGot } from './got.js'
export type { AxiosWithRequestId } from './types.js'
export { requestIdInterceptor } from './undici.js'
export type { HttpOptions, OwnVendor } from './vendors.js'
export { requestIdXhr } from './xhr.js'

/**
 * Registers the plugin on an instance of axios. From then on each response and each error has `requestId`, whichever
 * adapter sends the request. Only this instance changes, in place: those that it makes later do not. A second
 * registration changes nothing; its options are not used.
 *
 * @param instance `axios.create()`, or `axios` itself
 * @returns the same instance, typed with `requestId`
 * @throws TypeError if `instance` is not an instance of axios or is frozen, and for wrong options
 *
 * @example
 * const client = withRequestId(axios.create())
 * const { requestId } = await client.put(presignedUrl, body)
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  instance: C & RegistrableAxios<C>,
  options?: HttpOptions<Name>,
): AxiosWithRequestId<C, Name> {
  registerAxios(instance, options)
  return instance as unknown as AxiosWithRequestId<C, Name>
}
