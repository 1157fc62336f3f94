const { withRequestId } = require('@requestid/cos')
const COS = require('cos-nodejs-sdk-v5')

const object = { Bucket: 'b-1250000000', Region: 'ap-guangzhou', Key: 'k' }
const cos = withRequestId(new COS({}))
cos.headObject(object, (err, data) => [err?.requestId?.length, data.requestId?.length])
// @ts-expect-error: a string or undefined
cos.headObject(object).then(({ requestId }) => requestId.length)
// @ts-expect-error: a parameter is missing
cos.headObject({})
