import type { Readable } from 'node:stream'
import {
  type Exchange,
  getRequestId,
  type RequestIdOptions,
  type RequestInfo,
  type WithRequestId,
  withRequestId,
} from '@requestid/oss'
import OSS from 'ali-oss'
import { type Equal, expectTrue, type Id } from './expect.js'

const keys = { accessKeyId: 'i', accessKeySecret: 's' }
const plain = new OSS(keys)
const oss = withRequestId(plain)
const sts = withRequestId(new OSS.STS(keys))
const images = withRequestId(new OSS.ImageClient({ ...keys, imageHost: 'h', bucket: 'b' }))
const cluster = withRequestId(new OSS.ClusterClient({ clusters: [] }))

// Promise

const put = await oss.put('k', Buffer.from('x'), { mime: 'text/plain' })
expectTrue<Equal<typeof put.requestId, Id>>()
expectTrue<Equal<typeof put.name, string>>()
const sdkPut: OSS.PutObjectResult = put
const { requestId, ...rest } = await oss.head('k')
expectTrue<Equal<typeof requestId, Id>>()
expectTrue<Equal<typeof rest.meta, OSS.UserMeta>>()
// @ts-expect-error: a property that may be absent, not one that may be undefined
put.requestId = undefined

/** The parameters and the return type of each overload. */
type Overloads<F> = F extends {
  (...args: infer A1): infer R1
  (...args: infer A2): infer R2
  (...args: infer A3): infer R3
  (...args: infer A4): infer R4
}
  ? [A1, R1] | [A2, R2] | [A3, R3] | [A4, R4]
  : never
type IsAny<T> = 0 extends 1 & T ? true : false
type HasId<R> = [R] extends [Promise<infer T>]
  ? IsAny<T> extends true
    ? false
    : T extends { requestId?: string }
      ? Equal<T['requestId'], Id>
      : false
  : false
/** The methods without the property on the promised result of every overload. */
type Without<C> = {
  [K in keyof C]: HasId<Overloads<C[K]>[1]> extends true ? never : K
}[keyof C]
type Synchronous =
  | 'useBucket'
  | 'getObjectUrl'
  | 'generateObjectUrl'
  | 'signatureUrl'
  | 'cancel'
  | 'isCancel'
  | 'calculatePostSignature'
  | 'getRtmpUrl'
type PromiseOfString = 'signatureUrlV4' | 'asyncSignatureUrl'
type PromiseOfAny = 'getBucketInfo' | 'getBucketLocation'
expectTrue<Equal<Without<typeof oss>, Synchronous | PromiseOfString | PromiseOfAny>>()
expectTrue<Equal<Without<typeof sts>, never>>()
expectTrue<Equal<Without<typeof images>, 'signatureUrl' | 'asyncSignatureUrl'>>()
expectTrue<Equal<Without<typeof cluster>, 'signatureUrl' | PromiseOfString>>()

/** What is to become of an overload: the SDK's own parameters, and the property on an object it promises. */
type Registered<O> = O extends [infer A, Promise<infer T>]
  ? IsAny<T> extends true
    ? O
    : [A, Promise<T extends object ? T & { requestId?: string } : T>]
  : O
/** The methods that became anything else. */
type Otherwise<C, R extends { [K in keyof C]: unknown }> = {
  [K in keyof C]: Equal<Overloads<R[K]>, Registered<Overloads<C[K]>>> extends true ? never : K
}[keyof C]
expectTrue<Equal<Otherwise<OSS, typeof oss>, never>>()
expectTrue<Equal<Otherwise<OSS.STS, typeof sts>, never>>()
expectTrue<Equal<Otherwise<OSS.ImageClient, typeof images>, never>>()
expectTrue<Equal<Otherwise<OSS.ClusterClient, typeof cluster>, never>>()

// Overloads: copy has two.

const copies = [
  await oss.copy('k', 'source'),
  await oss.copy('k', 'source', { timeout: 1 }),
  await oss.copy('k', 'source', 'bucket'),
  await oss.copy('k', 'source', 'bucket', { timeout: 1 }),
]
expectTrue<Equal<(typeof copies)[number]['requestId'], Id>>()
// The last overload is still the last.
expectTrue<Equal<Parameters<typeof oss.copy>, Parameters<OSS['copy']>>>()
const sdkCopies: OSS.CopyAndPutMetaResult[] = copies
// @ts-expect-error: no overload has the options before the bucket
oss.copy('k', 'source', { timeout: 1 }, 'bucket')

