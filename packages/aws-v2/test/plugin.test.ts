// What this SDK alone does: how it makes its clients, requests and uploads.
import { EventEmitter, once } from 'node:events'
import { PassThrough } from 'node:stream'
import { captureExchanges, type Exchange, getRequestInfo } from '@requestid/core'
import type { TestServer } from '@requestid/testing'
import type AWS from 'aws-sdk'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { withRequestId } from '../src/index.js'
import { PART, versions } from './versions.js'
import { type AwsWire, optionsOf, startAws, startS3 } from './wire.js'

let s3: TestServer
let aws: AwsWire
beforeAll(async () => {
  s3 = await startS3()
  aws = await startAws()
})
afterEach(() => {
  s3.clear()
  aws.clear()
})
afterAll(() => Promise.all([s3.close(), aws.close()]))

const object = { Bucket: 'bucket', Key: 'key' }
const isRegistered = (client: object) => '@requestid' in client
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it did not fail'),
    (error: Record<string, unknown>) => error,
  )

describe.each(versions)('aws-sdk %s', (version, sdk) => {
  const plain = (more: AWS.S3.ClientConfiguration = {}) =>
    new sdk.S3({ ...optionsOf(s3), maxRetries: 1, ...more })
  const last = () => s3.exchanges.at(-1)?.requestId
  const put = (client: AWS.S3) => client.putObject({ ...object, Body: 'content' }).promise()

  it('what is sent back shows no id', async () => {
    const client = withRequestId(plain())
    const body = '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>'
    s3.inject({ status: 200, body })
    const Tagging = await client.getBucketTagging({ Bucket: 'bucket' }).promise()
    expect(Tagging.requestId).toBe(last())
    expect(Object.keys(Tagging)).toEqual(['TagSet'])
    s3.inject({ status: 200, body: '' })
    await client.putBucketTagging({ Bucket: 'bucket', Tagging }).promise()
    expect(last()).not.toBe(Tagging.requestId)
  })

  it('a header that is no id is not one', async () => {
    const headers = { 'x-amz-request-id': 'a b' }
    for (const plugin of [false, true]) {
      s3.inject({ status: 403, body: '', headers, requestIdHeader: false })
      const error = await failure((plugin ? withRequestId(plain()) : plain()).getObject(object).promise())
      if (plugin) expect(error).not.toHaveProperty('requestId')
      else expect(error).toHaveProperty('requestId', 'a b')
    }
  })

  it.each([
    ['x-oss-request-id', 'alibaba-oss'],
    ['x-cos-request-id', 'tencent-cos'],
    ['x-tos-request-id', 'volcengine-tos'],
  ])('an S3 server with the header %s', async (requestIdHeader, vendor) => {
    const client = withRequestId(plain())
    s3.inject({ status: 200, body: '', requestIdHeader })
    const result = await client.headObject(object).promise()
    expect(result.requestId).toBe(last())
    expect(getRequestInfo(result)).toMatchObject({ vendor, operation: 'headObject' })
  })

  it('events that break off', async () => {
    const errors: unknown[] = []
    for (const client of [plain(), withRequestId(plain())]) {
      s3.inject({ status: 200, body: new Uint8Array([0, 0, 0, 32, 0]) })
      const format = { CSV: {} }
      const Expression = 'SELECT * FROM s3object'
      const rest = { InputSerialization: format, OutputSerialization: format }
      const params = { ...object, ...rest, Expression, ExpressionType: 'SQL' }
      const request = client.selectObjectContent(params)
      const broken = new Promise((resolve) =>
        request.on('success', ({ data }) => {
          const { Payload } = data as unknown as { Payload: EventEmitter }
          Payload.on('data', () => {}).once('error', resolve)
        }),
      )
      request.send()
      errors.push(await broken)
    }
    expect(errors.map(String)).toEqual(Array(2).fill('Error: Truncated event message received.'))
    expect(errors[0]).not.toHaveProperty('requestId')
    expect(errors[1]).toHaveProperty('requestId', last())
  })

  it('signs URLs and sends nothing, nor is an operation begun', async () => {
    const client = withRequestId(plain())
    const url = client.getSignedUrl('getObject', object)
    expect(url).toContain('/bucket/key?')
    expect(await client.getSignedUrlPromise('getObject', object)).toContain('/bucket/key?')
    expect(client.createPresignedPost({ Bucket: 'bucket' }).fields).toHaveProperty('bucket')
    expect(s3.exchanges).toEqual([])
  })

  it('a request is sent in the context of its caller, wherever it was made', async () => {
    const client = withRequestId(plain())
    const request = client.putObject({ ...object, Body: 'x' })
    const { value, exchanges } = await captureExchanges(() => request.promise())
    expect(exchanges.map(({ requestId }) => requestId)).toEqual([value.requestId])
    const upload = client.upload({ ...object, Body: 'x' })
    const captured = await captureExchanges(() => upload.promise())
    expect(captured.exchanges.map(({ requestId }) => requestId)).toEqual([captured.value.requestId])
  })

  it('a callback has the SDK’s response as this, and is called once', async () => {
    const client = withRequestId(plain())
    await put(client)
    const seen: unknown[] = []
    const callback = function (this: unknown, ...args: unknown[]) {
      seen.push([this, ...args])
    }
    const request = client.headObject(object, callback) as unknown as { response: { data: unknown } }
    await once(
      new EventEmitter().on('x', () => {}),
      'x',
      { signal: AbortSignal.timeout(100) },
    ).catch(() => {})
    expect(seen).toEqual([[request.response, null, request.response.data]])
    expect(request.response.data).toHaveProperty('requestId', last())
  })

  it('a request’s own keys are those of the SDK’s', () => {
    const keys = (client: AWS.S3) => Object.keys(client.getObject(object))
    expect(keys(withRequestId(plain()))).toEqual(keys(plain()))
    const upload = (client: AWS.S3) => Object.keys(client.upload({ ...object, Body: 'x' }))
    expect(upload(withRequestId(plain()))).toEqual(upload(plain()))
  })

  describe('an upload', () => {
    const Body = Buffer.alloc(2 * PART + 1)

    it('is one operation of all its requests, retries included', async () => {
      const seen: Exchange[] = []
      const client = withRequestId(plain(), { onExchange: (exchange) => seen.push(exchange) })
      s3.inject({ status: 503 }, { operation: 'UploadPart' })
      const result = await client.upload({ ...object, Body }).promise()
      const { operation, exchanges = [] } = getRequestInfo(result) ?? {}
      expect(operation).toBe('upload')
      expect(exchanges).toHaveLength(6)
      expect(seen).toEqual(exchanges)
      expect(result.requestId).toBe(last())
    })

    it('leaves the class of its client as it is', async () => {
      const client = withRequestId(plain())
      const upload = client.upload({ ...object, Body: 'x' }) as unknown as { service: AWS.S3 }
      expect(upload).toBeInstanceOf(sdk.S3.ManagedUpload)
      expect(upload.service).toBeInstanceOf(sdk.S3)
      expect(upload.service).not.toBe(client)
      expect(client.constructor).toBe(plain().constructor)
      expect(isRegistered(upload.service)).toBe(true)
      expect(isRegistered(plain())).toBe(false)
    })

    it('that is sent once more is an operation of its own', async () => {
      const client = withRequestId(plain())
      s3.inject({ status: 403 }, { operation: 'UploadPart' })
      const upload = client.upload({ ...object, Body }, { leavePartsOnError: true, queueSize: 1 })
      const error = await failure(upload.promise())
      const before = s3.exchanges.length
      expect(error.requestId).toBe(s3.exchanges.find(({ statusCode }) => statusCode === 403)?.requestId)
      const result = await upload.promise()
      expect(getRequestInfo(result)?.exchanges.length).toBe(s3.exchanges.length - before)
    })

    it('whose content fails after a part has no id', async () => {
      const content = new PassThrough()
      const upload = withRequestId(plain()).upload({ ...object, Body: content }, { queueSize: 1 })
      const failed = failure(upload.promise())
      content.write(Body)
      await vi.waitFor(() => expect(s3.exchanges.length).toBeGreaterThan(1))
      content.destroy(new Error('of the user'))
      expect(await failed).not.toHaveProperty('requestId')
    })

    it('by a method that is not the SDK’s has no other request’s id', async () => {
      const client = plain()
      const { upload } = client
      Object.assign(client, { upload: (...args: Parameters<typeof upload>) => upload.apply(client, args) })
      withRequestId(client)
      const ofPromise = await client.upload({ ...object, Body }).promise()
      expect(ofPromise).toHaveProperty('requestId', last())
      const ofCallback = await new Promise<unknown>((resolve) =>
        client.upload({ ...object, Body }, (error, data) => resolve(error || data)),
      )
      expect([undefined, last()]).toContain((ofCallback as { requestId?: string }).requestId)
    })

    it('with a content that the SDK refuses calls back as it did', () => {
      for (const client of [plain(), withRequestId(plain())]) {
        expect(() => client.upload({ ...object, Body: undefined } as never)).toThrow(
          'params.Body is required',
        )
        const seen: unknown[] = []
        client.upload({ ...object, Body: {} as never }, (error) => seen.push(error?.message))
        expect(seen).toEqual(['Unsupported body payload object'])
      }
    })
  })

  it('a DocumentClient has its own client, whoever it is given', async () => {
    const service = withRequestId(new sdk.DynamoDB(optionsOf(aws)))
    const other = new sdk.DynamoDB.DocumentClient({ service })
    const unregistered = await other.scan({ TableName: 'a' }).promise()
    expect(unregistered).not.toHaveProperty('requestId')
    const seen: Exchange[] = []
    const onExchange = (exchange: Exchange) => void seen.push(exchange)
    const documents = new sdk.DynamoDB.DocumentClient({ service })
    for (let i = 0; i < 2; i++) expect(withRequestId(documents, { onExchange })).toBe(documents)
    const result = await documents.scan({ TableName: 'a' }).promise()
    expect(result).toHaveProperty('requestId', aws.exchanges.at(-1)?.requestId)
    expect(seen).toHaveLength(1)
    expect(getRequestInfo(result)).toMatchObject({ vendor: 'aws', operation: 'scan' })
  })

  it('credentials that cannot be had: the error is that of the other client', async () => {
    aws.inject({
      status: 403,
      body: '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>',
    })
    const masterCredentials = new sdk.Credentials('id', 'key')
    const stsConfig = { ...optionsOf(aws), maxRetries: 0 }
    const credentials = new sdk.ChainableTemporaryCredentials({
      params: { RoleArn: 'arn:aws:iam::123456789012:role/a', RoleSessionName: 'a' },
      masterCredentials,
      stsConfig,
    })
    const { accessKeyId: _, secretAccessKey: _secret, ...settings } = optionsOf(s3)
    const client = withRequestId(new sdk.S3({ ...settings, credentials }))
    const error = await failure(client.headObject(object).promise())
    expect(error).toMatchObject({ code: 'CredentialsError', requestId: aws.exchanges.at(-1)?.requestId })
    expect(s3.exchanges).toEqual([])
  })

  it('credentials that fail before the second attempt: no id of the first', async () => {
    const { accessKeyId: _, secretAccessKey: _secret, ...settings } = optionsOf(s3)
    const credentials = new sdk.Credentials('id', 'key')
    Object.assign(credentials, {
      get: (done: (error?: Error) => void) =>
        done(s3.exchanges.length > 0 ? new Error('no credentials') : undefined),
    })
    const client = withRequestId(new sdk.S3({ ...settings, credentials }))
    s3.inject({ status: 503 })
    const error = await failure(client.headObject(object).promise())
    expect(error.message).toContain('redentials')
    expect(error).not.toHaveProperty('requestId')
    expect(getRequestInfo(error)?.exchanges).toMatchObject([{ statusCode: 503 }])
  })

  it('a spy on the class, and a subclass, work as before', async () => {
    const Versioned = plain().constructor as new (options: object) => AWS.S3
    class Mine extends Versioned {
      readonly #name = 'mine'
      name() {
        return this.#name
      }
      override headObject(...args: unknown[]) {
        return Reflect.apply(super.headObject, this, args) as ReturnType<AWS.S3['headObject']>
      }
    }
    const mine = withRequestId(new Mine(optionsOf(s3)))
    expect(mine.name()).toBe('mine')
    expect(await put(mine)).toHaveProperty('requestId', last())
    expect(await mine.headObject(object).promise()).toHaveProperty('requestId', last())
    const client = withRequestId(plain())
    const seen: unknown[] = []
    const { addAllRequestListeners } = sdk.Service.prototype as unknown as Record<
      string,
      (...args: never[]) => void
    >
    Object.assign(sdk.Service.prototype, {
      addAllRequestListeners(this: unknown, ...args: never[]) {
        seen.push(this)
        return addAllRequestListeners?.apply(this, args)
      },
    })
    try {
      expect(await client.headObject(object).promise()).toHaveProperty('requestId', last())
      expect(seen).toEqual([client])
    } finally {
      Object.assign(sdk.Service.prototype, { addAllRequestListeners })
    }
  })

  it('customizeRequests, and a listener that throws, do what they did', async () => {
    const outcomes = []
    const customize = (client: AWS.S3, listen: (request: AWS.Request<unknown, AWS.AWSError>) => unknown) =>
      (client as unknown as { customizeRequests(listen: unknown): void }).customizeRequests(listen)
    for (const client of [plain(), withRequestId(plain())]) {
      await put(client)
      const seen: unknown[] = []
      customize(client, (request) => request.on('success', ({ data }) => seen.push(data)))
      const result = await client.headObject(object).promise()
      expect(seen).toEqual([result])
      customize(client, (request) =>
        request.on('build', () => {
          throw new Error('of a listener')
        }),
      )
      const { message, requestId } = await failure(client.headObject(object).promise())
      outcomes.push([message, requestId])
    }
    expect(outcomes[1]).toEqual(outcomes[0])
  })

  const count = version === versions[0]?.[0] ? 500 : 100
  it(`${count} at once`, async () => {
    const client = withRequestId(plain({ httpOptions: {} }))
    s3.inject({ status: 503, times: 100 }, ({ key = '' }) => key.endsWith('7'))
    const outcomes = await Promise.all(
      Array.from({ length: count }, async (_, i) => {
        const Key = `key${i}`
        const call =
          i % 2 ? client.headObject({ ...object, Key }) : client.putObject({ ...object, Key, Body: 'x' })
        return { Key, outcome: await call.promise().catch((error: unknown) => error) }
      }),
    )
    const issued = new Map(s3.exchanges.map(({ key, requestId }) => [key, requestId]))
    for (const { Key, outcome } of outcomes) expect(outcome).toHaveProperty('requestId', issued.get(Key))
  })
})
