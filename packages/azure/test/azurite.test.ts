// The clients against Azurite, the emulator of Storage that Azure itself publishes: our ids are those of its own log.
import { Readable } from 'node:stream'
import { AzureNamedKeyCredential, TableClient } from '@azure/data-tables'
import { QueueServiceClient, StorageSharedKeyCredential } from '@azure/storage-queue'
import { type Exchange, getRequestId, getRequestInfo } from '@requestid/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { withRequestId } from '../src/index.js'
import { type Azurite, account, accountKey, installed, startAzurite } from './azurite.js'
import { versions } from './versions.js'

type Outcome = Record<string, unknown>

const handed: string[] = []
const recorded: string[] = []
const options = {
  onExchange: ({ requestId, vendor }: Exchange) => {
    expect(vendor).toBe('azure-blob')
    recorded.push(String(requestId))
  },
  onError: (error: unknown) => expect(error).toBeUndefined(),
}

describe.skipIf(!installed)('Azurite', () => {
  let azurite: Azurite
  beforeAll(async () => {
    azurite = await startAzurite()
  }, 60_000)
  afterAll(() => azurite?.stop())

  const id = (outcome: unknown): string => {
    const { requestId } = outcome as Outcome
    expect(requestId).toMatch(/^[\da-f-]{36}$/)
    expect(getRequestInfo(outcome)).toMatchObject({ vendor: 'azure-blob', requestId })
    handed.push(String(requestId))
    return String(requestId)
  }
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => Promise.reject(new Error('no error')),
      (error: Outcome) => error,
    )

  it.each(versions)('@azure/storage-blob %s', async (version, sdk) => {
    const credential = new sdk.StorageSharedKeyCredential(account, accountKey)
    const service = withRequestId(new sdk.BlobServiceClient(azurite.urls.blob, credential), options)
    const container = service.getContainerClient(`c${version.replaceAll('.', '-')}`)
    id(await container.create())
    const blob = container.getBlockBlobClient('blob')
    id(await blob.upload('content', 7))
    id(await blob.getProperties())
    const downloaded = await blob.download()
    id(downloaded)
    let text = ''
    for await (const chunk of downloaded.readableStreamBody as Readable) text += chunk
    expect(text).toBe('content')

    const parts = { blockSize: 1024 * 1024, maxSingleShotSize: 1024, concurrency: 4 }
    const big = await container
      .getBlockBlobClient('big')
      .uploadData(Buffer.alloc(5 * 1024 * 1024, 'x'), parts)
    id(big)
    expect(getRequestInfo(big)?.exchanges).toHaveLength(6)
    id(
      await container.getBlockBlobClient('stream').uploadStream(Readable.from([Buffer.alloc(3000)]), 1000, 2),
    )
    const read = await container
      .getBlobClient('big')
      .downloadToBuffer(0, undefined, { blockSize: 1024 * 1024 })
    expect(read).toHaveLength(5 * 1024 * 1024)
    id(read)

    const names: string[] = []
    for await (const page of container.listBlobsFlat().byPage({ maxPageSize: 2 })) {
      id(page)
      for (const { name } of page.segment.blobItems) names.push(name)
    }
    expect(names).toEqual(['big', 'blob', 'stream'])

    id(await blob.getBlobLeaseClient().acquireLease(15))
    const batch = container.getBlobBatchClient()
    const removed = await batch.deleteBlobs([
      container.getBlobClient('stream'),
      container.getBlobClient('missing'),
    ])
    id(removed)
    expect(removed.subResponses.map(({ status }) => status)).toEqual([202, 404])

    id(await failure(container.getBlobClient('missing').download()))
    id(await failure(container.getBlobClient('missing').getProperties()))
    const wrong = new sdk.StorageSharedKeyCredential(account, Buffer.from('wrong').toString('base64'))
    const refused = withRequestId(new sdk.BlobServiceClient(azurite.urls.blob, wrong), options)
    expect(await failure(refused.getProperties()).then((error) => [id(error), error.statusCode])).toContain(
      403,
    )
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, i) => container.getBlockBlobClient(`many${i}`).upload('x', 1)),
    )
    expect(new Set(all.map(id)).size).toBe(40)
  })

  it('queues and tables', async () => {
    const queues = withRequestId(
      new QueueServiceClient(azurite.urls.queue, new StorageSharedKeyCredential(account, accountKey)),
      options,
    )
    const queue = queues.getQueueClient('queue')
    id(await queue.create())
    id(await queue.sendMessage('x'))
    id(await queue.receiveMessages())
    id(await failure(queues.getQueueClient('missing').getProperties()))

    const named = new AzureNamedKeyCredential(account, accountKey)
    const client = new TableClient(azurite.urls.table, 'table', named, { allowInsecureConnection: true })
    const table = withRequestId(client, options)
    await table.createTable()
    id(await table.createEntity({ partitionKey: 'p', rowKey: 'r', a: 1 }))
    const entity = await table.getEntity('p', 'r')
    expect(handed.push(String(getRequestId(entity)))).toBeGreaterThan(0)
    id(await table.updateEntity({ ...entity, partitionKey: 'p', rowKey: 'r' }, 'Replace'))
    expect(Object.keys(await table.getEntity('p', 'r'))).not.toContain('requestId')
    id(await failure(table.getEntity('p', 'missing')))
  })

  it('all of them are in the log, and no two are the same', async () => {
    expect(handed.length).toBeGreaterThan(50)
    await vi.waitFor(
      async () => {
        const logged = await azurite.loggedIds()
        expect(handed.filter((id) => !logged.has(id))).toEqual([])
        expect(recorded.filter((id) => !logged.has(id))).toEqual([])
      },
      { timeout: 20_000, interval: 500 },
    )
    expect(new Set(recorded).size).toBe(recorded.length)
    console.info(
      `Azurite: ${handed.length} ids of outcomes and ${recorded.length} of requests are in its log.`,
    )
  })
})
