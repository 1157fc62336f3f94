import {
  type AnyFunction,
  alibabaOss,
  alibabaSts,
  type Evidence,
  guard,
  hidden,
  interpose,
  isObject,
  isPromise,
  type MethodCall,
  monitorErrors,
  Operation,
  type Registration,
  type RequestIdOptions,
  register,
  Scopes,
} from '@requestid/core/plugin'
import {
  type Client,
  type ClusterClient,
  type ImageClient,
  identify,
  type Known,
  type Urllib,
} from './client.js'
import { observe, watch } from './transport.js'

/**
 * Sub-requests that run beside others, or that nobody waits for: operations within the one they are made for.
 * Parts of an upload or copy, the checks of a cluster, and the abort of a cancelled upload.
 */
const PARTS = new Set(['_uploadPart', 'uploadPartCopy', '_checkStatus', 'abortMultipartUpload'])

/** What makes an error of a response, for a call on the same client. */
const MAKES_ERROR = new Set(['requestError', '_requestError'])

/** Functions on the SDK's prototypes that are no calls: a logger with members, and a mixin that keeps state. */
const NOT_CALLS = new Set(['debug', 'ready'])

// An operation travels in `this`: the SDK hands its own on to every function, down to `this.urllib.request`
// (lib/client.js, lib/sts.js) or to the OSS clients behind an ImageClient and a ClusterClient.

const clientScopes = new Scopes<Client>(
  { urllib: (client, operation) => observe(hooks.get(client)?.urllib || client.urllib, operation) },
  new Set([...PARTS, '_makeAbortEvent']),
)

const imageScopes = new Scopes<ImageClient>({
  ossClient: ({ ossClient }, operation) => innerOf(operation, ossClient),
})

const clusterScopes = new Scopes<ClusterClient>(
  {
    clients: ({ clients }, operation) => clients.map((node) => innerOf(operation, node)),
    // Its listeners have the cluster as `this`.
    emit: (cluster) => Reflect.get(cluster, 'emit').bind(cluster),
  },
  new Set([...PARTS, 'chooseAvailable']),
)

/** What a registered client's calls have in common. */
interface Hook {
  /** What stands behind its property `urllib`, once that is an accessor. */
  urllib?: Urllib
  /** The operation of a method that is not the SDK's own, while it runs synchronously. */
  current: Operation | undefined
  /** How many requests, or operations with such, may have been those of a method that is not the SDK's own. */
  strays: number
}
const hooks = new WeakMap<object, Hook>()

/** The OSS clients behind a client, for one operation of it: each call on one is an operation within that. */
const inners = new WeakMap<Operation, Map<Client, Client>>()
const innerScopes = new WeakSet<object>()

/** The same object at each look: the SDK compares them. */
function innerOf(operation: Operation, client: Client): Client {
  const known = inners.get(operation) || new Map<Client, Client>()
  const scope = known.get(client) || clientScopes.create(client, operation, true)
  inners.set(operation, known.set(client, scope))
  innerScopes.add(scope)
  return scope
}

function bare(client: unknown): unknown {
  return clientScopes.clientOf(client) || client
}

/** Puts the plugin on one client of ali-oss, and on the OSS clients behind it. */
export function hook(known: Known, options: RequestIdOptions): void {
  const { client, kind, root } = known
  const registration: Registration = {
    options,
    vendors: [kind === 'sts' ? alibabaSts : alibabaOss],
    misusesRequestId,
    evidence,
  }
  if (kind === 'image') {
    hookInner(client.ossClient, options)
    hookCalls(client, root, registration, imageScopes)
  } else if (kind === 'cluster') {
    for (const node of client.clients) hookInner(node, options)
    hookCalls(client, root, registration, clusterScopes, watchNodes(client, registration))
  } else {
    hookCalls(client, root, registration, clientScopes)
  }
}

function hookInner(client: Client, options: RequestIdOptions): void {
  if (register(client)) hook(identify(client), options)
}

/**
 * A method that is not the SDK's own runs on the client itself, and the SDK's code that it calls does so too: while
 * that runs synchronously, the client's `urllib` shows its requests. Not before it is needed: with an accessor of its
 * own in place of a value, V8 makes each access to the client slower.
 */
function hookUrllib(client: Partial<Client>, hook: Hook): void {
  const { enumerable = true, configurable } = Object.getOwnPropertyDescriptor(client, 'urllib') || {}
  if (hook.urllib || !configurable) return
  hook.urllib = (client as Client).urllib
  Object.defineProperty(client, 'urllib', {
    get() {
      if (hook.current && hook.urllib) {
        const observed = observe(hook.urllib, hook.current, false)
        targets.set(observed, hook.urllib)
        return observed
      }
      hook.strays++
      return hook.urllib
    },
    set(urllib) {
      hook.urllib = targets.get(urllib) || urllib
    },
    enumerable,
    configurable,
  })
}

/** Whose place what a method got as its client's `urllib` has. */
const targets = new WeakMap<Urllib, Urllib>()

function hookOf(client: object): Hook {
  const hook: Hook = hooks.get(client) || { current: undefined, strays: 0 }
  hooks.set(client, hook)
  return hook
}

/** Steps of a cluster's own calls. */
interface Steps {
  begin(call: MethodCall, operation: Operation): unknown[]
  returned(call: MethodCall, operation: Operation, value: unknown): unknown
  end(call: MethodCall, operation: Operation, result: unknown): void
}

