import { getRequestInfo } from '@requestid/core'
import { describe, expect, it } from 'vitest'
import { describeNock, useNock } from '../../../test/kit/nock.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'

const object = { Bucket: 'examplebucket', Key: 'dir/key' }
const ids = { 'x-amz-request-id': 'TX234S0F24A06C7', 'x-amz-id-2': 'U2hYyPDWMmXBqB7NtnFfJTzc' }
const settings = { region: 'eu-west-1', accessKeyId: 'id', secretAccessKey: 'key', maxRetries: 0 }
const s3Of = (sdk: SDK) => withRequestId(new sdk.S3(settings))

describeNock({
  name: 'aws-sdk',
  versions,
  host: 'examplebucket.s3.eu-west-1.amazonaws.com',
  path: '/dir/key',
  headers: ids,
  exchange: { vendor: 'aws', extendedRequestId: ids['x-amz-id-2'] },
  method: 'DELETE',
  send: (sdk) => s3Of(sdk).deleteObject(object).promise(),
  get: (sdk) => s3Of(sdk).getObject(object).promise(),
  missing: {
    body: '<Error><Code>NoSuchKey</Code><Message>m</Message></Error>',
    error: { code: 'NoSuchKey', extendedRequestId: ids['x-amz-id-2'] },
    info: { operation: 'getObject' },
  },
})

describe.each(versions)('aws-sdk %s', (_, sdk) => {
  const nock = useNock()

  it('DynamoDB, by its real host name', async () => {
    const client = withRequestId(new sdk.DynamoDB(settings))
    nock('https://dynamodb.eu-west-1.amazonaws.com')
      .post('/')
      .reply(200, {}, { 'x-amzn-RequestId': 'dynamo' })
    const result = await client.listTables().promise()
    expect(result.requestId).toBe('dynamo')
    expect(getRequestInfo(result)?.exchanges).toMatchObject([
      { method: 'POST', host: 'dynamodb.eu-west-1.amazonaws.com', path: '/' },
    ])
  })

  it('a bucket of another region, for which the SDK asks and makes a client', async () => {
    const seen: unknown[] = []
    const onExchange = ({ requestId, host }: { requestId?: string; host: string }) =>
      seen.push([requestId, host])
    const client = withRequestId(new sdk.S3({ ...settings, maxRetries: 1 }), { onExchange })
    const host = 'examplebucket.s3.eu-west-1.amazonaws.com'
    const there = 'examplebucket.s3.us-west-2.amazonaws.com'
    const body = '<Error><Code>PermanentRedirect</Code><Message>m</Message></Error>'
    nock(`https://${host}`).get('/dir/key').reply(301, body, { 'x-amz-request-id': 'moved' })
    nock(`https://${host}`)
      .head('/')
      .reply(200, '', { 'x-amz-request-id': 'region', 'x-amz-bucket-region': 'us-west-2' })
    nock(`https://${there}`).get('/dir/key').reply(200, 'text', { 'x-amz-request-id': 'found' })
    const result = await client.getObject(object).promise()
    expect(result.requestId).toBe('found')
    expect(seen).toEqual([
      ['moved', host],
      ['region', host],
      ['found', there],
    ])
    const requests = getRequestInfo(result)?.exchanges.map(({ requestId }) => requestId)
    expect(requests).toEqual(['moved', 'found'])
  })
})
