import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3,
  S3Client,
  type S3ClientConfig,
  waitUntilObjectExists,
} from '@aws-sdk/client-s3'
import { DynamoDBDocument, DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { getRequestId, requestIdPlugin, type WithRequestId, withRequestId } from '@requestid/aws'
import { withRequestId as ofCOS } from '@requestid/cos'
import { withRequestId as ofOSS } from '@requestid/oss'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
import { type Equal, expectTrue, type Id } from './expect.js'

const object = { Bucket: 'bucket', Key: 'key' }
const plain = new S3Client({})
const keys = { accessKeyId: 'i', accessKeySecret: 's' }
const s3 = withRequestId(plain)

// send: promise, callback, and options with either

const result = await s3.send(new GetObjectCommand(object))
expectTrue<Equal<typeof result.requestId, Id>>()
expectTrue<Equal<typeof result.ETag, GetObjectCommandOutput['ETag']>>()
const body = await result.Body?.transformToString()
expectTrue<Equal<typeof body, string | undefined>>()
const sdkResult: GetObjectCommandOutput = result
const { requestId, ...rest } = await s3.send(new PutObjectCommand({ ...object, Body: 'x' }), {
  abortSignal: AbortSignal.timeout(1),
})
expectTrue<Equal<typeof requestId, Id>>()
expectTrue<Equal<typeof rest.VersionId, string | undefined>>()
s3.send(new HeadObjectCommand(object), (error, data) => {
  expectTrue<Equal<typeof data, (typeof heads)[number] | undefined>>()
  expectTrue<Equal<Id, NonNullable<typeof data>['requestId']>>()
  return [getRequestId(error), data?.requestId, data?.ContentLength]
})
const called = s3.send(
  new HeadObjectCommand(object),
  { requestTimeout: 1 },
  (_error, data) => data?.requestId,
)
expectTrue<Equal<typeof called, void>>()
const heads = [await s3.send(new HeadObjectCommand(object)), await s3.send(new HeadObjectCommand(object), {})]
const [buckets, head] = await Promise.all([
  s3.send(new ListBucketsCommand()),
  s3.send(new HeadObjectCommand(object)),
])
expectTrue<Equal<[typeof buckets.requestId, typeof head.requestId], [Id, Id]>>()
// @ts-expect-error: a command of another service
s3.send(new ListTablesCommand())
// @ts-expect-error: a parameter is missing
s3.send(new GetObjectCommand({ Bucket: 'bucket' }))
// @ts-expect-error: no command
s3.send(object)
// @ts-expect-error: an unknown option
s3.send(new GetObjectCommand(object), { noSuchOption: 1 })
// @ts-expect-error: a string or undefined
result.requestId.length
// @ts-expect-error: no such member
result.requestID
// @ts-expect-error: no such method
s3.noSuchMethod()

// In the SDK's place

const asSdk: S3Client = s3
const again: WithRequestId<S3Client> = withRequestId(s3, { onExchange: ({ requestId }) => requestId })
expectTrue<Equal<Awaited<ReturnType<typeof once>>['requestId'], Id>>()
async function once() {
  return again.send(new HeadObjectCommand(object))
}
const pages = paginateListObjectsV2({ client: s3 }, { Bucket: 'bucket' })
for await (const page of pages) getRequestId(page)
const { reason } = await waitUntilObjectExists({ client: s3, maxWaitTime: 1 }, object)
getRequestId(reason)
const upload = await new Upload({ client: s3, params: { ...object, Body: 'x' } }).done()
getRequestId(upload)
const url: string = await getSignedUrl(s3, new GetObjectCommand(object))
const { region, requestHandler } = s3.config
s3.middlewareStack.add((next) => (args) => next(args), { step: 'initialize' })
s3.destroy()
function takesSdk(client: S3Client, config: S3ClientConfig): Promise<GetObjectCommandOutput> {
  return [client, new S3Client(config)][0]?.send(new GetObjectCommand(object)) as never
}
takesSdk(s3, {})
class Mine extends S3Client {
  private readonly prefix = 'p'
  keyOf(name: string) {
    return this.prefix + name
  }
}
const mine = withRequestId(new Mine({}))
expectTrue<Equal<ReturnType<typeof mine.keyOf>, string>>()
const ofMine = await mine.send(new HeadObjectCommand(object))
expectTrue<Equal<typeof ofMine.requestId, Id>>()
const asMine: Mine = mine
// @ts-expect-error: still private
mine.prefix

// Aggregated clients

const aggregated = withRequestId(new S3({}))
const got = await aggregated.getObject(object)
expectTrue<Equal<typeof got.requestId, Id>>()
// With a variable for the parameters, TypeScript does not find the SDK's own overload either.
aggregated.getObject({ Bucket: 'b', Key: 'k' }, (error: unknown, data) => {
  expectTrue<Equal<NonNullable<typeof data>['requestId'], Id>>()
  return [getRequestId(error), data?.requestId]
})
aggregated.getObject(object, { requestTimeout: 1 }, (_error: unknown, data) => data?.requestId)
const [all, some] = [await aggregated.listBuckets(), await aggregated.listBuckets({})]
expectTrue<Equal<[typeof all.requestId, typeof some.requestId], [Id, Id]>>()
const sent = await aggregated.send(new HeadObjectCommand(object))
expectTrue<Equal<typeof sent.requestId, Id>>()
const asAggregated: S3 = aggregated
// @ts-expect-error: a parameter is missing
aggregated.getObject({ Bucket: 'bucket' })

// DynamoDB and its document client

const dynamo = withRequestId(new DynamoDBClient({}))
const tables = await dynamo.send(new ListTablesCommand())
expectTrue<Equal<typeof tables.requestId, Id>>()
const document = withRequestId(DynamoDBDocumentClient.from(dynamo))
const item = await document.send(new GetCommand({ TableName: 't', Key: { a: 1 } }))
expectTrue<Equal<typeof item.requestId, Id>>()
const whole = withRequestId(DynamoDBDocument.from(dynamo))
const second = await whole.get({ TableName: 't', Key: { a: 1 } })
expectTrue<Equal<typeof second.requestId, Id>>()
const asDocument: [DynamoDBDocumentClient, DynamoDBDocument] = [document, whole]
// @ts-expect-error: a command of another service
dynamo.send(new GetObjectCommand(object))

// The plugin itself, on clients and commands

plain.middlewareStack.use(requestIdPlugin())
const command = new HeadObjectCommand(object)
command.middlewareStack.use(requestIdPlugin({ enumerable: false }))
// @ts-expect-error: not an option
requestIdPlugin({ noSuchOption: true })
// @ts-expect-error: not an option
withRequestId(plain, { onExchnge: () => {} })
// @ts-expect-error: not a function
requestIdPlugin({ onExchange: 'log' })

// What may be a client is taken; what is certainly none is not, whichever the plugin.

declare const sender: { send(command: object): Promise<{ ETag: string }> }
declare const parts: [Pick<S3, 'getObject'>, Pick<S3Client, 'middlewareStack'>, Pick<STS, 'assumeRole'>]
interface STS {
  assumeRole(input: { RoleArn: string | undefined; RoleSessionName: string | undefined }): Promise<object>
}
const ofSender = await withRequestId(sender).send(command)
expectTrue<Equal<typeof ofSender.requestId, Id>>()
const taken = parts.map((part) => withRequestId(part))
function generic<C extends S3Client>(client: C): C {
  return withRequestId(client)
}
// @ts-expect-error: not a client
withRequestId('client')
// @ts-expect-error: the class
withRequestId(S3Client)
// @ts-expect-error: the class of another client
withRequestId(DynamoDBDocumentClient)
// @ts-expect-error: a promise
withRequestId(Promise.resolve(plain))
// @ts-expect-error: nothing
withRequestId({})
// @ts-expect-error: the options of a client
withRequestId({ region: 'r' })
// @ts-expect-error: a client of COS
withRequestId(new COS({}))
// @ts-expect-error: a client of ali-oss
withRequestId(new OSS(keys))
// @ts-expect-error: a client of ali-oss
withRequestId(new OSS.STS(keys))
// @ts-expect-error: a client of the AWS SDK
ofCOS(plain)
// @ts-expect-error: a client of the AWS SDK
ofCOS(new S3({}))
// @ts-expect-error: a client of the AWS SDK
ofOSS(plain)
// @ts-expect-error: a client of the AWS SDK
ofOSS(new DynamoDBClient({}))

// An unregistered client has none of it.

const without = await plain.send(new HeadObjectCommand(object))
// @ts-expect-error: not registered
without.requestId

export {
  asAggregated,
  asDocument,
  asMine,
  asSdk,
  generic,
  region,
  requestHandler,
  sdkResult,
  taken,
  takesSdk,
  url,
}

// A name of one's own.
const named = withRequestId(plain, { property: 'cloudRequestId' })
const namedResult = await named.send(new GetObjectCommand(object))
expectTrue<Equal<typeof namedResult.cloudRequestId, Id>>()
expectTrue<Equal<'requestId' extends keyof typeof namedResult ? true : false, false>>()
named.send(new ListBucketsCommand({}), (_, data) => data?.cloudRequestId?.length)
