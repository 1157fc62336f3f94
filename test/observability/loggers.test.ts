import { spawnSync } from 'node:child_process'
import { Console } from 'node:console'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { format as inspectAll, stripVTControlCharacters } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { Logger as Powertools } from '@aws-lambda-powertools/logger'
import { HeadObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { ecsFormat } from '@elastic/ecs-pino-format'
import { ConsoleLogger } from '@nestjs/common'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { withRequestId as ofAws } from '@requestid/aws'
import { errorSerializer, getRequestId, type RequestIdOptions, requestIdFields } from '@requestid/core'
import { withRequestId } from '@requestid/cos'
import { startServer, type TestServer } from '@requestid/testing'
import * as Sentry from '@sentry/node'
import bunyan from 'bunyan'
import { createConsola } from 'consola'
import COS from 'cos-nodejs-sdk-v5'
import egg from 'egg-logger'
import log4js from 'log4js'
import pino from 'pino'
import { serializeError } from 'serialize-error'
import { Logger as TSLog } from 'tslog'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import winston from 'winston'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

/** An error of a call; without options, that of a client without the plugin. */
async function fail(options?: RequestIdOptions): Promise<Error> {
  const client = new COS(server.cosOptions())
  const cos = options ? withRequestId(client, options) : client
  const Bucket = 'examplebucket-1250000000'
  return cos
    .getObject({ Bucket, Region: 'ap-beijing', Key: 'missing' })
    .catch((error: Error) => error) as Promise<Error>
}

/** Gives what `write` writes to a stream. */
async function written(write: (stream: Writable) => unknown): Promise<string> {
  const chunks: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  await write(stream)
  // winston writes in a later turn.
  await new Promise((resolve) => setTimeout(resolve, 20))
  return chunks.join('')
}

const { format } = winston
const withWinston = (of: winston.Logform.Format) => (err: Error) =>
  written((stream) => {
    winston.createLogger({ format: of, transports: [new winston.transports.Stream({ stream })] }).error(err)
  })
const withPino =
  (options: pino.LoggerOptions, log: (logger: pino.Logger, err: Error) => void) => (err: Error) =>
    written((stream) => log(pino(options, stream), err))
const withBunyan = (serializers?: bunyan.Serializers) => (err: Error) =>
  written((stream) =>
    bunyan.createLogger({ name: 'app', stream, ...(serializers && { serializers }) }).error(err),
  )

/** Gives what `log` writes to the process's own streams, for tools that take no other. */
async function printed(log: () => unknown): Promise<string> {
  const chunks: string[] = []
  const streams = [process.stdout, process.stderr]
  const spies = streams.map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      chunks.push(String(chunk))
      return true
    }),
  )
  const methods = ['log', 'info', 'warn', 'error'] as const
  const consoles = methods.map((method) =>
    vi.spyOn(console, method).mockImplementation((...values) => void chunks.push(inspectAll(...values))),
  )
  await log()
  await new Promise((resolve) => setTimeout(resolve, 20))
  for (const spy of [...spies, ...consoles]) spy.mockRestore()
  // With CI some are colored.
  return stripVTControlCharacters(chunks.join(''))
}

const withEgg = (json: boolean) => (err: Error) =>
  printed(() => {
    const log = new egg.Logger({})
    log.set('console', new egg.ConsoleTransport({ level: 'INFO', json }))
    log.error(err)
  })

const consolaTo = (stream: Writable) => createConsola({ stdout: stream as never, stderr: stream as never })

/** Sentry's own SDK and transport; only the server is ours. */
const withSentry = (options: Sentry.NodeOptions) => async (err: Error) => {
  const received: string[] = []
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    received.push(String(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body))
    response.end('{}')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void http.close())
  await new Promise((resolve) => http.once('listening', resolve))
  const { port } = http.address() as AddressInfo
  Sentry.init({ dsn: `http://key@127.0.0.1:${port}/1`, ...options })
  Sentry.captureException(err)
  await Sentry.close(2000)
  const events = received.filter((envelope) => envelope.includes('"exception"'))
  expect(events).toHaveLength(1)
  return events.join()
}

/** Lets a process of its own throw an error that is like this one. */
function thrown(err: Error): string {
  const copy = (error: unknown): unknown =>
    error instanceof Error && { ...error, message: error.message, cause: copy(error.cause) }
  const script = `
    const make = ({ message, cause, ...rest }) =>
      Object.assign(cause ? new Error(message, { cause: make(cause) }) : new Error(message), rest)
    throw make(${JSON.stringify(copy(err))})`
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stderr
}

