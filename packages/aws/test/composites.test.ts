import { setTimeout as sleep } from 'node:timers/promises'
import { DynamoDBClient, ListTablesCommand, paginateListTables } from '@aws-sdk/client-dynamodb'
import { ExecuteGremlinQueryCommand, NeptunedataClient } from '@aws-sdk/client-neptunedata'
import { RegisterDomainCommand, Route53DomainsClient } from '@aws-sdk/client-route-53-domains'
import {
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  S3,
  S3Client,
  waitUntilObjectExists,
} from '@aws-sdk/client-s3'
import { DynamoDBDocument, DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { captureExchanges, type Exchange, getRequestId, getRequestInfo } from '@requestid/core'
import { mockClient } from 'aws-sdk-client-mock'
import { DynamoDBClient as OlderDynamoDBClient } from 'client-dynamodb-3.600'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestIdPlugin, withRequestId } from '../src/index.js'
import { type AwsWire, type Reply, startAwsWire } from './wire.js'

type Outcome = Record<string, unknown>

let wire: AwsWire
beforeAll(async () => {
  wire = await startAwsWire()
})
afterAll(() => wire.close())

const object = { Bucket: 'bucket', Key: 'key' }
const config = () => ({ ...wire.clientOptions(), maxAttempts: 1 })
const s3 = (more = {}) => withRequestId(new S3Client({ ...config(), forcePathStyle: true, ...more }))
const dynamo = () => withRequestId(new DynamoDBClient(config()))
const failure = (promise: Promise<unknown>): Promise<Outcome> =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error) => error,
  )
const ids = (outcome: unknown) => getRequestInfo(outcome)?.exchanges.map(({ requestId }) => requestId)
const issued = (index: number) => wire.exchanges.at(index)?.requestId
const xml = (code: string): Reply => ({
  status: 403,
  body: `<Error><Code>${code}</Code><Message>m</Message><RequestId>{id}</RequestId></Error>`,
})
const json = (value: object, status = 200): Reply => ({
  status,
  requestIdHeader: 'x-amzn-requestid',
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(value),
})

describe('Upload', () => {
  const small = Buffer.alloc(10)
  const big = Buffer.alloc(11 * 1024 * 1024)
  /** A multipart upload, some of whose requests are refused. */
  const multipart = (refused: Record<string, string> = {}) => {
    wire.clear()
    const times = Number.POSITIVE_INFINITY
    for (const [part, code] of Object.entries(refused))
      wire.inject({ ...xml(code), times }, ({ method, path, query }) =>
        `${method} ${path}?${query}`.includes(part),
      )
    wire.inject({ status: 200, body: '<R><UploadId>u</UploadId></R>', times }, { query: 'uploads' })
    const headers = { etag: '"e"' }
    wire.inject({ status: 200, headers, body: '<R><ETag>e</ETag></R>', times }, { method: 'POST' })
    wire.inject({ status: 200, headers, body: '', times })
  }
  const upload = (Body: Buffer, more = {}) =>
    new Upload({ client: s3(), params: { ...object, Body }, queueSize: 1, ...more })
  const of = (part: string) =>
    wire.exchanges.find(({ method, path, query }) => `${method} ${path}?${query}`.includes(part))?.requestId

  it('in one request', async () => {
    wire.reply({ headers: { etag: '"e"' } })
    expect(await upload(small).done()).toHaveProperty('requestId', issued(0))
  })

  it('in parts: the id of the request that completes it', async () => {
    multipart()
    const result = await upload(big).done()
    expect(wire.exchanges).toHaveLength(5)
    expect(result).toHaveProperty('requestId', of('POST /bucket/key?uploadId'))
  })

  it.each([{}, { leavePartsOnError: true }])('a part fails: its id (%j)', async (more) => {
    multipart({ 'partNumber=2': 'AccessDenied' })
    const error = await failure(upload(big, more).done())
    expect(error).toMatchObject({ name: 'AccessDenied', requestId: of('partNumber=2') })
    expect(of('DELETE') === undefined).toBe('leavePartsOnError' in more)
  })

  it('the completion fails, and then the abort: an id each', async () => {
    multipart({ 'POST /bucket/key?uploadId': 'AccessDenied', DELETE: 'AbortDenied' })
    const error = await failure(upload(big).done())
    expect(error.requestId).toBe(of('POST /bucket/key?uploadId'))
    expect(error.cause).toMatchObject({ name: 'AbortDenied', requestId: of('DELETE') })
  })

  it('aborted: an error of its own, whose exchanges captureExchanges has', async () => {
    multipart()
    const job = upload(big)
    job.on('httpUploadProgress', () => void job.abort())
    const error = await failure(captureExchanges(() => job.done()))
    expect(error).not.toHaveProperty('requestId')
    expect(ids(error)).toContain(of('partNumber=1'))
    // The part that was under way.
    await sleep(50)
  })
})

