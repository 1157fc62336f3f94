import type { Readable } from 'node:stream'
import { getRequestId, type WithRequestId, withRequestId } from '@requestid/cos'
import COS from 'cos-nodejs-sdk-v5'
import { type Equal, expectTrue, type Id } from './expect.js'

const object = { Bucket: 'b-1250000000', Region: 'ap-guangzhou', Key: 'k' }
const plain = new COS({})
const cos = withRequestId(plain)
type Registered = typeof cos

// Promise

const head = await cos.headObject(object)
expectTrue<Equal<typeof head.requestId, Id>>()
expectTrue<Equal<typeof head.ETag, string>>()
const sdkHead: COS.HeadObjectResult = head
const { requestId, ...rest } = await cos.putObject({ ...object, Body: Buffer.from('x'), 'x-cos-meta-a': 'b' })
expectTrue<Equal<typeof requestId, Id>>()
expectTrue<Equal<typeof rest.Location, string>>()
const asked = await cos.request({ Method: 'GET' })
expectTrue<Equal<typeof asked.requestId, Id>>()
// @ts-expect-error: a property that may be absent, not one that may be undefined
head.requestId = undefined

/** What each method's promise, which its last overload returns, resolves to. */
type Resolved = {
  [K in keyof Registered]: Registered[K] extends (...args: never) => Promise<infer T> ? T : never
}
type Asynchronous = { [K in keyof Resolved]: [Resolved[K]] extends [never] ? never : K }[keyof Resolved]
type Synchronous =
  | 'getObjectStream'
  | 'selectObjectContentStream'
  | 'getTaskList'
  | 'pauseTask'
  | 'restartTask'
  | 'cancelTask'
  | 'isUploadRunning'
  | 'getObjectUrl'
  | 'getV4Auth'
  | 'getAuth'
  | 'on'
  | 'off'
  | 'emit'
expectTrue<Equal<Exclude<keyof Registered, Asynchronous>, Synchronous>>()
type ResolvedId<T> = T extends { requestId?: string } ? T['requestId'] : never
type Without = { [K in Asynchronous]: Equal<ResolvedId<Resolved[K]>, Id> extends true ? never : K }
expectTrue<Equal<Without[Asynchronous], never>>()
expectTrue<Equal<keyof Registered, keyof COS>>()

// Callback

cos.headObject(object, (err, data) => {
  expectTrue<Equal<typeof data.requestId, Id>>()
  expectTrue<Equal<typeof data.ETag, string>>()
  // @ts-expect-error: null on success
  err.requestId
  if (err) expectTrue<Equal<typeof err.requestId, Id>>()
  expectTrue<Equal<null extends typeof err ? true : false, true>>()
  const sdkError: COS.CosError = err
  return sdkError
})
cos.getObjectUrl(object, (err, data) => {
  expectTrue<Equal<typeof data.requestId, Id>>()
  expectTrue<Equal<typeof data.Url, string>>()
  return err?.requestId
})
// Callbacks written against the SDK's own types go on working.
function handle(_err: COS.CosError, _data: COS.HeadObjectResult): void {}
cos.headObject(object, handle)

/** What the callback of each method gets, which is the last argument of its last but one overload. */
type Called = {
  [K in Asynchronous]: Registered[K] extends {
    (...args: [...infer _, (error: infer E, data: infer D) => void]): unknown
    (...args: never): unknown
  }
    ? [E, D]
    : never
}
type CalledId<C> = C extends [infer E extends { requestId?: string } | null, { requestId?: string }]
  ? 'requestId' extends keyof NonNullable<E>
    ? 'requestId' extends keyof C[1]
      ? true
      : false
    : false
  : false
type CalledWithout = { [K in Asynchronous]: CalledId<Called[K]> extends true ? never : K }
expectTrue<Equal<CalledWithout[Asynchronous], never>>()

// Overloads: getService has three.

cos.getService((err, data) => [err?.requestId, data.requestId, data.Buckets])
cos.getService({}, (err, data) => [err?.requestId, data.requestId, data.Buckets])
expectTrue<Equal<Awaited<ReturnType<typeof cos.getService>>['requestId'], Id>>()
const services = [await cos.getService(), await cos.getService({})]
expectTrue<Equal<(typeof services)[number]['requestId'], Id>>()
const called = cos.getService(() => {})
expectTrue<Equal<typeof called, void>>()
// @ts-expect-error: no fourth overload
cos.getService({}, () => {}, 1)

// Stream

