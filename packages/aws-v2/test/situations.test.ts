// What the plain SDK gives and what a registered client does: the same kinds of outcome, and of those the ids.
import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestId } from '@requestid/core'
import type { IssuedExchange, Server, TestServer } from '@requestid/testing'
import type AWS from 'aws-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { escaping } from '../../../test/contract/outcomes.js'
import { withRequestId } from '../src/index.js'
import { PART, type SDK, versions } from './versions.js'
import { type AwsWire, optionsOf, startAws, startS3 } from './wire.js'

let s3: TestServer
let aws: AwsWire
beforeAll(async () => {
  s3 = await startS3()
  aws = await startAws()
})
afterAll(() => Promise.all([s3.close(), aws.close()]))

type Outcome = Readonly<Record<string, unknown>>

interface Situation {
  /** Everything that the user gets, in order. */
  run(sdk: SDK, register: <C extends object>(client: C) => C): Promise<unknown[]>
  readonly server?: () => Server
  /** Set where it never ends: how long that is watched. */
  readonly pendsFor?: number
  /** The id of each outcome. Default: that of the last response. */
  ids?(issued: readonly IssuedExchange[], outcomes: readonly unknown[]): (string | undefined)[]
}

const always = Number.POSITIVE_INFINITY
const object = { Bucket: 'bucket', Key: 'key' }
/** Of two parts. */
const big = Buffer.alloc(PART + 1)

const s3Of = (sdk: SDK, more: AWS.S3.ClientConfiguration = {}) =>
  new sdk.S3({ ...optionsOf(s3), maxRetries: 2, ...more })
const dynamoOf = (sdk: SDK, more: AWS.DynamoDB.ClientConfiguration = {}) =>
  new sdk.DynamoDB({ ...optionsOf(aws), maxRetries: 2, ...more })
const settled = (promise: Promise<unknown>) => promise.catch((error: unknown) => error)
const called = (send: (callback: (error: unknown, data: unknown) => void) => unknown) =>
  new Promise<unknown>((resolve) => send((error, data) => resolve(error ?? data)))

async function read(stream: Readable): Promise<unknown> {
  try {
    for await (const _ of stream);
    return stream
  } catch (error) {
    return error
  }
}

const get = (sdk: SDK, register: (client: AWS.S3) => AWS.S3, Key = 'key', more = {}) =>
  register(s3Of(sdk, more)).getObject({ ...object, Key })

const none = () => [undefined]
const first = ([one]: readonly IssuedExchange[]) => [one?.requestId]

