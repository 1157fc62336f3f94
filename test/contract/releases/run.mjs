// A program with two releases of the packages in it: makes the calls of the real SDKs, plain and registered by either or
// both, and prints what came of each.
// Run: node run.mjs <first to load> <second to load>, such as: node run.mjs old new
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { startServer } from '@requestid/testing'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'

const require = createRequire(import.meta.url)
const loaders = {
  old: () => require('./e8adef9.cjs'),
  new: async () => ({
    aws: await import('@requestid/aws'),
    core: await import('@requestid/core'),
    cos: await import('@requestid/cos'),
    opentelemetry: await import('@requestid/opentelemetry'),
    oss: await import('@requestid/oss'),
  }),
  // The same release once more, as another folder in node_modules would have it.
  again: () => ({
    aws: require('@requestid/aws'),
    core: require('@requestid/core'),
    cos: require('@requestid/cos'),
    opentelemetry: require('@requestid/opentelemetry'),
    oss: require('@requestid/oss'),
  }),
}
const names = process.argv.slice(2)
const releases = {}
for (const name of names) releases[name] = await loaders[name]()

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
trace.setGlobalTracerProvider(new BasicTracerProvider())
const tracer = trace.getTracer('releases')

const always = { times: Number.POSITIVE_INFINITY }
const bucket = { Bucket: 'bucket-1250000000', Region: 'ap-guangzhou' }
const read = async (stream) => {
  const outcome = stream
  for await (const _ of stream);
  return outcome
}

/** Of each SDK its client, and calls on one: each way in which an outcome comes. */
const sdks = {
  cos: {
    vendor: 'tencent-cos',
    create: (server) => new COS(server.cosOptions()),
    calls: {
      put: (cos, Key) => cos.putObject({ ...bucket, Key, Body: 'content' }),
      get: (cos, Key) => cos.getObject({ ...bucket, Key }),
      missing: (cos, Key) => cos.headObject({ ...bucket, Key: `${Key}-missing` }),
      refused: (cos, Key, server) => {
        server.inject({ status: 403 })
        return cos.getObject({ ...bucket, Key })
      },
      reset: (cos, Key, server) => {
        server.inject({ reset: 'before-headers', ...always })
        return cos.getObject({ ...bucket, Key })
      },
      callback: (cos, Key) =>
        new Promise((resolve, reject) => {
          cos.getObject({ ...bucket, Key }, (error, data) => (error ? reject(error) : resolve(data)))
        }),
      stream: (cos, Key) => read(cos.getObjectStream({ ...bucket, Key })),
      batch: async (cos, Key) => {
        const file = { ...bucket, Key, FilePath: fileURLToPath(import.meta.url) }
        const { files } = await cos.uploadFiles({ files: [file], SliceSize: 1024 * 1024 })
        return files[0].data
      },
    },
  },
  oss: {
    vendor: 'alibaba-oss',
    create: (server) => new OSS(server.ossOptions()),
    calls: {
      put: (oss, key) => oss.put(key, Buffer.from('content')),
      get: (oss, key) => oss.get(key),
      missing: (oss, key) => oss.head(`${key}-missing`),
      refused: (oss, key, server) => {
        server.inject({ status: 403 })
        return oss.get(key)
      },
      reset: (oss, key, server) => {
        server.inject({ reset: 'before-headers', ...always })
        return oss.get(key)
      },
      stream: async (oss, key) => {
        const result = await oss.getStream(key)
        await read(result.stream)
        return result
      },
      upload: (oss, key) =>
        oss.multipartUpload(key, Buffer.alloc(250 * 1024), { partSize: 100 * 1024, parallel: 2 }),
    },
  },
  image: {
    vendor: 'alibaba-oss',
    create: (server) => new OSS.ImageClient({ ...server.ossOptions(), imageHost: server.url }),
    calls: {
      get: (image, key) => image.get(key),
      missing: (image, key) => image.get(`${key}-missing`),
    },
  },
  aws: {
    vendor: 'aws',
    create: (server) => new S3Client({ ...server.s3Options(), maxAttempts: 2 }),
    calls: {
      put: (s3, Key) => s3.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body: 'content' })),
      get: async (s3, Key) => {
        const result = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key }))
        await result.Body.transformToString()
        return result
      },
      missing: (s3, Key) => s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: `${Key}-missing` })),
      refused: (s3, Key, server) => {
        server.inject({ status: 403 })
        return s3.send(new GetObjectCommand({ Bucket: 'bucket', Key }))
      },
      reset: (s3, Key, server) => {
        server.inject({ reset: 'before-headers', ...always })
        return s3.send(new GetObjectCommand({ Bucket: 'bucket', Key }))
      },
    },
  },
}