const stream = cos.getObjectStream(object, (err, data) => [err?.requestId, data.requestId])
expectTrue<Equal<typeof stream.requestId, Id>>()
stream.on('error', () => {}).pipe(process.stdout)
expectTrue<Equal<ReturnType<typeof cos.selectObjectContentStream>['requestId'], Id>>()

// Batch

const { files, requestId: batchId } = await cos.uploadFiles({
  files: [
    {
      ...object,
      FilePath: '/f',
      onFileFinish(err, data, options) {
        expectTrue<Equal<[typeof err.requestId, typeof data.requestId], [Id, Id]>>()
        expectTrue<Equal<typeof options, COS.UploadFileItemParams>>()
        expectTrue<Equal<typeof err.message, string>>()
      },
      onProgress: (info) => expectTrue<Equal<typeof info, COS.ProgressInfo>>(),
      onTaskReady: (taskId) => expectTrue<Equal<typeof taskId, string>>(),
    },
  ],
  onFileFinish: (err, data, options) => [err.requestId?.length, data.requestId?.length, options.Key.length],
  onProgress: (info) => info.percent,
})
expectTrue<Equal<typeof batchId, Id>>()
for (const { data, error, options } of files) {
  expectTrue<Equal<[typeof data.requestId, typeof error.requestId], [Id, Id]>>()
  expectTrue<Equal<typeof data.Location, string>>()
  expectTrue<Equal<typeof options, COS.UploadFileItemParams>>()
}
const ids = files.map(({ data, error }) => data.requestId ?? error.requestId)
expectTrue<Equal<typeof ids, Id[]>>()
const sdkFiles: COS.UploadFilesResult['files'] = files
cos.uploadFiles({ files: [] }, (err, data) => [err?.requestId, data.files[0]?.data.requestId])
await cos.uploadFile({
  ...object,
  FilePath: '/f',
  onFileFinish: (err, data, options) => [err.requestId?.length, data.requestId?.length, options.Key.length],
})
// Parameters written against the SDK's own types go on working.
const batch: COS.UploadFilesParams = { files: [], onFileFinish: (_err, data, _options) => data.ETag }
cos.uploadFiles(batch)
// @ts-expect-error: onFileFinish gets no fourth argument
cos.uploadFiles({ files: [], onFileFinish: (_err, _data, _options, _more) => {} })

// Unchanged

type Unchanged = Exclude<Synchronous, 'getObjectStream' | 'selectObjectContentStream' | 'getObjectUrl'>
type Call<F> = F extends (...args: infer A) => infer R ? [A, R] : never
type Changed = { [K in Unchanged]: Equal<Call<Registered[K]>, Call<COS[K]>> extends true ? never : K }
expectTrue<Equal<Changed[Unchanged], never>>()
const url: string = cos.getObjectUrl(object)
expectTrue<Equal<typeof url, ReturnType<typeof cos.getObjectUrl>>>()
const auth = cos.getAuth({ Method: 'GET' })
expectTrue<Equal<typeof auth, COS.Authorization>>()
cos.on('list-update', (data) => expectTrue<Equal<typeof data, Parameters<Parameters<COS['on']>[1]>[0]>>())
// A method's parameters without callbacks in them are the SDK's own type.
expectTrue<Equal<Parameters<typeof cos.headObject>, [params: COS.HeadObjectParams]>>()
expectTrue<Equal<Parameters<typeof cos.putObject>, [params: COS.PutObjectParams]>>()

// Wrong arguments

// @ts-expect-error: no parameters
cos.headObject()
// @ts-expect-error: a parameter is missing
cos.headObject({ Bucket: 'b', Region: 'r' })
// @ts-expect-error: a parameter of the wrong type
cos.headObject({ ...object, Key: 1 })
// @ts-expect-error: an unknown parameter
cos.headObject({ ...object, NoSuchParameter: 1 })
// @ts-expect-error: the callback is no function
cos.headObject(object, 'callback')
// @ts-expect-error: a callback of another method
cos.headObject(object, (_err: COS.CosError, data: COS.GetServiceResult) => data.Buckets)
// @ts-expect-error: a file's parameter is missing
cos.uploadFiles({ files: [{ FilePath: '/f' }] })
// @ts-expect-error: an unknown parameter
cos.uploadFiles({ files: [], NoSuchParameter: 1 })
// @ts-expect-error: no such method
cos.noSuchMethod()
// @ts-expect-error: not a client
withRequestId('client')

// In the SDK's place

