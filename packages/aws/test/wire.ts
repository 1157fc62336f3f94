// The wire of test/kit for any client of the AWS SDK.
import { startWire } from '../../../test/kit/wire.js'

export type { Reply } from '../../../test/kit/wire.js'
export type AwsWire = Awaited<ReturnType<typeof startAwsWire>>

export const startAwsWire = () =>
  startWire({
    requestIdHeader: 'x-amz-request-id',
    clientOptions: (host) => ({
      endpoint: `http://${host}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    }),
  })
