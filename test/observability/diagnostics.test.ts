import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { withRequestId as ofAws } from '@requestid/aws'
import { captureExchanges, type Exchange, getRequestInfo } from '@requestid/core'
import { withRequestId as ofCos } from '@requestid/cos'
import { withRequestId as ofOss } from '@requestid/oss'
import { startServer } from '@requestid/testing'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
import { expect, it, onTestFinished } from 'vitest'

/** A server and a registered client per vendor. */
async function start() {
  const vendors = ['tencent-cos', 'alibaba-oss', 'aws'] as const
  const servers = await Promise.all(vendors.map((vendor) => startServer({ vendor })))
  const [cosServer, ossServer, s3Server] = servers as [
    (typeof servers)[0],
    (typeof servers)[0],
    (typeof servers)[0],
  ]
  onTestFinished(async () => void (await Promise.all(servers.map((server) => server.close()))))
  const cos = ofCos(new COS(cosServer.cosOptions()))
  const oss = ofOss(new OSS(ossServer.ossOptions()))
  const s3 = ofAws(new S3Client(s3Server.s3Options()))
  const bucket = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' }
  return {
    servers,
    cosServer,
    put: () => cos.putObject({ ...bucket, Key: 'a', Body: 'a' }),
    missing: () => cos.getObject({ ...bucket, Key: 'missing' }),
    head: () => oss.head('missing'),
    check: () => s3.send(new HeadBucketCommand({ Bucket: 'b' })),
  }
}
const idsOf = (exchanges: readonly { requestId?: string }[]) => exchanges.map(({ requestId }) => requestId)

it('a listener that knows no client sees every exchange on the channel', async () => {
  const published: Exchange[] = []
  const listener = (exchange: unknown) => void published.push(exchange as Exchange)
  const { servers, cosServer, put, missing, head, check } = await start()
  await put()
  cosServer.clear()
  subscribe('requestid:exchange', listener)
  onTestFinished(() => void unsubscribe('requestid:exchange', listener))
  cosServer.inject({ status: 503 })
  await missing().catch(() => {})
  await head().catch(() => {})
  await check()
  expect(idsOf(published)).toEqual(servers.flatMap(({ exchanges }) => idsOf(exchanges)))
  expect(published.map(({ vendor, statusCode }) => [vendor, statusCode])).toEqual([
    ['tencent-cos', 503],
    ['tencent-cos', 404],
    ['alibaba-oss', 404],
    ['aws', 200],
  ])
})

it('captureExchanges has a job across vendors, what ran beside it apart, and nested ones', async () => {
  const { servers, put, missing, head, check } = await start()
  let inner: readonly Exchange[] = []
  const job = captureExchanges(async () => {
    await put()
    inner = (await captureExchanges(() => Promise.all([head().catch(() => {}), check()]))).exchanges
    return missing()
  })
  const [error, beside] = await Promise.all([job.catch((error) => error), captureExchanges(check)])
  const { exchanges = [] } = getRequestInfo(error) ?? {}
  const [cosIds = [], ossIds = [], s3Ids = []] = servers.map(({ exchanges }) => idsOf(exchanges))
  const besideIds = idsOf(beside.exchanges)
  expect(besideIds).toHaveLength(1)
  const s3InJob = s3Ids.filter((id) => !besideIds.includes(id))
  expect(idsOf(inner).sort()).toEqual([...ossIds, ...s3InJob].sort())
  expect(idsOf(exchanges)).toEqual([cosIds[0], ...idsOf(inner), cosIds[1]])
  expect(error.requestId).toBe(cosIds[1])
})