async function recorded(err: Error): Promise<string> {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const span = provider.getTracer('test').startSpan('job')
  span.recordException(err)
  span.end()
  return JSON.stringify(exporter.getFinishedSpans().map(({ attributes, events }) => ({ attributes, events })))
}

/** By the first column of the table in the documentation: writes an error with a tool, and gives what was written. */
const tools: { readonly [row: string]: (err: Error) => string | Promise<string> } = {
  '`console.error(err)`': (err) => written((stream) => new Console(stream, stream).error(err)),
  'an uncaught exception': thrown,
  '`JSON.stringify(err)`': (err) => JSON.stringify(err),
  'pino: `log.error(err)`': withPino({}, (log, err) => log.error(err)),
  'pino: `log.error({ err })`': withPino({}, (log, err) => log.error({ err })),
  'pino, `serializers: { err: pino.stdSerializers.errWithCause }`': withPino(
    { serializers: { err: pino.stdSerializers.errWithCause } },
    (log, err) => log.error({ err }),
  ),
  'winston, `format.json()`': withWinston(format.json()),
  'winston, `format.simple()`': withWinston(format.simple()),
  'winston, `format.errors({ stack: true })` and `format.json()`': withWinston(
    format.combine(format.errors({ stack: true }), format.json()),
  ),
  'winston, `format.errors({ cause: true })` and `format.json()`': withWinston(
    format.combine(format.errors({ cause: true }), format.json()),
  ),
  'bunyan: `log.error(err)`': withBunyan(),
  'bunyan, `serializers: bunyan.stdSerializers`': withBunyan(bunyan.stdSerializers),
  'bunyan, `serializers: { err: errorSerializer }`': withBunyan({ err: errorSerializer }),
  'tslog: `log.error(err)`': (err) => printed(() => new TSLog().error(err)),
  "tslog, `type: 'json'`": (err) => printed(() => new TSLog({ type: 'json' }).error(err)),
  'consola: `consola.error(err)`': (err) => written((stdout) => consolaTo(stdout).error(err)),
  'log4js: `log.error(err)`': (err) =>
    printed(() => {
      const appenders = { out: { type: 'stdout' } }
      log4js.configure({ appenders, categories: { default: { appenders: ['out'], level: 'info' } } })
      log4js.getLogger().error(err)
    }),
  'egg-logger: `logger.error(err)`': withEgg(false),
  'egg-logger, `json: true`': withEgg(true),
  'Nest: `logger.error(err.message, err.stack)`': (err) =>
    printed(() => new ConsoleLogger().error(err.message, err.stack)),
  'Nest: `logger.error(err)`': (err) => printed(() => new ConsoleLogger().error(err)),
  "Powertools: `logger.error('failed', err)`": (err) =>
    printed(() => new Powertools({ serviceName: 'test' }).error('failed', err)),
  '`serializeError(err)` of serialize-error': (err) => JSON.stringify(serializeError(err)),
  'ecs-pino: `ecsFormat()`': withPino(ecsFormat(), (log, err) => log.error({ err })),
  'ecs-pino: `ecsFormat()`, `mixin: ({ err }) => requestIdFields(err)`': withPino(
    { ...ecsFormat(), mixin: (object) => requestIdFields((object as { err?: unknown }).err) },
    (log, err) => log.error({ err }),
  ),
  'Sentry: `captureException(err)`': withSentry({}),
  'Sentry, `extraErrorDataIntegration()`': withSentry({ integrations: [Sentry.extraErrorDataIntegration()] }),
  'Sentry, `requestIdFields` in `beforeSend`': withSentry({
    beforeSend(event, { originalException }) {
      event.contexts = { ...event.contexts, 'Cloud request': requestIdFields(originalException) }
      return event
    },
  }),
  'Sentry, `getRequestId` as a tag in `beforeSend`': withSentry({
    beforeSend(event, { originalException }) {
      event.tags = { ...event.tags, requestId: getRequestId(originalException) }
      return event
    },
  }),
  'OpenTelemetry: `span.recordException(err)`': recorded,
}

/** Its own suite has it: packages/opentelemetry. */
const elsewhere = new Set(['OpenTelemetry: [`RequestIdInstrumentation`](traces.md)'])

/** Whether a text has the id under the name that the plugin gives it; the SDK has names of its own. */
const shows = (text: string, id: string) => {
  const escaped = id.replace(/[+/=]/g, '\\$&')
  return new RegExp(`\\brequestId\\\\?["']?: ?\\\\?["']${escaped}`).test(text)
}
/** With the option `message`, the id may stand in the message alone. */
const tells = (text: string, id: string) => shows(text, id) || text.includes(`(request ID: ${id})`)

