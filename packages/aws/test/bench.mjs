// What test/bench/report.mjs measures of S3's client, and of an older one with what OpenTelemetry has for it.
import { createRequire } from 'node:module'
import { BODY, none, own, PARTS } from '../../../test/bench/report/kit.mjs'
import { startTracing } from '../../../test/bench/report/tracing.mjs'

const require = createRequire(import.meta.url)

/** As many as the plugin has, which do nothing. */
const EMPTY = 'two empty middlewares'

export const SDKS = {
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
      if (variant === EMPTY) {
        for (const [step, priority] of [
          ['initialize', 'high'],
          ['deserialize', 'low'],
        ])
          s3.middlewareStack.add((next) => (args) => next(args), { step, priority, name: step })
      }
      return s3
    },
    // For what the SDK takes for middlewares alone.
    alike: [EMPTY],
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