function hookCalls<C extends object>(
  client: C,
  root: object,
  registration: Registration,
  scopes: Scopes<C>,
  steps?: Steps,
): void {
  const { options } = registration
  const hook = hookOf(client)
  /** The number of strays when a method that is not the SDK's own began, for the operation that it works for. */
  const before = new WeakMap<Operation, number>()
  /** Parts that found no upload, for the plain objects which the SDK throws in place of their errors. */
  const lost = new WeakMap<Operation, Operation[]>()

  // As flat as can be: each function here is a frame in the stack of what the SDK throws before its first request.
  function call(call: MethodCall): unknown {
    const { name, method, ofSDK, self } = call
    const joined = scopes.operationOf(self)
    const within = joined && !PARTS.has(name) && !innerScopes.has(self)
    const running = joined || hook.current
    const operation = within ? joined : new Operation(registration, running, running ? undefined : name)
    const args = within ? call.args : steps?.begin(call, operation) || call.args
    const client = scopes.clientOf(self) || (self as C)
    let returned: unknown
    if (ofSDK) {
      const scope = within ? self : scopes.create(client, operation)
      returned = method.apply(scope, args)
      // Setters such as useBucket return the client.
      if (returned === scope) returned = self
    } else {
      // A subclass's method may use private fields, which only the client itself has, and a spy its identity.
      if (!before.has(operation)) before.set(operation, hook.strays)
      returned = runOn(operation, method, client, args)
    }
    if (within) {
      if (name === '_makeAbortEvent') lost.get(joined)?.shift()?.settle(returned)
      return steps ? steps.returned(call, joined, returned) : returned
    }
    if (!isPromise(returned)) return bare(returned)
    return watch(returned, (error, result) => {
      if (running && (error as { status?: unknown } | undefined)?.status === 404) {
        lost.set(running, [...(lost.get(running) || []), operation])
      }
      if (steps) guard(options, () => steps.end(call, operation, result))
      // A call that was under way at the registration: its error is made here, of a response not seen before.
      if (MAKES_ERROR.has(name) && isObject(result)) responses.set(result, call.args[0])
      settle(operation, error || result)
      if (MAKES_ERROR.has(name) && isObject(result)) responses.set(result, undefined)
      if (!running && operation.exchanges.length > 0) hook.strays++
    })
  }

  function runOn(operation: Operation, method: AnyFunction, self: object, args: unknown[]): unknown {
    hookUrllib(client, hook)
    const saved = hook.current
    hook.current = operation
    try {
      return method.apply(self, args)
    } finally {
      hook.current = saved
    }
  }

  function settle(operation: Operation, outcome: unknown): void {
    operation.incomplete ||= (before.get(operation) ?? hook.strays) !== hook.strays
    operation.settle(outcome)
    if (!isObject(outcome)) return
    const { stream, res } = outcome
    for (const body of [stream, res]) {
      // Of getStream: it can still be cut once the call has resolved.
      const see = (error: unknown) => operation.settle(error, (body as { headers?: unknown }).headers)
      if (monitorErrors(body, see, options)) operation.settle(body)
    }
  }

  const names = Object.keys(root).filter(
    (name) => !NOT_CALLS.has(name) && typeof Reflect.get(root, name) === 'function',
  )
  interpose(client, root, names, call)
}

/**
 * A cluster chooses a node for a read (lib/cluster.js, chooseAvailable). Its heartbeat checks each node up to three
 * times and then says in the event `error` which are down (_checkAvailable): that error gets the exchanges of the
 * last check of each of these.
 */
function watchNodes(cluster: ClusterClient, registration: Registration): Steps {
  const down = new Map<unknown, Operation>()
  const see = (error: unknown) => {
    if (!isObject(error) || error.name !== 'CheckAvailableError') return
    const operation = new Operation(registration)
    for (const check of down.values()) operation.exchanges.push(...check.exchanges)
    operation.settle(error)
  }
  monitorErrors(cluster, see, registration.options)
  return {
    begin({ name, ofSDK, args }, operation) {
      if (name !== '_checkStatus' || !ofSDK) return args
      return [innerOf(operation, bare(args[0]) as Client), ...args.slice(1)]
    },
    returned({ name }, operation, value) {
      // Also where a subclass or a stub has chosen it.
      return name === 'chooseAvailable' ? innerOf(operation, bare(value) as Client) : value
    },
    end({ name, args }, operation, available) {
      if (name !== '_checkStatus') return
      if (available) down.delete(bare(args[0]))
      else down.set(bare(args[0]), operation)
    },
  }
}

// What the SDK's outcomes look like.

/** The response of which the SDK made an error. */
const responses = hidden<unknown>()

function evidence(outcome: Record<PropertyKey, unknown>): Evidence {
  const response = responses.get(outcome) || outcome.res || outcome
  return {
    headers: isObject(response) ? response.headers : undefined,
    // What the SDK took from the body of an error.
    bodies: () => [{ RequestId: outcome.requestId, EC: outcome.ecCode }],
    statusCode: outcome.status,
  }
}

/**
 * Of a response without an id the SDK puts `undefined`, an empty string or a proxy's word for that on its error, and
 * urllib its own count of requests. All these errors have a status: one of the user's that has a number there stays.
 */
function misusesRequestId({ status, requestId }: Record<PropertyKey, unknown>): boolean {
  return (
    status !== undefined && (typeof requestId === 'number' || /^(|null|undefined)$/.test(String(requestId)))
  )
}