describe('paginators and waiters', () => {
  const page = {
    body: '<R><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken></R>',
  }

  it('each page, and the error of one', async () => {
    wire.reply(page, { body: '<R></R>' })
    const pages = []
    for await (const page of paginateListObjectsV2({ client: s3() }, { Bucket: 'bucket' })) pages.push(page)
    expect(pages.map(getRequestId)).toEqual(wire.exchanges.map(({ requestId }) => requestId))

    wire.reply(page, xml('AccessDenied'))
    const all = async () => {
      for await (const _ of paginateListObjectsV2({ client: s3() }, { Bucket: 'bucket' }));
    }
    expect((await failure(all())).requestId).toBe(issued(1))

    wire.reply(json({ LastEvaluatedTableName: 'a' }), json({}))
    const tables = []
    for await (const page of paginateListTables({ client: dynamo() }, {})) tables.push(getRequestId(page))
    expect(tables).toEqual(wire.exchanges.map(({ requestId }) => requestId))
  })

  it('a waiter: its reason, or else what captureExchanges has', async () => {
    const wait = { client: s3(), minDelay: 0.01, maxDelay: 0.01, maxWaitTime: 0.2 }
    wire.reply({})
    const { reason } = await waitUntilObjectExists(wait, object)
    expect(reason).toHaveProperty('requestId', issued(0))

    wire.reply({ status: 404 })
    const error = await failure(captureExchanges(() => waitUntilObjectExists(wait, object)))
    expect(error).not.toHaveProperty('requestId')
    expect(ids(error)).toEqual(wire.exchanges.map(({ requestId }) => requestId))
  })
})

describe('DynamoDBDocumentClient', () => {
  const get = new GetCommand({ TableName: 't', Key: { a: 'b' } })

  it.each([
    ['its base', (): DynamoDBDocumentClient => DynamoDBDocumentClient.from(dynamo())],
    ['itself', () => withRequestId(DynamoDBDocumentClient.from(new DynamoDBClient(config())))],
    ['both', () => withRequestId(DynamoDBDocumentClient.from(dynamo()))],
    ['the aggregated one', () => withRequestId(DynamoDBDocument.from(new DynamoDBClient(config())))],
  ] as const)('registered on %s', async (_, create: () => DynamoDBDocumentClient) => {
    wire.reply(json({ Item: { a: { S: 'b' } } }), json({ __type: 'ResourceNotFoundException' }, 400))
    const client = create()
    const result = await client.send(get)
    expect(result).toMatchObject({ Item: { a: 'b' }, requestId: issued(0) })
    expect(ids(result)).toEqual([issued(0)])
    expect((await failure(client.send(get))).requestId).toBe(issued(1))
  })

  it('registered on one command, whose stack the SDK concatenates twice', async () => {
    wire.reply(json({}))
    const command = new GetCommand({ TableName: 't', Key: { a: 'b' } })
    command.middlewareStack.use(requestIdPlugin())
    const result = await DynamoDBDocumentClient.from(new DynamoDBClient(config())).send(command)
    expect(ids(result)).toEqual([issued(0)])
  })

  it('over an older client the SDK drops the plugin; registered on itself it has it', async () => {
    wire.reply(json({}))
    const older = withRequestId(new OlderDynamoDBClient(config()))
    const client = DynamoDBDocumentClient.from(older as never)
    expect(await client.send(get)).not.toHaveProperty('requestId')
    expect(await withRequestId(client).send(get)).toHaveProperty('requestId', issued(1))
  })
})

