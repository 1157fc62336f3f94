/** Where the SDK does its HTTP: the requests of `urllib`. */
import {
  type Attempt,
  adviseExposing,
  guard,
  hidden,
  isPlain,
  isPromise,
  type Operation,
  openUrl,
  type Registration,
  standIn,
  watchAgent,
  watchOutcome,
  watchResponse,
} from '@requestid/core/plugin'
import { alibabaSts } from '@requestid/vendors'
import type { RequestArgs, RequestOptions, Urllib } from './client.js'

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
 * A `urllib` in the place of the client's, whose requests are recorded as exchanges of an operation. What it
 * calls is looked up at that time: stubs may be put on and taken off.
 * @param awaited whether whoever gets it awaits each promise, as the SDK does
 */
export function watchUrllib(urllib: Urllib, operation: Operation, awaited = true): Urllib {
  const request = (...sent: Sent) => send(urllib, operation, awaited, sent)
  if (!awaited) return standIn(urllib, { request })
  // The SDK calls this one method alone: what inherits serves it faster than a proxy.
  const own: Urllib = Object.create(heirs.get(urllib) || heirOf(urllib))
  own.request = request
  return own
}

/** Of each urllib what has a `request` that can be written. Made once, as it takes long. */
const heirs = hidden<Urllib>()

function heirOf(urllib: Urllib): Urllib {
  const heir = Object.create(urllib, { request: { value: undefined, writable: true } })
  heirs.set(urllib, heir)
  return heir
}

type Sent = [url: string, args?: RequestArgs]

function send(urllib: Urllib, operation: Operation, awaited: boolean, sent: Sent): unknown {
  const { options } = operation.registration
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
  else if (awaited && isPlain(returned)) returned.then(end, end)
  else return watchOutcome(returned, (error, result) => end(error || result))
  return returned
}

/**
 * The requests that one call of urllib makes: a client of its classes may send again by itself, or follow a
 * redirect. urllib settles once the body is there. Its hook `beforeRequest`, which it calls ahead of each of
 * them, lets the agent be replaced, and an agent is given each ClientRequest: so the response's headers are seen
 * as soon as they arrive.
 */
class Attempts {
  private attempt: Attempt
  private sent = false
  private readonly beforeRequest: RequestArgs['beforeRequest']

  constructor(
    private readonly operation: Operation,
    urllib: Urllib,
    url: string,
    private readonly args: RequestArgs,
  ) {
    // With an address as the endpoint the bucket is in a header (createRequest.js), which a page cannot set.
    this.attempt = openUrl(operation, args.method, url, !inPage() && args.headers?.host)

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
      this.attempt.fail('UNKNOWN')
      const { method = 'GET', host = '', port, path = '', headers } = options
      const usual = port === undefined || port === 80 || port === 443
      this.attempt = this.operation.open(
        method,
        String(headers?.host || (usual ? host : `${host}:${port}`)),
        path,
      )
    }
    this.sent = true
    const { attempt, operation } = this
    const { agent } = options
    // urllib makes the request next: the agent it gives it to has a stand-in until then.
    options.agent = watchAgent(agent, (request) => {
      options.agent = agent
      watchResponse(request, attempt, operation.registration.options, isError)
    })
  }

  end(outcome: Outcome): void {
    const { args, beforeRequest } = this
    const { registration } = this.operation
    // STS shows them to the user. Elsewhere nobody sees what is left, and `delete` is slow.
    if (beforeRequest || !isSts(registration)) args.beforeRequest = beforeRequest
    else delete args.beforeRequest
    finish(this.attempt, registration, outcome)
  }
}

function finish(attempt: Attempt, registration: Registration, outcome: Outcome): void {
  const { status, headers, data } = outcome
  // urllib has -1 and -2 where no response came.
  if (typeof status !== 'number' || status < 0) {
    attempt.fail(String(outcome.code || outcome.name || 'UNKNOWN'))
    return
  }
  let known = attempt.respond(status, headers)
  // The body of a successful response is the user's object, but that of STS; that of an error mostly has nothing more.
  const whole = known && headers?.['x-oss-ec']
  if (isSts(registration) || (isError(status) && !whole)) {
    known = attempt.body(textOf(data) || errorOf(headers)) || known
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
