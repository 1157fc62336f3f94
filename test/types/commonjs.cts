import requestid = require('@requestid/cos')
import COS = require('cos-nodejs-sdk-v5')

import type { WithRequestId } from '@requestid/core'
import Interop from 'cos-nodejs-sdk-v5'

const object: COS.HeadObjectParams = { Bucket: 'b-1250000000', Region: 'ap-guangzhou', Key: 'k' }
const cos: WithRequestId<COS> = requestid.withRequestId(new COS({}))
cos.headObject(object).then(({ requestId }): string | undefined => requestId)
cos.headObject(object, (err, data) => [err?.requestId?.length, data.requestId?.length])
const interop: Interop = requestid.withRequestId(new Interop({}))
// @ts-expect-error: a parameter is missing
cos.headObject({})

export = { cos, interop }
