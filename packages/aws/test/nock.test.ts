import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getRequestInfo } from '@requestid/core'
import { describe, expect, it } from 'vitest'
import { describeNock, useNock } from '../../../test/kit/nock.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'

const object = { Bucket: 'examplebucket', Key: 'dir/key' }
const ids = { 'x-amz-request-id': 'TX234S0F24A06C7', 'x-amz-id-2': 'U2hYyPDWMmXBqB7NtnFfJTzc' }
const credentials = { accessKeyId: 'id', secretAccessKey: 'key' }
const error = (code: string) => `<Error><Code>${code}</Code><Message>m</Message></Error>`
const clientOf = ({ S3Client }: SDK) =>
  withRequestId(new S3Client({ region: 'eu-west-1', credentials, maxAttempts: 1 }))

describeNock({
  name: 'client-s3',
  versions,
  host: 'examplebucket.s3.eu-west-1.amazonaws.com',
  path: '/dir/key',
  headers: ids,
  exchange: { vendor: 'aws', extendedRequestId: ids['x-amz-id-2'] },
  method: 'DELETE',
  send: (sdk) => clientOf(sdk).send(new sdk.DeleteObjectCommand(object)),
  get: (sdk) => clientOf(sdk).send(new sdk.GetObjectCommand(object)),
  missing: {
    body: error('NoSuchKey'),
    error: { name: 'NoSuchKey', extendedRequestId: ids['x-amz-id-2'] },
  },
})

const nock = useNock()

describe('S3 Express, whose client opens a session within a call', () => {
  const Bucket = 'bucket--use1-az1--x-s3'
  const express = `https://${Bucket}.s3express-use1-az1.us-east-1.amazonaws.com`
  const put = (client: S3Client) => client.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'content' }))

  it('the session is an operation of its own', async () => {
    const seen: (string | undefined)[] = []
    const client = withRequestId(new S3Client({ region: 'us-east-1', credentials, maxAttempts: 1 }), {
      onExchange: ({ requestId }) => seen.push(requestId),
    })
    const body = `<CreateSessionResult><Credentials><SessionToken>t</SessionToken><SecretAccessKey>s</SecretAccessKey><AccessKeyId>a</AccessKeyId><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></CreateSessionResult>`
    nock(express).get('/').query(true).reply(200, body, { 'x-amz-request-id': 'session' })
    nock(express).put('/key').query(true).reply(200, '', { 'x-amz-request-id': 'put' })
    const result = await put(client)
    expect(result).toHaveProperty('requestId', 'put')
    expect(getRequestInfo(result)?.exchanges).toMatchObject([{ requestId: 'put', path: '/key' }])
    expect(seen).toEqual(['session', 'put'])
  })

  it('refused, its error is that of the call, and named as what it is', async () => {
    const client = withRequestId(new S3Client({ region: 'us-east-1', credentials, maxAttempts: 1 }))
    nock(express).get('/').query(true).reply(403, error('AccessDenied'), { 'x-amz-request-id': 'session' })
    const failed = await put(client).catch((error: unknown) => error)
    expect(failed).toMatchObject({ name: 'AccessDenied', requestId: 'session' })
    expect(getRequestInfo(failed)?.exchanges).toMatchObject([{ method: 'GET', path: '/', statusCode: 403 }])
  })
})

it('DynamoDB, by its real host name', async () => {
  const client = withRequestId(new DynamoDBClient({ region: 'eu-west-1', credentials }))
  nock('https://dynamodb.eu-west-1.amazonaws.com').post('/').reply(200, {}, { 'x-amzn-RequestId': 'dynamo' })
  const result = await client.send(new ListTablesCommand())
  expect(result.requestId).toBe('dynamo')
  expect(getRequestInfo(result)?.exchanges).toMatchObject([
    { method: 'POST', host: 'dynamodb.eu-west-1.amazonaws.com', path: '/' },
  ])
})