describe('other ways to call', () => {
  it('by callback', async () => {
    wire.reply({}, xml('AccessDenied'))
    const call = () =>
      new Promise<unknown[]>((resolve) => {
        s3().send(new GetObjectCommand(object), (...args) => resolve(args))
      })
    const [none, result] = await call()
    expect([none, result]).toMatchObject([null, { requestId: issued(0) }])
    expect(await call()).toMatchObject([{ requestId: issued(1) }])
  })

  it('an aggregated client', async () => {
    wire.reply({}, xml('AccessDenied'))
    const client = withRequestId(new S3({ ...config(), forcePathStyle: true }))
    expect((await client.headObject(object)).requestId).toBe(issued(0))
    const error = await new Promise((resolve) => client.getObject(object, resolve))
    expect(error).toHaveProperty('requestId', issued(1))
  })

  it('a signed URL is no exchange', async () => {
    const seen: Exchange[] = []
    const client = s3()
    withRequestId(client, { onExchange: (exchange) => seen.push(exchange) })
    expect(await getSignedUrl(client, new GetObjectCommand(object))).toContain('X-Amz-Signature')
    expect(seen).toEqual([])
  })

  it('a mock of the client answers in its place', async () => {
    const client = s3()
    const mock = mockClient(client as unknown as S3Client)
    mock.on(HeadObjectCommand).resolves({ ETag: 'e', requestId: 'of the test' } as never)
    expect(await client.send(new HeadObjectCommand(object))).toEqual({ ETag: 'e', requestId: 'of the test' })
    mock.restore()
    wire.reply({})
    expect(await client.send(new HeadObjectCommand(object))).toHaveProperty('requestId', issued(0))
  })
})

describe("the service's own data", () => {
  it('another request that Route 53 Domains names stays, and the id of this one is found', async () => {
    const other = { __type: 'DuplicateRequest', requestId: 'other', message: 'm' }
    wire.reply(json(other, 400), { ...json(other, 400), requestIdHeader: false })
    const client = withRequestId(new Route53DomainsClient(config()))
    const register = () => failure(client.send(new RegisterDomainCommand({ DomainName: 'a' } as never)))
    const error = await register()
    expect(error.requestId).toBe('other')
    expect(getRequestId(error)).toBe(issued(0))
    const without = await register()
    expect(without.requestId).toBe('other')
    expect(getRequestId(without)).toBeUndefined()
  })

  it('what a query of Neptune is called stays', async () => {
    wire.reply(
      json({ requestId: 'of the query' }),
      json({ code: 'BadRequestException', requestId: 'other' }, 400),
    )
    const client = withRequestId(new NeptunedataClient(config()))
    const query = () => client.send(new ExecuteGremlinQueryCommand({ gremlinQuery: 'g' }))
    const result = await query()
    expect(result.requestId).toBe('of the query')
    expect(getRequestId(result)).toBe(issued(0))
    const error = await failure(query())
    expect(error.requestId).toBe('other')
    expect(getRequestId(error)).toBe(issued(1))
  })

  it.each([[null], [''], ['undefined']])('%j in place of an id is none', async (requestId) => {
    wire.reply(json({ __type: 'Whatever', requestId }, 400))
    expect((await failure(dynamo().send(new ListTablesCommand()))).requestId).toBe(issued(0))
  })

  it.each([[{ a: 1 }], [7], ['own']])('%j is the service’s, and stays', async (requestId) => {
    wire.reply(json({ __type: 'Whatever', requestId }, 400))
    const error = await failure(dynamo().send(new ListTablesCommand()))
    expect(error.requestId).toEqual(requestId)
    expect(getRequestId(error)).toBe(issued(0))
  })
})
