import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import * as DynamoDB from '@aws-sdk/client-dynamodb'
import * as Kinesis from '@aws-sdk/client-kinesis'
import * as S3 from '@aws-sdk/client-s3'
import * as SQS from '@aws-sdk/client-sqs'
import * as STS from '@aws-sdk/client-sts'
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { getRequestInfo } from '@requestid/core'
import { buildApp } from 'fauxqs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'

// Servers that others wrote: the ids they put on the wire are those that the user gets.

const require = createRequire(import.meta.url)
type Create = (options: object) => Server
const dynalite: Create = require('dynalite')
const kinesalite: Create = require('kinesalite')

const config = (port: number) => ({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
  maxAttempts: 1,
})

/** The ids that were sent, in order. */
let sent: string[] = []
beforeEach(() => {
  sent = []
})

function watch(header: string) {
  return (_: unknown, response: ServerResponse) => {
    response.once('finish', () => sent.push(String(response.getHeader(header))))
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

/** The outcome of each call, each of which must have the id that the server sent last. */
async function expectIds(calls: (() => Promise<object>)[]): Promise<Record<string, unknown>[]> {
  const outcomes: Record<string, unknown>[] = []
  for (const call of calls) {
    const outcome = await call().catch((error) => error)
    expect(outcome.requestId, String(call)).toBe(sent.at(-1))
    expect(getRequestInfo(outcome)?.exchanges.map(({ requestId }) => requestId)).toEqual(sent.slice(-1))
    outcomes.push(outcome)
  }
  expect(sent).toHaveLength(calls.length)
  expect(new Set(sent).size).toBe(calls.length)
  return outcomes
}

describe('dynalite', () => {
  const server = dynalite({ createTableMs: 0 })
  let port = 0
  beforeAll(async () => {
    server.prependListener('request', watch('x-amzn-RequestId'))
    port = await listen(server)
  })
  afterAll(() => close(server))

  it('tables, items, and errors', async () => {
    const client = withRequestId(new DynamoDB.DynamoDBClient(config(port)))
    const document = DynamoDBDocumentClient.from(client)
    const TableName = 'table'
    const KeySchema = [{ AttributeName: 'k', KeyType: 'HASH' as const }]
    const AttributeDefinitions = [{ AttributeName: 'k', AttributeType: 'S' as const }]
    const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 }
    const create = { TableName, KeySchema, AttributeDefinitions, ProvisionedThroughput }
    await client.send(new DynamoDB.CreateTableCommand(create))
    await DynamoDB.waitUntilTableExists(
      { client, maxWaitTime: 5, minDelay: 0.05, maxDelay: 0.05 },
      { TableName },
    )
    sent = []
    const outcomes = await expectIds([
      () => document.send(new PutCommand({ TableName, Item: { k: 'a', n: 1 } })),
      () => document.send(new GetCommand({ TableName, Key: { k: 'a' } })),
      () => client.send(new DynamoDB.CreateTableCommand(create)),
      () => document.send(new GetCommand({ TableName: 'missing', Key: { k: 'a' } })),
      () => document.send(new GetCommand({ TableName, Key: { wrong: 'a' } })),
    ])
    expect(outcomes.map(({ Item, name }) => Item ?? name)).toEqual([
      undefined,
      { k: 'a', n: 1 },
      'ResourceInUseException',
      'ResourceNotFoundException',
      'ValidationException',
    ])
  })
})

describe('kinesalite', () => {
  const server = kinesalite({})
  let port = 0
  beforeAll(async () => {
    server.prependListener('request', watch('x-amzn-RequestId'))
    port = await listen(server)
  })
  afterAll(() => close(server))

  it('streams, by HTTP/1.1', async () => {
    const { requestHandler } = new DynamoDB.DynamoDBClient({ region: 'us-east-1' }).config
    const client = withRequestId(new Kinesis.KinesisClient({ ...config(port), requestHandler }))
    const outcomes = await expectIds([
      () => client.send(new Kinesis.ListStreamsCommand()),
      () => client.send(new Kinesis.DescribeStreamCommand({ StreamName: 'missing' })),
    ])
    expect(outcomes.map(({ name }) => name)).toEqual([undefined, 'ResourceNotFoundException'])
  })
})

describe('HTTP/2, which the client of Kinesis speaks', () => {
  it('results and errors', async () => {
    const server = createHttp2Server()
    let status = 200
    server.on('stream', (stream) => {
      const id = `h2-${status}`
      sent.push(id)
      stream.respond({ ':status': status, 'x-amzn-requestid': id })
      stream.end(status === 200 ? '{}' : '{"__type":"ResourceNotFoundException"}')
    })
    const port = await listen(server as unknown as Server)
    const client = withRequestId(new Kinesis.KinesisClient(config(port)))
    try {
      await expectIds([
        () => client.send(new Kinesis.ListStreamsCommand()),
        () => {
          status = 400
          return client.send(new Kinesis.ListStreamsCommand())
        },
      ])
    } finally {
      client.destroy()
      server.close()
    }
  })
})

describe('fauxqs', () => {
  const app = buildApp({ logger: false })
  let port = 0
  beforeAll(async () => {
    app.addHook('onResponse', async (_: unknown, reply: { getHeader(name: string): unknown }) => {
      sent.push(String(reply.getHeader('x-amz-request-id') ?? reply.getHeader('x-amzn-requestid')))
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
    port = (app.server.address() as AddressInfo).port
  })
  afterAll(() => app.close())

  it('S3, whose errors have another id in their body', async () => {
    const client = withRequestId(new S3.S3Client({ ...config(port), forcePathStyle: true }))
    const object = { Bucket: 'bucket', Key: 'key' }
    const outcomes = await expectIds([
      () => client.send(new S3.CreateBucketCommand(object)),
      () => client.send(new S3.PutObjectCommand({ ...object, Body: 'content' })),
      async () => {
        const result = await client.send(new S3.GetObjectCommand(object))
        expect(await result.Body?.transformToString()).toBe('content')
        return result
      },
      () => client.send(new S3.HeadObjectCommand({ ...object, Key: 'missing' })),
      () => client.send(new S3.GetObjectCommand({ ...object, Key: 'missing' })),
    ])
    const { RequestId, requestId } = outcomes.at(-1) ?? {}
    expect(RequestId).toMatch(/^\S+$/)
    expect(RequestId).not.toBe(requestId)
  })

  it('SQS and STS', async () => {
    const sqs = withRequestId(new SQS.SQSClient(config(port)))
    const sts = withRequestId(new STS.STSClient(config(port)))
    await expectIds([
      () => sqs.send(new SQS.CreateQueueCommand({ QueueName: 'queue' })),
      () => sqs.send(new SQS.GetQueueUrlCommand({ QueueName: 'missing' })),
      () => sts.send(new STS.GetCallerIdentityCommand()),
    ])
  })
})
