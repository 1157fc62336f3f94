import { createRequire } from 'node:module'
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getRequestInfo, withRequestId } from '@requestid/aws'
import { startServer } from '@requestid/testing'
import { describe, expect, it } from 'vitest'

const require = createRequire(import.meta.url)
const common = require('@requestid/aws') as typeof import('@requestid/aws')

describe('@requestid/aws', () => {
  it('by import and by require on one client, is there once', async () => {
    await using server = await startServer({ vendor: 'aws' })
    const seen: string[] = []
    const client = new S3Client({ ...server.s3Options(), maxAttempts: 1 })
    withRequestId(client, { onExchange: () => void seen.push('import') })
    common.withRequestId(client, { onExchange: () => void seen.push('require') })
    const head = new HeadObjectCommand({ Bucket: 'bucket', Key: 'missing' })
    const error = await client.send(head).catch((error: unknown) => error)
    expect(seen).toEqual(['require'])
    expect(common.getRequestInfo(error)).toBe(getRequestInfo(error))
    expect(getRequestInfo(error)?.exchanges).toHaveLength(1)
  })

  it('the augmentation is types alone', () => {
    expect(() => require('@requestid/aws/augment')).toThrow(/not defined by "exports"|No "exports" main/)
  })
})
