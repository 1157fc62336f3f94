/** Request ids for ali-oss: `withRequestId`, and what users read ids with. */
import {
  admits,
  assertExtensible,
  checkOptions,
  type Registered,
  type Registrable,
  type RequestIdOptions,
  register,
} from '@requestid/core/plugin'
import { behind, identify, METHODS } from './client.js'
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

/** oss-client 2 has private members, and another way to send. */
type OssClient2<C> = [0] extends [1 & C]
  ? never
  : C extends { createHttpClientRequestParams: unknown }
    ? 'got a client of oss-client 2; pass one of ali-oss, or of oss-client 1'
    : never

/** In this order, as in `Registrable`: a type parameter is compared with the other branch alone. */
type NotOfOssClient2<C> = IsNever<OssClient2<C>> extends false ? OssClient2<C> : unknown

type IsNever<T> = [T] extends [never] ? true : false

/**
 * Registers the plugin on a client of ali-oss, in Node or in a browser. From then on every result and every error of its
 * methods has `requestId`. Only this client changes, in place: other clients, the SDK's classes and the module `urllib`
 * stay as they are. The OSS clients of an `ImageClient` and a `ClusterClient` are registered with it. A second
 * registration changes nothing; its options are not used.
 *
 * @param client an instance of `OSS`, `OSS.STS`, `OSS.ImageClient` or `OSS.ClusterClient`, 6.17 or later, or of the same of oss-client 1
 * @returns the same client, typed with `requestId`
 * @throws TypeError if `client` is not such an instance or is frozen, and for an unknown option or one of the wrong type
 *
 * @example
 * const client = withRequestId(new OSS({ region, bucket, accessKeyId, accessKeySecret }))
 * const { requestId } = await client.put('report.txt', Buffer.from('text'))
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  client: C & Registrable<C, 'oss', 'new OSS({ ... })'> & NotOfOssClient2<C>,
  options?: RequestIdOptions<Name>,
): Registered<C, Name> {
  const checked = checkOptions(options)
  const known = identify(client)
  const members = METHODS[known ? known.kind : 'oss']
  if (admits(client, known, 'new OSS({ ... })', members, checked) && known) {
    for (const each of [client, ...behind(known)]) assertExtensible(each)
    if (register(client)) watchClient(known, checked)
  }
  return client as unknown as Registered<C, Name>
}
