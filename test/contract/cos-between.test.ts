// What COS says where an outcome is another's, or where only an earlier request of the call was answered.
import type { Readable } from 'node:stream'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { withRequestId as withAws } from '@requestid/aws'
import { errorSerializer, formatSupportReport, getRequestId, getRequestInfo } from '@requestid/core'
import { withRequestId as withCos } from '@requestid/cos'
import { withRequestId as withOss } from '@requestid/oss'
import { startServer, type TestServer } from '@requestid/testing'
import OSS from 'ali-oss'
import type COS from 'cos-nodejs-sdk-v5'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bucket, files } from '../../packages/cos/test/methods.js'
import { versions } from '../../packages/cos/test/versions.js'

type Outcome = Record<string, unknown>
const always = Number.POSITIVE_INFINITY
const content = 'x'.repeat(1024 * 1024)

describe.each(versions.map((SDK) => [SDK.version, SDK] as const))('cos-nodejs-sdk-v5 %s', (_, SDK) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())
  beforeEach(() => server.clear())
  const registered = (options: object = {}) =>
    withCos(new SDK({ ...server.cosOptions(), ChunkRetryTimes: 0, ...options })) as unknown as COS
  const refused = (promise: Promise<unknown>) => promise.catch((error: Outcome) => error) as Promise<Outcome>

  describe('the source of an upload is cut', () => {
    const sources: Record<'aws' | 'alibaba-oss', (source: TestServer) => Promise<Readable>> = {
      aws: async (source) => {
        const s3 = withAws(new S3Client(source.s3Options()))
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'source' }))
        return Body as unknown as Readable
      },
      'alibaba-oss': async (source) => {
        const oss = withOss(new OSS(source.ossOptions()))
        return ((await oss.getStream('source')) as unknown as { stream: Readable }).stream
      },
    }
    it.each(['aws', 'alibaba-oss'] as const)('%s', async (vendor) => {
      const source = await startServer({ vendor })
      source.inject({ status: 200, body: content, reset: 'mid-body' })
      const Body = await sources[vendor](source)
      let seen: unknown
      Body.once('error', (error) => {
        seen = [error, getRequestId(error)]
      })
      const cut = source.exchanges[0]?.requestId
      const error = await refused(
        registered().putObject({ ...bucket, Key: 'a', Body, ContentLength: content.length }),
      )
      expect(seen).toEqual([error, cut])
      expect(error).toHaveProperty('requestId', cut)
      expect(getRequestId(error)).toBe(cut)
      expect(getRequestInfo(error)?.exchanges.map(({ errorCode }) => errorCode)).toContain('ECONNABORTED')
      await source.close()
    })
  })

  describe('the request that decided got no response, after others that did', () => {
    const faults = {
      reset: [{ reset: 'before-headers' }, {}],
      'time-out': [{ stall: 'before-headers' }, { Timeout: 150 }],
    } as const
    it.each(Object.entries(faults))('sliceUploadFile, %s', async (_, [fault, options]) => {
      // The second part.
      server.inject({ ...fault, times: always }, ({ query }) => query.get('partNumber') === '2')
      const error = await refused(
        registered(options).sliceUploadFile({
          ...bucket,
          Key: 'big',
          FilePath: files.big,
          AsyncLimit: 1,
        } as never),
      )
      const answered = server.exchanges.filter(({ query }) => !query.includes('partNumber=2'))
      const info = getRequestInfo(error) as unknown as Outcome & { exchanges: Outcome[] }
      const failed = info.exchanges.findLast(({ errorCode }) => errorCode)
      expect(error.requestId).toBe(info.requestId)
      expect(answered.map(({ requestId }) => requestId)).toContain(info.requestId)
      expect(info.statusCode).toBeUndefined()
      expect(info.idOf).toBe('earlier')
      expect(failed?.errorCode).toMatch(/ECONNRESET|ESOCKETTIMEDOUT/)
      expect(formatSupportReport(error)).toContain(failed?.errorCode)
      const serialized = errorSerializer(error) as Outcome
      expect(JSON.stringify(serialized)).not.toMatch(/"statusCode":200/)
    })
  })
})
