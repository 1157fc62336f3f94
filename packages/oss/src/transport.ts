import {
  type Attempt,
  adviseExposing,
  alibabaSts,
  guard,
  isPromise,
  type Operation,
  type Registration,
  type RequestIdOptions,
  tap,
} from '@requestid/core/plugin'
import type { RequestArgs, RequestOptions, Urllib } from './client.js'

/** Node's HTTP agent, as far as it is needed here. */
interface Agent {
  addRequest(request: ClientRequest, options: { agent?: unknown }, ...rest: unknown[]): unknown
}

interface ClientRequest {
  agent: unknown
  prependOnceListener(event: 'response', listener: ResponseListener): void
}

type ResponseListener = (response: Response) => void

interface Response {
  statusCode: number
  headers: Record<string, unknown>
  push(chunk: unknown): boolean
}

/** What urllib resolves to, and what it rejects with: an error that has the same properties. */
interface Outcome {
  status?: number
  headers?: Record<string, unknown>
  data?: unknown
  code?: unknown
  name?: unknown
}

/** What methods of ali-oss expect (`successStatuses`). Another, such as the 203 of a failed callback, is an error to them. */
const isError = (status: number) => ![200, 202, 204, 206].includes(status)

/** Error bodies are small; what comes after this many bytes has no id. */
const BODY_LIMIT = 65536

/**
 * Has all that an object has, and a member of its own in the place of one. Every look and every write reaches the object,
 * and so does every call: the class of it may have private fields.
 */
function standIn<T extends object>(object: T, name: PropertyKey, member: unknown): T {
  // What is frozen cannot show another value.
  const target: T = isFixed(object, name) ? Object.create(object) : object
  return new Proxy(target, {
    get(_, key) {
      if (key === name) return member
      const value: unknown = (object as Record<PropertyKey, unknown>)[key]
      return typeof value === 'function' && key !== 'constructor' && !isFixed(target, key)
        ? value.bind(object)
        : value
    },
    set: (_, key, value) => Reflect.set(object, key, value),
  })
}

function isFixed(object: object, key: PropertyKey): boolean {
  const { configurable = true, writable } = Reflect.getOwnPropertyDescriptor(object, key) || {}
  return !configurable && !writable
}

/**
 * A `urllib` in the place of the client's, whose requests are recorded as exchanges of an operation. What it
 * calls is looked up at that time: stubs may be put on and taken off.
 * @param awaited whether whoever gets it awaits each promise, as the SDK does
 */
export function observe(urllib: Urllib, operation: Operation, awaited = true): Urllib {
  const { options } = operation.registration
  const request = (...sent: [url: string, args?: RequestArgs]): unknown => {
    const [url, args = {}] = sent
    // With a callback, as the SDK never has one.
    if (sent.length > 2 || typeof args === 'function') {
      operation.incomplete = true
      return urllib.request(...sent)
    }
    const attempts = guard(options, () => new Attempts(operation, urllib, url, args))
    const end = (outcome: unknown) => guard(options, () => attempts?.end(outcome || {}))
    let returned: unknown
    try {
      returned = urllib.request(url, args)
    } catch (error) {
      end(error)
      throw error
    }
    if (!isPromise(returned)) end(returned)
    // Not another promise, which would take longer: a rejection is handled already.
    else if (awaited && isEager(returned)) returned.then(end, end)
    else return watch(returned, (error, result) => end(error || result))
    return returned
  }
  if (!awaited) return standIn(urllib, 'request', request)
  // The SDK calls this one method alone: what inherits serves it faster than a proxy.
  const own: Urllib = Object.create(heirs.get(urllib) || heirOf(urllib))
  own.request = request
  return own
}

/** Of each urllib what has a `request` that can be written. Made once, as it takes long. */
const heirs = new WeakMap<Urllib, Urllib>()

function heirOf(urllib: Urllib): Urllib {
  const heir = Object.create(urllib, { request: { value: undefined, writable: true } })
  heirs.set(urllib, heir)
  return heir
}

/** Shows an outcome to `finish` before others see it, and subscribes to it no more often than they do. */
export function watch(promise: PromiseLike<unknown>, finish: Finish): PromiseLike<unknown> {
  return (isEager(promise) ? tap : tapOnce)(promise, finish)
}

type Finish = (error: unknown, result?: unknown) => void

/** Whether subscribing does nothing else: the `then` of a query sends the query, each time. */
function isEager({ then }: PromiseLike<unknown>): boolean {
  return then === Promise.prototype.then
}

function tapOnce(thenable: PromiseLike<unknown>, finish: Finish): PromiseLike<unknown> {
  const then: PromiseLike<unknown>['then'] = (resolve, reject) =>
    thenable.then(
      (result) => {
        finish(undefined, result)
        return resolve ? resolve(result) : (result as never)
      },
      (error) => {
        finish(error)
        if (reject) return reject(error)
        throw error
      },
    )
  return standIn(thenable, 'then', then)
}

