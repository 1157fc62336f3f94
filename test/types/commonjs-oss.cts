import requestid = require('@requestid/oss')
import OSS = require('ali-oss')

import type { WithRequestId } from '@requestid/core'
import Interop from 'ali-oss'

const options: OSS.Options = { accessKeyId: 'i', accessKeySecret: 's' }
const oss: WithRequestId<OSS> = requestid.withRequestId(new OSS(options))
oss.head('k').then(({ requestId }): string | undefined => requestId)
oss.copy('k', 'source', 'bucket').then(({ requestId }): string | undefined => requestId)
const sts = requestid.withRequestId(new OSS.STS(options))
sts.assumeRole('arn').then(({ requestId }): string | undefined => requestId)
const sdkSts: OSS.STS = sts
const interop: Interop = requestid.withRequestId(new Interop(options))
// @ts-expect-error: a parameter is missing
oss.head()

export = { interop, oss, sdkSts }
