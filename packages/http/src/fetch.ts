/** `fetch`: the platform's, undici's, node-fetch. */
import {
  type Attempt,
  errorCodeOf,
  guard,
  hidden,
  type Identified,
  isObject,
  isPromise,
  Operation,
  register,
  tap,
  tapCall,
  watchContent,
} from '@requestid/core/plugin'
import { isOfStream, isOfUser, open, readBody } from './exchange.js'
import { createHeirs, type Method } from './heirs.js'
import { type HttpOptions, type HttpRegistration, registrationOf } from './vendors.js'

type AnyFetch = (...args: never[]) => PromiseLike<unknown>
type GlobalFetch = typeof globalThis extends { fetch: infer F extends AnyFetch } ? F : AnyFetch

/** A `fetch` whose responses have `requestId`. */
export type RequestIdFetch<F, Name extends string = 'requestId'> = F extends (
  ...args: infer A
) => PromiseLike<infer R>
  ? ((...args: A) => Promise<Identified<R, Name>>) & F
  : F

interface Init {
  readonly method?: unknown
  readonly signal?: { readonly reason?: unknown } | null
}

interface Input extends Init {
  readonly url?: string
}

interface Response {
  readonly status: number
  readonly headers: object
}

/** What is known of a response whose body is yet to be read. */
interface Seen {
  readonly operation: Operation
  readonly attempt: Attempt | undefined
  readonly signal: Init['signal']
  readonly registration: HttpRegistration
}

const responses = hidden<Seen>()

/**
 * A `fetch` of its own: each response has `requestId`, and so has what reading its body fails with. The one that is
 * given stays as it is. A `fetch` that was made so before is given back.
 *
 * @param fetch `fetch` of the platform, undici or node-fetch, or one that wraps it. Default: the platform's
 * @throws TypeError where `fetch` is no function, and for wrong options
 *
 * @example
 * const fetch = requestIdFetch()
 * const { requestId } = await fetch(presignedUrl, { method: 'PUT', body })
 */
export function requestIdFetch<Name extends string = 'requestId'>(
  fetch?: undefined,
  options?: HttpOptions<Name>,
): RequestIdFetch<GlobalFetch, Name>
export function requestIdFetch<F extends AnyFetch, Name extends string = 'requestId'>(
  fetch: F,
  options?: HttpOptions<Name>,
): RequestIdFetch<F, Name>
export function requestIdFetch(fetch?: AnyFetch, options?: HttpOptions): unknown {
  const registration = registrationOf(options)
  // Looked up at each call, as others may replace it later.
  const send: Method = fetch
    ? (fetch as unknown as Method)
    : (...args) => (globalThis as unknown as { fetch(...args: unknown[]): unknown }).fetch(...args)
  const model = (fetch || (globalThis as { fetch?: unknown }).fetch) as unknown
  if (typeof model !== 'function') throw new TypeError('requestIdFetch: got no function; pass fetch.')
  if (fetch && !register(Object.create(fetch))) return fetch

  const observed = function (this: object, input: Input, init?: Init): unknown {
    const operation = new Operation(registration)
    const run = (args: IArguments) => Reflect.apply(send, this, args)
    const seen = guard(registration.options, begin, registration, operation, input, init)
    return tapCall(run, arguments, (error, response) => {
      if (seen) guard(registration.options, finish, seen, error, response)
    })
  }
  for (const name of Reflect.ownKeys(model))
    Reflect.defineProperty(observed, name, Object.getOwnPropertyDescriptor(model, name) as PropertyDescriptor)
  register(observed)
  return observed
}

function begin(
  registration: HttpRegistration,
  operation: Operation,
  input: Input,
  init: Init | undefined,
): Seen {
  const { method, signal } = init || ({} as Init)
  const attempt = open(operation, method || input.method, input.url || input)
  return { operation, attempt, signal: signal || input.signal, registration }
}

function finish(seen: Seen, error: unknown, response: unknown): void {
  const { operation, attempt, signal } = seen
  if (error) {
    attempt?.fail(errorCodeOf(error))
    if (!isOfUser(error, signal?.reason)) operation.settle(error)
  } else if (isObject(response) && isObject(response.headers)) {
    attempt?.respond(response.status as number, response.headers)
    add(response as unknown as Response, seen)
  }
}

function add(response: Response, seen: Seen): void {
  seen.operation.settle(response, response.headers)
  responses.set(response, seen)
  watch(response)
}

function late({ operation, signal }: Seen, { headers }: Response, error: unknown): void {
  if (!isOfUser(error, signal?.reason)) operation.settle(error, headers)
}

/** The body of a response was read. */
function read(seen: Seen, response: Response, error: unknown, data: unknown): void {
  const { operation, attempt, registration } = seen
  if (error) late(seen, response, error)
  else if (attempt && registration.readsBody(response.status) && readBody(attempt, data))
    operation.settle(response, response.headers)
}

const reading = ({ value: method }: PropertyDescriptor): PropertyDescriptor => ({
  value(this: Response, ...args: unknown[]) {
    const made = method.apply(this, args)
    const seen = responses.get(this)
    if (!seen || !isPromise(made)) return made
    const { options } = seen.registration
    return tap(made, (error, data) => guard(options, read, seen, this, error, data))
  },
})

const watch = /* @__PURE__ */ createHeirs({
  json: reading,
  text: reading,
  arrayBuffer: reading,
  blob: reading,
  bytes: reading,
  formData: reading,
  buffer: reading, // of node-fetch 2
  clone: ({ value: clone }) => ({
    value(this: Response) {
      const copy = clone.call(this)
      const seen = responses.get(this)
      if (seen) guard(seen.registration.options, add, copy, seen)
      return copy
    },
  }),
  body: ({ get }) => ({
    get(this: Response) {
      const body = get?.call(this)
      const seen = responses.get(this)
      if (seen) {
        const { options } = seen.registration
        const isWeb = typeof body?.getReader === 'function'
        const see = (error: unknown) => (isWeb || isOfStream(error)) && late(seen, this, error)
        guard(options, watchContent, body, see, options)
      }
      return body
    },
  }),
})
