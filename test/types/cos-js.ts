// cos-js-sdk-v5, newest and oldest. The uploads take a Blob where Node's take a path.
import { type WithRequestId, withRequestId } from '@requestid/cos'
import COS from 'cos-js-sdk-v5'
import COS1_4 from 'cos-js-sdk-v5-1.4'
import { type Equal, expectTrue, type Id } from './expect.js'

const object = { Bucket: 'b-1250000000', Region: 'ap-guangzhou', Key: 'k' }
const Body = new Blob(['x'])
const cos = withRequestId(new COS({}), { onExchange: ({ requestId }) => requestId?.length })
type Registered = typeof cos
const asSDK: COS = cos

// Promise

const { requestId, ...rest } = await cos.putObject({ ...object, Body })
expectTrue<Equal<typeof requestId, Id>>()
expectTrue<Equal<typeof rest.Location, string>>()

/** What each method's promise, which its last overload returns, resolves to. */
type Resolved = {
  [K in keyof Registered]: Registered[K] extends (...args: never) => Promise<infer T> ? T : never
}
type Asynchronous = { [K in keyof Resolved]: [Resolved[K]] extends [never] ? never : K }[keyof Resolved]
type Synchronous =
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

// Callback, and batch

cos.headObject(object, (err, data) => {
  expectTrue<Equal<typeof data.requestId, Id>>()
  // @ts-expect-error: null on success
  err.requestId
  const sdkError: COS.CosError = err
  return [err?.requestId?.length, sdkError]
})
const { files, requestId: batchId } = await cos.uploadFiles({
  files: [{ ...object, Body, onFileFinish: (err, data) => [err.requestId?.length, data.requestId?.length] }],
  onFileFinish: (err, data, options) => [err.requestId?.length, data.requestId?.length, options.Key.length],
})
expectTrue<Equal<typeof batchId, Id>>()
for (const { data, error } of files) {
  expectTrue<Equal<[typeof data.requestId, typeof error.requestId], [Id, Id]>>()
}
// @ts-expect-error: no Key
cos.headObject({ Bucket: 'b-1250000000', Region: 'ap-guangzhou' })

// A field of a class, and a client on its way through functions of one's own.

class Uploads {
  readonly client: WithRequestId<COS> = withRequestId(new COS({}))
}
expectTrue<Equal<Awaited<ReturnType<Uploads['client']['deleteObject']>>['requestId'], Id>>()

// The oldest

const old = withRequestId(new COS1_4({}))
const asOld: COS1_4 = old
old.headObject(object, (err, data) => [err?.requestId?.length, data.requestId?.length])
const head = await old.headObject(object)
expectTrue<Equal<typeof head.requestId, Id>>()

export { asOld, asSDK }
