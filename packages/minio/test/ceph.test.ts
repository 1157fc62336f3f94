// minio against Ceph's gateway, a server that is used in earnest and checks signatures.
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { captureExchanges, type Exchange, getRequestId, getRequestInfo } from '@requestid/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Ceph, installed, startCeph } from '../../aws/test/ceph.js'
import { withRequestId } from '../src/index.js'
import { versions } from './versions.js'

type Outcome = Record<string, unknown>

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
    const { requestId } = outcome as Outcome
    expect(requestId).toMatch(/^tx[\da-f]{21}-/)
    expect(getRequestInfo(outcome)).toMatchObject({ vendor: 'ceph', requestId })
    handed.push(String(requestId))
    return String(requestId)
  }
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => Promise.reject(new Error('no error')),
      (error: Outcome) => error,
    )

  it.each(versions)('minio %s', async (version, { Client, CopyConditions }) => {
    const { hostname, port } = new URL(ceph.config.endpoint)
    const { accessKeyId, secretAccessKey } = ceph.config.credentials
    const settings = { endPoint: hostname, port: Number(port), useSSL: false, accessKey: accessKeyId }
    const client = withRequestId(new Client({ ...settings, secretKey: secretAccessKey }), {
      onExchange,
      onError: (error) => expect(error).toBeUndefined(),
    })
    const bucket = `bucket-${version.replaceAll('.', '-')}`
    await client.makeBucket(bucket, 'us-east-1')

    id(await client.putObject(bucket, 'key', 'content'))
    id(await client.putObject(bucket, 'stream', Readable.from([Buffer.from('one')]), 3))
    id(await client.statObject(bucket, 'key'))
    id(await client.copyObject(bucket, 'copy', `/${bucket}/key`, new CopyConditions()))
    const stream = await client.getObject(bucket, 'key')
    id(stream)
    let text = ''
    for await (const chunk of stream) text += chunk
    expect(text).toBe('content')

    const big = Buffer.alloc(11 * 1024 * 1024)
    ;(client as unknown as { partSize: number }).partSize = 5 * 1024 * 1024
    const upload = () => client.putObject(bucket, 'big', Readable.from([big]), big.length)
    const { value, exchanges } = await captureExchanges(upload)
    expect(exchanges.at(-1)?.requestId).toBe(id(value))
    expect(exchanges.length).toBeGreaterThan(3)
    const file = join(tmpdir(), `requestid-${process.pid}-${bucket}`)
    await writeFile(file, 'content')
    await captureExchanges(() => client.fPutObject(bucket, 'file', file, {}))
    await client.fGetObject(bucket, 'file', file)

    const listing = client.listObjectsV2(bucket, '', true)
    const names: unknown[] = []
    for await (const { name } of listing) names.push(name)
    expect(names).toEqual(['big', 'copy', 'file', 'key', 'stream'])
    id(listing)

    const url = await client.presignedGetObject(bucket, 'key', 60)
    expect(typeof url).toBe('string')
    expect(await (await fetch(url)).text()).toBe('content')

    id(await failure(client.getObject(bucket, 'missing')))
    id(await failure(client.statObject(bucket, 'missing')))
    const refused = withRequestId(new Client({ ...settings, secretKey: 'wrong' }), { onExchange })
    const error = await failure(refused.getObject(bucket, 'key'))
    expect(error.code).toMatch(/SignatureDoesNotMatch|AccessDenied/)
    id(error)
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, i) => client.putObject(bucket, `many/${i}`, 'x')),
    )
    expect(new Set(all.map(id)).size).toBe(40)
    const removed = await client.removeObjects(bucket, ['key', 'copy'])
    if (removed) expect(getRequestId(removed)).toMatch(/^tx/)
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