const situations: Readonly<Record<string, Situation>> = {
  'success, promise': {
    run: async (sdk, register) => [await settled(get(sdk, register).promise())],
  },
  'success, callback': {
    run: async (sdk, register) => [await called((done) => get(sdk, register).send(done))],
  },
  'success, callback of the method': {
    run: async (sdk, register) => [await called((done) => register(s3Of(sdk)).getObject(object, done))],
  },
  'success, events': {
    async run(sdk, register) {
      const seen: unknown[] = []
      const request = get(sdk, register)
      request.on('success', ({ data }) => seen.push(data))
      request.on('complete', () => seen.push((request as unknown as { response: Outcome }).response.data))
      await settled(request.promise())
      return seen
    },
  },
  'an error, events': {
    async run(sdk, register) {
      const seen: unknown[] = []
      const request = get(sdk, register, 'missing')
      request.on('error', (error) => seen.push(error))
      request.on('complete', ({ error }) => seen.push(error))
      await settled(request.promise())
      return seen
    },
  },
  'a stream': {
    run: async (sdk, register) => [await read(get(sdk, register).createReadStream())],
  },
  'a stream, 404': {
    run: async (sdk, register) => [await read(get(sdk, register, 'missing').createReadStream())],
  },
  'a stream, 503 and a retry': {
    run: async (sdk, register) => {
      s3.inject({ status: 503 })
      return [await read(get(sdk, register).createReadStream())]
    },
  },
  'a stream, cut in mid-body': {
    run: async (sdk, register) => {
      s3.inject({ reset: 'mid-body', times: always })
      return [await read(get(sdk, register).createReadStream())]
    },
  },
  'a stream, destroyed by the user': {
    ids: none,
    run: async (sdk, register) => {
      const stream = get(sdk, register).createReadStream()
      const failed = once(stream, 'error')
      await once(stream, 'readable')
      stream.destroy(new Error('of the user'))
      return failed
    },
  },
  'an upload in one request, promise': {
    run: async (sdk, register) => [
      await register(s3Of(sdk))
        .upload({ ...object, Body: 'x' })
        .promise(),
    ],
  },
  'an upload in parts, callback': {
    run: async (sdk, register) => [
      await called((done) => register(s3Of(sdk)).upload({ ...object, Body: big }, { queueSize: 2 }, done)),
    ],
    ids: (issued) => [issued.find(({ operation }) => operation === 'CompleteMultipartUpload')?.requestId],
  },
  'an upload of which a part fails': {
    run: async (sdk, register) => {
      s3.inject({ status: 403, times: always }, { operation: 'UploadPart' })
      const upload = register(s3Of(sdk)).upload({ ...object, Body: big }, { queueSize: 1 })
      const outcome = await settled(upload.promise())
      while (!s3.exchanges.some(({ operation }) => operation === 'AbortMultipartUpload')) await sleep(5)
      return [outcome]
    },
    ids: (issued) => [issued.find(({ operation }) => operation === 'UploadPart')?.requestId],
  },
  'an upload that is aborted': {
    run: async (sdk, register) => {
      s3.inject({ stall: 'before-headers', times: always }, { operation: 'UploadPart' })
      const upload = register(s3Of(sdk)).upload({ ...object, Body: big }, { queueSize: 1 })
      const outcome = settled(upload.promise())
      while (!s3.exchanges.some(({ operation }) => operation === 'UploadPart')) await sleep(5)
      upload.abort()
      while (!s3.exchanges.some(({ operation }) => operation === 'AbortMultipartUpload')) await sleep(5)
      return [await outcome]
    },
    ids: first,
  },
  'an upload whose content fails': {
    ids: none,
    run: async (sdk, register) => {
      const Body = new PassThrough()
      const upload = register(s3Of(sdk)).upload({ ...object, Body }, { queueSize: 1 })
      const outcome = settled(upload.promise())
      Body.destroy(new Error('of the user'))
      return [await outcome]
    },
  },
  'an upload by a ManagedUpload': {
    run: async (sdk, register) => {
      const service = s3Of(sdk)
      const upload = new sdk.S3.ManagedUpload({ service, params: { ...object, Body: 'x' } })
      return [await called((done) => register(upload).send(done))]
    },
  },
  pages: {
    async run(sdk, register) {
      const pages: unknown[] = []
      const request = register(s3Of(sdk)).listObjectsV2({ Bucket: 'bucket', MaxKeys: 1 })
      await new Promise<void>((resolve) =>
        request.eachPage((error, data) => {
          if (error || !data) resolve()
          else pages.push(data)
          return true
        }),
      )
      return pages
    },
    ids: (issued) => issued.map(({ requestId }) => requestId),
  },
  '404 with a body': {
    run: async (sdk, register) => [await settled(get(sdk, register, 'missing').promise())],
  },
  '404 of a HEAD': {
    run: async (sdk, register) => [
      await settled(
        register(s3Of(sdk))
          .headObject({ ...object, Key: 'missing' })
          .promise(),
      ),
    ],
  },
  '304': {
    run: async (sdk, register) => {
      s3.inject({ status: 304, body: '' })
      return [await settled(get(sdk, register).promise())]
    },
  },
  '503 and a retry': {
    run: async (sdk, register) => {
      s3.inject({ status: 503 })
      return [await settled(get(sdk, register).promise())]
    },
  },
  'retries that all fail': {
    run: async (sdk, register) => {
      s3.inject({ status: 503, times: always })
      return [await settled(get(sdk, register).promise())]
    },
  },
  // The SDK has that of the first.
  'two answers, the second with an id in its body': {
    run: async (sdk, register) => {
      s3.inject({ status: 503 })
      s3.inject({ status: 403, requestIdHeader: false })
      return [await settled(get(sdk, register).promise())]
    },
    ids: (issued) => [issued.at(-1)?.bodyRequestId],
  },
  'two answers, the second without an id': {
    run: async (sdk, register) => {
      s3.inject({ status: 503 })
      s3.inject({ status: 403, requestIdHeader: false, bodyRequestId: false })
      return [await settled(get(sdk, register).promise())]
    },
    ids: none,
  },
  '503, then resets': {
    run: async (sdk, register) => {
      s3.inject({ status: 503 })
      s3.inject({ reset: 'before-headers', times: always })
      return [await settled(get(sdk, register).promise())]
    },
    ids: first,
  },
  'a reset before the headers': {
    ids: none,
    run: async (sdk, register) => {
      s3.inject({ reset: 'before-headers', times: always })
      return [await settled(get(sdk, register).promise())]
    },
  },
  'a time-out': {
    ids: none,
    run: async (sdk, register) => {
      s3.inject({ stall: 'before-headers', times: always })
      const httpOptions = { timeout: 50 }
      return [await settled(get(sdk, register, 'key', { httpOptions, maxRetries: 0 }).promise())]
    },
  },
  'a time-out in mid-body': {
    run: async (sdk, register) => {
      s3.inject({ stall: 'mid-body', times: always })
      const httpOptions = { timeout: 50 }
      return [await settled(get(sdk, register, 'key', { httpOptions, maxRetries: 0 }).promise())]
    },
  },
  'an abort before the answer': {
    ids: none,
    run: async (sdk, register) => {
      s3.inject({ stall: 'before-headers', times: always })
      const request = get(sdk, register)
      const outcome = settled(request.promise())
      while (s3.exchanges.at(-1)?.method !== 'GET') await sleep(5)
      request.abort()
      return [await outcome]
    },
  },
  'a body cut short': {
    run: async (sdk, register) => {
      s3.inject({ reset: 'mid-body', times: always })
      return [await settled(get(sdk, register).promise())]
    },
  },
  // The SDK waits for an error of a request that is answered.
  'an abort in mid-body': {
    pendsFor: 200,
    ids: none,
    run: async (sdk, register) => {
      s3.inject({ stall: 'mid-body' })
      const request = get(sdk, register)
      const outcome = settled(request.promise())
      request.on('httpHeaders', () => setTimeout(() => request.abort(), 20))
      return [await outcome]
    },
  },
  'a malformed body': {
    run: async (sdk, register) => {
      s3.inject({ status: 200, body: '<ListBucketResult><Contents>', times: always })
      return [await settled(register(s3Of(sdk)).listObjectsV2({ Bucket: 'bucket' }).promise())]
    },
  },
  'an error in a body of 200': {
    run: async (sdk, register) => {
      const body = '<?xml version="1.0"?><Error><Code>InternalError</Code><Message>m</Message></Error>'
      s3.inject({ status: 200, body, times: always })
      const CopySource = 'bucket/key'
      return [
        await settled(
          register(s3Of(sdk))
            .copyObject({ ...object, CopySource })
            .promise(),
        ),
      ]
    },
  },
  'an id in the body alone': {
    run: async (sdk, register) => {
      s3.inject({ status: 403, requestIdHeader: false, times: always })
      return [await settled(get(sdk, register).promise())]
    },
    ids: (issued) => [issued.at(-1)?.bodyRequestId],
  },
  'an odd id': {
    ids: none,
    run: async (sdk, register) => {
      s3.inject({ status: 403, body: '', headers: { 'x-amz-request-id': 'a b' }, requestIdHeader: false })
      return [await settled(get(sdk, register).promise())]
    },
  },
  'parameters that are refused': {
    ids: none,
    run: async (sdk, register) => [
      await settled(
        register(s3Of(sdk))
          .getObject({} as never)
          .promise(),
      ),
    ],
  },
  'a redirect': {
    run: async (sdk, register) => {
      const headers = { location: `${s3.url}/bucket/key` }
      s3.inject({ status: 307, headers, body: '' })
      return [await settled(get(sdk, register).promise())]
    },
  },
  unauthenticated: {
    run: async (sdk, register) => [
      await settled(register(s3Of(sdk)).makeUnauthenticatedRequest('headObject', object).promise()),
    ],
  },
  'a waiter': {
    run: async (sdk, register) => {
      const $waiter = { delay: 0, maxAttempts: 3 }
      s3.inject({ status: 404 })
      return [
        await settled(
          register(s3Of(sdk))
            .waitFor('objectExists', { ...object, $waiter })
            .promise(),
        ),
      ]
    },
  },
  'a waiter that gives up': {
    run: async (sdk, register) => {
      const $waiter = { delay: 0, maxAttempts: 2 }
      const params = { ...object, Key: 'missing', $waiter }
      return [await settled(register(s3Of(sdk)).waitFor('objectExists', params).promise())]
    },
  },
  'DynamoDB, success': {
    server: () => aws,
    run: async (sdk, register) => [await settled(register(dynamoOf(sdk)).listTables().promise())],
  },
  'DynamoDB, an error': {
    server: () => aws,
    run: async (sdk, register) => {
      aws.inject({ status: 400, times: always })
      return [await settled(register(dynamoOf(sdk)).listTables().promise())]
    },
  },
  'DynamoDB, no JSON': {
    server: () => aws,
    run: async (sdk, register) => {
      aws.inject({ status: 200, body: '<html>', times: always })
      return [await settled(register(dynamoOf(sdk)).listTables().promise())]
    },
  },
  'a DocumentClient': {
    server: () => aws,
    run: async (sdk, register) => {
      aws.inject({ status: 200, body: '{"Item":{"id":{"S":"a"}}}' })
      const client = register(new sdk.DynamoDB.DocumentClient({ service: dynamoOf(sdk) }))
      return [await settled(client.get({ TableName: 'table', Key: { id: 'a' } }).promise())]
    },
  },
  'a DocumentClient, pages': {
    server: () => aws,
    run: async (sdk, register) => {
      aws.inject({ status: 200, body: '{"Items":[],"LastEvaluatedKey":{"id":{"S":"a"}}}' })
      aws.inject({ status: 200, body: '{"Items":[]}' })
      const client = register(new sdk.DynamoDB.DocumentClient({ service: dynamoOf(sdk) }))
      const pages: unknown[] = []
      await new Promise<void>((resolve) =>
        client.scan({ TableName: 'table' }).eachPage((error, data) => {
          if (error || !data) resolve()
          else pages.push(data)
          return true
        }),
      )
      return pages
    },
    ids: (issued) => issued.map(({ requestId }) => requestId),
  },
  'SNS, an id in the body alone': {
    server: () => aws,
    run: async (sdk, register) => {
      const body =
        '<ListTopicsResponse><ListTopicsResult><Topics/></ListTopicsResult><ResponseMetadata><RequestId>{id}</RequestId></ResponseMetadata></ListTopicsResponse>'
      aws.inject({ status: 200, body, requestIdHeader: false })
      return [
        await settled(
          register(new sdk.SNS(optionsOf(aws)))
            .listTopics()
            .promise(),
        ),
      ]
    },
  },
  'SNS, an error with its id in the body alone': {
    server: () => aws,
    run: async (sdk, register) => {
      const body = '<ErrorResponse><Error><Code>A</Code></Error><RequestId>{id}</RequestId></ErrorResponse>'
      aws.inject({ status: 400, body, requestIdHeader: false })
      return [
        await settled(
          register(new sdk.SNS(optionsOf(aws)))
            .listTopics()
            .promise(),
        ),
      ]
    },
  },
  'Lambda, success': {
    server: () => aws,
    run: async (sdk, register) => [
      await settled(
        register(new sdk.Lambda(optionsOf(aws)))
          .invoke({ FunctionName: 'f' })
          .promise(),
      ),
    ],
  },
}

