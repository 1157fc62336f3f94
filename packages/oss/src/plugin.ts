import {
  type AnyFunction,
  alibabaOss,
  alibabaSts,
  type Evidence,
  guard,
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
  tap,
} from '@requestid/core'
import { type Client, type ClusterClient, type ImageClient, identify, type Known } from './client.js'
import { observe } from './transport.js'

/** Parts of an upload or copy, which run beside each other, and of a cluster's check: operations within another. */
const PARTS = new Set(['_uploadPart', 'uploadPartCopy', '_checkStatus'])

/** What makes an error of a response, for a call on the same client. */
const MAKES_ERROR = new Set(['requestError', '_requestError'])

/** Functions on the SDK's prototypes that are no calls: a logger with members, and a mixin that keeps state. */
const NOT_CALLS = new Set(['debug', 'ready'])

// An operation travels in `this`: the SDK hands its own on to every function, down to `this.urllib.request`
// (lib/client.js, lib/sts.js) or to the OSS clients behind an ImageClient and a ClusterClient.

const clientScopes = new Scopes<Client>((client) => ({
  urllib: {
    get() {
      const operation = clientScopes.operationOf(this)
      return operation ? observe(client.urllib, operation) : client.urllib
    },
  },
}))

const imageScopes = new Scopes<ImageClient>((client) => ({
  ossClient: {
    get() {
      const operation = imageScopes.operationOf(this)
      return operation ? clientScopes.create(client.ossClient, operation) : client.ossClient
    },
  },
}))

const clusterScopes = new Scopes<ClusterClient>((cluster) => ({
  clients: {
    get() {
      const operation = clusterScopes.operationOf(this)
      return operation ? cluster.clients.map((node) => nodeOf(operation, node)) : cluster.clients
    },
  },
}))

/** The nodes of a cluster, for one operation of the cluster: each call on one is an operation within it. */
const nodes = new WeakMap<Operation, Map<Client, Client>>()
const nodeScopes = new WeakSet<object>()

/** The same object at each look: the SDK compares them. */
function nodeOf(operation: Operation, node: Client): Client {
  const known = nodes.get(operation) ?? new Map<Client, Client>()
  const scope = known.get(node) ?? clientScopes.create(node, operation)
  nodes.set(operation, known.set(node, scope))
  nodeScopes.add(scope)
  return scope
}

/** Puts the plugin on one client of ali-oss, and on the OSS clients behind it. */
export function hook(known: Known, options: RequestIdOptions): void {
  const { client, kind, root } = known
  const registration: Registration = {
    options,
    vendors: [kind === 'sts' ? alibabaSts : alibabaOss],
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

/** A step before a call of the client's own, or after it. */
interface Steps {
  begin?(call: MethodCall, operation: Operation): unknown[]
  end?(call: MethodCall, operation: Operation, result: unknown): void
}

function hookCalls<C extends object>(
  client: C,
  root: object,
  registration: Registration,
  scopes: Scopes<C>,
  steps: Steps = {},
): void {
  const { options } = registration
  /** The operation of a method that is not the SDK's own, while it runs synchronously. */
  let current: Operation | undefined
  /** How many operations have begun, also as each of those with such a method began: later ones may be its calls. */
  let begun = 0
  const foreign = new WeakMap<Operation, number>()
  /** The part that failed last, for the plain object which the SDK throws in place of its error. */
  const failedParts = new WeakMap<Operation, Operation>()

  function call(call: MethodCall): unknown {
    const { name, self, args } = call
    const running = scopes.operationOf(self) ?? current
    const isPart = PARTS.has(name) || nodeScopes.has(self)
    if (running && !isPart) {
      const returned = run(call, running, args)
      if (name === '_makeAbortEvent') failedParts.get(running)?.settle(returned)
      return returned
    }
    const operation = new Operation(registration, running)
    if (!running) begun++
    const returned = run(call, operation, steps.begin?.(call, operation) ?? args)
    if (!isPromise(returned)) return returned
    return tap(returned, (error, result) => {
      if (error && running) failedParts.set(running, operation)
      guard(options, () => steps.end?.(call, operation, result))
      // A call that was under way at the registration: its error is made here, of a response not seen before.
      if (MAKES_ERROR.has(name) && isObject(result)) responses.set(result, args[0])
      settle(operation, error ?? result)
      if (isObject(result)) responses.delete(result)
    })
  }

  function run({ method, ofSDK, self }: MethodCall, operation: Operation, args: unknown[]): unknown {
    const known = scopes.clientOf(self)
    // A subclass's method may use private fields, which only the client itself has, and a spy its identity.
    if (!ofSDK) {
      if (!foreign.has(operation)) foreign.set(operation, begun)
      return within(operation, method, known ?? self, args)
    }
    const scope =
      scopes.operationOf(self) === operation ? self : scopes.create(known ?? (self as C), operation)
    const returned = method.apply(scope, args)
    // Setters such as useBucket return the client.
    return returned === scope ? self : returned
  }

  function within(operation: Operation, method: AnyFunction, self: object, args: unknown[]): unknown {
    const saved = current
    current = operation
    try {
      return method.apply(self, args)
    } finally {
      current = saved
    }
  }

  function settle(operation: Operation, outcome: unknown): void {
    operation.incomplete = (foreign.get(operation) ?? begun) !== begun
    operation.settle(outcome)
    if (!isObject(outcome)) return
    const { stream, res } = outcome
    for (const body of [stream, res]) {
      // Of getStream: it can still be cut once the call has resolved.
      if (monitorErrors(body, (error) => operation.settle(error), options)) operation.settle(body)
    }
  }

  const names = Object.keys(root).filter((name) => !NOT_CALLS.has(name))
  interpose(client, root, names, call)
}

/**
 * The heartbeat of a cluster checks each node up to three times and then says in the event `error` which are
 * down (lib/cluster.js, _checkAvailable). That error gets the exchanges of the last check of each of these.
 */
function watchNodes(cluster: ClusterClient, registration: Registration): Steps {
  const down = new Map<Client, Operation>()
  const clientOf = (node: unknown) => clientScopes.clientOf(node) ?? (node as Client)
  const see = (error: unknown) => {
    if (!isObject(error) || error.name !== 'CheckAvailableError') return
    const operation = new Operation(registration)
    for (const check of down.values()) operation.exchanges.push(...check.exchanges)
    operation.settle(error)
  }
  monitorErrors(cluster, see, registration.options)
  return {
    begin({ name, args }, operation) {
      if (name !== '_checkStatus') return args
      return [nodeOf(operation, clientOf(args[0])), ...args.slice(1)]
    },
    end({ name, args }, operation, available) {
      if (name !== '_checkStatus') return
      if (available) down.delete(clientOf(args[0]))
      else down.set(clientOf(args[0]), operation)
    },
  }
}

// What the SDK's outcomes look like.

/** The response of which the SDK made an error. */
const responses = new WeakMap<object, unknown>()

function evidence(outcome: Record<PropertyKey, unknown>): Evidence {
  const response = responses.get(outcome) ?? outcome.res ?? outcome
  return {
    headers: isObject(response) ? response.headers : undefined,
    // What the SDK took from the body of an error.
    bodies: [{ RequestId: outcome.requestId, EC: outcome.ecCode }],
  }
}
