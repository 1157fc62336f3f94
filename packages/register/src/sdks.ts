/** The SDKs whose clients are made by `new`, and what tells those clients' classes among all that an SDK exports. */

export interface SDK {
  /** Its packages; a `*` at the end stands for anything. */
  readonly packages: readonly string[]
  /** The package of the plugin that registers its clients. */
  readonly plugin: string
  /** A class with one of these methods makes clients. */
  readonly methods: readonly string[]
  /** What of that an ES module exports, where the SDK has one for Node. */
  readonly imported?: readonly string[]
}

export const SDKS: readonly SDK[] = [
  { packages: ['@aws-sdk/client-*'], plugin: '@requestid/aws', methods: ['send'] },
  { packages: ['cos-nodejs-sdk-v5'], plugin: '@requestid/cos', methods: ['sliceUploadFile'] },
  {
    packages: ['@volcengine/tos-sdk'],
    plugin: '@requestid/tos',
    methods: ['fetchBucket'],
    imported: ['TOS', 'TosClient', 'TosVectorsClient', 'ShareLinkClient'],
  },
  { packages: ['esdk-obs-nodejs'], plugin: '@requestid/obs', methods: ['createV4SignedUrlSync'] },
  {
    packages: ['minio'],
    plugin: '@requestid/minio',
    methods: ['listenBucketNotification'],
    imported: ['Client'],
  },
  {
    packages: ['ali-oss', 'oss-client'],
    plugin: '@requestid/oss',
    // Those of OSS, and of its STS, ImageClient and ClusterClient.
    methods: ['signatureUrl', 'assumeRole', 'getExif', 'chooseAvailable'],
  },
]

/** The SDK that a package is of. */
export function sdkOf(name: string): SDK | undefined {
  return SDKS.find(({ packages }) => packages.some((pattern) => matches(pattern, name)))
}

export function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}
