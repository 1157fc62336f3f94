// Every method of TosClient. Those that send take what they need of one and the same input.
import type { Client } from './versions.js'

/** Anew for each call, as the SDK writes on it. */
const input = (): Record<string, unknown> => ({
  bucket: 'bucket',
  key: 'key',
  body: Buffer.from('content'),
  file: Buffer.from('content'),
  accountId: '1',
  uploadId: 'u',
  partNumber: 1,
  parts: [{ partNumber: 1, eTag: 'e' }],
  objects: [{ key: 'a' }],
  offset: 0,
  srcBucket: 'bucket',
  srcKey: 'a',
  symLinkTargetKey: 'a',
  url: 'http://example.com/a',
  headers: {},
  rules: [{}],
  Rules: [{}],
  CORSRules: [{}],
  policy: { Statement: [{}] },
  days: 1,
  tagSet: { Tags: [{ Key: 'a', Value: 'b' }] },
  TagSet: { Tags: [{ Key: 'a', Value: 'b' }] },
  acl: 'private',
  storageClass: 'STANDARD',
  inventoryConfiguration: { Id: 'i' },
  indexName: 'index',
  vectorBucketName: 'bucket',
  listOnlyOnce: true,
  dataType: 'buffer',
  data: { targetBucket: 'bucket', targetPrefix: '' },
})

/** They take the name of a bucket in place of that. */
const ofBucket = [
  ...['headBucket', 'deleteBucket', 'getBucketAcl', 'getBucketHttpsConfig', 'getBucketPolicy'],
  ...['deleteBucketPolicy', 'getBucketVersioning', 'getBucketImageStyle'],
  ...['getBucketImageStyleList', 'putBucketImageProtect', 'getBucketImageProtect'],
  ...['getBucketImageStyleSeparator', 'getBucketIntelligenttiering'],
]

export const argumentsOf = (name: string): unknown[] => (ofBucket.includes(name) ? ['bucket', {}] : [input()])

const silent = ['getPreSignedUrl', 'calculatePostSignature', 'preSignedPostSignature', 'preSignedPolicyURL']
const within = ['axiosInst', 'getObjectPath', 'setObjectContentTypeHeader', 'getNormalDataFromError']
/** Of files, and of several requests: with tests of their own. */
const composites = [
  ...['uploadFile', 'downloadFile', 'resumableCopyObject'],
  ...['getObjectToFile', 'putObjectFromFile', 'uploadPartFromFile'],
]

/** The others, which each make a request: they are the client's own properties. */
export const methodsOf = (client: Client): string[] =>
  Object.entries(client)
    .filter(
      ([name, value]) => typeof value === 'function' && ![...silent, ...within, ...composites].includes(name),
    )
    .map(([name]) => name)
