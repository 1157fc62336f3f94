// Every method of minio's Client: how to call it, and what a server answers.
import type * as Minio from 'minio'
import type { SDK } from './versions.js'

// biome-ignore lint/suspicious/noExplicitAny: the releases declare their methods in different ways.
type Client = any
type Call = (client: Client, sdk: SDK, key: string) => unknown

export interface Method {
  readonly call: Call
  /** The body of a success. */
  readonly body?: string
  readonly status?: number
  /** Not in each release. */
  readonly optional?: true
}

const entry = (key: string) =>
  `<Contents><Key>${key}</Key><Size>1</Size><ETag>"e"</ETag><LastModified>2020-01-01T00:00:00Z</LastModified></Contents>`
export const page = (key: string, next = '') =>
  `<ListBucketResult><IsTruncated>${next !== ''}</IsTruncated><NextMarker>${next}</NextMarker>` +
  `<NextContinuationToken>${next}</NextContinuationToken>${entry(key)}</ListBucketResult>`
const tags = '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>'
const copied =
  '<CopyObjectResult><ETag>"e"</ETag><LastModified>2020-01-01T00:00:00Z</LastModified></CopyObjectResult>'
const uploads = '<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>'
const rule = { ID: 'rule', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }
const until = '2030-01-01T00:00:00.000Z'

/** Those that send requests. */
export const methods: Readonly<Record<string, Method>> = {
  makeBucket: { call: (c) => c.makeBucket('bucket', 'us-east-1') },
  bucketExists: { call: (c) => c.bucketExists('bucket') },
  removeBucket: { call: (c) => c.removeBucket('bucket'), status: 204 },
  listBuckets: {
    call: (c) => c.listBuckets(),
    body: '<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name><CreationDate>2020-01-01T00:00:00Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>',
  },
  listObjects: { call: (c) => c.listObjects('bucket', '', true), body: page('a') },
  listObjectsV2: { call: (c) => c.listObjectsV2('bucket', '', true), body: page('a') },
  listIncompleteUploads: { call: (c) => c.listIncompleteUploads('bucket', '', true), body: uploads },
  getObject: { call: (c, _, key) => c.getObject('bucket', key), body: 'content' },
  getPartialObject: { call: (c, _, key) => c.getPartialObject('bucket', key, 1, 2), body: 'on', status: 206 },
  statObject: { call: (c, _, key) => c.statObject('bucket', key) },
  putObject: { call: (c, _, key) => c.putObject('bucket', key, 'content') },
  removeObject: { call: (c, _, key) => c.removeObject('bucket', key), status: 204 },
  removeObjects: {
    call: (c) => c.removeObjects('bucket', ['a', 'b']),
    body: '<DeleteResult></DeleteResult>',
  },
  removeIncompleteUpload: { call: (c, _, key) => c.removeIncompleteUpload('bucket', key), body: uploads },
  copyObject: { call: (c, _, key) => c.copyObject('bucket', key, '/bucket/a'), body: copied },
  selectObjectContent: {
    call: (c, _, key) =>
      c.selectObjectContent('bucket', key, {
        expression: 'SELECT * FROM s3object',
        expressionType: 'SQL',
        inputSerialization: { CSV: {} },
        outputSerialization: { CSV: {} },
      }),
  },
  getBucketVersioning: {
    call: (c) => c.getBucketVersioning('bucket'),
    body: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
  },
  setBucketVersioning: { call: (c) => c.setBucketVersioning('bucket', { Status: 'Enabled' }) },
  getBucketTagging: { call: (c) => c.getBucketTagging('bucket'), body: tags },
  setBucketTagging: { call: (c) => c.setBucketTagging('bucket', { a: 'b' }) },
  removeBucketTagging: { call: (c) => c.removeBucketTagging('bucket'), status: 204 },
  getObjectTagging: { call: (c, _, key) => c.getObjectTagging('bucket', key), body: tags },
  setObjectTagging: { call: (c, _, key) => c.setObjectTagging('bucket', key, { a: 'b' }) },
  removeObjectTagging: { call: (c, _, key) => c.removeObjectTagging('bucket', key), status: 204 },
  getBucketLifecycle: {
    call: (c) => c.getBucketLifecycle('bucket'),
    body: '<LifecycleConfiguration><Rule><ID>rule</ID><Status>Enabled</Status></Rule></LifecycleConfiguration>',
  },
  setBucketLifecycle: { call: (c) => c.setBucketLifecycle('bucket', { Rule: [rule] }) },
  removeBucketLifecycle: { call: (c) => c.removeBucketLifecycle('bucket'), status: 204 },
  getBucketEncryption: {
    call: (c) => c.getBucketEncryption('bucket'),
    body: '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
  },
  setBucketEncryption: {
    call: (c) =>
      c.setBucketEncryption('bucket', {
        Rule: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      }),
  },
  removeBucketEncryption: { call: (c) => c.removeBucketEncryption('bucket'), status: 204 },
  getBucketReplication: {
    call: (c) => c.getBucketReplication('bucket'),
    body: '<ReplicationConfiguration><Role>r</Role><Rule><ID>1</ID></Rule></ReplicationConfiguration>',
  },
  setBucketReplication: {
    call: (c) => c.setBucketReplication('bucket', { role: 'arn:r', rules: [{ ID: '1' }] }),
  },
  removeBucketReplication: { call: (c) => c.removeBucketReplication('bucket'), status: 204 },
  getBucketPolicy: { call: (c) => c.getBucketPolicy('bucket'), body: '{"Statement":[]}' },
  setBucketPolicy: { call: (c) => c.setBucketPolicy('bucket', '{"Statement":[]}'), status: 204 },
  getBucketNotification: {
    call: (c) => c.getBucketNotification('bucket'),
    body: '<NotificationConfiguration></NotificationConfiguration>',
  },
  setBucketNotification: {
    call: (c, { NotificationConfig }) => c.setBucketNotification('bucket', new NotificationConfig()),
  },
  removeAllBucketNotification: { call: (c) => c.removeAllBucketNotification('bucket') },
  getObjectLockConfig: {
    call: (c) => c.getObjectLockConfig('bucket'),
    body: '<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>',
  },
  setObjectLockConfig: {
    call: (c) => c.setObjectLockConfig('bucket', { mode: 'GOVERNANCE', unit: 'Days', validity: 1 }),
  },
  getObjectRetention: {
    call: (c, _, key) => c.getObjectRetention('bucket', key, {}),
    body: `<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>${until}</RetainUntilDate></Retention>`,
  },
  putObjectRetention: {
    call: (c, _, key) => c.putObjectRetention('bucket', key, { mode: 'GOVERNANCE', retainUntilDate: until }),
  },
  getObjectLegalHold: {
    call: (c, _, key) => c.getObjectLegalHold('bucket', key, {}),
    body: '<LegalHold><Status>ON</Status></LegalHold>',
  },
  setObjectLegalHold: { call: (c, _, key) => c.setObjectLegalHold('bucket', key, { status: 'ON' }) },
  composeObject: {
    call: (c, { CopyDestinationOptions, CopySourceOptions }, key) =>
      c.composeObject(new CopyDestinationOptions({ Bucket: 'bucket', Object: key }), [
        new CopySourceOptions({ Bucket: 'bucket', Object: 'a' }),
      ]),
    body: copied,
  },
  'extensions.listObjectsV2WithMetadata': {
    call: (c) => c.extensions.listObjectsV2WithMetadata('bucket', '', true),
    body: page('a'),
  },
}

