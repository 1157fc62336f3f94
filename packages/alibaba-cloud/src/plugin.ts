/** Where the SDKs start a call, how the call settles, and what their outcomes look like. */
import {
  type Attempt,
  admits,
  assertExtensible,
  checkOptions,
  createStretch,
  errorCodeOf,
  guard,
  interpose,
  isObject,
  isPromise,
  isStatus,
  learn,
  type MethodCall,
  Operation,
  type Registration,
  type RequestIdOptions,
  register,
  rootOf,
  tap,
  watchOutcome,
} from '@requestid/core/plugin'
import { alibabaCloudShape, alibabaOss, alibabaSls } from '@requestid/vendors'
import { isClient, isPopCore, isROA, membersOf, methodsOf, sends } from './client.js'
import { watchGateway, watchOptions } from './transport.js'

type Members = Record<PropertyKey, unknown>

/** Object storage and logs have a gateway, and headers of their own. */
const vendors = [alibabaCloudShape.vendor, alibabaOss, alibabaSls] as const

export function registerClient(client: unknown, given?: RequestIdOptions): void {
  const options = checkOptions(given)
  if (!admits(client, isClient(client), 'new RPCClient({ ... })', membersOf(client), options)) return
  assertExtensible(client as object)
  if (register(client as object)) add(client as object, options)
  learn(alibabaCloudShape, vendors)
}

function add(client: object, options: RequestIdOptions): void {
  const registration: Registration = {
    options,
    vendors,
    evidence: alibabaCloudShape.evidence,
    // The text that the SDK makes of an id which is not in a body.
    misusesRequestId: ({ requestId }) => requestId === 'undefined',
  }
  if (isPopCore(client)) {
    const root = rootOf(client, 'request')
    interpose(client, root, ['request'], (made) => request(made, registration))
  } else {
    const { root, names } = methodsOf(client)
    interpose(client, root, names, (made) => call(made, registration))
  }
}

/** A call of pop-core. Its options reach the library that sends. */
function request({ name, method, ofSDK, self, args }: MethodCall, registration: Registration): unknown {
  const { options } = registration
  const roa = isROA(self)
  const [action] = args
  const operation = new Operation(registration, undefined, !roa && typeof action === 'string' ? action : name)
  const at = roa ? 5 : 2
  const given = args[at]
  const passed = args.slice()
  let attempt: Attempt | undefined
  let shown = false
  const see = (made: Attempt | undefined, byAgent: boolean) => {
    attempt = made
    shown = byAgent
  }
  const { opts } = self as { opts?: unknown }
  passed[at] = guard(options, watchOptions, given, opts, operation, see) || given
  // A method of the user's may not hand them on, and send more.
  operation.incomplete = !ofSDK
  const returned = method.apply(self, passed)
  if (!isPromise(returned)) return returned
  const finish = (error: unknown, result?: unknown) => {
    if (shown && error) attempt?.fail(errorCodeOf(error))
    else if (attempt && !shown) end(attempt, error, result)
    operation.settle(error || result)
    // A client that is verbose gives the response beside the answer.
    if (Array.isArray(result)) operation.settle(result[0])
  }
  return watchOutcome(returned, (error, result) => guard(options, finish, error, result))
}

/** A call of a client on the common class. */
interface Work {
  readonly operation: Operation
  /** What a part of it has failed with. */
  error?: unknown
}

/** What the SDK's code works on, up to where it waits for the first time. */
const stretch = createStretch<Work>()

function call({ name, method, ofSDK, self, args }: MethodCall, registration: Registration): unknown {
  const { options } = registration
  const isSend = sends.test(name)
  const parent = stretch.current
  // What methods call of each other, down to what sends.
  if (parent && !isSend) return method.apply(self, args)
  const operation = new Operation(registration, parent?.operation, parent ? undefined : name)
  const work: Work = { operation }
  const shown = name === 'execute' && ofSDK ? guard(options, watchGateway, self, operation) : undefined
  // The library that sends is out of reach: nobody sees a response that is superseded, or whose body fails.
  if (!shown) operation.incomplete = true
  const attempt = isSend && !shown ? guard(options, open, operation, name, self, args) : undefined
  const [client, fail] = shown || [self, undefined]
  const finish = (error: unknown, result?: unknown) => {
    if (attempt) guard(options, end, attempt, error, result)
    if (error && fail) fail(error)
    if (parent) parent.error = error
    // A part that failed has said already what it knew.
    if (!error || error !== work.error) operation.settle(error || result)
  }
  const returned = stretch.run(work, method, client, args)
  if (isPromise(returned)) return watchOutcome(returned, finish)
  guard(options, watchEvents, returned, finish)
  return returned
}

/** A request, with all of its retries: the SDK shows what came of the last one. */
function open(operation: Operation, name: string, client: object, args: readonly unknown[]): Attempt {
  const [params, , , method, , path] = args
  const pathname = name.includes('ROA') ? path : '/'
  const given = (isObject(params) ? params : { method, pathname }) as Record<string, string>
  const { _endpoint } = client as { _endpoint?: unknown }
  return operation.open(String(given.method), String(_endpoint), String(given.pathname))
}

/** What an outcome says of its response, where nobody has seen that. */
function end(attempt: Attempt, error: unknown, result?: unknown): void {
  const outcome = Object(error || result) as Members
  const { headers = {}, statusCode, bodies } = alibabaCloudShape.evidence(outcome)
  if (result || isStatus(statusCode)) {
    const found = attempt.respond(statusCode as number | undefined, headers)
    for (const body of (!found && bodies?.()) || []) if (isObject(body)) attempt.body(idOf(body))
    // Any other error may be of a response: of its body, or of what the SDK makes of that.
  } else if (/^(?:connect|getaddrinfo)$/.test(String(outcome.syscall))) attempt.fail(errorCodeOf(error))
}

const idOf = ({ RequestId, requestId }: Members) => JSON.stringify({ RequestId, requestId })

/** Each event of a stream has the headers of the response. */
function watchEvents(events: unknown, finish: (error: unknown, result?: unknown) => void): void {
  if (!isObject(events) || !(Symbol.asyncIterator in events) || typeof events.next !== 'function') return
  const { next } = events
  const value = (...sent: unknown[]) =>
    tap(next.apply(events, sent), (error, step) => finish(error, Object(step).value))
  Object.defineProperty(events, 'next', { value, writable: true, configurable: true })
}
