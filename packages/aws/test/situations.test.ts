import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { DynamoDBClient, ListTablesCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import * as S3 from '@aws-sdk/client-s3'
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { getRequestId, getRequestInfo } from '@requestid/core'
import { cbor as codec } from '@smithy/core/cbor'
import { ConfiguredRetryStrategy } from '@smithy/core/retry'
import { FetchHttpHandler } from '@smithy/fetch-http-handler'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestIdPlugin, withRequestId } from '../src/index.js'
import { type AwsWire, type Reply, startAwsWire } from './wire.js'

interface Situation {
  replies?: Reply[]
  run(): Promise<unknown>
  /** Which of the issued ids is the outcome's, counted from the first; none where there is none. */
  id?: number
  /** What came of each request: a status or an error code. Default: the statuses the server sent. */
  exchanges?: (number | string)[]
  /** Whether the plain SDK has the id nowhere: neither in `$metadata` nor as `RequestId`. */
  lost?: true
}

let wire: AwsWire
/** Whether the clients of this run have the plugin. */
let plugin = true

beforeAll(async () => {
  wire = await startAwsWire()
})
afterAll(() => wire.close())

type Constructor<C> = new (config: never) => C
function client<C extends object>(Client: Constructor<C>, config: object = {}): C {
  const made = new Client({ ...wire.clientOptions(), maxAttempts: 1, ...config } as never)
  if (plugin) withRequestId(made, { onError: (error) => failures.push(error) })
  return made
}
const failures: unknown[] = []
const s3 = (config: S3.S3ClientConfig = {}) => client(S3.S3Client, { forcePathStyle: true, ...config })
const object = { Bucket: 'bucket', Key: 'key' }
const get = (config?: S3.S3ClientConfig, options?: object) =>
  s3(config).send(new S3.GetObjectCommand(object), options)
const copy = (config?: S3.S3ClientConfig) =>
  s3(config).send(new S3.CopyObjectCommand({ ...object, CopySource: 'bucket/other' }))
const list = (config?: object, options?: object) =>
  client(DynamoDBClient, config).send(new ListTablesCommand(), options)
const metrics = (config?: object) => client(CloudWatchClient, config).send(new ListMetricsCommand())
const sts = () => client(STSClient).send(new GetCallerIdentityCommand())
const ec2 = () => client(EC2Client).send(new DescribeRegionsCommand())
/** Aborts once the first request is there, or is answered. */
function abortedWhen(point: 'received' | 'answered') {
  const controller = new AbortController()
  const look = setInterval(() => {
    const [first] = wire.exchanges
    if (!first || (point === 'answered' && !first.statusCode)) return
    clearInterval(look)
    // The client needs a moment to read the answer.
    setTimeout(() => controller.abort(), 30)
  }, 5)
  return { abortSignal: controller.signal }
}

const xml = (code: string, id = '{id}'): Reply => ({
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message>${id && `<RequestId>${id}</RequestId>`}</Error>`,
})
const json = (status: number, value: object): Reply => ({
  status,
  requestIdHeader: 'x-amzn-requestid',
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(value),
})
const cbor = (value: object): Reply => ({
  requestIdHeader: 'x-amzn-requestid',
  headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
  body: codec.serialize(value),
})
const query = (result: string): Reply => ({
  requestIdHeader: 'x-amzn-requestid',
  headers: { 'content-type': 'text/xml' },
  body: `<R xmlns="https://a">${result}<ResponseMetadata><RequestId>{id}</RequestId></ResponseMetadata></R>`,
})
const queryError = (code: string): Reply => ({
  status: 400,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>m</Message></Error><RequestId>{id}</RequestId></ErrorResponse>`,
})
const ok: Reply = { body: 'content' }
const slow: Reply = { status: 503, ...xml('SlowDown') }
const reset: Reply = { reset: 'before-headers' }
const bodyAlone = { requestIdHeader: false } as const
const retrying = { retryStrategy: new ConfiguredRetryStrategy(3, 1) }

