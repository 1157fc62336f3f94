/** What of an Octokit is used. */
import { type AnyFunction, isObject } from '@requestid/core/plugin'

/** What `endpoint` makes of a route and its parameters, and a hook is given. */
export interface Options {
  readonly method: string
  readonly url: string
  request?: RequestOptions | undefined
}

export interface RequestOptions extends Readonly<Record<string, unknown>> {
  readonly fetch?: typeof fetch
}

export interface Client {
  readonly request: AnyFunction & { readonly endpoint: AnyFunction }
  readonly hook: {
    wrap(name: 'request', wrapper: (request: AnyFunction, options: Options) => unknown): void
  }
  graphql: AnyFunction
  /** Of a plugin that two of the three packages bring. */
  paginate?: AnyFunction
}

export const members = ['request', 'graphql', 'hook'] as const

export function isClient(client: unknown): client is Client {
  if (!isObject(client)) return false
  const { request, graphql, hook } = client as Partial<Client>
  return typeof request?.endpoint === 'function' && typeof graphql === 'function' && !!hook?.wrap
}
