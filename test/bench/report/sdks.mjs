// What is measured: three SDKs, each plain, with the plugin, and with what a user would write or install in its place.
// A variant makes a client, and says how the id of an outcome is read; `plain` reads none.
import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
const BODY = Buffer.alloc(1000, 'x')
/** Less in a trial run. */
const trial = Boolean(process.env.REPORT_TRIAL)
const PARTS = trial ? 4 : 100
export const CONCURRENT = trial ? 20 : 1000

export const OPERATIONS = {
  put: 'put, 1 kB',
  get: 'get, 1 kB',
  head: 'head, 404',
  upload: `upload of ${PARTS} parts`,
  concurrent: `get, ${CONCURRENT} at once`,
}

const none = () => undefined
const own = (outcome) => outcome.requestId

export const SDKS = {
  cos: {
    name: 'cos-nodejs-sdk-v5',
    plugin: '@requestid/cos',
    server: ['tencent-cos', 'cosOptions'],
    create(variant, options) {
      const cos = new (require('cos-nodejs-sdk-v5'))(options)
      if (variant === 'plugin') require('@requestid/cos').withRequestId(cos)
      return cos
    },
    ids: { plain: none, plugin: own, 'hand-written': (outcome) => outcome.headers['x-cos-request-id'] },
    calls(cos) {
      const object = { Bucket: 'bench-1250000000', Region: 'ap-beijing', Key: 'a' }
      const FilePath = join(tmpdir(), `requestid-report-${process.pid}`)
      return {
        put: () => cos.putObject({ ...object, Body: BODY }),
        get: () => cos.getObject(object),
        head: () => cos.headObject({ ...object, Key: 'missing' }),
        upload() {
          // Of zeros; the SDK takes no parts of less than 1 MB.
          if (!existsSync(FilePath)) {
            writeFileSync(FilePath, '')
            truncateSync(FilePath, PARTS * 1024 * 1024)
            process.on('exit', () => rmSync(FilePath))
          }
          return cos.sliceUploadFile({ ...object, Key: 'big', FilePath })
        },
      }
    },
  },
  oss: {
    name: 'ali-oss',
    plugin: '@requestid/oss',
    server: ['alibaba-oss', 'ossOptions'],
    create(variant, options) {
      const oss = new (require('ali-oss'))(options)
      if (variant === 'plugin') require('@requestid/oss').withRequestId(oss)
      return oss
    },
    ids: {
      plain: none,
      plugin: own,
      'hand-written': (outcome) => outcome.res?.headers['x-oss-request-id'] ?? outcome.requestId,
    },
    calls(oss) {
      const partSize = 100 * 1024 // the least that it takes
      const big = Buffer.alloc(PARTS * partSize)
      return {
        put: () => oss.put('a', BODY),
        get: () => oss.get('a'),
        head: () => oss.head('missing'),
        upload: () => oss.multipartUpload('big', big, { partSize }),
      }
    },
  },
  aws: s3('@aws-sdk/client-s3', ['plain', 'plugin', 'hand-written', 'middleware']),
  // The instrumentation of OpenTelemetry sees clients whose stack is @smithy/middleware-stack before 4.5 alone.
  traced: s3('client-s3-3.600', ['plain', 'plugin', 'OpenTelemetry']),
}

function s3(name, variants) {
  const ids = {
    plain: none,
    plugin: own,
    'hand-written': (outcome) => outcome.$metadata.requestId,
    middleware: own,
    OpenTelemetry: () => traced.requestId,
  }
  return {
    name,
    plugin: '@requestid/aws',
    server: ['aws', 's3Options'],
    create(variant, options) {
      // Ahead of the SDK, whose modules it changes as they are loaded.
      if (variant === 'OpenTelemetry') traced = startTracing()
      const { S3Client } = require(name)
      // A thousand calls on fifty sockets are meant.
      const requestHandler = { socketAcquisitionWarningTimeout: 3_600_000 }
      const s3 = new S3Client({ ...options, requestHandler })
      if (variant === 'plugin') require('@requestid/aws').withRequestId(s3)
      if (variant === 'middleware') s3.middlewareStack.add(middleware, { step: 'initialize' })
      return s3
    },
    ids: Object.fromEntries(variants.map((variant) => [variant, ids[variant]])),
    calls(s3) {
      const sdk = require(name)
      const object = { Bucket: 'bench', Key: 'a' }
      const send = (name, input) => s3.send(new sdk[name]({ ...object, ...input }))
      return {
        put: () => send('PutObjectCommand', { Body: BODY }),
        async get() {
          const output = await send('GetObjectCommand')
          await output.Body.transformToByteArray()
          return output
        },
        head: () => send('HeadObjectCommand', { Key: 'missing' }),
        // `Upload` of lib-storage takes no parts of less than 5 MB.
        async upload() {
          const { UploadId } = await send('CreateMultipartUploadCommand')
          const parts = []
          const work = async (first) => {
            for (let PartNumber = first; PartNumber <= PARTS; PartNumber += 4) {
              const { ETag } = await send('UploadPartCommand', { UploadId, PartNumber, Body: BODY })
              parts[PartNumber - 1] = { ETag, PartNumber }
            }
          }
          await Promise.all([1, 2, 3, 4].map(work))
          return send('CompleteMultipartUploadCommand', { UploadId, MultipartUpload: { Parts: parts } })
        },
      }
    },
  }
}

/** What a user would write for a client of AWS. */
const middleware = (next) => async (args) => {
  try {
    const result = await next(args)
    result.output.requestId = result.output.$metadata.requestId
    return result
  } catch (error) {
    error.requestId = error.$metadata?.requestId
    throw error
  }
}

/** The id of the last span that has one. */
let traced

/** OpenTelemetry as its documentation sets it up, with an exporter that drops what it gets. */
function startTracing() {
  const { NodeTracerProvider } = require('@opentelemetry/sdk-trace-node')
  const { BatchSpanProcessor } = require('@opentelemetry/sdk-trace-base')
  const { registerInstrumentations } = require('@opentelemetry/instrumentation')
  const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http')
  const { AwsInstrumentation } = require('@opentelemetry/instrumentation-aws-sdk')
  const last = { requestId: undefined }
  const exporter = { export: (_, done) => done({ code: 0 }), shutdown: async () => {} }
  const reader = {
    onStart() {},
    onEnd({ attributes }) {
      last.requestId = attributes['aws.request.id'] ?? attributes['aws.request_id'] ?? last.requestId
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  }
  new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter), reader] }).register()
  registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new AwsInstrumentation()] })
  return last
}
