import { createRequire } from 'node:module'
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { withRequestId as ofAws } from '@requestid/aws'
import type { RequestIdOptions } from '@requestid/core'
import { withRequestId as ofCos } from '@requestid/cos'
import { withRequestId as ofOss } from '@requestid/oss'
import { createWx } from '@requestid/testing'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'

/** Credentials of the usual lengths, none of which may be seen anywhere. */
export const secrets = {
  id: 'AKIDc0ffee1c0ffee1c0ffee1c0ffee1c0ff',
  key: 'keyc0ffee2c0ffee2c0ffee2c0ffee2c',
  token: `token${'c0ffee3'.repeat(60)}`,
  cookie: 'session=c0ffee4c0ffee4',
  signature: 'c0ffee5c0ffee5c0ffee5',
}

/** One SDK, in the ways in which it gets an object that is not there. */
export interface Subject {
  readonly name: string
  readonly idHeader: string
  /** Whether the SDK itself puts what a header or a body has under `requestId` of an error: that string stays. */
  readonly setsRequestId?: true
  /** @param host where it is sent; it gives an error, or a result */
  get(host: string, options?: RequestIdOptions): Promise<unknown>
  head(host: string, options?: RequestIdOptions): Promise<unknown>
}

const require = createRequire(import.meta.url)
const outcome = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error)
const bucket = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' }
const { id, key, token, cookie, signature } = secrets
const forCos = { SecretId: id, SecretKey: key, SecurityToken: token, Protocol: 'http:', Timeout: 3000 }

function cosNode(host: string, options?: RequestIdOptions) {
  const cos = new COS({ ...forCos, Ip: host } as COS.COSOptions)
  return options ? ofCos(cos, options) : cos
}

// It looks for both when it is loaded.
Object.assign(globalThis, { window: undefined, wx: createWx() })
const WxCOS: typeof COS = require('cos-wx-sdk-v5')
function cosWx(host: string, options?: RequestIdOptions) {
  Object.assign(globalThis, { wx: createWx({ server: { host } }) })
  const cos = new WxCOS(forCos as COS.COSOptions)
  return options ? ofCos(cos, options) : cos
}

function oss(host: string, options?: RequestIdOptions) {
  const client = new OSS({
    accessKeyId: id,
    accessKeySecret: key,
    stsToken: token,
    refreshSTSTokenInterval: 1e9,
    bucket: 'examplebucket',
    endpoint: `http://${host}`,
    timeout: 3000,
  })
  return options ? ofOss(client, options) : client
}

function s3(host: string, options?: RequestIdOptions) {
  const client = new S3Client({
    endpoint: `http://${host}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: id, secretAccessKey: key, sessionToken: token },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 3000 },
  })
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers, query } = args.request as { headers: object; query: object }
      Object.assign(headers, { cookie })
      Object.assign(query, { 'X-Amz-Signature': signature })
      return next(args)
    },
    { step: 'build' },
  )
  return options ? (ofAws(client, options) as S3Client) : client
}
const object = { Bucket: 'bucket', Key: 'a' }
/** What programs add to a request of the COS SDKs. */
const ofCosObject = {
  ...bucket,
  Key: 'a',
  Headers: { Cookie: cookie },
  Query: { 'q-signature': signature },
} as COS.GetObjectParams
const ofOssObject = {
  headers: { Cookie: cookie },
  subres: { 'x-oss-signature': signature },
} as OSS.GetObjectOptions

export const subjects: readonly Subject[] = [
  {
    name: 'cos-nodejs-sdk-v5',
    idHeader: 'x-cos-request-id',
    get: (host, options) => outcome(cosNode(host, options).getObject(ofCosObject)),
    head: (host, options) => outcome(cosNode(host, options).headObject(ofCosObject)),
  },
  {
    name: 'cos-wx-sdk-v5',
    idHeader: 'x-cos-request-id',
    get: (host, options) => outcome(cosWx(host, options).getObject(ofCosObject)),
    head: (host, options) => outcome(cosWx(host, options).headObject(ofCosObject)),
  },
  {
    name: 'ali-oss',
    idHeader: 'x-oss-request-id',
    setsRequestId: true,
    get: (host, options) => outcome(oss(host, options).get('a', ofOssObject)),
    head: (host, options) => outcome(oss(host, options).head('a', ofOssObject)),
  },
  {
    name: '@aws-sdk/client-s3',
    idHeader: 'x-amz-request-id',
    get: (host, options) => outcome(s3(host, options).send(new GetObjectCommand(object))),
    head: (host, options) => outcome(s3(host, options).send(new HeadObjectCommand(object))),
  },
]
