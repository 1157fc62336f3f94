// The clients of a soak, in a process of their own: all SDKs at once, with the plugins or without. Told the numbers
// of some operations it calls all of them at once, and answers with what came of each when nothing is under way any
// more. Started by soak.mjs.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import * as S3 from '@aws-sdk/client-s3'
import { withRequestId as ofAws } from '@requestid/aws'
import {
  captureExchanges,
  errorSerializer,
  formatSupportReport,
  getRequestId,
  getRequestInfo,
} from '@requestid/core'
import { withRequestId as ofCos } from '@requestid/cos'
import { withRequestId as ofOss } from '@requestid/oss'
import { createWx } from '@requestid/testing'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
import { JSDOM, VirtualConsole } from 'jsdom'
import { operationOf } from './script.mjs'

const { seed, plugin, servers, file } = JSON.parse(process.argv[2])
const require = createRequire(import.meta.url)
writeFileSync(file, Buffer.alloc(2.5 * 1024 * 1024, 'x'))

// What escapes. An operation of which nobody handles the error is meant to end here once, and is known by its promise.
const escaped = []
const abandoned = new WeakMap()
process.on('unhandledRejection', (reason, promise) => {
  const end = abandoned.get(promise)
  abandoned.delete(promise)
  if (end) end(reason)
  else escaped.push(signatureOf('unhandledRejection', reason))
})
process.on('uncaughtException', (error) => escaped.push(signatureOf('uncaughtException', error)))
const signatureOf = (kind, error) =>
  `${kind}: ${String(error?.name)}: ${String(error?.message ?? error)
    .replace(/op-\d+|\d+/g, '*')
    .slice(0, 120)}`

// The SDKs and jsdom say what they think of each fault.
for (const method of ['log', 'warn', 'error']) console[method] = () => {}

const bucket = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' }
const content = 'content'.repeat(20)

// Where the SDKs run.
const dom = new JSDOM('', {
  url: 'http://localhost/',
  runScripts: 'outside-only',
  virtualConsole: new VirtualConsole(),
})
dom.window.eval(readFileSync(require.resolve('cos-js-sdk-v5'), 'utf8'))
globalThis.wx = createWx({ server: servers.cos })
// It looks for both when it is loaded.
globalThis.window = undefined
const WxCOS = require('cos-wx-sdk-v5')

/** What the plugins say went wrong in them. */
const failures = []
/** Every exchange that `onExchange` has heard of since the operations began. */
const heard = new Set()
const options = {
  onError: (error) => failures.push(String(error?.stack ?? error)),
  onExchange(exchange) {
    heard.add(exchange)
  },
}

/** How long a client waits that is to meet stalls. */
const IMPATIENT_MS = 1500
const PATIENT_MS = 60_000

const { endpoint, ...s3Options } = servers.s3.options
const makers = {
  'cos-node': (Timeout) =>
    new COS({ ...servers.cos.options, Timeout, KeepAlive: true, ChunkRetryTimes: 1, UploadQueueSize: 100 }),
  'cos-js': (Timeout) =>
    new dom.window.COS({ ...servers.cos.options, Ip: undefined, Domain: servers.cos.host, Timeout }),
  'cos-wx': (Timeout) => new WxCOS({ ...servers.cos.options, Ip: undefined, Timeout }),
  'ali-oss': (timeout) => new OSS({ ...servers.oss.options, timeout }),
  'client-s3': (requestTimeout) =>
    new S3.S3Client({ ...s3Options, endpoint, retryStrategy, requestHandler: handler(requestTimeout) }),
  'client-dynamodb': (requestTimeout) =>
    new DynamoDBClient({
      ...s3Options,
      endpoint: servers.dynamodb.url,
      retryStrategy,
      requestHandler: handler(requestTimeout),
    }),
}
const handler = (requestTimeout) => ({
  requestTimeout,
  socketTimeout: requestTimeout,
  throwOnRequestTimeout: true,
  httpAgent: { maxSockets: 500, keepAlive: true },
})
const register = (client) => {
  const withRequestId = client.middlewareStack ? ofAws : client instanceof OSS ? ofOss : ofCos
  return plugin ? withRequestId(client, options) : client
}

