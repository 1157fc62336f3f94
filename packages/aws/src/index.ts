/** Request ids for the AWS SDK v3: `withRequestId`, `requestIdPlugin`, and what users read ids with. */
import { admits, checkOptions, type Registrable, type RequestIdOptions } from '@requestid/core/plugin'
import {
  type Client,
  hasLogger,
  isClient,
  type Registered,
  type Stack,
  type WithProperty,
  type WithRequestId,
} from './client.js'
import { addTo } from './plugin.js'

export type {
  Exchange,
  RequestIdFields,
  RequestIdOptions,
  RequestInfo,
  SerializedError,
  SupportReportOptions,
} from '@requestid/core'
export {
  captureExchanges,
  errorSerializer,
  getRequestId,
  getRequestInfo,
  requestIdFields,
} from '@requestid/core'
export { formatSupportReport } from './report.js'
export type { Stack, WithProperty, WithRequestId }

/** What `middlewareStack.use` takes: a `Pluggable`, by its shape. */
export interface RequestIdPlugin {
  applyToStack(stack: Stack): void
}

/**
 * The plugin for the middleware stack of a client or of a single command. From then on every result and every error that
 * comes through the stack has `requestId`. If it is registered again, on the same stack or on a command of the same
 * client, the later options count. `middlewareStack.removeByTag('@requestid/aws')` removes it.
 *
 * With the client's option `cacheMiddleware`, register before the first call: the SDK does not look at its stack
 * again.
 *
 * @throws TypeError for an unknown option or one of the wrong type
 *
 * @example
 * client.middlewareStack.use(requestIdPlugin())
 */
export function requestIdPlugin(options?: RequestIdOptions): RequestIdPlugin {
  const checked = checkOptions(options)
  return { applyToStack: (stack) => addTo(stack, checked, true) }
}

/**
 * Registers the plugin on a client of any service. From then on every result and every error has `requestId`. Only this
 * client changes, in place; a `DynamoDBDocumentClient` that was made from it is registered with it.
 *
 * @param client e.g. an `S3Client`, an `S3`, or a `DynamoDBDocumentClient`, of version 3.0 or later
 * @returns the same client, typed with `requestId`
 * @throws TypeError if `client` is not a client of the SDK, and for an unknown option or one of the wrong type
 *
 * @example
 * const s3 = withRequestId(new S3Client({}))
 * const { requestId } = await s3.send(new PutObjectCommand({ Bucket, Key, Body }))
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  client: C & Registrable<C, 'aws', 'new S3Client({ ... })'>,
  options?: RequestIdOptions<Name>,
): Registered<C, Name> {
  const checked = checkOptions(options)
  const members = ['send', 'middlewareStack']
  if (admits(client, isClient(client), 'new S3Client({ ... })', members, checked)) {
    const known = client as unknown as Client
    known.middlewareStack.use({ applyToStack: (stack) => addTo(stack, checked, hasLogger(known)) })
  }
  return client as unknown as Registered<C, Name>
}
