import { withRequestId } from '@requestid/oss'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
import { type Equal, expectTrue, type Id } from './expect.js'

const keys = { accessKeyId: 'i', accessKeySecret: 's' }
const plain = new OSS(keys)
const oss = withRequestId(plain)
const sts = withRequestId(new OSS.STS(keys))
const images = withRequestId(new OSS.ImageClient({ ...keys, imageHost: 'h', bucket: 'b' }))
const cluster = withRequestId(new OSS.ClusterClient({ clusters: [] }))
const head = await oss.head('k')
const copied = await oss.copy('k', 'source', 'bucket')
const buckets = await oss.listBuckets(null)
const { credentials, requestId } = await sts.assumeRole('arn')

// Each line from here on is wrong, in exactly one way.
head.requestId.length
head.requestId = 1
head.requestId = undefined
head.requestID
copied.requestId.length
requestId.length
credentials.requestId
buckets.requestId.length
buckets[0]?.requestId
buckets.buckets
oss.head()
oss.head(1)
oss.head('k', { noSuchOption: 1 })
oss.head('k', {}, 1)
oss.put('k', '/f', { timeout: '1' })
oss.copy('k', 'source', 'bucket', 1)
oss.copy('k', 'source', { timeout: 1 }, {})
oss.list(null)
oss.putACL('k', 'secret')
oss.useBucket('b').requestId
oss.signatureUrl('k').requestId
oss.asyncSignatureUrl('k').then((url) => url.requestId)
oss.signatureUrlV4('GET', 60, {}, 'k').then((url) => url.requestId)
oss.calculatePostSignature({}).requestId
oss.head('k').requestId
oss.getBucketLocation('b').requestId
oss.getObjectMeta('k')
oss.setBucket('b')
oss.put('k', '/f').then((result) => result.requestId.length)
oss.getStream('k').then((result) => result.requestId.length)
oss.multipartUpload('k', '/f', {}).then((result) => result.requestId.length)
images.get('k').then((result) => result.requestId.length)
images.listStyle().then((styles) => styles.requestId.length)
images.ossClient
cluster.put('k', '/f').then((result) => result.requestId.length)
cluster.copy('k', 'source', 'bucket')
cluster.on('error', () => {})
sts.assumeRole()
sts.put('k', '/f')
withRequestId('client')
withRequestId(OSS)
withRequestId(OSS.STS)
withRequestId(Promise.resolve(plain))
withRequestId({})
withRequestId(keys)
withRequestId(new COS({}))
withRequestId(plain, { noSuchOption: 1 })
withRequestId(plain, { onExchange: (exchange) => exchange.requestId.length })
plain.head('k').then((result) => result.requestId)
plain.copy('k', 'source', 'bucket').then((result) => result.requestId)
expectTrue<Equal<typeof head.requestId, string>>()
expectTrue<Equal<typeof head.status, Id>>()
expectTrue<Equal<typeof oss, OSS>>()