/** Three attempts, at once; the SDK's own waits longer and longer, up to seconds. */
const retryStrategy = {
  acquireInitialRetryToken: async () => token(0),
  async refreshRetryTokenForRetry({ getRetryCount }, { errorType }) {
    if (errorType === 'CLIENT_ERROR' || getRetryCount() === 2) throw new Error('enough')
    return token(getRetryCount() + 1)
  },
  recordSuccess() {},
}
const token = (count) => ({ getRetryCount: () => count, getRetryDelay: () => 0 })

const shared = new Map()
function clientOf({ n, sdk, weather, fresh }) {
  const timeout = weather === 'stalls' ? IMPATIENT_MS : PATIENT_MS
  const create = () => register(makers[sdk](timeout))
  if (fresh) return create()
  const name = `${sdk} ${timeout} ${n % 3}`
  if (!shared.has(name)) shared.set(name, create())
  return shared.get(name)
}

const read = async (stream) => {
  for await (const _ of stream);
}
/** The end of a stream, which is itself the outcome of its call. */
const ended = (stream) =>
  new Promise((resolve, reject) => {
    stream.on('data', () => {})
    stream.on('end', () => resolve(stream))
    stream.on('error', reject)
  })

const ofCosFamily = {
  put: (cos, Key) => cos.putObject({ ...bucket, Key, Body: content }),
  get: (cos, Key) => cos.getObject({ ...bucket, Key }),
  unhandled: (cos, Key) => cos.getObject({ ...bucket, Key }),
  head: (cos, Key) => cos.headObject({ ...bucket, Key }),
  delete: (cos, Key) => cos.deleteObject({ ...bucket, Key }),
  list: (cos, Prefix) => cos.getBucket({ ...bucket, Prefix }),
  callback: (cos, Key) =>
    new Promise((resolve, reject) => {
      cos.getObject({ ...bucket, Key }, (error, data) => (error ? reject(error) : resolve(data)))
    }),
  stream: (cos, Key) => ended(cos.getObjectStream({ ...bucket, Key })),
  upload: (cos, Key) => cos.sliceUploadFile({ ...bucket, Key, FilePath: file, AsyncLimit: 2 }),
  batch: (cos, key) =>
    cos.uploadFiles({
      files: [0, 1].map((i) => ({ ...bucket, Key: `${key}-${i}`, FilePath: require.resolve('./soak.mjs') })),
    }),
  form: (cos, Key) => cos.postObject({ ...bucket, Key, FilePath: require.resolve('./soak.mjs') }),
}
const object = (Key) => ({ Bucket: 'bucket', Key })
const getObject = async (s3, key) => {
  const result = await s3.send(new S3.GetObjectCommand(object(key)))
  await read(result.Body)
  delete result.Body
  return result
}
const calls = {
  'cos-node': ofCosFamily,
  'cos-js': ofCosFamily,
  'cos-wx': ofCosFamily,
  'ali-oss': {
    put: (oss, key) => oss.put(key, Buffer.from(content)),
    get: (oss, key) => oss.get(key),
    unhandled: (oss, key) => oss.get(key),
    head: (oss, key) => oss.head(key),
    delete: (oss, key) => oss.delete(key),
    list: (oss, prefix) => oss.list({ prefix, 'max-keys': 10 }, {}),
    stream: async (oss, key) => {
      const result = await oss.getStream(key)
      await ended(result.stream)
      delete result.stream
      return result
    },
    upload: (oss, key) => oss.multipartUpload(key, file, { partSize: 1024 * 1024, parallel: 2 }),
  },
  'client-s3': {
    put: (s3, key) => s3.send(new S3.PutObjectCommand({ ...object(key), Body: content })),
    get: getObject,
    unhandled: (s3, key) => s3.send(new S3.HeadObjectCommand(object(key))),
    head: (s3, key) => s3.send(new S3.HeadObjectCommand(object(key))),
    delete: (s3, key) => s3.send(new S3.DeleteObjectCommand(object(key))),
    list: (s3, Prefix) => s3.send(new S3.ListObjectsV2Command({ Bucket: 'bucket', Prefix })),
    complete: (s3, key) =>
      s3.send(new S3.CompleteMultipartUploadCommand({ ...object(key), UploadId: 'missing' })),
    callback: (s3, key) =>
      new Promise((resolve, reject) => {
        s3.send(new S3.HeadObjectCommand(object(key)), (error, data) =>
          error ? reject(error) : resolve(data),
        )
      }),
  },
  'client-dynamodb': {
    getItem: (dynamodb, key) =>
      dynamodb.send(new GetItemCommand({ TableName: 'table', Key: { id: { S: key } } })),
  },
}