const CHANGING =
  /^(requestId|extendedRequestId|cfId|time|retryDelay|LastModified|\$response|UploadId|ETag|RequestId)$/
/** What an outcome is, without what changes, and without ids. */
function kindOf(outcome: unknown): unknown {
  if (typeof outcome !== 'object' || outcome === null) return outcome
  const { name, message } = outcome as Error
  const type = outcome.constructor?.name
  if (typeof (outcome as { pipe?: unknown }).pipe === 'function') return type
  const members = Object.entries(outcome).filter(([name]) => !CHANGING.test(name))
  const text = JSON.stringify(members, (name, value) => (CHANGING.test(name) ? '*' : value))
  return [type, name, message, text]
}

async function observe(situation: Situation, sdk: SDK, plugin: boolean) {
  const { server = () => s3, ids, pendsFor = 5000 } = situation
  for (const each of [s3, aws]) each.clear()
  const filling = s3Of(sdk)
  if (server() === s3)
    for (const Key of ['key', 'other'])
      await filling.putObject({ Bucket: 'bucket', Key, Body: 'x'.repeat(1000) }).promise()
  const before = server().exchanges.length
  const errors: unknown[] = []
  const register = <C extends object>(client: C) => {
    if (plugin) withRequestId(client as C & AWS.S3, { onError: (error) => errors.push(error) })
    return client
  }
  const { value: outcomes, escaped } = await escaping(async () => {
    const pending = sleep(pendsFor, ['pending'], { ref: false })
    const outcomes = await Promise.race([situation.run(sdk, register), pending])
    await sleep(1)
    return outcomes
  })
  const issued = server().exchanges.slice(before)
  const last = issued.at(-1)?.requestId
  const truth = ids ? ids(issued, outcomes) : outcomes.map(() => last)
  const requests = issued.map(({ operation }) => operation)
  return { outcomes, truth, escaped: escaped.map(String), errors, requests }
}

