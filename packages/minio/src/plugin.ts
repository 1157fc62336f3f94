/** What is known of minio's `Client`: where it starts a call, where it sends, what its outcomes look like. */
import { type Calls, definePlugin, learn, s3Vendors, watchHttp } from '@requestid/core/plugin'
import { minioShape } from '@requestid/vendors'

/** The part of a client this plugin touches: `node:http`, `node:https`, or the user's own in their place. */
interface Client {
  readonly transport: object
}

const calls: Calls<Client> = {
  example: 'new Client({ ... })',
  members: ['makeBucket', 'listenBucketNotification', 'transport'],
  vendors: s3Vendors,
  fallback: minioShape.vendor,
  // From 7.1 on a second class puts callbacks on the methods of the first, by assignment.
  isRoot: (prototype) => Object.keys(prototype).includes('makeBucket'),
  // A poller makes calls of its own, one after the other, for as long as it lives.
  except: ['listenBucketNotification'],
  // Each request: several run beside each other, and one of them decides.
  parts: ['makeRequest', 'makeRequestAsync', 'uploadPart', 'uploadPartCopy'],
  facets: { clientExtensions: 'client' },
  callback: true,
  scope: { transport: ({ transport }, operation) => watchHttp(transport, operation) },
  // A configuration, which goes into the XML of its `set…`. Other results have an etag, or do not show the id.
  isSentBack: (outcome) => !('etag' in outcome || outcome instanceof Error),
  evidence: minioShape.evidence,
}

const register = /* @__PURE__ */ definePlugin(calls)

export const registerClient: typeof register = (client, options) => {
  register(client, options)
  learn(minioShape, s3Vendors)
}
