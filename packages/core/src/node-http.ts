/** Where Node shows HTTP: a request, the agent it is given to, the module that makes it. */
import type { Attempt } from './attempt.js'
import { builtin } from './builtin.js'
import { errorCodeOf } from './error-code.js'
import { guard } from './guard.js'
import type { Operation } from './operation.js'
import type { RequestIdOptions } from './options.js'
import { monitorErrors } from './outcomes.js'
import { pathOf } from './path.js'
import { standIn } from './stand-in.js'

/** Node's `ClientRequest`, as far as it is needed here: core is compiled without Node's types. */
export interface ClientRequest {
  agent?: unknown
  readonly method: string
  readonly path: string
  getHeader(name: string): unknown
  prependListener(event: string, listener: (value: never) => void): unknown
  prependOnceListener(event: string, listener: (value: never) => void): unknown
  removeListener(event: string, listener: (value: never) => void): unknown
}

/** Node's `IncomingMessage`, likewise. */
export interface IncomingMessage {
  readonly statusCode: number
  readonly headers: Record<string, unknown>
  push(chunk: unknown): boolean
}

const failures = new WeakSet<object>()

/** Whether an error is one that a recorded request failed with, before its response or after. */
export function isOfRequest(error: object): boolean {
  return failures.has(error)
}

/**
 * Records a request that was just made, and what comes of it: its response as soon as the headers are there, an error,
 * or its end.
 * @param isError which bodies are worth a look, as `watchResponse` has it
 * @returns its attempt; `undefined` where the plugin failed
 */
export function observeRequest(
  request: ClientRequest,
  operation: Operation,
  isError?: (statusCode: number) => boolean,
): Attempt | undefined {
  const { options } = operation.registration
  return guard(options, () => {
    const attempt = operation.open(request.method, String(request.getHeader('host')), pathOf(request.path))
    watchResponse(request, attempt, options, isError)
    const see = (error: unknown) => {
      failures.add(Object(error))
      attempt.fail(errorCodeOf(error))
    }
    monitorErrors(request, see, options)
    request.prependOnceListener('close', () => guard(options, () => attempt.fail('ECONNABORTED')))
    return attempt
  })
}

/**
 * Shows the response to an attempt before anybody else sees it, and where its headers have no id the body of an error.
 * @param isError which bodies are worth a look
 */
export function watchResponse(
  request: Pick<ClientRequest, 'prependListener' | 'removeListener'>,
  attempt: Attempt,
  options: RequestIdOptions,
  isError = (statusCode: number): boolean => statusCode >= 300,
): void {
  // By hand what `prependOnceListener` does with a closure, a bound function and an object for each request.
  const see = (response: IncomingMessage) => {
    request.removeListener('response', listener)
    const { statusCode, headers } = response
    if (!attempt.respond(statusCode, headers) && isError(statusCode)) readAlong(response, attempt, options)
  }
  const listener = (response: IncomingMessage) => guard(options, see, response)
  request.prependListener('response', listener)
}

/** Shows a body to the attempt as it arrives; whoever reads it, or throws it away, is not disturbed. */
function readAlong(response: IncomingMessage, attempt: Attempt, options: RequestIdOptions): void {
  const { push } = response
  const isOwn = Object.hasOwn(response, 'push')
  let reading = true
  const readingPush = function (this: IncomingMessage, chunk: unknown): boolean {
    if (reading) guard(options, () => (reading = !attempt.read(chunk)))
    // Some hand the response out: it has no member more once it is whole.
    if (chunk === null && !isOwn && response.push === readingPush) Reflect.deleteProperty(response, 'push')
    return push.apply(this, arguments as never)
  }
  response.push = readingPush
}

interface Agent {
  addRequest(request: ClientRequest, options: { agent?: unknown }, ...rest: unknown[]): unknown
}

type See = (request: ClientRequest) => void

/**
 * An agent in the place of another, which shows each request that it is given; the other one gets it.
 * @returns what is no agent as it is
 */
export function watchAgent<T>(agent: T, see: See): T {
  const { addRequest } = Object(agent) as Partial<Agent>
  if (typeof addRequest !== 'function') return agent
  return watch(agent as T & Agent, see)
}

function watch<A extends Agent>(agent: A, see: See): A {
  const addRequest = (request: ClientRequest, given: { agent?: unknown }, ...rest: unknown[]) => {
    request.agent = agent
    if (given) given.agent = agent
    see(request)
    return agent.addRequest(request, given, ...rest)
  }
  if (!isOfNode(agent)) return standIn(agent, { addRequest })
  // What inherits serves Node faster than a proxy: Node reads ten members, and nothing of its class is private.
  const heir: A = Object.create(agent)
  heir.addRequest = addRequest
  return heir
}

function isOfNode(agent: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(agent)
  return ['node:http', 'node:https'].some(
    (name) => builtin<{ Agent: { prototype: unknown } }>(name)?.Agent.prototype === prototype,
  )
}

type MakeRequest = (this: unknown, ...args: unknown[]) => ClientRequest

/** `node:http`, `node:https`, or what has a `request` or `get` as they have: each request is one of the operation's. */
export function watchHttp<T extends object>(module: T, operation: Operation): T {
  const own: Record<string, MakeRequest> = {}
  for (const name of ['request', 'get']) {
    const make = (module as Record<string, MakeRequest | undefined>)[name]
    if (typeof make !== 'function') continue
    own[name] = (...args) => {
      const made = make.apply(module, args)
      observeRequest(made, operation)
      return made
    }
  }
  return standIn(module, own)
}
