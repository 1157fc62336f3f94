/**
 * What the SDK's methods have as `this` while they work for an operation. The SDK hands it on to every function, down
 * to `this.urllib.request` (lib/client.js, lib/sts.js) or to the OSS clients behind an ImageClient and a ClusterClient.
 */
import { bareOf, type Operation, Scopes } from '@requestid/core/plugin'
import type { Client, ClusterClient, ImageClient } from './client.js'
import { watchUrllib } from './transport.js'

/**
 * Sub-requests that run beside others, or that nobody waits for: operations within the one they are made for.
 * Parts of an upload or copy, the checks of a cluster, and the abort of a cancelled upload.
 */
export const PARTS = new Set(['_uploadPart', 'uploadPartCopy', '_checkStatus', 'abortMultipartUpload'])

export const clientScopes = new Scopes<Client>(
  {
    urllib: (client, operation) => watchUrllib(bareOf(client).urllib, operation),
    // Read up to thirty times in a call: by names that stand in the code V8 finds them five times faster.
    options: ({ options }) => options,
    agent: ({ agent }) => agent,
    httpsAgent: ({ httpsAgent }) => httpsAgent,
    userAgent: ({ userAgent }) => userAgent,
  },
  new Set([...PARTS, '_makeAbortEvent']),
)

export const imageScopes = new Scopes<ImageClient>({
  ossClient: ({ ossClient }, operation) => innerOf(operation, ossClient),
})

export const clusterScopes = new Scopes<ClusterClient>(
  {
    clients: ({ clients }, operation) => clients.map((node) => innerOf(operation, node)),
    // Its listeners have the cluster as `this`.
    emit: (cluster) => Reflect.get(cluster, 'emit').bind(cluster),
  },
  new Set([...PARTS, 'chooseAvailable']),
)

/** The OSS clients behind a client, for one operation of it: each call on one is an operation within that. */
const inners = new WeakMap<Operation, Map<Client, Client>>()
const innerScopes = new WeakSet<object>()

/** Whether it stands for an OSS client behind another client. */
export const isInner = (self: object): boolean => innerScopes.has(self)

/** The same object at each look: the SDK compares them. */
export function innerOf(operation: Operation, client: Client): Client {
  const known = inners.get(operation) || new Map<Client, Client>()
  const scope = known.get(client) || clientScopes.create(client, operation, true)
  inners.set(operation, known.set(client, scope))
  innerScopes.add(scope)
  return scope
}

/** The client itself, where it is one that a scope has in its place. */
export function bare(client: unknown): unknown {
  return clientScopes.clientOf(client) || client
}
