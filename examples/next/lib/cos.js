import { withRequestId } from '@requestid/cos'
import { startServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'

// With your own bucket: { SecretId, SecretKey }, and no server.
const options = process.env.COS_TEST_SERVER
  ? { SecretId: 'id', SecretKey: 'key', Ip: process.env.COS_TEST_SERVER, Protocol: 'http:' }
  : (await startServer()).cosOptions()

export const cos = withRequestId(new COS(options))