// Stream: its type is any, so it goes on taking anything.

const { stream, requestId: streamId } = await oss.getStream('k')
expectTrue<Equal<[typeof streamId, IsAny<typeof stream>], [Id, true]>>()
oss.putStream('k', stream as Readable).then((result) => result.requestId?.length)

// What @types/ali-oss declares otherwise than it is at run time stays as declared.

const info = await oss.getBucketInfo('b')
expectTrue<Equal<[IsAny<typeof info>, IsAny<typeof info.bucket>], [true, true]>>()
const signed = await oss.signatureUrlV4('GET', 60, undefined, 'k')
expectTrue<Equal<typeof signed, string>>()
// Lists that are none: the id is on the list, its items are the SDK's.
const buckets = await oss.listBuckets(null)
expectTrue<Equal<[typeof buckets.requestId, (typeof buckets)[number]], [Id, OSS.Bucket]>>()
const sdkBuckets: OSS.Bucket[] = buckets.filter((bucket) => bucket.name !== 'b')
// @ts-expect-error: the SDK returns it, the types do not have it
buckets.buckets
const styles = await images.listStyle()
expectTrue<Equal<[typeof styles.requestId, (typeof styles)[number]], [Id, OSS.StyleData]>>()
// @ts-expect-error: the SDK returns it, the types do not have it
;(await oss.deleteBucket('b')).res
// @ts-expect-error: the SDK returns it, the types do not have it
;(await sts.assumeRole('arn')).res
// @ts-expect-error: a method without a type
oss.getObjectMeta('k')
// @ts-expect-error: a method without a type
oss.request({})
// @ts-expect-error: a method without a type
cluster.getACL('k')
// @ts-expect-error: a member without a type
images.ossClient
expectTrue<Equal<keyof typeof oss, keyof OSS>>()
expectTrue<Equal<keyof typeof sts, keyof OSS.STS>>()
expectTrue<Equal<keyof typeof images, keyof OSS.ImageClient>>()
expectTrue<Equal<keyof typeof cluster, keyof OSS.ClusterClient>>()

// Types that the user has corrected get the property too.
type Corrected = Omit<OSS, 'listBuckets' | 'getBucketInfo'> & {
  listBuckets(query: OSS.ListBucketsQueryType | null): Promise<{ buckets: OSS.Bucket[] }>
  getObjectMeta(name: string): Promise<{ status: number }>
}
const corrected = withRequestId(plain as unknown as Corrected)
const listed = await corrected.listBuckets({ prefix: 'p' })
const meta = await corrected.getObjectMeta('k')
expectTrue<Equal<[typeof listed.requestId, typeof meta.requestId], [Id, Id]>>()
expectTrue<Equal<[typeof listed.buckets, typeof meta.status], [OSS.Bucket[], number]>>()
expectTrue<Equal<Awaited<ReturnType<typeof corrected.put>>['requestId'], Id>>()
const asCorrected: Corrected = corrected

// Unchanged

const used = oss.useBucket('b')
expectTrue<Equal<typeof used, void>>()
const url: string = oss.signatureUrl('k', { expires: 1 })
const post = oss.calculatePostSignature({})
expectTrue<Equal<typeof post, OSS.PostObjectParams>>()
expectTrue<Equal<ReturnType<typeof oss.isCancel>, boolean>>()
expectTrue<Equal<typeof oss.getBucketInfo, (name: string) => ReturnType<OSS['getBucketInfo']>>>()
// The progress function of an upload is no Node-style callback.
const upload = await oss.multipartUpload('k', '/f', {
  progress: (percent, checkpoint: OSS.Checkpoint) =>
    expectTrue<Equal<[IsAny<typeof percent>, typeof checkpoint], [true, OSS.Checkpoint]>>(),
})
expectTrue<Equal<typeof upload.requestId, Id>>()

// Wrong arguments

