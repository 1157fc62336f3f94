/** Where an Octokit starts a call, how the call settles, and what its outcomes look like. */
import {
  type AnyFunction,
  admits,
  assertExtensible,
  checkOptions,
  guard,
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
  const ofRequest: Registration = {
    options,
    vendors: [github],
    // A GraphqlResponseError has the headers itself.
    evidence({ response, headers, status }) {
      return { headers: isObject(response) ? response.headers : headers, statusCode: status }
    },
  }
  const ofWhole: Registration = {
    ...ofRequest,
    // The data of a query, and the items of a listing, are the user's own to store and to compare.
    isSentBack: (outcome) => !(outcome instanceof Error),
    evidence: (outcome) => (outcome instanceof Error ? ofRequest.evidence(outcome as never) : {}),
  }
  add(client as Client, ofRequest, ofWhole)
}

function add(client: Client, ofRequest: Registration, ofWhole: Registration): void {
  const { options: settings } = ofRequest
  client.hook.wrap('request', (request, options) => {
    const begun = guard(settings, begin, options, ofRequest)
    if (!begun) return request(options)
    return tapCall(request, options, (error, response) => {
      guard(settings, restore, begun, options, error)
      begun.operation.settle(error || response)
    })
  })
  client.graphql = observeGraphql(client.graphql, 'graphql', ofWhole)
  if (client.paginate) client.paginate = observePaginate(client.paginate, client, ofWhole)
}

interface Begun {
  readonly operation: Operation
  /** What the options had for the request. */
  readonly given: RequestOptions | undefined
}

/** Gives a request a `fetch` of its operation. */
function begin(options: Options, registration: Registration): Begun {
  const { [WHOLE]: whole, ...rest } = options.request ?? {}
  const given = whole ? rest : options.request
  const name = `${options.method} ${options.url.replace(/\{?\?.*/, '')}`
  const operation = new Operation(registration, whole as Operation | undefined, name)
  const send = rest.fetch || globalThis.fetch
  options.request = send ? { ...rest, fetch: watchFetch(send, () => operation) } : rest
  return { operation, given }
}

/** The options, and an error's copy of them, show nothing of the plugin's. */
function restore({ given }: Begun, options: Options, error: unknown): void {
  options.request = given
  const { request } = Object(error) as { request?: Options }
  if (!isObject(request?.request)) return
  const { [WHOLE]: _, fetch, ...others } = request.request as RequestOptions
  request.request = given?.fetch ? { ...others, fetch: given.fetch } : others
}

/** It makes its outcome of the data of a response, or of several, so that requests are parts of it. */
function observeGraphql(graphql: AnyFunction, name: string, registration: Registration): AnyFunction {
  const { defaults, paginate } = graphql as Partial<Record<'defaults' | 'paginate', AnyFunction>>
  const own = new Map<unknown, AnyFunction>()
  if (defaults) own.set(defaults, observeDefaults(defaults, registration))
  if (paginate) own.set(paginate, observeGraphql(paginate, 'graphql.paginate', registration))
  return new Proxy(graphql, {
    apply(graphql, self, args) {
      const at = typeof args[0] === 'string' ? 1 : 0
      const parameters = args[at]
      // What it refuses goes to it as it is.
      if (!isObject(parameters) && !(at && parameters == null)) return Reflect.apply(graphql, self, args)
      const copy: Partial<Options> = { ...(parameters as object) }
      const given = copy.request
      const operation = new Operation(registration, given?.[WHOLE] as Operation | undefined, name)
      copy.request = { ...given, [WHOLE]: operation }
      const passed = args.slice()
      passed[at] = copy
      return tapCall(
        (args) => Reflect.apply(graphql, self, args),
        passed,
        (error, data) => {
          guard(registration.options, hide, error, given)
          operation.settle(error || data)
        },
      )
    },
    get(graphql, key, self) {
      const value = Reflect.get(graphql, key, self)
      return own.get(value) || value
    },
  })
}

const observeDefaults = (defaults: AnyFunction, registration: Registration): AnyFunction =>
  new Proxy(defaults, {
    apply: (defaults, self, args) =>
      observeGraphql(Reflect.apply(defaults, self, args) as AnyFunction, 'graphql', registration),
  })

/** An error of the query itself shows the options that it was given. */
function hide(error: unknown, given: RequestOptions | undefined): void {
  const { request } = Object(error) as { request?: Partial<Options> }
  if (!request?.request || !(WHOLE in request.request)) return
  if (given) request.request = given
  else delete request.request
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
      /** What the user's own function threw. */
      let own: { readonly error: unknown } | undefined
      const passed = rest.map((arg) =>
        typeof arg === 'function' ? watchMap(arg, (error) => (own = { error })) : arg,
      )
      const pages = () => Reflect.apply(paginate, self, [page, ...passed])
      return tapCall(pages, undefined, (error, items) => {
        if (!own || own.error !== error) operation.settle(error || items)
      })
    },
  })
}

function watchMap(map: AnyFunction, see: (error: unknown) => void): AnyFunction {
  return function (...args) {
    try {
      return map.apply(this, args)
    } catch (error) {
      see(error)
      throw error
    }
  }
}