/** The rows of the first table of a page. */
function rowsOf(page: string): string[][] {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8')
  const rows = text.match(/^\|.*\|$/gm) ?? []
  const cells = rows.map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
  const end = cells.findIndex(
    ([first], i) => i > 1 && cells[i + 1]?.[0]?.startsWith('---') && first !== undefined,
  )
  return cells.slice(2, end)
}

const english = rowsOf('logs.md')
const ids = async () => server.exchanges.at(-1)?.requestId ?? 'none'

describe('the table in docs/logs.md', () => {
  it.each(english.filter(([tool = '']) => !elsewhere.has(tool)))(
    '%s: %s, wrapped: %s; with `message: true`: %s, wrapped: %s',
    async (tool = '', ...cells) => {
      const write = tools[tool]
      if (!write) throw new Error(`no test for the row ${tool}`)
      const verdicts: string[] = []
      for (const [options, has] of [
        [{}, shows],
        [{ message: true }, tells],
      ] as const) {
        const err = await fail(options)
        const id = await ids()
        for (const error of [err, new Error('outer', { cause: err })])
          verdicts.push(has(await write(error), id) ? 'yes' : 'no')
      }
      expect(verdicts).toEqual(cells)
      // What shows is the plugin's doing, or what these two read of any error.
      const plain = await fail()
      expect(shows(await write(plain), await ids())).toBe(
        /requestIdFields|errorSerializer|getRequestId/.test(tool),
      )
    },
  )

  it('has a row for each of them', () => {
    expect(english.map(([tool]) => tool).filter((tool) => !elsewhere.has(tool ?? ''))).toEqual(
      Object.keys(tools),
    )
  })

  it('says the same in Chinese', () => {
    const words: Record<string, string> = { 是: 'yes', 否: 'no' }
    const code = (cells: string[]) => [
      cells[0]
        ?.match(/`[^`]*`/g)
        ?.sort()
        .join(),
      ...cells.slice(1).map((cell) => words[cell] ?? cell),
    ]
    expect(rowsOf('logs.zh-CN.md').map(code)).toEqual(
      english.map(([tool = '', ...cells]) => [
        tool
          .match(/`[^`]*`/g)
          ?.sort()
          .join(),
        ...cells,
      ]),
    )
  })
})

/** By the first column of the last table: writes an error with a tool, for an application that has an id of its own. */
const requestId = 'APP-1'
const line = (write: (stream: Writable) => unknown) => written(write)
const child = (options: pino.LoggerOptions, log: (logger: pino.Logger) => void) =>
  line((stream) => log(pino(options, stream).child({ requestId })))
const jsonWinston = (log: (logger: winston.Logger) => unknown, defaultMeta?: object) =>
  line((stream) => {
    const transports = [new winston.transports.Stream({ stream })]
    log(winston.createLogger({ format: format.json(), transports, ...(defaultMeta && { defaultMeta }) }))
  })
const applications: { readonly [row: string]: (err: Error) => string | Promise<string> } = {
  '`{ requestId, ...err }`': (err) => JSON.stringify({ requestId, ...err }),
  'pino: `log.child({ requestId }).error({ err })`': (err) => child({}, (log) => log.error({ err })),
  'pino: `log.child({ requestId }).error({ ...err })`': (err) => child({}, (log) => log.error({ ...err })),
  "winston: `log.child({ requestId }).error('failed', err)`": (err) =>
    jsonWinston((log) => log.child({ requestId }).error('failed', err)),
  "winston, `defaultMeta: { requestId }`: `log.error('failed', err)`": (err) =>
    jsonWinston((log) => log.error('failed', err), { requestId }),
  'winston, `defaultMeta: { requestId }`: `log.error(err)`': (err) =>
    jsonWinston((log) => log.error(err), { requestId }),
  'bunyan, `serializers: { err: errorSerializer }`: `log.error({ err })`': (err) =>
    line((stream) =>
      bunyan
        .createLogger({ name: 'app', stream, serializers: { err: errorSerializer }, requestId })
        .error({ err }),
    ),
  'ecs-pino, `mixin: ({ err }) => requestIdFields(err)`': (err) =>
    child({ ...ecsFormat(), mixin: (object) => requestIdFields((object as { err?: unknown }).err) }, (log) =>
      log.error({ err }),
    ),
  'ecs-pino, `mixin: ({ err }) => ({ cloud: requestIdFields(err) })`': (err) =>
    child(
      { ...ecsFormat(), mixin: (object) => ({ cloud: requestIdFields((object as { err?: unknown }).err) }) },
      (log) => log.error({ err }),
    ),
  "Sentry, `requestIdFields` in `beforeSend`, the application's ID as a tag": withSentry({
    initialScope: { tags: { requestId } },
    beforeSend(event, { originalException }) {
      event.contexts = { ...event.contexts, 'Cloud request': requestIdFields(originalException) }
      return event
    },
  }),
}