// @ts-expect-error: no name
oss.head()
// @ts-expect-error: a name of the wrong type
oss.head(1)
// @ts-expect-error: an unknown option
oss.head('k', { noSuchOption: 1 })
// @ts-expect-error: an option of the wrong type
oss.put('k', '/f', { timeout: '1' })
// @ts-expect-error: too many arguments
oss.delete('k', {}, 1)
// @ts-expect-error: an acl that there is none of
oss.putACL('k', 'secret')
// @ts-expect-error: options that the types require
oss.putMeta('k', { uid: 1, pid: 1 })
// @ts-expect-error: no role
sts.assumeRole()
// @ts-expect-error: no style
images.putStyle('s')
// @ts-expect-error: a query without what the types require
cluster.list({}, {})
// @ts-expect-error: no such method
oss.noSuchMethod()
// @ts-expect-error: not a client
withRequestId('client')

// In the SDK's place

const asSdk: [OSS, OSS.STS, OSS.ImageClient, OSS.ClusterClient] = [oss, sts, images, cluster]
function takesSdk(client: OSS): Promise<OSS.PutObjectResult> {
  return client.put('k', '/f')
}
takesSdk(oss)
const again = withRequestId(oss, {
  enumerable: false,
  debug: true,
  onExchange(exchange) {
    expectTrue<Equal<typeof exchange, Exchange>>()
    expectTrue<Equal<[typeof exchange.requestId, typeof exchange.ec], [Id, Id]>>()
  },
  onError: (error) => expectTrue<Equal<typeof error, unknown>>(),
})
expectTrue<Equal<Awaited<ReturnType<typeof again.head>>['requestId'], Id>>()
expectTrue<Equal<WithRequestId<OSS>, typeof oss>>()
function generic<C extends OSS>(client: C): C & OSS {
  const registered = withRequestId(client)
  registered.head('k').then(({ status }) => status)
  // @ts-expect-error: one of the limits that the documentation of WithRequestId names
  registered.head('k').then((result) => result.requestId)
  return registered
}

class Private extends OSS {
  private readonly prefix = 'p/'
  readonly #bucket = 'b'
  protected limit = 1
  async find(key: string): Promise<{ found: boolean }> {
    return { found: this.#bucket + this.prefix + key !== '' && this.limit > 0 }
  }
  async dates(): Promise<Date[]> {
    return []
  }
  override async head(name: string): Promise<OSS.HeadObjectResult & { found: boolean }> {
    return { ...(await super.head(name)), ...(await this.find(name)) }
  }
}
const subclass = withRequestId(new Private(keys))
const asSubclass: Private = subclass
const found = await subclass.find('k')
expectTrue<Equal<[typeof found.requestId, typeof found.found], [Id, boolean]>>()
const dates = await subclass.dates()
expectTrue<Equal<[typeof dates.requestId, (typeof dates)[number]], [Id, Date]>>()
const overridden = await subclass.head('k')
expectTrue<Equal<[typeof overridden.requestId, typeof overridden.found], [Id, boolean]>>()
const inherited = [await subclass.copy('k', 's', { timeout: 1 }), await subclass.copy('k', 's', 'b')]
expectTrue<Equal<(typeof inherited)[number]['requestId'], Id>>()
// @ts-expect-error: still private
subclass.prefix
// @ts-expect-error: a parameter is missing
subclass.head()

function either<C extends OSS | OSS.STS>(client: C): WithRequestId<C> {
  return withRequestId(client)
}

// An unregistered client has none of it.

const plainHead = await plain.head('k')
expectTrue<Equal<'requestId' extends keyof typeof plainHead ? true : false, false>>()
// @ts-expect-error: not registered
plainHead.requestId

// What was caught

try {
  await oss.get('k', '/f')
} catch (error) {
  expectTrue<Equal<ReturnType<typeof getRequestId>, Id>>()
  getRequestId(error)
}
declare const request: RequestInfo
expectTrue<Equal<[typeof request.requestId, typeof request.exchanges], [Id, readonly Exchange[]]>>()

export { asCorrected, asSdk, asSubclass, either, generic, sdkBuckets, sdkCopies, sdkPut, url }

// A name of one's own.
const named = withRequestId(plain, { property: 'cloudRequestId' })
const namedPut = await named.put('k', Buffer.from('x'))
expectTrue<Equal<typeof namedPut.cloudRequestId, Id>>()
expectTrue<Equal<'requestId' extends keyof typeof namedPut ? true : false, false>>()
const someOptions: RequestIdOptions = { enumerable: false }
const someNamed = withRequestId(plain, someOptions)
expectTrue<Equal<Awaited<ReturnType<typeof someNamed.head>>['requestId'], Id>>()