/** Calls one operation. Never rejects. */
async function run(operation) {
  const { key, sdk, call, captured, reported, fresh } = operation
  const client = clientOf(operation)
  const begin = () => calls[sdk][call](client, key)
  let captures
  const capture = async () => {
    const { value, exchanges } = await captureExchanges(begin)
    captures = exchanges
    return value
  }
  const [kind, outcome] = await (call === 'unhandled'
    ? abandon(begin)
    : new Promise((resolve) => resolve(plugin && captured ? capture() : begin())).then(
        (result) => ['result', result],
        (error) => ['error', error],
      ))
  if (fresh) client.destroy?.()
  // Neither may throw, whatever it is given.
  if (plugin && reported) {
    formatSupportReport(outcome)
    errorSerializer(outcome)
  }
  return { operation, kind, outcome, captures }
}

/** How often it is looked whether all have settled, and how many looks without any that has say that none will. */
const LOOK_MS = 50
const LOOKS = 200

/** Calls operations all at once. @returns what came of them when none is under way, or none will ever settle */
async function runAll(operations) {
  const results = operations.map((operation) => ({ operation, kind: 'hung' }))
  let left = operations.length
  let looks = 0
  for (const [i, operation] of operations.entries()) {
    run(operation).then((result) => {
      results[i] = result
      looks = 0
      left--
    })
  }
  // Looks, not seconds: on a busy machine both this process and the endpoints' may stand still.
  while (left > 0 && looks++ < LOOKS) await wait(LOOK_MS)
  // What is left of those that have settled: parts that run on, sockets that close.
  await wait(300)
  return results
}

/** Calls, and leaves an error to nobody: it ends as the process's unhandled rejection, once. */
function abandon(begin) {
  return new Promise((resolve) => {
    const promise = begin().then((result) => resolve(['result', result]))
    abandoned.set(promise, (error) => resolve(['error', error]))
  })
}

/** What the parent is told of an outcome. */
function recordOf({ operation: { n }, kind, outcome, captures }) {
  const { name, code, Code, statusCode, status, $metadata, error } = outcome ?? {}
  const said = [Code, code, error?.Code, name, statusCode ?? status ?? $metadata?.httpStatusCode]
  const record = { n, kind, said: kind === 'error' ? said.filter((value) => typeof value !== 'object') : [] }
  if (!plugin) return record
  const info = getRequestInfo(outcome)
  const { requestId } = outcome ?? {}
  return {
    ...record,
    ...(requestId !== undefined && { requestId }),
    known: getRequestId(outcome),
    found: info?.requestId,
    exchanges: info?.exchanges.map(({ requestId, statusCode, errorCode }) => ({
      requestId,
      statusCode,
      errorCode,
    })),
    unheard: info?.exchanges.filter((exchange) => !heard.has(exchange)).length,
    captures: captures?.map(({ requestId }) => requestId),
    files: outcome?.files?.map(({ data, error, options }) => ({
      key: options.Key,
      requestId: (error ?? data)?.requestId,
    })),
  }
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

process.on('message', async (numbers) => {
  const records = (await runAll(numbers.map((n) => operationOf(seed, n)))).map(recordOf)
  heard.clear()
  await wait(0)
  // What a first collection finalizes a second one frees.
  for (let i = 0; i < 3; i++) globalThis.gc()
  const resources = {}
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1
  process.send({
    records,
    escaped: escaped.splice(0),
    failures: failures.splice(0),
    heap: process.memoryUsage().heapUsed,
    resources,
    listeners: Math.max(...[process, ...process._getActiveHandles()].map(listenersOf)),
  })
})
process.on('disconnect', () => process.exit())

/** Of the process, a socket, a timer. */
function listenersOf(handle) {
  const names = handle.eventNames?.() ?? []
  return names.reduce((count, name) => count + handle.listenerCount(name), 0)
}
