import { DynamoDBClient, DynamoDBServiceException, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { type DescribeUserCommandOutput, QuickSightClient } from '@aws-sdk/client-quicksight'
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  NoSuchKey,
  paginateListObjectsV2,
  S3,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { Upload } from '@aws-sdk/lib-storage'
import { requestIdPlugin, withRequestId } from '@requestid/aws'
import type {} from '@requestid/aws/augment'
import { type Equal, expectTrue, type Id } from './expect.js'

const object = { Bucket: 'bucket', Key: 'key' }
const client = new S3Client({})
client.middlewareStack.use(requestIdPlugin())

const result = await client.send(new GetObjectCommand(object))
const byMethod = await new S3({}).getObject(object)
const upload = await new Upload({ client, params: { ...object, Body: 'x' } }).done()
const tables = await new DynamoDBClient({}).send(new ListTablesCommand())
const item = await DynamoDBDocumentClient.from(new DynamoDBClient({})).send(
  new GetCommand({ TableName: 't', Key: {} }),
)
expectTrue<Equal<[(typeof result)['requestId'], (typeof byMethod)['requestId']], [Id, Id]>>()
expectTrue<Equal<[(typeof upload)['requestId'], (typeof tables)['requestId']], [Id, Id]>>()
expectTrue<Equal<(typeof item)['requestId'], Id>>()
for await (const { requestId } of paginateListObjectsV2({ client }, { Bucket: 'b' })) {
  expectTrue<Equal<typeof requestId, Id>>()
}
client.send(new GetObjectCommand(object), (_error, data) => data?.requestId)

try {
  await client.send(new GetObjectCommand(object))
} catch (error) {
  if (error instanceof NoSuchKey) expectTrue<Equal<typeof error.requestId, Id>>()
  if (error instanceof S3ServiceException) expectTrue<Equal<typeof error.extendedRequestId, Id>>()
  if (error instanceof DynamoDBServiceException) expectTrue<Equal<typeof error.requestId, Id>>()
}

// Both together, mocks of results, and services that have such a member themselves.
const registered = await withRequestId(client).send(new GetObjectCommand(object))
const both: Id = registered.requestId
const mock: GetObjectCommandOutput = { $metadata: {}, requestId: 'id' }
const quicksight = withRequestId(new QuickSightClient({}))
declare const user: DescribeUserCommandOutput
expectTrue<Equal<typeof user.requestId, Id>>()
// @ts-expect-error: a string or undefined
result.requestId.length

export { both, mock, quicksight }
