/** The services that a server can be, and what their clients are given. */
import { createCosApi } from './cos.js'
import type { Dialect } from './dialect.js'
import { createOssApi } from './oss.js'
import { DEFAULT_BUCKET as OSS_BUCKET } from './oss-routes.js'
import { createS3Api } from './s3.js'
import { createStsApi, isStsRequest } from './sts.js'

/** Whose API a server speaks. */
export type Vendor = 'tencent-cos' | 'alibaba-oss' | 'aws'

/** What to give the constructor of `cos-nodejs-sdk-v5`. */
export interface CosOptions {
  SecretId: string
  SecretKey: string
  /** Where to connect; the Host header stays that of the bucket. */
  Ip: string
  Protocol: 'http:'
}

/** What to give the constructor of `ali-oss`, and of its `OSS.STS` and `OSS.ImageClient`. */
export interface OssOptions {
  accessKeyId: string
  accessKeySecret: string
  bucket: string
  region: string
  /** Where to connect; with an address here, the Host header in Node.js stays that of the bucket. */
  endpoint: string
}

/** What to give the constructor of `S3Client` of `@aws-sdk/client-s3`. */
export interface S3Options {
  endpoint: string
  region: string
  credentials: { accessKeyId: string; secretAccessKey: string }
  /** The bucket is in the path: an address has no subdomains. */
  forcePathStyle: true
}

/** Tencent COS. */
export function cos(): Dialect<CosOptions> {
  const api = createCosApi()
  return {
    apiOf: () => api,
    clientOptions: (host) => ({
      SecretId: 'test-secret-id',
      SecretKey: 'test-secret-key',
      Ip: host,
      Protocol: 'http:',
    }),
    clear: api.clear,
  }
}

/** Alibaba Cloud OSS, and the STS that `OSS.STS` uses. */
export function oss(): Dialect<OssOptions> {
  const api = createOssApi()
  const sts = createStsApi()
  return {
    apiOf: (head) => (isStsRequest(head) ? sts : api),
    clientOptions: (host) => ({
      accessKeyId: 'test-access-key-id',
      accessKeySecret: 'test-access-key-secret',
      bucket: OSS_BUCKET,
      region: 'oss-cn-hangzhou',
      endpoint: `http://${host}`,
    }),
    clear: api.clear,
  }
}

/** Amazon S3. */
export function s3(): Dialect<S3Options> {
  const api = createS3Api()
  return {
    apiOf: () => api,
    clientOptions: (host) => ({
      endpoint: `http://${host}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test-access-key-id', secretAccessKey: 'test-secret-access-key' },
      forcePathStyle: true,
    }),
    clear: api.clear,
  }
}

const DIALECTS = { 'tencent-cos': cos, 'alibaba-oss': oss, aws: s3 } satisfies Record<Vendor, () => Dialect>

/** The dialect of a vendor, with nothing stored yet. */
export function createDialect(vendor: Vendor): Dialect {
  // From JavaScript, any string may come.
  const create = Object.hasOwn(DIALECTS, vendor) && DIALECTS[vendor]
  if (!create) throw new TypeError(`unknown vendor, expected one of ${Object.keys(DIALECTS).join(', ')}`)
  return create()
}
