const { withRequestId } = require('@requestid/oss')
const OSS = require('ali-oss')

const keys = { accessKeyId: 'i', accessKeySecret: 's' }
const oss = withRequestId(new OSS(keys))
oss.copy('k', 'source', 'bucket').then(({ data, requestId }) => [data.etag, requestId?.length])
withRequestId(new OSS.STS(keys))
  .assumeRole('arn')
  .then(({ credentials, requestId }) => [credentials.SecurityToken, requestId?.length])
// @ts-expect-error: a string or undefined
oss.head('k').then(({ requestId }) => requestId.length)
// @ts-expect-error: a parameter is missing
oss.head()
