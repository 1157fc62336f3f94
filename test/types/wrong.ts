import { withRequestId } from '@requestid/cos'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
import { type Equal, expectTrue, type Id } from './expect.js'

const object = { Bucket: 'b-1250000000', Region: 'ap-guangzhou', Key: 'k' }
const plain = new COS({})
const keys = { accessKeyId: 'i', accessKeySecret: 's' }
const cos = withRequestId(plain)
const head = await cos.headObject(object)
const { files } = await cos.uploadFiles({ files: [] })

// Each line from here on is wrong, in exactly one way.
head.requestId.length
head.requestId = 1
head.requestId = undefined
head.requestID
cos.headObject()
cos.headObject({})
cos.headObject({ ...object, Key: 1 })
cos.headObject({ ...object, NoSuchParameter: 1 })
cos.headObject(object, 1)
cos.headObject(object, (_err, data) => data.requestId.length)
cos.headObject(object, (err) => err.requestId)
cos.headObject(object, (err) => err?.requestId.length)
cos.getService({}, () => {}, 1)
cos.getObjectStream(object).requestId.length
cos.getObjectUrl(object).requestId
cos.getAuth({}).requestId
cos.getTaskList().requestId
cos.uploadFiles({ files: [], onFileFinish: (err) => err.requestId.length })
cos.uploadFiles({ files: [], onFileFinish: (_err, data) => data.requestId.length })
cos.uploadFiles({ files: [{ ...object, Body: '', onFileFinish: (err) => err.requestId.length }] })
cos.uploadFiles({ files: [{ ...object, Body: '', onFileFinish: (_err, data) => data.requestId.length }] })
files[0]?.data.requestId.length
files[0]?.error.requestId.length
files.map(({ data }) => data.requestId.length)
cos.noSuchMethod
withRequestId('client')
withRequestId(COS)
withRequestId(Promise.resolve(plain))
withRequestId(Math.random() < 0.5 ? plain : Promise.resolve(plain))
withRequestId({})
withRequestId({ SecretId: 'i', SecretKey: 's' })
withRequestId(() => plain)
withRequestId(undefined)
withRequestId(new OSS(keys))
withRequestId(new OSS.STS(keys))
withRequestId(new OSS.ImageClient({ ...keys, imageHost: 'h', bucket: 'b' }))
withRequestId(new OSS.ClusterClient({ clusters: [] }))
withRequestId(plain, { onExchnge: () => {} })
withRequestId(plain, { onExchange: 'log' })
plain.headObject(object).then((result) => result.requestId)
plain.headObject(object, (_err, data) => data.requestId)
plain.getObjectStream(object).requestId
plain.uploadFiles({ files: [], onFileFinish: (err) => err.requestId })
expectTrue<Equal<typeof head.requestId, string>>()
expectTrue<Equal<typeof head.headers, Id>>()
expectTrue<false>()
