// Servers for clients of aws-sdk 2, and how it is told where they are.
import { startServer } from '@requestid/testing'
import { startWire } from '../../../test/kit/wire.js'

const settings = {
  region: 'us-east-1',
  accessKeyId: 'id',
  secretAccessKey: 'key',
  s3ForcePathStyle: true,
  // Whether there is a next attempt is of interest, and not when.
  retryDelayOptions: { customBackoff: () => 0 },
} as const

export const optionsOf = ({ url }: { readonly url: string }) => ({ ...settings, endpoint: url })

/** One that speaks S3. */
export const startS3 = () => startServer({ vendor: 'aws' })

export type AwsWire = Awaited<ReturnType<typeof startAws>>

/** One that answers as any other service does. */
export const startAws = (answer?: Parameters<typeof startWire>[0]['answer']) =>
  startWire({
    requestIdHeader: 'x-amzn-requestid',
    answer: answer ?? (() => ({ status: 200, body: '{}' })),
    error: (status, id) => JSON.stringify({ __type: `Error${status}`, message: 'failed', RequestId: id }),
    clientOptions: (host) => optionsOf({ url: `http://${host}` }),
  })
