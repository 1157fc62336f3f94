// The declarations of older releases.
import { withRequestId } from '@requestid/cos'
import COS2_9 from 'cos-nodejs-sdk-v5-2.9'
import COS2_15 from 'cos-nodejs-sdk-v5-2.15'
import { type Equal, expectTrue, type Id } from './expect.js'

const object = { Bucket: 'b-1250000000', Region: 'ap-guangzhou', Key: 'k' }

const newer = withRequestId(new COS2_15({}))
const asNewer: COS2_15 = newer
newer.uploadFiles({ files: [], onFileFinish: (err, data) => [err.requestId, data.requestId] })

const old = withRequestId(new COS2_9({}))
const asOld: COS2_9 = old
old.headObject(object, (err, data) => [err?.requestId?.length, data.requestId?.length])
const head = await old.headObject(object)
const { files } = await old.uploadFiles({
  files: [],
  onFileFinish: (err, data) => [err?.requestId, data?.requestId],
})
expectTrue<Equal<[typeof head.requestId, ReturnType<typeof old.getObjectStream>['requestId']], [Id, Id]>>()
expectTrue<Equal<(typeof files)[number]['data']['requestId'], Id>>()

export { asNewer, asOld }