const asSdk: COS = cos
function takesSdk(client: COS): Promise<COS.HeadObjectResult> {
  return client.headObject(object)
}
takesSdk(cos)
const again = withRequestId(cos, { enumerable: false, onExchange: (exchange) => exchange.requestId })
expectTrue<Equal<Awaited<ReturnType<typeof again.headObject>>['requestId'], Id>>()
expectTrue<Equal<WithRequestId<COS>, Registered>>()
function generic<C extends COS>(client: C): C & COS {
  const registered = withRequestId(client)
  registered.headObject(object, (err, data) => [err?.RequestId, data.RequestId])
  // @ts-expect-error: one of the limits that the documentation of WithRequestId names
  registered.headObject(object, (err) => err?.requestId)
  return registered
}

class Private extends COS {
  private readonly prefix = 'p/'
  readonly #bucket = 'b-1250000000'
  protected limit = 1
  async find(key: string): Promise<{ found: boolean }> {
    return { found: this.#bucket + this.prefix + key !== '' && this.limit > 0 }
  }
}
const subclass = withRequestId(new Private({}))
const asSubclass: Private = subclass
const found = await subclass.find('k')
expectTrue<Equal<[typeof found.requestId, typeof found.found], [Id, boolean]>>()
const subclassHead = await subclass.headObject(object)
expectTrue<Equal<typeof subclassHead.requestId, Id>>()
subclass.uploadFiles({ files: [], onFileFinish: (err, data) => [err.requestId, data.requestId] })
// @ts-expect-error: still private
subclass.prefix
// @ts-expect-error: a parameter is missing
subclass.headObject({})

// What may be a client is taken: a part of one, an interface of one's own, what has no type.

class Registering extends COS {
  constructor(private readonly own: string) {
    super({})
    withRequestId(this)
    withRequestId(this, { onExchange: undefined, enumerable: undefined })
  }
  keyOf(name: string): string {
    return this.own + name
  }
}
interface Store {
  headObject(params: COS.HeadObjectParams): Promise<{ ETag: string }>
}
interface Uploads {
  upload(name: string): Promise<{ name: string }>
}
declare const store: Store
declare const uploads: Uploads
declare const part: Pick<COS, 'headObject'>
declare const either: COS | Private
declare const opaque: object
declare const unknowns: Record<string, unknown>
// biome-ignore lint/suspicious/noExplicitAny: of a module without declarations
declare const anything: any
const ofStore = await withRequestId(store).headObject(object)
const ofUploads = await withRequestId(uploads).upload('k')
const ofPart = await withRequestId(part).headObject(object)
expectTrue<
  Equal<[typeof ofStore.requestId, typeof ofUploads.requestId, typeof ofPart.requestId], [Id, Id, Id]>
>()
const taken = [withRequestId(either), withRequestId(opaque), withRequestId(unknowns), withRequestId(anything)]
function ofAnySDK<C extends object>(client: C): WithRequestId<C> {
  return withRequestId(client)
}
function behind<C extends Store>(client: C): C {
  return withRequestId(client)
}
const register: (client: COS) => WithRequestId<COS> = withRequestId
const pool = [plain].map((client) => withRequestId(client))

// An unregistered client has none of it.

const plainHead = await plain.headObject(object)
expectTrue<Equal<'requestId' extends keyof typeof plainHead ? true : false, false>>()
// @ts-expect-error: not registered
plainHead.requestId
// @ts-expect-error: not registered
plain.headObject(object, (err) => err?.requestId)
// @ts-expect-error: not registered
plain.getObjectStream(object).requestId
// @ts-expect-error: not registered
plain.uploadFiles({ files: [], onFileFinish: (err) => err.requestId })

// What was caught

try {
  await cos.getObject({ ...object, Output: stream as unknown as Readable })
} catch (error) {
  expectTrue<Equal<ReturnType<typeof getRequestId>, Id>>()
  getRequestId(error)
}

export {
  asSdk,
  asSubclass,
  behind,
  generic,
  ids,
  ofAnySDK,
  pool,
  Registering,
  register,
  sdkFiles,
  sdkHead,
  taken,
}

// A name of one's own.
const named = withRequestId(plain, { property: 'cloudRequestId' })
const namedHead = await named.headObject(object)
expectTrue<Equal<typeof namedHead.cloudRequestId, Id>>()
expectTrue<Equal<'requestId' extends keyof typeof namedHead ? true : false, false>>()
named.headObject(object, (error, data) => [error?.cloudRequestId, data.cloudRequestId])
