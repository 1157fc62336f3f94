// aws-sdk 2 against Ceph's gateway, a server that is used in earnest and checks signatures.
import { captureExchanges, type Exchange, getRequestInfo } from '@requestid/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Ceph, installed, startCeph } from '../../aws/test/ceph.js'
import { withRequestId } from '../src/index.js'
import { versions } from './versions.js'

const handed: string[] = []
const recorded: string[] = []
const onExchange = ({ requestId, vendor }: Exchange) => {
  expect(vendor).toBe('ceph')
  recorded.push(String(requestId))
}

describe.skipIf(!installed)('Ceph', () => {
  let ceph: Ceph
  beforeAll(async () => {
    ceph = await startCeph()
  }, 60_000)
  afterAll(() => ceph?.stop())

  const id = (outcome: unknown): string => {
    const { requestId } = outcome as { requestId: string }
    expect(requestId).toMatch(/^tx[\da-f]{21}-/)
    expect(getRequestInfo(outcome)).toMatchObject({ vendor: 'ceph', requestId })
    handed.push(requestId)
    return requestId
  }
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => Promise.reject(new Error('no error')),
      (error: { code: string }) => error,
    )

  it.each(versions)('aws-sdk %s', async (version, sdk) => {
    const { endpoint, region, credentials } = ceph.config
    const settings = { endpoint, region, ...credentials, s3ForcePathStyle: true }
    const options = { onExchange, onError: (error: unknown) => expect(error).toBeUndefined() }
    const client = withRequestId(new sdk.S3(settings), options)
    const Bucket = `bucket-${version.replaceAll('.', '-')}`
    const object = { Bucket, Key: 'key' }

    // `createBucket` of 2.814 says where, which Ceph does not know.
    id(await client.makeRequest('createBucket', { Bucket }).promise())
    id(await client.putObject({ ...object, Body: 'content' }).promise())
    id(await client.headObject(object).promise())
    // Ceph answers a copy in two pieces. From Node 26 on `read()` hands over one at a time
    // (nodejs/node#60441), and the SDK, which reads once for each `readable`, never sees the end.
    const copy = { ...object, Key: 'copy' }
    if (Number.parseInt(process.versions.node, 10) < 26)
      id(await client.copyObject({ ...copy, CopySource: `${Bucket}/key` }).promise())
    else id(await client.putObject({ ...copy, Body: 'content' }).promise())
    const stream = client.getObject(object).createReadStream()
    let text = ''
    for await (const chunk of stream) text += chunk
    expect(text).toBe('content')
    id(stream)

    const upload = () =>
      client.upload(
        { ...object, Key: 'big', Body: Buffer.alloc(11 * 1024 * 1024) },
        { partSize: 5 * 1024 * 1024 },
      )
    const { value, exchanges } = await captureExchanges(() => upload().promise())
    expect(exchanges.at(-1)?.requestId).toBe(id(value))
    expect(exchanges.length).toBe(5)
    // Nothing that is sent back shows the id.
    const Rules = [{ ID: 'rule', Status: 'Enabled', Filter: { Prefix: 'x' }, Expiration: { Days: 1 } }]
    const LifecycleConfiguration = { Rules }
    await client.putBucketLifecycleConfiguration({ Bucket, LifecycleConfiguration }).promise()
    const lifecycle = await client.getBucketLifecycleConfiguration({ Bucket }).promise()
    id(lifecycle)
    const sent = { Bucket, LifecycleConfiguration: lifecycle as typeof LifecycleConfiguration }
    id(await client.putBucketLifecycleConfiguration(sent).promise())

    const pages: string[] = []
    await new Promise<void>((resolve) =>
      client.listObjectsV2({ Bucket, MaxKeys: 2 }).eachPage((_, data) => {
        if (data) pages.push(id(data))
        else resolve()
        return true
      }),
    )
    expect(new Set(pages).size).toBe(2)
    id(await client.waitFor('objectExists', object).promise())

    const url = client.getSignedUrl('getObject', object)
    expect(await (await fetch(url)).text()).toBe('content')

    id(await failure(client.getObject({ ...object, Key: 'missing' }).promise()))
    id(await failure(client.headObject({ ...object, Key: 'missing' }).promise()))
    const wrong = withRequestId(new sdk.S3({ ...settings, secretAccessKey: 'wrong' }), options)
    const refused = await failure(wrong.getObject(object).promise())
    expect(refused.code).toBe('SignatureDoesNotMatch')
    id(refused)
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        client.putObject({ ...object, Key: `many/${i}`, Body: 'x' }).promise(),
      ),
    )
    expect(new Set(all.map(id)).size).toBe(40)
  })

  it("all of them are in the server's own log, and no two are the same", async () => {
    expect(handed.length).toBeGreaterThan(100)
    // It writes a little later.
    await vi.waitFor(
      async () => {
        const logged = await ceph.loggedIds()
        expect(handed.filter((id) => !logged.has(id))).toEqual([])
        expect(recorded.filter((id) => !logged.has(id))).toEqual([])
      },
      { timeout: 20_000, interval: 500 },
    )
    expect(new Set(recorded).size).toBe(recorded.length)
  })
})