const situations: Record<string, Situation> = {
  // Every protocol, its answer and its error.
  'restXml, 200': { replies: [ok], run: get, id: 0 },
  'json 1.0, 200': { replies: [json(200, {})], run: list, id: 0 },
  'json 1.0 of a query-compatible service, 200': {
    replies: [json(200, { QueueUrl: 'u' })],
    run: () => client(SQSClient).send(new GetQueueUrlCommand({ QueueName: 'q' })),
    id: 0,
  },
  'restJson, 200': {
    replies: [json(200, {})],
    run: () => client(LambdaClient).send(new ListFunctionsCommand()),
    id: 0,
  },
  'query, 200': { replies: [query('<GetCallerIdentityResult/>')], run: sts, id: 0 },
  'query, 200, id in the body alone': {
    replies: [{ ...query('<GetCallerIdentityResult/>'), ...bodyAlone }],
    run: sts,
    id: 0,
    lost: true,
  },
  'query, 400, id in the body alone': {
    replies: [{ ...queryError('AccessDenied'), ...bodyAlone }],
    run: sts,
    id: 0,
    lost: true,
  },
  'query, modelled error, id in the body alone': {
    replies: [{ ...queryError('MalformedPolicyDocument'), ...bodyAlone }],
    run: () =>
      client(STSClient).send(
        new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::1:role/abcdefgh', RoleSessionName: 's' }),
      ),
    id: 0,
  },
  'query, modelled error, id in the body alone, by fetch': {
    replies: [{ ...queryError('MalformedPolicyDocument'), ...bodyAlone }],
    run: () =>
      client(STSClient, { requestHandler: new FetchHttpHandler() }).send(
        new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::1:role/abcdefgh', RoleSessionName: 's' }),
      ),
    id: 0,
  },
  'ec2, 200': { replies: [{ ...query(''), requestIdHeader: 'x-amzn-requestid' }], run: ec2, id: 0 },
  'ec2, 200, id in the body alone': {
    replies: [
      {
        ...bodyAlone,
        body: '<DescribeRegionsResponse><requestId>{id}</requestId></DescribeRegionsResponse>',
      },
    ],
    run: ec2,
    id: 0,
    lost: true,
  },
  'ec2, 400, id in the body alone': {
    replies: [
      {
        ...bodyAlone,
        status: 400,
        body: '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>m</Message></Error></Errors><RequestID>{id}</RequestID></Response>',
      },
    ],
    run: ec2,
    id: 0,
    lost: true,
  },
  'CloudWatch, 200': {
    replies: [json(200, {})],
    run: () => metrics(),
    id: 0,
  },
  'CBOR, 200': { replies: [cbor({})], run: () => metrics({ protocol: AwsSmithyRpcV2CborProtocol }), id: 0 },
  'CBOR, 400': {
    replies: [{ ...cbor({ __type: 'InvalidNextToken' }), status: 400 }],
    run: () => metrics({ protocol: AwsSmithyRpcV2CborProtocol }),
    id: 0,
  },
  'CBOR that is none': {
    replies: [{ ...cbor({}), body: Uint8Array.of(0xff, 0xff) }],
    run: () => metrics({ protocol: AwsSmithyRpcV2CborProtocol }),
    id: 0,
  },
  'restXml, 404': { replies: [{ status: 404, ...xml('NoSuchKey') }], run: get, id: 0 },
  'restXml, 403, id in the body alone': {
    replies: [{ status: 403, ...bodyAlone, ...xml('AccessDenied') }],
    run: get,
    id: 0,
  },
  'json 1.0, 400': { replies: [json(400, { __type: 'ResourceNotFoundException' })], run: list, id: 0 },
  'json 1.0 of a query-compatible service, 400': {
    replies: [json(400, { __type: 'com.amazonaws.sqs#QueueDoesNotExist' })],
    run: () => client(SQSClient).send(new GetQueueUrlCommand({ QueueName: 'q' })),
    id: 0,
  },
  'HEAD, 404': { replies: [{ status: 404 }], run: () => s3().send(new S3.HeadObjectCommand(object)), id: 0 },
  'S3, 304': { replies: [{ status: 304 }], run: get, id: 0 },
  'S3, 301': { replies: [{ status: 301, ...xml('PermanentRedirect') }], run: get, id: 0 },
  'S3, 307': { replies: [{ status: 307, ...xml('TemporaryRedirect') }], run: get, id: 0 },
  'S3, 301 followed to another region': {
    replies: [
      { status: 301, ...xml('PermanentRedirect'), headers: { 'x-amz-bucket-region': 'eu-west-1' } },
      ok,
    ],
    run: () => get({ followRegionRedirects: true }),
    id: 1,
  },
  'batch with errors in it': {
    replies: [{ body: '<DeleteResult><Error><Key>k</Key><Code>AccessDenied</Code></Error></DeleteResult>' }],
    run: () =>
      s3().send(new S3.DeleteObjectsCommand({ Bucket: 'bucket', Delete: { Objects: [{ Key: 'k' }] } })),
    id: 0,
  },
  'transaction cancelled': {
    replies: [json(400, { __type: 'TransactionCanceledException', CancellationReasons: [{ Code: 'None' }] })],
    run: () => client(DynamoDBClient).send(new TransactWriteItemsCommand({ TransactItems: [] })),
    id: 0,
  },

  // Attempts.
  '503, 503, 200': { replies: [slow, slow, ok], run: () => get(retrying), id: 2 },
  '503, three times': { replies: [slow], run: () => get(retrying), id: 2 },
  '503, then resets': {
    replies: [slow, reset],
    run: () => get(retrying),
    id: 0,
    exchanges: [503, 'ECONNRESET', 'ECONNRESET'],
    lost: true,
  },
  '503, reset, 200': {
    replies: [slow, reset, ok],
    run: () => get(retrying),
    id: 2,
    exchanges: [503, 'ECONNRESET', 200],
  },
  '503, then aborted in back-off': {
    replies: [slow],
    run: () => get({ retryStrategy: new ConfiguredRetryStrategy(3, 10_000) }, abortedWhen('answered')),
    id: 0,
    lost: true,
  },
  'CopyObject, 200 with an error, three times': {
    replies: [xml('InternalError')],
    run: () => copy(retrying),
    id: 2,
  },
  'CopyObject, 200 with an error, id in the body alone': {
    replies: [{ ...xml('InternalError'), ...bodyAlone }],
    run: () => copy(),
    id: 0,
  },
  'CopyObject, 200 and empty': { replies: [{}], run: () => copy(), id: 0, lost: true },
  'CompleteMultipartUpload, 200 with an error': {
    replies: [xml('InternalError')],
    run: () => s3().send(new S3.CompleteMultipartUploadCommand({ ...object, UploadId: 'u' })),
    id: 0,
  },

  // Connections and bodies that fail.
  'no connection': {
    run: () => get({ endpoint: 'http://127.0.0.1:1' }),
    exchanges: ['ECONNREFUSED'],
  },
  'reset before the headers': { replies: [reset], run: () => list(), exchanges: ['ECONNRESET'] },
  'reset in a body that is parsed': {
    replies: [{ ...json(200, {}), reset: 'mid-body' }],
    run: () => list(),
    id: 0,
  },
  'time-out before the headers': {
    replies: [{ stall: 'before-headers' }],
    run: () => list({ requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true } }),
    exchanges: ['ETIMEDOUT'],
  },
  'aborted before it is sent': {
    run: () => list({}, { abortSignal: AbortSignal.abort() }),
    exchanges: ['ECONNABORTED'],
  },
  'aborted before the headers': {
    replies: [{ stall: 'before-headers' }],
    run: () => list({}, abortedWhen('received')),
    exchanges: ['ECONNABORTED'],
  },
  'aborted in a body that is parsed': {
    replies: [{ ...json(200, {}), stall: 'mid-body' }],
    run: () => list({}, abortedWhen('answered')),
    id: 0,
    lost: true,
  },
  'JSON that is none': { replies: [{ ...json(200, {}), body: '{' }], run: () => list(), id: 0 },
  'XML that is none': {
    replies: [{ body: '<a><b>' }],
    run: () => s3().send(new S3.ListBucketsCommand()),
    id: 0,
  },
  'HTML from a proxy': {
    replies: [{ ...json(502, {}), body: '<html>Bad Gateway</html>' }],
    run: () => list(),
    id: 0,
  },
  'header names as a custom HTTP client may give them, 200': {
    replies: [ok],
    run: () => get({ requestHandler: shouting() }),
    id: 0,
  },
  'header names as a custom HTTP client may give them, 404': {
    replies: [{ status: 404, ...xml('NoSuchKey', '') }],
    run: () => get({ requestHandler: shouting() }),
    id: 0,
    lost: true,
  },
  'the header twice': {
    replies: [{ ...ok, requestIdHeader: false, headers: { 'x-amz-request-id': 'a, b' } }],
    run: get,
  },
  'an empty header': {
    replies: [{ ...ok, requestIdHeader: false, headers: { 'x-amz-request-id': '' } }],
    run: get,
  },

  // Nothing is sent.
  'a bad bucket name': {
    run: () => s3().send(new S3.GetObjectCommand({ ...object, Bucket: 'a/b' })),
    exchanges: [],
  },
  'no bucket': { run: () => s3().send(new S3.GetObjectCommand({ Key: 'k' } as never)), exchanges: [] },
  'no endpoint for it': {
    run: () =>
      get({
        endpoint: undefined as never,
        useAccelerateEndpoint: true,
        useFipsEndpoint: true,
        forcePathStyle: false,
      }),
    exchanges: [],
  },
  'no credentials': {
    run: () =>
      get({
        credentials: async () => {
          throw new Error('of the provider')
        },
      }),
    exchanges: [],
  },

  // Calls within calls: the id is that of the service that answered.
  'STS refuses the credentials of an S3 call': {
    replies: [{ ...queryError('AccessDenied'), requestIdHeader: 'x-amzn-requestid' }],
    run: () => get({ credentials: temporary() }),
    id: 0,
    exchanges: [],
  },
  'S3 answers 503, then STS refuses new credentials without an id': {
    replies: [slow, { ...queryError('ExpiredToken'), body: '<ErrorResponse/>', ...bodyAlone }],
    run: () => get({ ...retrying, credentials: expiring() }),
    exchanges: [503],
  },
  'STS, registered by the option of the provider, refuses': {
    replies: [{ ...queryError('AccessDenied'), requestIdHeader: 'x-amzn-requestid' }],
    run: () => get({ credentials: temporary(plugin ? [requestIdPlugin()] : []) }),
    id: 0,
  },
  'STS gives the credentials of an S3 call': {
    replies: [
      query(
        '<AssumeRoleResult><Credentials><AccessKeyId>a</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>',
      ),
      ok,
    ],
    run: () => get({ credentials: temporary() }),
    id: 1,
    exchanges: [200],
  },
}

