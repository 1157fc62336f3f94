// What `getRequestId` reads of outcomes that no plugin saw, and through the errors of libraries that wrap the SDK's.
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createPipelineRequest,
  RestError,
} from '@azure/core-rest-pipeline'
import { getInternal } from '@middy/util'
import { HttpException, InternalServerErrorException } from '@nestjs/common'
import { request } from '@octokit/request'
import * as registeringAws from '@requestid/aws'
import {
  errorSerializer,
  formatSupportReport,
  getRequestId,
  getRequestInfo,
  requestIdFields,
} from '@requestid/core'
import * as registeringCos from '@requestid/cos'
import { startServer, type TestServer } from '@requestid/testing'
import OSS from 'ali-oss'
import axios from 'axios'
import COS from 'cos-nodejs-sdk-v5'
import { Table } from 'dynamodb-onetable'
import { build } from 'esbuild'
import got from 'got-14.6'
import { GraphQLError } from 'graphql'
// @ts-expect-error: it has no types
import verror from 'verror'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const { VError, MultiError } = verror

const location = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' }

/** Answers everything the same. */
let answer: { status: number; headers: Record<string, string>; body: string }
let web: http.Server
let url: string
beforeAll(async () => {
  web = http.createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
    response.end(answer.body)
  })
  await once(web.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`
})
afterAll(() => {
  web.close()
  web.closeAllConnections()
})
beforeEach(() => {
  answer = { status: 200, headers: {}, body: '{}' }
})

const failure = (promise: PromiseLike<unknown>): Promise<object> =>
  Promise.resolve(promise).then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => error,
  )

const dynamo = () =>
  new DynamoDBClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  })

/** Lets DynamoDB refuse everything. */
function refuse(): void {
  answer = {
    status: 400,
    headers: { 'x-amzn-requestid': 'AWS1' },
    body: '{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"m"}',
  }
}

const getItem = new GetItemCommand({ TableName: 't', Key: { id: { S: '1' } } })

describe.each<{
  vendor: 'aws' | 'alibaba-oss' | 'tencent-cos'
  /** A call that succeeds, one that fails, and what one that fails hands on besides its error. */
  calls(server: TestServer): { good(): Promise<unknown>; bad(): Promise<unknown> }
}>([
  {
    vendor: 'aws',
    calls(server) {
      const client = new S3Client(server.s3Options())
      const object = { Bucket: 'bucket', Key: 'a' }
      return {
        good: () => client.send(new PutObjectCommand({ ...object, Body: 'text' })),
        bad: () => client.send(new GetObjectCommand({ ...object, Key: 'missing' })),
      }
    },
  },
  {
    vendor: 'alibaba-oss',
    calls(server) {
      const client = new OSS(server.ossOptions())
      return { good: () => client.put('a', Buffer.from('text')), bad: () => client.get('missing') }
    },
  },
  {
    vendor: 'tencent-cos',
    calls(server) {
      const client = new COS(server.cosOptions())
      return {
        good: () => client.putObject({ ...location, Key: 'a', Body: 'text' }),
        bad: () => client.getObject({ ...location, Key: 'missing' }),
      }
    },
  },
])('the plain SDK of $vendor', ({ vendor, calls }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ vendor })
  })
  afterAll(() => server.close())

  it('says in a result and in an error what its response said', async () => {
    const { good, bad } = calls(server)
    const outcomes = [await good(), await failure(bad())]
    const ids = server.exchanges.map(({ requestId }) => requestId)
    expect(outcomes.map(getRequestId)).toEqual(ids)
    expect(outcomes.map((outcome) => getRequestInfo(outcome))).toEqual([
      expect.objectContaining({ vendor, source: 'outcome', statusCode: 200, exchanges: [] }),
      expect.objectContaining({ vendor, source: 'outcome', statusCode: 404, exchanges: [] }),
    ])
    const [, error] = outcomes
    expect(requestIdFields(error)).toMatchObject({ vendor, requestId: ids[1] })
    expect(errorSerializer(error)).toMatchObject({ vendor, requestId: ids[1], statusCode: 404 })
    expect(formatSupportReport(error)).toContain(ids[1])
  })
})

describe('what others do with outcomes of a registered client', () => {
  it('what copies the result of AWS keeps its exchanges', async () => {
    const server = await startServer({ vendor: 'aws' })
    const client = registeringAws.withRequestId(new S3Client(server.s3Options()))
    const params = { Bucket: 'bucket', Key: 'a', Body: 'small' }
    const copy = await new Upload({ client, params }).done()
    const [exchange] = server.exchanges
    expect(getRequestInfo(copy)).toMatchObject({
      source: 'plugin',
      operation: 'PutObject',
      exchanges: [{ requestId: exchange?.requestId, method: 'PUT' }],
    })
    expect(formatSupportReport(copy)).toContain('PUT')
    await server.close()
  })

  it('what hands on the body of an error of COS keeps all that is known of it', async () => {
    const server = await startServer()
    const plain = new COS(server.cosOptions())
    const client = registeringCos.withRequestId(new COS(server.cosOptions()))
    const get = (cos: COS) => failure(cos.getObject({ ...location, Key: 'missing' }))
    const [known, unknown] = [await get(client), await get(plain)] as { error: object }[]
    expect(getRequestInfo(known?.error)).toBe(getRequestInfo(known))
    expect(getRequestInfo(known?.error)?.exchanges).toHaveLength(1)
    expect(getRequestId(unknown?.error)).toBe(server.exchanges[1]?.requestId)
    expect(known?.error).not.toHaveProperty('requestId')
    await server.close()
  })
})

describe('a response', () => {
  const ways: Record<string, () => Promise<unknown>> = {
    fetch: () => fetch(url),
    axios: () => axios.get(url, { validateStatus: () => true }),
    'an error of axios': () => failure(axios.get(url)),
    got: async () => await got(url, { throwHttpErrors: false }),
    'an error of got': () => failure(got(url, { retry: { limit: 0 } })),
    'an error of Octokit': () => failure(request(`GET ${url}`)),
    'an error of Azure': async () => {
      const request = createPipelineRequest({ url, allowInsecureConnection: true })
      const response = await createEmptyPipeline().sendRequest(createDefaultHttpClient(), request)
      return new RestError('m', { request, response })
    },
  }

  it.each(Object.entries(ways))('of %s', async (_, send) => {
    const headers: Record<string, [vendor: string, id: string]> = {
      'x-oss-request-id': ['alibaba-oss', '5F3C8A1E0B2D4C6E8F0A1B2C'],
      'x-ms-request-id': ['azure', 'b2c3'],
      'x-github-request-id': ['github', 'C0FF:1:2'],
      'x-request-id': ['openai', `req_${'0a'.repeat(16)}`],
    }
    for (const name in _ === 'an error of Azure' ? { 'x-ms-request-id': 0 } : headers) {
      const [vendor, id] = headers[name] || []
      answer = { status: 404, headers: { [name]: String(id) }, body: '{}' }
      expect(getRequestInfo(await send())).toEqual({
        vendor,
        requestId: id,
        statusCode: 404,
        source: 'outcome',
        exchanges: [],
      })
    }
    answer = { status: 404, headers: { 'x-request-id': 'req_mine', 'cf-ray': '8a1' }, body: '{}' }
    expect(getRequestId(await send())).toBeUndefined()
  })
})

describe('an error that another library wraps', () => {
  const ways: Record<string, (error: Error) => unknown> = {
    VError: (error) => new VError(error, 'outer'),
    MultiError: (error) => new MultiError([new Error('other'), error]),
    GraphQL: (error) => new GraphQLError('outer', { originalError: error }),
    middy: (error) => failure(getInternal({ a: 'a' }, { internal: { a: Promise.reject(error) } } as never)),
    'the response of Nest': (error) => new InternalServerErrorException(error),
    'the cause of Nest': (error) => new HttpException('outer', 500, { cause: error }),
  }

  it.each(Object.entries(ways))('%s', async (_, wrap) => {
    refuse()
    const plain = (await failure(dynamo().send(getItem))) as Error
    const seen = (await failure(registeringAws.withRequestId(dynamo()).send(getItem))) as Error
    const [ofPlain, ofSeen] = [await wrap(plain), await wrap(seen)]
    expect([getRequestId(ofPlain), getRequestId(ofSeen)]).toEqual(['AWS1', 'AWS1'])
    expect(getRequestInfo(ofPlain)?.source).toBe('outcome')
    expect(getRequestInfo(ofSeen)).toBe(getRequestInfo(seen))
  })

  it('OneTable', async () => {
    refuse()
    const table = new Table({
      client: registeringAws.withRequestId(dynamo()),
      name: 't',
      logger: () => undefined,
      schema: {
        format: 'onetable:1.1.0',
        version: '0.0.1',
        indexes: { primary: { hash: 'pk' } },
        models: { User: { pk: { type: String, value: 'u#$' + '{id}' }, id: { type: String } } },
      } as never,
    })
    const error = await failure(table.getItem({ pk: 'u#1' }, { parse: false, hidden: true }))
    expect(error.constructor.name).toMatch(/^OneTable/)
    expect(getRequestInfo(error)).toMatchObject({ requestId: 'AWS1', source: 'plugin' })
  })
})

it('a page reads what its plugins know, and all after `learnShapes()`', async () => {
  const contents = `
    import { getRequestId, withRequestId } from '@requestid/cos'
    import { learnShapes } from '@requestid/core/shapes'
    export { getRequestId, learnShapes, withRequestId }`
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  })
  const page = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`)
  const cause = { statusCode: 404, headers: {}, RequestId: 'COS1' }
  const outcomes = [cause, { $metadata: { requestId: 'AWS1' } }, { originalError: new Error('m', { cause }) }]
  const read = () => outcomes.map(page.getRequestId)
  expect(read()).toEqual([undefined, undefined, undefined])
  page.withRequestId(new COS({ SecretId: 'a', SecretKey: 'b' }))
  expect(read()).toEqual(['COS1', undefined, undefined])
  page.learnShapes()
  expect(read()).toEqual(['COS1', 'AWS1', 'COS1'])
})
