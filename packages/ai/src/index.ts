/** The plugin for openai and @anthropic-ai/sdk, and what users look ids up with. */
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
 * Registers the plugin on a client of openai, `AzureOpenAI` included, or of @anthropic-ai/sdk. From then on every result
 * and every error of its resources has `requestId`. The client changes in place, with the clients that its
 * `withOptions()` makes. Other clients, the SDK's classes and `fetch` stay as they are. A second registration changes
 * nothing; its options are not used. The plugin keeps no prompt, answer or key.
 *
 * @param client an instance of `OpenAI`, 6.49 or later, or of `Anthropic`, 0.137 or later
 * @returns the same client, typed with `requestId`
 * @throws TypeError if `client` is not such an instance or is frozen, and for an unknown option or one of the wrong type
 *
 * @example
 * const client = withRequestId(new OpenAI())
 * const { requestId } = await client.responses.create({ model, input: 'Hello' })
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  client: C & Registrable<C, 'ai', 'new OpenAI() or new Anthropic()'>,
  options?: RequestIdOptions<Name>,
): Registered<C, Name> {
  registerClient(client, options)
  return client as unknown as Registered<C, Name>
}