/** Credentials that have expired when they are needed again. */
function expiring() {
  return async () => {
    if (wire.exchanges.length)
      await new STSClient({ ...wire.clientOptions(), maxAttempts: 1 }).send(new GetCallerIdentityCommand())
    return { ...wire.clientOptions().credentials, expiration: new Date() }
  }
}

/** Credentials from an STS client with these plugins. */
function temporary(clientPlugins: ReturnType<typeof requestIdPlugin>[] = []) {
  return fromTemporaryCredentials({
    clientPlugins,
    masterCredentials: wire.clientOptions().credentials,
    params: { RoleArn: 'arn:aws:iam::1:role/abcdefgh', RoleSessionName: 's' },
    clientConfig: { ...wire.clientOptions(), maxAttempts: 1 },
  })
}

/** An HTTP client that gives header names in capitals. */
function shouting() {
  const { requestHandler } = new S3.S3Client(wire.clientOptions()).config
  return {
    ...requestHandler,
    async handle(...args: Parameters<typeof requestHandler.handle>) {
      const { response } = await requestHandler.handle(...args)
      const headers = Object.entries(response.headers).map(([name, value]) => [name.toUpperCase(), value])
      response.headers = Object.fromEntries(headers)
      return { response }
    },
  } as S3.S3ClientConfig['requestHandler'] & object
}

