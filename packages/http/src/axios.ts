/** axios, whichever adapter sends: interceptors on one instance, and the first of a request's functions for its answer. */
import {
  type Attempt,
  admits,
  assertExtensible,
  errorCodeOf,
  guard,
  isObject,
  monitorErrors,
  Operation,
  register,
  watchContent,
} from '@requestid/core/plugin'
import { isOfStream, isOfUser, open, readBody } from './exchange.js'
import { type HttpOptions, type HttpRegistration, registrationOf } from './vendors.js'

type Transform = (this: unknown, data: unknown, headers: object, status?: number) => unknown

interface Config {
  readonly url?: string
  readonly baseURL?: string
  readonly method?: string
  readonly signal?: { readonly reason?: unknown }
  transformResponse?: Transform | Transform[]
}

/** A request, and what it is sent again for. */
interface Chain {
  readonly operation: Operation
  /** The last of them. */
  latest?: Call
}

/** One request that is under way. */
interface Call {
  readonly chain: Chain
  readonly attempt: Attempt
  /** What stands in the place of `transformResponse` while it is. */
  readonly originals: readonly Transform[]
  /**
   * Whether it came to a response that nothing refused: a request with its config is another one, and no retry. Not known
   * while it is under way.
   */
  done?: boolean
}

interface Outcome {
  readonly config?: Config
  readonly code?: unknown
  readonly request?: unknown
  readonly response?: { readonly status: number; readonly headers: object; readonly data?: unknown }
}

/** By the functions in a config's `transformResponse`, which are all that a retry takes over as they are. */
const calls = /* @__PURE__ */ new WeakMap<Transform, Call>()

const callOf = ({ transformResponse }: Config) => calls.get([transformResponse].flat()[0] as Transform)

export function registerAxios(instance: unknown, given?: HttpOptions): void {
  const registration = registrationOf(given)
  const { options } = registration
  const { interceptors, getUri } = Object(instance)
  const fits = typeof interceptors?.request?.use === 'function' && typeof getUri === 'function'
  if (!admits(instance, fits, 'axios.create()', ['getUri', 'request'], options)) return
  assertExtensible(instance as object)
  if (!register(instance as object)) return
  interceptors.request.use(
    (config: Config) => {
      guard(options, begin, registration, config)
      return config
    },
    undefined,
    // What is sent in the same turn still is.
    { synchronous: true },
  )
  interceptors.response.use(
    (response: unknown) => {
      guard(options, finish, registration, undefined, response)
      return response
    },
    (error: unknown) => {
      guard(options, finish, registration, error)
      return Promise.reject(error)
    },
  )
}

function begin(registration: HttpRegistration, config: Config): void {
  const before = callOf(config)
  // Where whoever retries comes first, nobody has heard what its request came to.
  if (before && !before.done) before.attempt.fail('UNKNOWN')
  const originals = before ? before.originals : ([config.transformResponse || []].flat() as Transform[])
  const latest = before && !before.done ? before.chain.latest : undefined
  // Of several that are sent with one config at once, each but the first is another request.
  const goesOn = latest && (latest === before || 'done' in latest)
  const chain: Chain = goesOn ? latest.chain : { operation: new Operation(registration) }
  const { operation } = chain
  const call: Call = { chain, attempt: open(operation, config.method, urlOf(config)), originals }
  chain.latest = call
  const [first = (data) => data, ...rest] = originals
  config.transformResponse = [first, ...rest].map((transform) => {
    const seeing: Transform = function (data, headers, status) {
      if (transform === first) guard(registration.options, hear, registration, call, status, headers, data)
      try {
        return transform.call(this, data, headers, status)
      } catch (error) {
        // The user's own function may throw what tells of no request.
        operation.settle(error, headers)
        throw error
      }
    }
    calls.set(seeing, call)
    return seeing
  })
}

/** As axios does it. */
function urlOf({ baseURL, url = '' }: Config): string {
  if (!baseURL || /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url)) return url
  return url ? `${baseURL.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}` : baseURL
}

function hear(
  { readsBody }: HttpRegistration,
  { attempt }: Call,
  status: number | undefined,
  headers: object,
  data: unknown,
): void {
  if (!attempt.respond(status, headers) && readsBody(status || 0)) readBody(attempt, data)
}

function finish(registration: HttpRegistration, error: unknown, result?: unknown): void {
  const { config, code, request, response } = Object(error || result) as Outcome
  if (!config) return
  const call = callOf(config)
  const answer = error ? response : (result as Outcome['response'])
  const { chain, attempt } = call || ({} as Partial<Call>)
  const { operation } = chain || { operation: new Operation(registration) }
  // An interceptor that ran behind this one has put others in the place of the functions.
  if (!attempt) operation.incomplete = true
  else if (isObject(answer))
    hear(registration, call as Call, answer.status as number, answer.headers as object, answer.data)
  else {
    // Of Node, with a body that broke off; follow-redirects has it one deeper.
    const { res, _currentRequest } = Object(request)
    const { statusCode, headers } = res || _currentRequest?.res || {}
    if (headers) attempt.respond(statusCode, headers)
    // Or else it was cancelled before it was sent.
    else if (request || code !== 'ERR_CANCELED') attempt.fail(errorCodeOf(error))
  }
  if (call) call.done = !error
  if (!isOfUser(error || result, config.signal?.reason))
    operation.settle(error || result, Object(answer).headers)
  const { data, headers } = Object(answer)
  if (typeof data?.pipe !== 'function' && typeof data?.getReader !== 'function') return
  operation.settle(data, headers)
  watchContent(data, (late) => isOfStream(late) && operation.settle(late, headers), registration.options)
  if (typeof data.off !== 'function') return
  // An abort destroys the request with the error of the stream, as somebody may with one of his own.
  const emitter = { on: data.on.bind(data), off: data.off }
  const seeAbort = (late: unknown) => Object(late).config === config && operation.settle(late, headers)
  monitorErrors(emitter, seeAbort, registration.options)
}
