/** What users of the COS SDKs import. */
import {
  admits,
  assertExtensible,
  checkOptions,
  isObject,
  type Registered,
  type Registrable,
  type RequestIdOptions,
  register,
} from '@requestid/core/plugin'
import { MEMBERS } from './client.js'
import { watchClient } from './plugin.js'

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
 * Registers the plugin on a COS client. From then on every result and every error of its methods has `requestId`, by
 * promise, callback, stream or event. Only this client changes, in place: other clients and the SDK's class stay as they
 * are. A second registration changes nothing; its options are checked, but not used.
 *
 * @param client an instance of cos-nodejs-sdk-v5 (2.9 or later), cos-js-sdk-v5 (1.4.21 or later) or cos-wx-sdk-v5
 * (1.4.6 or later)
 * @returns the same client, typed with `requestId`
 * @throws TypeError if `client` is not such an instance or is frozen, and for an unknown option or one of the wrong type
 *
 * @example
 * const cos = withRequestId(new COS({ SecretId, SecretKey }))
 * const { requestId } = await cos.putObject({ Bucket, Region, Key, Body })
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  client: C & Registrable<C, 'cos', 'new COS({ ... })'>,
  options?: RequestIdOptions<Name>,
): Registered<C, Name> {
  const checked = checkOptions(options)
  const candidate = Object(client)
  const fits = MEMBERS.every((name) => isObject(candidate[name]))
  if (admits(client, fits, 'new COS({ ... })', MEMBERS, checked)) {
    assertExtensible(client)
    if (register(client)) watchClient(candidate, checked)
  }
  return client as unknown as Registered<C, Name>
}
