import {
  alibabaSts,
  guard,
  isPromise,
  type OpenExchange,
  type Operation,
  type Registration,
  type RequestIdOptions,
  tap,
} from '@requestid/core'
import type { RequestArgs, Urllib } from './client.js'

/** Node's HTTP agent, as far as it is needed here. */
interface Agent {
  addRequest(request: ClientRequest, ...rest: unknown[]): unknown
}

interface ClientRequest {
  agent: unknown
  prependOnceListener(event: 'response', listener: (response: Response) => void): void
}

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

/** Error bodies are small; what comes after this many bytes has no id. */
const BODY_LIMIT = 65536

/**
 * A `urllib` in the place of the client's, whose requests are recorded as exchanges of an operation. What it
 * calls is looked up at that time: stubs may be put on and taken off.
 */
export function observe(urllib: Urllib, operation: Operation): Urllib {
  const { registration } = operation
  const { options } = registration
  const request = (url: string, args: RequestArgs = {}) => {
    const exchange = guard(options, () => open(operation, url, args))
    if (!exchange) return urllib.request(url, args)
    const end = (outcome: unknown) => guard(options, () => finish(exchange, registration, outcome ?? {}))
    let returned: unknown
    try {
      returned = urllib.request(url, { ...args, beforeRequest: watchAgent(exchange, args, options) })
    } catch (error) {
      end(error)
      throw error
    }
    if (isPromise(returned)) return tap(returned, (error, result) => end(error ?? result))
    end(returned)
    return returned
  }
  return Object.create(urllib, { request: { value: request } })
}

function open(operation: Operation, url: string, args: RequestArgs): OpenExchange {
  const [, scheme = '', authority = '', path = ''] = /^(https?):\/\/([^/?#]*)([^?#]*)/i.exec(url) ?? []
  const host = authority.replace(/^.*@/, '').replace(scheme === 'https' ? /:443$/ : /:80$/, '')
  // With an address as the endpoint the bucket is in a header (createRequest.js), which a page cannot set.
  const sent = inPage() ? host : (args.headers?.host ?? host)
  return operation.open(args.method ?? 'GET', String(sent), path || '/')
}

/**
 * urllib settles once the body is there. Its hook `beforeRequest` lets the agent be replaced, and an agent is
 * given each ClientRequest: so the response's headers are seen as soon as they arrive.
 */
function watchAgent(exchange: OpenExchange, args: RequestArgs, options: RequestIdOptions) {
  return (requestOptions: { agent?: unknown }) => {
    args.beforeRequest?.(requestOptions)
    const agent = requestOptions.agent as Agent | undefined
    if (typeof agent?.addRequest !== 'function') return
    const addRequest = (request: ClientRequest, ...rest: unknown[]) => {
      guard(options, () => {
        request.agent = agent
        request.prependOnceListener('response', (response) => {
          guard(options, () => {
            const { statusCode, headers } = response
            if (!exchange.respond(statusCode, headers) && statusCode >= 300) {
              watchBody(exchange, response, options)
            }
          })
        })
      })
      return agent.addRequest(request, ...rest)
    }
    requestOptions.agent = Object.create(agent, { addRequest: { value: addRequest } })
  }
}

/** Shows the body of an error to the exchange as it arrives; whoever reads it, or throws it away, is not disturbed. */
function watchBody(exchange: OpenExchange, response: Response, options: RequestIdOptions): void {
  const { push } = response
  let text = ''
  response.push = function (chunk) {
    if (chunk && text.length < BODY_LIMIT) {
      guard(options, () => {
        text += String(chunk)
        if (exchange.body(text)) text = ' '.repeat(BODY_LIMIT)
      })
    }
    return push.apply(this, arguments as never)
  }
}

function finish(exchange: OpenExchange, registration: Registration, outcome: Outcome): void {
  const { status, headers, data } = outcome
  // urllib has -1 and -2 where no response came.
  if (typeof status !== 'number' || status < 0) {
    exchange.fail(String(outcome.code ?? outcome.name ?? 'UNKNOWN'))
    return
  }
  let known = exchange.respond(status, headers)
  // The body of a successful response is the user's object, but that of STS.
  if (status >= 300 || registration.vendors[0] === alibabaSts) {
    known = exchange.body(textOf(data) || errorOf(headers)) || known
  }
  if (!known) adviseExposing(registration)
}

function textOf(data: unknown): string {
  const { length = 0 } = (data ?? {}) as { length?: number }
  return length <= BODY_LIMIT ? String(data ?? '') : ''
}

/** The error of a response to HEAD, which has no body (lib/client.js, requestError). */
function errorOf(headers: Record<string, unknown> | undefined): string {
  const encoded = headers?.['x-oss-err']
  return typeof encoded === 'string' ? atob(encoded) : ''
}

const advised = new WeakSet<Registration>()

/** In browsers, with the option `debug`: says once for a client how its bucket can show the id to the page. */
function adviseExposing(registration: Registration): void {
  if (!registration.options.debug || !inPage() || advised.has(registration)) return
  advised.add(registration)
  const [header] = registration.vendors[0].headers.requestId ?? []
  console.warn(
    `requestid: a response shows no request id to this page. The CORS rule of its bucket lacks <ExposeHeader>${header}</ExposeHeader>.`,
  )
}

const inPage = () => typeof location === 'object'
