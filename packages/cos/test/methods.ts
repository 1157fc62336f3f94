import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

export const bucket = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' }
const object = { ...bucket, Key: 'a' }
const source = { CopySource: 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a' }

const folder = mkdtempSync(join(tmpdir(), 'requestid-'))
afterAll(() => rmSync(folder, { recursive: true }))
/** Paths of a file that is uploaded at once, of one that is uploaded in three parts, and of one to write to. */
export const files = {
  small: join(folder, 'small'),
  big: join(folder, 'big'),
  target: join(folder, 'target'),
}
writeFileSync(files.small, 'content')
writeFileSync(files.big, Buffer.alloc(2.5 * 1024 * 1024, 'x'))

/** How a method's outcome comes, apart from the callback, which all have. */
export type Kind =
  | 'promise'
  /** A deprecated alias: it returns nothing, so the callback is the only way. */
  | 'callback'
  /** Returns a stream. */
  | 'stream'
  /** Makes no request. */
  | 'none'

export interface Case {
  readonly kind: Kind
  readonly params: object
}

const promise = (params: object = bucket): Case => ({ kind: 'promise', params })
const callback = (params: object = bucket): Case => ({ kind: 'callback', params })
const stream = (params: object): Case => ({ kind: 'stream', params })
const none: Case = { kind: 'none', params: {} }

const select = {
  ...object,
  SelectType: 2,
  SelectRequest: {
    Expression: 'Select * from COSObject',
    ExpressionType: 'SQL',
    InputSerialization: { CSV: {} },
    OutputSerialization: { CSV: {} },
  },
}
const acl = { ACL: 'private' }
const tags = { Tags: [{ Key: 'k', Value: 'v' }] }
const cors = { CORSRules: [{ AllowedOrigin: ['*'], AllowedMethod: ['GET'] }] }
const upload = { UploadId: '{UploadId}' }

/**
 * Every method that the prototype of any of the SDKs has, with parameters that succeed where the object `a` exists and
 * `{UploadId}` stands for a multipart upload of it that was begun.
 */
export const methods: Readonly<Record<string, Case>> = {
  getAuth: none,
  getV4Auth: none,
  getObjectUrl: none,

  getService: promise({}),
  putBucket: promise(),
  headBucket: promise(),
  getBucket: promise(),
  deleteBucket: promise(),
  putBucketAcl: promise({ ...bucket, ...acl }),
  getBucketAcl: promise(),
  putBucketCors: promise({ ...bucket, ...cors }),
  getBucketCors: promise(),
  deleteBucketCors: promise(),
  getBucketLocation: promise(),
  putBucketPolicy: promise({ ...bucket, Policy: { version: '2.0', Statement: [{ effect: 'allow' }] } }),
  getBucketPolicy: promise(),
  deleteBucketPolicy: promise(),
  putBucketTagging: promise({ ...bucket, ...tags }),
  getBucketTagging: promise(),
  deleteBucketTagging: promise(),
  putBucketLifecycle: promise({ ...bucket, Rules: [{ ID: '1', Status: 'Enabled', Filter: {} }] }),
  getBucketLifecycle: promise(),
  deleteBucketLifecycle: promise(),
  putBucketVersioning: promise({ ...bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  getBucketVersioning: promise(),
  putBucketReplication: promise({ ...bucket, ReplicationConfiguration: { Role: 'r', Rules: [{ ID: '1' }] } }),
  getBucketReplication: promise(),
  deleteBucketReplication: promise(),
  putBucketWebsite: promise({ ...bucket, WebsiteConfiguration: { IndexDocument: { Suffix: 'i.html' } } }),
  getBucketWebsite: promise(),
  deleteBucketWebsite: promise(),
  putBucketReferer: promise({
    ...bucket,
    RefererConfiguration: {
      Status: 'Enabled',
      RefererType: 'White-List',
      DomainList: { Domains: ['*.com'] },
    },
  }),
  getBucketReferer: promise(),
  putBucketDomain: promise({ ...bucket, DomainRule: [{ Status: 'ENABLED', Name: 'a.com', Type: 'REST' }] }),
  getBucketDomain: promise(),
  deleteBucketDomain: promise(),
  putBucketOrigin: promise({ ...bucket, OriginRule: [{ OriginType: 'Mirror' }] }),
  getBucketOrigin: promise(),
  deleteBucketOrigin: promise(),
  putBucketLogging: promise({ ...bucket, BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs' } } }),
  getBucketLogging: promise(),
  putBucketInventory: promise({
    ...bucket,
    Id: 'weekly',
    InventoryConfiguration: {
      Id: 'weekly',
      IsEnabled: 'true',
      Destination: { COSBucketDestination: { Format: 'CSV' } },
      Schedule: { Frequency: 'Daily' },
      IncludedObjectVersions: 'All',
    },
  }),
  getBucketInventory: promise({ ...bucket, Id: 'weekly' }),
  listBucketInventory: promise(),
  deleteBucketInventory: promise({ ...bucket, Id: 'weekly' }),
  putBucketAccelerate: promise({ ...bucket, AccelerateConfiguration: { Status: 'Enabled' } }),
  getBucketAccelerate: promise(),
  putBucketEncryption: promise({ ...bucket, ServerSideEncryptionConfiguration: { Rule: [{ A: 'b' }] } }),
  getBucketEncryption: promise(),
  deleteBucketEncryption: promise(),

  putObject: promise({ ...object, Body: 'content' }),
  postObject: promise({ ...object, FilePath: files.small }),
  getObject: promise(object),
  getObjectStream: stream(object),
  headObject: promise(object),
  listObjectVersions: promise(),
  deleteObject: promise(object),
  getObjectAcl: promise(object),
  putObjectAcl: promise({ ...object, ...acl }),
  optionsObject: promise({ ...object, Origin: 'https://example.com', AccessControlRequestMethod: 'GET' }),
  putObjectCopy: promise({ ...bucket, Key: 'copy', ...source }),
  deleteMultipleObject: promise({ ...bucket, Objects: [{ Key: 'a' }] }),
  restoreObject: promise({ ...object, RestoreRequest: { Days: 1, CASJobParameters: { Tier: 'Standard' } } }),
  putObjectTagging: promise({ ...object, ...tags }),
  getObjectTagging: promise(object),
  deleteObjectTagging: promise(object),
  selectObjectContent: promise(select),
  selectObjectContentStream: stream(select),
  appendObject: promise({ ...bucket, Key: 'log', Position: 0, Body: 'content' }),
  request: promise({ ...object, Method: 'GET', RawBody: true }),

  multipartInit: promise(object),
  multipartUpload: promise({ ...object, ...upload, PartNumber: 1, Body: 'content' }),
  uploadPartCopy: promise({ ...object, ...upload, PartNumber: 1, ...source }),
  multipartComplete: promise({ ...object, ...upload, Parts: [{ PartNumber: 1, ETag: '{ETag}' }] }),
  multipartList: promise(),
  multipartListPart: promise({ ...object, ...upload }),
  multipartAbort: promise({ ...object, ...upload }),

  sliceUploadFile: promise({ ...bucket, Key: 'big', FilePath: files.big }),
  uploadFile: promise({ ...bucket, Key: 'big', FilePath: files.big }),
  // 2.9.0 never settles where it sends a small file, which it reads as a stream, for the second time.
  uploadFiles: promise({ files: [{ ...bucket, Key: 'big', FilePath: files.big }] }),
  sliceCopyFile: promise({ ...bucket, Key: 'copy', ...source, CopySliceSize: 1 }),
  downloadFile: promise({ ...object, FilePath: files.target }),
  abortUploadTask: promise({ ...object, ...upload, Level: 'task' }),

  putBucketACL: callback({ ...bucket, ...acl }),
  getBucketACL: callback(),
  getObjectACL: callback(object),
  putObjectACL: callback({ ...object, ...acl }),
  getBucketCORS: callback(),
  putBucketCORS: callback({ ...bucket, ...cors }),
  deleteBucketCORS: callback(),
}