describe('what the server sent is what the user gets', () => {
  it.each(Object.entries(situations))('%s', async (_, { replies = [], run, id, exchanges, lost }) => {
    const outcomes: Outcome[] = []
    for (plugin of [false, true]) {
      wire.reply(...replies)
      outcomes.push(await run().then(settled, settled))
      if (!plugin) {
        const { $metadata, RequestId } = outcomes[0] as Outcome
        const has = $metadata?.requestId ?? RequestId
        const given = has !== undefined && has === wire.exchanges[id ?? -1]?.requestId
        expect(given, `the plain SDK has ${has}`).toBe(id !== undefined && !lost)
      }
    }
    const [plain, outcome] = outcomes as [Outcome, Outcome]
    expect(failures).toEqual([])
    expect([outcome.name, outcome.message, outcome.constructor]).toEqual([
      plain.name,
      plain.message,
      plain.constructor,
    ])

    const expected = id === undefined ? undefined : wire.exchanges[id]?.requestId
    expect(outcome.requestId).toBe(expected)
    expect(getRequestId(outcome)).toBe(expected)
    if (expected === undefined) expect(outcome).not.toHaveProperty('requestId')
    const came = getRequestInfo(outcome)?.exchanges.map(
      ({ statusCode, errorCode }) => statusCode ?? errorCode,
    )
    expect(came ?? []).toEqual(exchanges ?? wire.exchanges.map(({ statusCode }) => statusCode))
  })
})

interface Outcome extends Record<string, unknown> {
  $metadata?: { requestId?: string }
}

const settled = (outcome: unknown) => outcome as Outcome