describe.each(versions)('aws-sdk %s', (_, sdk) => {
  const score = { plain: 0, seen: 0, plugin: 0, of: 0 }

  it.each(Object.entries(situations))('%s', async (_, situation) => {
    const plain = await observe(situation, sdk, false)
    const { outcomes, truth, escaped, errors, requests } = await observe(situation, sdk, true)
    if (!situation.pendsFor) expect(plain.outcomes).not.toEqual(['pending'])
    expect(errors).toEqual([])
    expect(escaped).toEqual(plain.escaped)
    expect(requests).toEqual(plain.requests)
    expect(outcomes.map(kindOf)).toEqual(plain.outcomes.map(kindOf))
    expect(outcomes.map(getRequestId)).toEqual(truth)
    const idOf = (outcome: unknown) => (outcome as Outcome).requestId
    expect(outcomes.map(idOf)).toEqual(truth)
    const has = ({ outcomes, truth }: typeof plain, read: (outcome: unknown) => unknown) =>
      Number(outcomes.length > 0 && outcomes.every((outcome, i) => truth[i] && read(outcome) === truth[i]))
    if (!truth[0]) return
    score.plain += has(plain, idOf)
    score.seen += has(plain, getRequestId)
    score.plugin++
    score.of++
  })

  it('the score', () => {
    console.log(
      `ids: plain ${score.plain}, looked up ${score.seen}, registered ${score.plugin} of ${score.of}`,
    )
    expect(score.plugin).toBe(score.of)
  })
})