/**
 * The requests that one call of urllib makes: a client of its classes may send again by itself, or follow a
 * redirect. urllib settles once the body is there. Its hook `beforeRequest`, which it calls ahead of each of
 * them, lets the agent be replaced, and an agent is given each ClientRequest: so the response's headers are seen
 * as soon as they arrive.
 */
class Attempts {
  private exchange: Attempt
  private sent = false
  private readonly beforeRequest: RequestArgs['beforeRequest']

  constructor(
    private readonly operation: Operation,
    urllib: Urllib,
    url: string,
    private readonly args: RequestArgs,
  ) {
    const [, scheme, host = '', path] = URL_PARTS.exec(url) || []
    // With an address as the endpoint the bucket is in a header (createRequest.js), which a page cannot set.
    const sent = inPage() ? undefined : args.headers?.host
    const name = sent || host.replace(scheme === 'https' ? /:443$/ : /:80$/, '')
    this.exchange = operation.open(args.method || 'GET', String(name), path || '/')

    // On the SDK's own object, as urllib writes to it and STS shows it; a copy takes urllib much longer too.
    const { beforeRequest } = args
    this.beforeRequest = beforeRequest
    args.beforeRequest = (options) => {
      // What the user's own client would call.
      ;(beforeRequest || urllib.defaultArgs?.beforeRequest)?.call(args, options)
      guard(operation.registration.options, () => this.begin(options))
    }
  }

  private begin(options: RequestOptions): void {
    if (this.sent) {
      this.exchange.fail('UNKNOWN')
      const { method = 'GET', host = '', port, path = '', headers } = options
      const usual = port === undefined || port === 80 || port === 443
      this.exchange = this.operation.open(
        method,
        String(headers?.host || (usual ? host : `${host}:${port}`)),
        path,
      )
    }
    this.sent = true
    watchAgent(options, (response) => this.respond(response))
  }

  private respond(response: Response): void {
    const { exchange, operation } = this
    const { options } = operation.registration
    guard(options, () => {
      const { statusCode, headers } = response
      if (!exchange.respond(statusCode, headers) && isError(statusCode))
        watchBody(exchange, response, options)
    })
  }

  end(outcome: Outcome): void {
    const { args, beforeRequest } = this
    const { registration } = this.operation
    // STS shows them to the user. Elsewhere nobody sees what is left, and `delete` is slow.
    if (beforeRequest || !isSts(registration)) args.beforeRequest = beforeRequest
    else delete args.beforeRequest
    finish(this.exchange, registration, outcome)
  }
}

/** Scheme, host and path, without credentials and query. */
const URL_PARTS = /^(https?):\/\/(?:[^/?#]*@)?([^/?#]*)([^?#]*)/i

/** urllib makes the request next: the agent it gives it to has a stand-in until then. */
function watchAgent(options: RequestOptions, listener: ResponseListener): void {
  const agent = options.agent as Agent | undefined
  if (typeof agent?.addRequest !== 'function') return
  options.agent = standIn(
    agent,
    'addRequest',
    (request: ClientRequest, given: { agent?: unknown }, ...rest: unknown[]) => {
      options.agent = request.agent = agent
      if (given) given.agent = agent
      request.prependOnceListener('response', listener)
      return agent.addRequest(request, given, ...rest)
    },
  )
}

/** Shows the body of an error to the exchange as it arrives; whoever reads it, or throws it away, is not disturbed. */
function watchBody(exchange: Attempt, response: Response, options: RequestIdOptions): void {
  const { push } = response
  let reading = true
  response.push = function (chunk) {
    if (reading) guard(options, () => (reading = !exchange.read(chunk)))
    return push.apply(this, arguments as never)
  }
}

function finish(exchange: Attempt, registration: Registration, outcome: Outcome): void {
  const { status, headers, data } = outcome
  // urllib has -1 and -2 where no response came.
  if (typeof status !== 'number' || status < 0) {
    exchange.fail(String(outcome.code || outcome.name || 'UNKNOWN'))
    return
  }
  let known = exchange.respond(status, headers)
  // The body of a successful response is the user's object, but that of STS; that of an error mostly has nothing more.
  const whole = known && headers?.['x-oss-ec']
  if (isSts(registration) || (isError(status) && !whole)) {
    known = exchange.body(textOf(data) || errorOf(headers)) || known
  }
  if (!known && inPage()) adviseExposing(registration)
}

function textOf(data: unknown): string {
  const { length = 0 } = (data || {}) as { length?: number }
  return length <= BODY_LIMIT ? String(data || '') : ''
}

/** The error of a response to HEAD, which has no body, in Base64 (lib/client.js, requestError). */
function errorOf(headers: Record<string, unknown> | undefined): string {
  const encoded = headers?.['x-oss-err']
  return typeof encoded === 'string' && BASE64.test(encoded) ? atob(encoded) : ''
}

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/

const isSts = ({ vendors }: Registration) => vendors[0] === alibabaSts

const inPage = () => typeof location === 'object'