describe('an application with an id of its own, in docs/logs.md', () => {
  const rowsOfLast = (page: string) => {
    const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8')
    return (text.slice(text.lastIndexOf('\n## ')).match(/^\| .*\|$/gm) ?? [])
      .slice(2)
      .map((row) => row.slice(1, -1).split(' | '))
      .map((cells) => cells.map((cell) => cell.trim()))
  }
  const rows = rowsOfLast('logs.md')
  /** JSON's own rule for a name that is there twice: the last one counts. */
  const normal = (text: string) =>
    text.startsWith('{"event_id') ? text : JSON.stringify(JSON.parse(text) as unknown)
  const holds = (text: string, id: string) => new RegExp(`"(?:cloudR|r)equestId":"${id}"`).test(normal(text))
  const verdict = async (write: (err: Error) => string | Promise<string>, property?: string) => {
    const cos = withRequestId(new COS(server.cosOptions()), property ? { property } : {})
    const location = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' }
    const err = (await cos.getObject({ ...location, Key: 'missing' }).catch((error) => error)) as Error
    const text = await write(err)
    const [application, cloud] = [holds(text, requestId), holds(text, await ids())]
    return application && cloud ? 'both IDs' : application ? "the application's" : "the cloud's"
  }

  it.each(rows)('%s: %s, with a name of its own %s', async (tool = '', plain, named) => {
    const write = applications[tool]
    if (!write) throw new Error(`no test for the row ${tool}`)
    expect([await verdict(write), await verdict(write, 'cloudRequestId')]).toEqual([plain, named])
  })

  it('has a row for each, and says the same in Chinese', () => {
    expect(rows.map(([tool]) => tool)).toEqual(Object.keys(applications))
    const words: Record<string, string> = {
      云端的: "the cloud's",
      应用的: "the application's",
      两个都有: 'both IDs',
    }
    const translated = rowsOfLast('logs.zh-CN.md').map(([, ...cells]) => cells.map((cell) => words[cell]))
    expect(translated).toEqual(rows.map(([, ...cells]) => cells))
  })
})

describe('what reads AWS errors by itself', () => {
  // packages/datadog-plugin-aws-sdk/src/base.js in DataDog/dd-trace-js, `finish`.
  const ddTrace = (error: { RequestId?: string; requestId?: string }) => error.RequestId || error.requestId

  it('dd-trace finds the id of an error without a body', async () => {
    await using s3 = await startServer({ vendor: 'aws' })
    const head = (client: S3Client) =>
      client.send(new HeadObjectCommand({ Bucket: 'b', Key: 'missing' })).catch((error) => error)
    expect(ddTrace(await head(new S3Client(s3.s3Options())))).toBeUndefined()
    expect(ddTrace(await head(ofAws(new S3Client(s3.s3Options()))))).toBe(s3.exchanges.at(-1)?.requestId)
  })

  // lib/instrumentation/aws-sdk/v3/common.js in newrelic/node-newrelic, `addAwsAttributes`.
  it('New Relic reads a header that S3 does not send, and the plugin adds none', async () => {
    await using s3 = await startServer({ vendor: 'aws' })
    const client = ofAws(new S3Client(s3.s3Options()))
    const read: unknown[] = []
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args)
        const { headers } = result.response as { headers: Record<string, string> }
        read.push(headers['x-amzn-requestid'] || 'Unknown', headers['x-amz-request-id'])
        return result
      },
      { step: 'deserialize', priority: 'low' },
    )
    await client.send(new ListBucketsCommand({}))
    expect(read).toEqual(['Unknown', s3.exchanges[0]?.requestId])
    // What to pass to noticeError.
    const error = await client
      .send(new HeadObjectCommand({ Bucket: 'b', Key: 'missing' }))
      .catch((error) => error)
    const { requestId, extendedRequestId } = s3.exchanges.at(-1) ?? {}
    expect(requestIdFields(error)).toEqual({ vendor: 'aws', requestId, extendedRequestId })
  })
})
