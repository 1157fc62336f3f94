/** Where the SDK sends: its client's profile has the agent, or has none. */
import { builtin, type Operation, observeRequest, standIn, watchAgent } from '@requestid/core/plugin'

interface HttpProfile extends Readonly<Record<string, unknown>> {
  readonly agent?: unknown
  readonly proxy?: unknown
}

type See = Parameters<typeof watchAgent>[1]
/** Of `node:http`. */
type Request = Parameters<typeof observeRequest>[0] & { abort(): void }

/** The part of a client this plugin touches. */
export interface Client {
  readonly profile: Readonly<Record<string, unknown>> & { readonly httpProfile: HttpProfile }
}

/** The profile of a client, of an operation: its agent shows each request. */
export function watchProfile({ profile }: Client, operation: Operation): object {
  const { httpProfile } = profile
  const { agent, proxy } = httpProfile
  const see = (request: Request) => {
    // Ids are in bodies, whatever the status.
    const attempt = observeRequest(request, operation, () => true)
    // node-fetch rejects, and then gives the request up: it is closed later.
    const { abort } = request
    request.abort = function () {
      attempt?.fail('ECONNABORTED')
      return abort.call(this)
    }
  }
  // The SDK makes the agent of a proxy itself.
  if (!agent && (proxy || builtin<{ env: { http_proxy?: string } }>('node:process')?.env.http_proxy))
    return profile
  // A redirect may lead to the other protocol, so node-fetch asks for the agent of each request.
  const agentOf = (url: { protocol: string }) => {
    const given: unknown = typeof agent === 'function' ? agent(url) : agent
    const { globalAgent } = builtin<{ globalAgent: unknown }>(`node:${url.protocol.slice(0, -1)}`) || {}
    return watchAgent(given || globalAgent, see as See)
  }
  return standIn(profile, { httpProfile: standIn(httpProfile, { agent: agentOf }) })
}
