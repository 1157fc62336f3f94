// What stands under `requestId` on an error and is no id: on one of the SDK's it gives way, on one of the user's it stays.
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { getRequestId } from '@requestid/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { type AwsWire, startAwsWire } from './wire.js'

let wire: AwsWire
beforeAll(async () => {
  wire = await startAwsWire()
})
afterAll(() => wire.close())

const create = () => withRequestId(new DynamoDBClient({ ...wire.clientOptions(), maxAttempts: 1 }))
const failing = (client: DynamoDBClient) =>
  client
    .send(new GetItemCommand({ TableName: 'table', Key: { id: { S: 'a' } } }))
    .catch((error: Record<string, unknown>) => error) as Promise<Record<string, unknown>>

it.each(['null', 'undefined', ''])(
  'an error whose body has `requestId: "%s"` gets the id',
  async (nothing) => {
    const body = JSON.stringify({ __type: 'LimitExceededException', message: 'm', requestId: nothing })
    wire.reply({ status: 400, requestIdHeader: 'x-amzn-requestid', body })
    const error = await failing(create() as DynamoDBClient)
    expect(error.name).toBe('LimitExceededException')
    expect(error.requestId).toBe(wire.exchanges[0]?.requestId)
  },
)

it.each(['null', '', null])('an error of the user’s that has %j there keeps it', async (kept) => {
  wire.reply({ requestIdHeader: 'x-amzn-requestid', body: '{}' })
  const client = create() as DynamoDBClient
  const own = Object.assign(new Error('refused'), { requestId: kept })
  client.middlewareStack.add(
    (next) => async (args) => {
      await next(args)
      throw own
    },
    { step: 'build' },
  )
  expect(await failing(client)).toBe(own)
  expect(own.requestId).toBe(kept)
  expect(getRequestId(own)).toBe(wire.exchanges[0]?.requestId)
})
