/** Where an Octokit starts a call, how the call settles, and what its outcomes look like. */
import {
  type AnyFunction,
  admits,
  assertExtensible,
  checkOptions,
  isObject,
  Operation,
  type Registration,
  type RequestIdOptions,
  register,
  tapCall,
  watchFetch,
} from '@requestid/core/plugin'
import { github } from '@requestid/vendors'
import { type Client, isClient, members, type Options, type RequestOptions } from './client.js'

/** What a call of several requests hands down: Octokit copies options without their symbols. */
const WHOLE = '@requestid/octokit'

export function registerClient(client: unknown, given?: RequestIdOptions): void {
  const options = checkOptions(given)
  if (!admits(client, isClient(client), 'new Octokit()', members, options)) return
  assertExtensible(client as object)
  if (!register(client as object)) return
  const registration: Registration = {
    options,
    vendors: [github],
    // A GraphqlResponseError has the headers itself.
    evidence({ response, headers, status }) {
      return { headers: isObject(response) ? response.headers : headers, statusCode: status }
    },
    // The data of a query, and the items of a listing, are the user's own to store and to compare.
    isSentBack: (outcome) => !(outcome instanceof Error || 'headers' in outcome),
  }
  add(client as Client, registration)
}

function add(client: Client, registration: Registration): void {
  client.hook.wrap('request', (request, options) => {
    const given = options.request
    const { [WHOLE]: whole, ...rest } = given ?? {}
    const name = `${options.method} ${options.url.replace(/\{?\?.*/, '')}`
    const operation = new Operation(registration, whole as Operation | undefined, name)
    const send = rest.fetch || globalThis.fetch
    options.request = send ? { ...rest, fetch: watchFetch(send, () => operation) } : rest
    return tapCall(request, options, (error, response) => {
      options.request = whole ? rest : given
      if (error) show(error, rest)
      operation.settle(error || response)
    })
  })
  client.graphql = observeGraphql(client.graphql, registration)
  if (client.paginate) client.paginate = observePaginate(client.paginate, client, registration)
}

/** An error shows the options that its request had, but not what the plugin put there. */
function show(error: unknown, given: RequestOptions): void {
  const { request } = error as { request?: Options }
  if (isObject(request?.request)) request.request = restored(request.request as RequestOptions, given)
}

function restored({ [WHOLE]: _, fetch, ...others }: RequestOptions, given: RequestOptions): RequestOptions {
  return given.fetch ? { ...others, fetch: given.fetch } : others
}

/** It makes its outcome of the data of a response, so that the request is a part of it. */
function observeGraphql(graphql: AnyFunction, registration: Registration): AnyFunction {
  return new Proxy(graphql, {
    apply(graphql, self, args) {
      const operation = new Operation(registration, undefined, 'graphql')
      const at = typeof args[0] === 'string' ? 1 : 0
      const passed = args.slice()
      const { request: given } = Object(args[at]) as Partial<Options>
      passed[at] = { ...Object(args[at]), request: { ...given, [WHOLE]: operation } }
      return tapCall(
        (args) => Reflect.apply(graphql, self, args),
        passed,
        (error, data) => {
          const { request } = Object(error) as { request?: Partial<Options> }
          // An error of the query itself shows the options that it was given.
          if (request?.request && WHOLE in request.request) {
            if (given) request.request = given
            else delete request.request
          }
          operation.settle(error || data)
        },
      )
    },
    get(graphql, key, self) {
      const value = Reflect.get(graphql, key, self)
      if (key !== 'defaults') return value
      return (...args: unknown[]) => observeGraphql(value.apply(graphql, args), registration)
    },
  })
}

/** It asks for one page after the other, and gives an array of what all of them have. */
function observePaginate(paginate: AnyFunction, client: Client, registration: Registration): AnyFunction {
  return new Proxy(paginate, {
    apply(paginate, self, [route, ...rest]) {
      const operation = new Operation(registration, undefined, 'paginate')
      const request = typeof route === 'function' ? route : client.request
      const page = (options: Options) =>
        request({ ...options, request: { ...options.request, [WHOLE]: operation } })
      page.endpoint = (...args: unknown[]) =>
        typeof route === 'function' ? route.endpoint(...args) : request.endpoint(route, ...args)
      const pages = () => Reflect.apply(paginate, self, [page, ...rest])
      return tapCall(pages, undefined, (error, items) => operation.settle(error || items))
    },
  })
}
