/** Where the SDK sends: its client's profile has the agent, or has none. */
import { builtin, type Operation, observeRequest, standIn, watchAgent } from '@requestid/core/plugin'

interface HttpProfile extends Readonly<Record<string, unknown>> {
  readonly protocol: string
  readonly agent?: unknown
  readonly proxy?: unknown
}

/** The part of a client this plugin touches. */
export interface Client {
  readonly profile: Readonly<Record<string, unknown>> & { readonly httpProfile: HttpProfile }
}

/** The profile of a client, of an operation: its agent shows each request. */
export function watchProfile({ profile }: Client, operation: Operation): object {
  const { httpProfile } = profile
  const { agent, proxy, protocol } = httpProfile
  // Ids are in bodies, whatever the status.
  const see = (request: Parameters<typeof observeRequest>[0]) =>
    void observeRequest(request, operation, () => true)
  const withAgent = (agent: unknown) => standIn(profile, { httpProfile: standIn(httpProfile, { agent }) })
  if (agent) return withAgent(watchAgent(agent, see))
  // The SDK makes the agent of a proxy itself.
  if (proxy || builtin<{ env: { http_proxy?: string } }>('node:process')?.env.http_proxy) return profile
  const module = protocol === 'http://' ? 'node:http' : 'node:https'
  const { globalAgent } = builtin<{ globalAgent: unknown }>(module) || {}
  return withAgent(watchAgent(globalAgent, see))
}
