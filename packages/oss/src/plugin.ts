/** Where the SDK starts a call, and how the call settles. */
import {
  createUnscoped,
  guard,
  interpose,
  isObject,
  isPromise,
  learn,
  type MethodCall,
  monitorErrors,
  Operation,
  type Registration,
  type RequestIdOptions,
  register,
  type Scopes,
  watchOutcome,
} from '@requestid/core/plugin'
import { alibabaOss, alibabaOssShape, alibabaSts } from '@requestid/vendors'
import { behind, type Client, identify, type Known } from './client.js'
import { type Steps, watchCluster } from './cluster.js'
import { evidence, misusesRequestId, responses } from './outcomes.js'
import { bare, clientScopes, clusterScopes, imageScopes, isInner, PARTS } from './scopes.js'
import { watchUrllib } from './transport.js'

/** What makes an error of a response, for a call on the same client. */
const MAKES_ERROR = new Set(['requestError', '_requestError'])

/** For the SDK's code that a method of the user's calls. */
const SENDS = { urllib: ({ urllib }: Client, operation: Operation) => watchUrllib(urllib, operation, false) }

/** Functions on the SDK's prototypes that are no calls: a logger with members, and a mixin that keeps state. */
const NOT_CALLS = new Set(['debug', 'ready'])

/** Puts the plugin on one client of ali-oss, and on the OSS clients behind it. */
export function watchClient(known: Known, options: RequestIdOptions): void {
  const { client, kind, root } = known
  const registration: Registration = {
    options,
    vendors: [kind === 'sts' ? alibabaSts : alibabaOss],
    misusesRequestId,
    evidence,
  }
  learn(alibabaOssShape, [alibabaOss, alibabaSts])
  for (const each of behind(known)) if (register(each)) watchClient(identify(each) as Known, options)
  if (kind === 'image') watchCalls(client, root, registration, imageScopes)
  else if (kind === 'cluster')
    watchCalls(client, root, registration, clusterScopes, watchCluster(client, registration))
  else watchCalls(client, root, registration, clientScopes)
}

function watchCalls<C extends object>(
  client: C,
  root: object,
  registration: Registration,
  scopes: Scopes<C>,
  steps?: Steps,
): void {
  const { options } = registration
  const unscoped = createUnscoped<Partial<Client>>(client, SENDS as never)
  /** Parts that found no upload, for the plain objects which the SDK throws in place of their errors. */
  const lost = new WeakMap<Operation, Operation[]>()

  // As flat as can be: each function here is a frame in the stack of what the SDK throws before its first request.
  function call(call: MethodCall): unknown {
    const { name, method, ofSDK, self } = call
    const joined = scopes.operationOf(self)
    const within = joined && !PARTS.has(name) && !isInner(self)
    const running = joined || unscoped.turn.current
    const operation = within ? joined : new Operation(registration, running, running ? undefined : name)
    const args = within ? call.args : steps?.begin(call, operation) || call.args
    const client = (joined && scopes.clientOf(self)) || (self as C)
    let returned: unknown
    if (ofSDK) {
      const scope = within ? self : scopes.create(client, operation)
      returned = method.apply(scope, args)
      // Setters such as useBucket return the client.
      if (returned === scope) returned = self
    } else {
      // A subclass's method may use private fields, which only the client itself has, and a spy its identity.
      unscoped.begin(operation)
      returned = unscoped.turn.run(operation, method, client, args)
    }
    if (within) {
      if (name === '_makeAbortEvent') lost.get(joined)?.shift()?.settle(returned)
      return steps ? steps.returned(call, joined, returned) : returned
    }
    if (!isPromise(returned)) return bare(returned)
    return watchEnd(returned, call, operation, running)
  }

  // Not in the functions above and below, whose variables a closure would put on the heap.
  function watchEnd(
    returned: PromiseLike<unknown>,
    call: MethodCall,
    operation: Operation,
    running: Operation | undefined,
  ): unknown {
    return watchOutcome(returned, (error, result) => {
      if (running && (error as { status?: unknown } | undefined)?.status === 404) {
        lost.set(running, [...(lost.get(running) || []), operation])
      }
      if (steps) guard(options, () => steps.end(call, operation, result))
      // A call that was under way at the registration: its error is made here, of a response not seen before.
      const made = MAKES_ERROR.has(call.name) && isObject(result)
      if (made) responses.set(result, call.args[0])
      settle(operation, error || result)
      if (made) responses.set(result, undefined)
      if (!running && operation.last) unscoped.strays++
    })
  }

  function settle(operation: Operation, outcome: unknown): void {
    unscoped.check(operation)
    operation.settle(outcome)
    if (!isObject(outcome)) return
    watch(operation, outcome.stream)
    watch(operation, outcome.res)
  }

  /** Of getStream: it can still be cut once the call has resolved. */
  function watch(operation: Operation, body: unknown): void {
    if (!isObject(body) || !body.on) return
    const see = (error: unknown) => operation.settle(error, body.headers)
    if (monitorErrors(body, see, options)) operation.settle(body)
  }

  interpose(
    client,
    root,
    Object.keys(root).filter((name) => !NOT_CALLS.has(name)),
    call,
  )
}
