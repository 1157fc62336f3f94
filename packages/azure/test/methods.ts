// Every method of Storage's clients for blobs, and those of the other clients that stand for their packages.
import type { AnonymousCredential } from '@azure/storage-blob'
import type { SDK } from './versions.js'
import { entity, secret } from './wire.js'

// biome-ignore lint/suspicious/noExplicitAny: the releases declare their methods in different ways.
type Client = any

export interface Method {
  readonly call: (client: Client, sdk: SDK) => unknown
  /** What a success is answered with. */
  readonly status?: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

const xml = { 'content-type': 'application/xml' }
const made = (call: Method['call']): Method => ({ call, status: 201 })
const done = (call: Method['call']): Method => ({ call, status: 202 })
const seen = (call: Method['call'], body = '', headers: Method['headers'] = xml): Method => ({
  call,
  body,
  headers,
})
const json = (call: Method['call'], body: object, status = 200): Method => ({
  call,
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
})

const from = 'https://account.blob.core.windows.net/container/other'
const blobs =
  '<EnumerationResults><Blobs><Blob><Name>a</Name><Properties/></Blob></Blobs><NextMarker/></EnumerationResults>'
const found =
  '<EnumerationResults><Where>a</Where><Blobs><Blob><Name>a</Name><ContainerName>c</ContainerName></Blob></Blobs><NextMarker/></EnumerationResults>'
const containers =
  '<EnumerationResults><Containers><Container><Name>a</Name><Properties/></Container></Containers><NextMarker/></EnumerationResults>'
const pages = '<PageList><PageRange><Start>0</Start><End>511</End></PageRange></PageList>'
const first = (iterator: Client) =>
  iterator
    .byPage()
    .next()
    .then(({ value }: { value: unknown }) => value)

const listings = {
  listSegments: (c: Client) =>
    c
      .listSegments()
      .next()
      .then(({ value }: Client) => value),
  findBlobsByTagsSegments: (c: Client) =>
    c
      .findBlobsByTagsSegments('a=1')
      .next()
      .then(({ value }: Client) => value),
}
const leased = (call: Method['call'], status = 200): Method => ({
  call,
  status,
  headers: { 'x-ms-lease-time': '0', 'x-ms-lease-id': 'l' },
})
const batch = (count: number) =>
  `--b\r\n${Array.from({ length: count }, (_, i) => `Content-Type: application/http\r\nContent-ID: ${i}\r\n\r\nHTTP/1.1 202 Accepted\r\nx-ms-request-id: part-${i}\r\n\r\n`).join('--b\r\n')}--b--`
const inBatch = (call: Method['call']): Method => ({
  call,
  status: 202,
  body: batch(1),
  headers: { 'content-type': 'multipart/mixed; boundary=b' },
})
const many = (client: Client, sdk: SDK) =>
  [[`${client.url ?? from}/a`], new sdk.AnonymousCredential() as AnonymousCredential] as const

const copied: Method = {
  call: (c) => c.beginCopyFromURL(from).then((poller: Client) => poller.getOperationState().result ?? poller),
  status: 202,
  headers: { 'x-ms-copy-status': 'success', 'x-ms-copy-id': 'c' },
}

/** Of what is one request, and gives an object. */
export const methods: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  BlobServiceClient: {
    createContainer: made((c) =>
      c.createContainer('a').then(({ containerCreateResponse }: Client) => containerCreateResponse),
    ),
    deleteContainer: done((c) => c.deleteContainer('a')),
    undeleteContainer: made((c) =>
      c
        .undeleteContainer('a', '1')
        .then(({ containerUndeleteResponse }: Client) => containerUndeleteResponse),
    ),
    getProperties: seen((c) => c.getProperties(), '<StorageServiceProperties/>'),
    setProperties: done((c) => c.setProperties({})),
    getStatistics: seen((c) => c.getStatistics(), '<StorageServiceStats/>'),
    getAccountInfo: seen((c) => c.getAccountInfo()),
    listContainers: seen((c) => first(c.listContainers()), containers),
    listSegments: seen(listings.listSegments, containers),
    findBlobsByTags: seen((c) => first(c.findBlobsByTags('a=1')), found),
    findBlobsByTagsSegments: seen(listings.findBlobsByTagsSegments, found),
    getUserDelegationKey: seen(
      (c) => c.getUserDelegationKey(new Date(), new Date()),
      '<UserDelegationKey><Value>a</Value></UserDelegationKey>',
    ),
  },
  ContainerClient: {
    create: made((c) => c.create()),
    createIfNotExists: made((c) => c.createIfNotExists()),
    getProperties: seen((c) => c.getProperties()),
    delete: done((c) => c.delete()),
    deleteIfExists: done((c) => c.deleteIfExists()),
    setMetadata: seen((c) => c.setMetadata({ a: 'b' })),
    getAccessPolicy: seen((c) => c.getAccessPolicy(), '<SignedIdentifiers/>'),
    setAccessPolicy: seen((c) => c.setAccessPolicy()),
    uploadBlockBlob: made((c) => c.uploadBlockBlob('a', 'x', 1)),
    deleteBlob: done((c) => c.deleteBlob('a')),
    listBlobsFlat: seen((c) => first(c.listBlobsFlat()), blobs),
    listBlobsByHierarchy: seen((c) => first(c.listBlobsByHierarchy('/')), blobs),
    listSegments: seen(listings.listSegments, blobs),
    findBlobsByTags: seen((c) => first(c.findBlobsByTags('a=1')), found),
    findBlobsByTagsSegments: seen(listings.findBlobsByTagsSegments, found),
  },
  BlobClient: {
    download: seen((c) => c.download(), 'content'),
    getProperties: seen((c) => c.getProperties()),
    delete: done((c) => c.delete()),
    deleteIfExists: done((c) => c.deleteIfExists()),
    undelete: seen((c) => c.undelete()),
    setHTTPHeaders: seen((c) => c.setHTTPHeaders()),
    setMetadata: seen((c) => c.setMetadata({ a: 'b' })),
    setTags: { ...seen((c) => c.setTags({ a: 'b' })), status: 204 },
    getTags: seen((c) => c.getTags(), '<Tags><TagSet/></Tags>'),
    createSnapshot: made((c) => c.createSnapshot()),
    beginCopyFromURL: copied,
    abortCopyFromURL: { ...seen((c) => c.abortCopyFromURL('id')), status: 204 },
    syncCopyFromURL: done((c) => c.syncCopyFromURL(from)),
    setAccessTier: seen((c) => c.setAccessTier('Cool')),
    downloadToBuffer: {
      call: (c) => c.downloadToBuffer(0, 7),
      status: 206,
      body: 'content',
      headers: { 'content-range': 'bytes 0-6/7' },
    },
    deleteImmutabilityPolicy: seen((c) => c.deleteImmutabilityPolicy()),
    setImmutabilityPolicy: seen((c) =>
      c.setImmutabilityPolicy({ expiriesOn: new Date(), policyMode: 'Unlocked' }),
    ),
    setLegalHold: seen((c) => c.setLegalHold(true)),
  },
  AppendBlobClient: {
    create: made((c) => c.create()),
    createIfNotExists: made((c) => c.createIfNotExists()),
    seal: seen((c) => c.seal()),
    appendBlock: made((c) => c.appendBlock('x', 1)),
    appendBlockFromURL: made((c) => c.appendBlockFromURL(from, 0, 1)),
  },
  BlockBlobClient: {
    query: seen((c) => c.query('select * from BlobStorage'), 'content'),
    upload: made((c) => c.upload('x', 1)),
    syncUploadFromURL: made((c) => c.syncUploadFromURL(from)),
    stageBlock: made((c) => c.stageBlock('YQ==', 'x', 1)),
    stageBlockFromURL: made((c) => c.stageBlockFromURL('YQ==', from)),
    commitBlockList: made((c) => c.commitBlockList(['YQ=='])),
    getBlockList: seen((c) => c.getBlockList('all'), '<BlockList/>'),
    uploadData: made((c) => c.uploadData(Buffer.from('x'))),
    uploadStream: made(async (c) => c.uploadStream((await import('node:stream')).Readable.from(['x']))),
    uploadFile: made((c) => c.uploadFile(import.meta.filename)),
  },
  PageBlobClient: {
    create: made((c) => c.create(512)),
    createIfNotExists: made((c) => c.createIfNotExists(512)),
    uploadPages: made((c) => c.uploadPages('x'.repeat(512), 0, 512)),
    uploadPagesFromURL: made((c) => c.uploadPagesFromURL(from, 0, 0, 512)),
    clearPages: made((c) => c.clearPages(0, 512)),
    getPageRanges: seen((c) => c.getPageRanges(0, 512), pages),
    listPageRanges: seen((c) => first(c.listPageRanges(0, 512)), pages),
    getPageRangesDiff: seen((c) => c.getPageRangesDiff(0, 512, 's'), pages),
    listPageRangesDiff: seen((c) => first(c.listPageRangesDiff(0, 512, 's')), pages),
    getPageRangesDiffForManagedDisks: seen((c) => c.getPageRangesDiffForManagedDisks(0, 512, from), pages),
    resize: seen((c) => c.resize(512)),
    updateSequenceNumber: seen((c) => c.updateSequenceNumber('increment')),
    startCopyIncremental: done((c) => c.startCopyIncremental(`${from}?snapshot=s`)),
  },
  BlobLeaseClient: {
    acquireLease: leased((c) => c.acquireLease(15), 201),
    changeLease: leased((c) => c.changeLease('other')),
    releaseLease: leased((c) => c.releaseLease()),
    renewLease: leased((c) => c.renewLease()),
    breakLease: leased((c) => c.breakLease(0), 202),
  },
  BlobBatchClient: {
    deleteBlobs: inBatch((c, sdk) => c.deleteBlobs(...many(c, sdk))),
    setBlobsAccessTier: inBatch((c, sdk) => c.setBlobsAccessTier(...many(c, sdk), 'Cool')),
    submitBatch: inBatch(async (c, sdk) => {
      const made = c.createBatch()
      await made.deleteBlob(`${from}`, new sdk.AnonymousCredential())
      return c.submitBatch(made)
    }),
  },
  QueueClient: {
    create: made((c) => c.create()),
    createIfNotExists: made((c) => c.createIfNotExists()),
    delete: { ...seen((c) => c.delete()), status: 204 },
    getProperties: seen((c) => c.getProperties()),
    sendMessage: {
      ...made((c) => c.sendMessage('x')),
      headers: xml,
      body: '<QueueMessagesList><QueueMessage><MessageId>m</MessageId><InsertionTime>Wed, 09 Sep 2009 00:00:00 GMT</InsertionTime><ExpirationTime>Wed, 09 Sep 2009 00:00:00 GMT</ExpirationTime><PopReceipt>p</PopReceipt><TimeNextVisible>Wed, 09 Sep 2009 00:00:00 GMT</TimeNextVisible></QueueMessage></QueueMessagesList>',
    },
    receiveMessages: seen((c) => c.receiveMessages(), '<QueueMessagesList/>'),
    deleteMessage: { ...seen((c) => c.deleteMessage('m', 'p')), status: 204 },
  },
  TableClient: {
    getEntity: json((c) => c.getEntity('p', 'r'), entity),
    listEntities: json((c) => first(c.listEntities()), { value: [entity] }),
    createEntity: json((c) => c.createEntity({ partitionKey: 'p', rowKey: 'r' }), entity, 201),
    updateEntity: { ...seen((c) => c.updateEntity({ partitionKey: 'p', rowKey: 'r' })), status: 204 },
    upsertEntity: { ...seen((c) => c.upsertEntity({ partitionKey: 'p', rowKey: 'r' })), status: 204 },
    deleteEntity: { ...seen((c) => c.deleteEntity('p', 'r')), status: 204 },
  },
  SecretClient: {
    getSecret: json((c) => c.getSecret('a'), secret),
    setSecret: json((c) => c.setSecret('a', 'v'), secret),
    updateSecretProperties: json((c) => c.updateSecretProperties('a', '1', { tags: {} }), secret),
    getDeletedSecret: json((c) => c.getDeletedSecret('a'), secret),
    backupSecret: json((c) => c.backupSecret('a'), { value: 'YQ' }),
    restoreSecretBackup: json((c) => c.restoreSecretBackup(new Uint8Array(1)), secret),
    beginDeleteSecret: json((c) => c.beginDeleteSecret('a'), secret),
    beginRecoverDeletedSecret: json((c) => c.beginRecoverDeletedSecret('a'), secret),
  },
  SubscriptionClient: {
    checkResourceName: json((c) => c.checkResourceName(), { name: 'a' }),
  },
}

/** Of those, the methods that give a boolean, a name, a client, an iterator or a signed URL, and what they are made of. */
export const others = [
  ...[
    'exists',
    'getBlobBatchClient',
    'getBlobLeaseClient',
    'withSnapshot',
    'withVersion',
    'createBatch',
    'downloadToFile',
  ],
  // For browsers alone, not in each release, or to come.
  ...[
    'uploadBrowserData',
    'renameContainer',
    'getAccountInfo',
    'listBlobFlatSegmentApacheArrow',
    'listBlobHierarchySegmentApacheArrow',
  ],
  // Private.
  ...['startCopyFromURL', 'uploadSeekableInternal', 'listContainersSegment', 'findBlobsByTagsSegment'],
  ...[
    'listItems',
    'findBlobsByTagsItems',
    'listBlobFlatSegment',
    'listBlobHierarchySegment',
    'listHierarchySegments',
  ],
  ...['listItemsByHierarchy', 'listPageRangesSegment', 'listPageRangeItemSegments', 'listPageRangeItems'],
  ...['listPageRangesDiffSegment', 'listPageRangeDiffItemSegments', 'listPageRangeDiffItems'],
]
