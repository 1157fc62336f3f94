/** The plugin for Octokit, and what its users look ids up with. */
import type { Identified, Registered, Registrable, RequestIdOptions } from '@requestid/core/plugin'
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

/** The methods of `rest`, whose responses have the id. `request` has too many types for that. */
type RestOf<C, Name extends string> = C extends { rest: infer Rest }
  ? {
      rest: { [Scope in keyof Rest]: { [Method in keyof Rest[Scope]]: WithId<Rest[Scope][Method], Name> } }
    }
  : unknown

type WithId<Method, Name extends string> = Method extends (...args: infer A) => Promise<infer R>
  ? (...args: A) => Promise<Identified<R, Name>>
  : Method

/**
 * Registers the plugin on an Octokit. From then on every response of `request`, `rest` and `paginate`, the data of
 * `graphql`, and every error has `requestId`. It adds a hook to the client's own, outside of those that are there: retries
 * are part of a call. Other clients, the SDK's classes and `fetch` stay as they are. A second registration changes
 * nothing; its options are not used.
 *
 * @param client an instance of `Octokit`, of `octokit`, `@octokit/rest` or `@octokit/core` 6.1.6 or later
 * @returns the same client, typed with `requestId`
 * @throws TypeError if `client` is not such an instance or is frozen, and for an unknown option or one of the wrong type
 *
 * @example
 * const octokit = withRequestId(new Octokit({ auth }))
 * const { requestId } = await octokit.request('GET /user')
 */
export function withRequestId<C extends object, Name extends string = 'requestId'>(
  client: C & Registrable<C, 'octokit', 'new Octokit()'>,
  options?: RequestIdOptions<Name>,
): RestOf<C, Name> & Registered<C, Name> {
  registerClient(client, options)
  return client as unknown as RestOf<C, Name> & Registered<C, Name>
}