/** Of several requests, or with files: with tests of their own. */
export const composites = ['fGetObject', 'fPutObject', 'listenBucketNotification']

/** Those that send none, and give strings or what a form is made of. */
export const silent: Readonly<Record<string, Call>> = {
  presignedUrl: (c, _, key) => c.presignedUrl('GET', 'bucket', key, 60),
  presignedGetObject: (c, _, key) => c.presignedGetObject('bucket', key, 60),
  presignedPutObject: (c, _, key) => c.presignedPutObject('bucket', key, 60),
  presignedPostPolicy: (c, _, key) => {
    const policy: Minio.PostPolicy = c.newPostPolicy()
    policy.setBucket('bucket')
    policy.setKey(key)
    policy.setExpires(new Date('2030-01-01'))
    return c.presignedPostPolicy(policy)
  },
  newPostPolicy: (c) => c.newPostPolicy(),
  calculatePartSize: (c) => c.calculatePartSize(1),
  setAppInfo: (c) => c.setAppInfo('app', '1'),
  setRequestOptions: (c) => c.setRequestOptions({}),
  setS3TransferAccelerate: (c) => c.setS3TransferAccelerate('host'),
  traceOn: (c) => c.traceOn(process.stderr),
  traceOff: (c) => c.traceOff(),
}

/** What the SDK is made of within: deprecated, private, or marked as internal. */
export const within = [
  ...['abortMultipartUpload', 'applyBucketLifecycle', 'checkAndRefreshCreds', 'completeMultipartUpload'],
  ...['copyObjectV1', 'copyObjectV2', 'fetchCredentials', 'findUploadId', 'getAccelerateEndPointIfSet'],
  ...['getBucketRegion', 'getBucketRegionAsync', 'getRequestOptions', 'getUploader', 'listPartsQuery'],
  ...['initiateNewMultipartUpload', 'listIncompleteUploadsQuery', 'listObjectsQuery', 'listObjectsV2Query'],
  ...['listParts', 'logHTTP', 'makeRequest', 'makeRequestAsync', 'makeRequestAsyncOmit', 'makeRequestStream'],
  ...['makeRequestStreamAsync', 'removeTagging', 'setCredentialsProvider', 'setTagging', 'uploadBuffer'],
  ...['uploadPart', 'uploadPartCopy', 'uploadStream'],
]