/** What a program can see of an outcome, but for what the plugins add. */
function kindOf(settled, outcome) {
  const { code, status, statusCode } = outcome
  return {
    name: String(outcome.name).replace(/^key-\d+/, 'key'),
    settled,
    type: Object.prototype.toString.call(outcome),
    class: outcome.constructor?.name,
    keys: Reflect.ownKeys(outcome)
      .filter((key) => typeof key === 'string' && !/^(requestId|extendedRequestId)$/.test(key))
      .sort(),
    ...{ code, status, statusCode },
  }
}

const settle = (run) =>
  Promise.resolve()
    .then(run)
    .then(
      (outcome) => ({ outcome, kind: kindOf('resolved', outcome) }),
      (outcome) => ({ outcome, kind: kindOf('rejected', outcome) }),
    )

/** In what a call is made: gives the ids that were seen there, by the release that saw them. */
const surroundings = {
  bare: async (run) => [await run(), {}],
  ...Object.fromEntries(
    names.map((name) => [
      `captured by ${name}`,
      async (run) => {
        const { value, exchanges } = await releases[name].core.captureExchanges(run)
        return [value, { [name]: exchanges.map(({ requestId }) => requestId) }]
      },
    ]),
  ),
  'captured by both': async (run) => {
    const [outer, inner] = names
    const { value, exchanges } = await releases[outer].core.captureExchanges(() =>
      releases[inner].core.captureExchanges(run),
    )
    return [
      value.value,
      {
        [outer]: exchanges.map(({ requestId }) => requestId),
        [inner]: value.exchanges.map(({ requestId }) => requestId),
      },
    ]
  },
  ...Object.fromEntries(names.map((name) => [`observed by ${name}`, (run) => observed([name], run)])),
  'observed by both': (run) => observed(names, run),
}

async function observed(names, run) {
  const instrumentations = names.map((name) => new releases[name].opentelemetry.RequestIdInstrumentation())
  const span = tracer.startSpan('call')
  const value = await context.with(trace.setSpan(context.active(), span), run)
  for (const instrumentation of instrumentations) instrumentation.disable()
  const ids = Object.entries(span.attributes)
    .filter(([name]) => /(aws\.|-)request.id$/.test(name))
    .flatMap(([, id]) => id)
  return [value, Object.fromEntries(names.map((name) => [name, ids]))]
}

/** With nothing around them all calls, else one of each kind: the SDKs wait long before they send again. */
const isLeftOut = (call, around) => around !== 'bare' && /^(get|refused|reset|callback)$/.test(call)

/** Who registers a client, in order. */
const [one, other] = names
const setups = [[], [one], [other], [one, other], [other, one]]
const rows = []
const problems = []
let count = 0

for (const [sdk, { vendor, create, calls }] of Object.entries(sdks)) {
  const server = await startServer({ vendor })
  const plain = sdks[sdk === 'image' ? 'oss' : sdk]
  const seed = plain.create(server)
  const plugin = (name) => releases[name][sdk === 'image' ? 'oss' : sdk]
  for (const [around, surround] of Object.entries(surroundings)) {
    for (const setup of setups) {
      if (setup.length === 0 && around !== 'bare') continue
      const client = create(server)
      const told = Object.fromEntries(names.map((name) => [name, []]))
      for (const name of setup) {
        const registered = plugin(name).withRequestId(client, {
          onExchange: ({ requestId }) => void told[name].push(requestId),
          onError: (error) => void problems.push(`${sdk} ${around} ${setup} ${name}: ${error.stack}`),
        })
        if (registered !== client) problems.push(`${sdk}: another client`)
      }
      for (const [call, run] of Object.entries(calls)) {
        if (isLeftOut(call, around)) continue
        const key = `key-${++count}`
        await plain.calls.put(seed, key)
        const before = server.exchanges.length
        for (const list of Object.values(told)) list.length = 0
        const [{ outcome, kind }, seen] = await surround(() => settle(() => run(client, key, server)))
        // What the server issued, and nobody got.
        const got = call !== 'reset'
        const issued = server.exchanges.slice(before).map(({ requestId }) => (got ? requestId : null))
        server.clear()
        const answers = Object.entries(releases).map(([name, { core }]) => {
          const info = core.getRequestInfo(outcome)
          return [
            name,
            {
              id: core.getRequestId(outcome),
              exchanges: info?.exchanges.map(({ requestId }) => requestId),
              report: core.formatSupportReport(outcome)?.includes(outcome.requestId),
              logged: core.errorSerializer(outcome)?.requestId ?? core.requestIdFields(outcome).requestId,
            },
          ]
        })
        rows.push({
          ...{ sdk, call, around, setup, kind, issued, seen },
          property: outcome.requestId,
          told: structuredClone(told),
          answers: Object.fromEntries(answers),
        })
      }
    }
  }
  await server.close()
}

process.stdout.write(JSON.stringify({ rows, problems }))
