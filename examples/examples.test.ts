import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withRequestId } from '@requestid/cos'
import { startServer, type TestServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
// @ts-expect-error: plain JavaScript, as a reader would write it
import { createApp as createExpress } from './express.mjs'
// @ts-expect-error: as above
import { createApp as createFastify } from './fastify.mjs'
// @ts-expect-error: as above
import { createApp as createKoa } from './koa.mjs'

const directory = fileURLToPath(new URL('.', import.meta.url))

interface Run {
  /** Options of Node itself. */
  nodeOptions?: string[]
  env?: Record<string, string>
}

/** Runs an example to its end, and gives what it printed. It must exit with 0 and print no error. */
async function run(file: string, { nodeOptions = [], env = {} }: Run = {}): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|COS|OSS|OTEL)_/.test(name))
  const child = spawn(process.execPath, [...nodeOptions, join(directory, file)], {
    env: { ...Object.fromEntries(inherited), NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  })
  const printed = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => (printed.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (printed.stderr += text))
  const [code, signal] = await once(child, 'close')
  expect({ code, signal, stderr: printed.stderr }, printed.stdout).toEqual({
    code: 0,
    signal: null,
    stderr: '',
  })
  return printed.stdout
}

/** Options of Node: what goes out over HTTPS goes to a server on this machine; the Host header stays. */
function redirectTo(port: number): string[] {
  const script = `
    import http from 'node:http'
    import https from 'node:https'
    import { syncBuiltinESMExports } from 'node:module'
    https.request = ({ agent, headers, ...options }, callback) =>
      http.request({ ...options, headers: { host: options.host, ...headers }, protocol: 'http:', host: '127.0.0.1', hostname: '127.0.0.1', port: ${port} }, callback)
    syncBuiltinESMExports()`
  return ['--import', `data:text/javascript,${encodeURIComponent(script)}`]
}

/** Every COS id in a text. Trace ids are base64 too, but no such fields. */
function idsIn(text: string): string[] {
  return (text.match(/[A-Za-z0-9+/]{20,}={0,2}/g) ?? []).filter(isId)
}

function isId(text: string): boolean {
  const fields = Buffer.from(text, 'base64').toString('latin1')
  return /^[0-9a-f]{8}_[0-9a-f]{8}_[0-9a-f]{4}_[0-9a-f]+$/.test(fields)
}

interface Row {
  outcome: string | undefined
  status: string | undefined
  requestId: string | undefined
  exchanges: string | undefined
}

/** The table of the quick start by operation, and the lines below it. */
function readQuickStart(output: string) {
  const lines = output.split('\n')
  const columns = (line: string) => line.trim().split(/ {2,}/)
  const header = lines.findIndex((line) => line.startsWith('operation '))
  expect(columns(lines[header] ?? '')).toEqual(['operation', 'outcome', 'status', 'requestId', 'exchanges'])

  const end = lines.indexOf('', header)
  const table = new Map<string | undefined, Row>()
  for (const line of lines.slice(header + 1, end)) {
    const [operation, outcome, status, requestId, exchanges] = columns(line)
    table.set(operation, { outcome, status, requestId, exchanges })
  }
  const parts = lines
    .slice(end + 2)
    .filter(Boolean)
    .map((line) => {
      const [method, status, requestId] = columns(line)
      return { method, status, requestId }
    })
  return { table, parts }
}

const operations = [
  'putObject',
  'getObject',
  'getObject, no such key',
  'uploadFile, multipart',
  'deleteObject, no bucket',
  'the same, plain SDK',
]

describe('quick-start.mjs', () => {
  let temporary: string
  /** What it prints without a variable of its own. */
  let output: string
  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'examples-'))
    output = await run('quick-start.mjs', { env: { TMPDIR: temporary, TEMP: temporary, TMP: temporary } })
  })
  afterAll(() => rm(temporary, { recursive: true }))

  it('prints a row for each operation, with the id the server gave', () => {
    const { table } = readQuickStart(output)

    expect([...table.keys()]).toEqual(operations)
    const id = expect.toSatisfy(isId, 'is a COS id')
    expect([...table.values()]).toEqual([
      { outcome: 'ok', status: '200', requestId: id, exchanges: '1' },
      { outcome: 'ok', status: '200', requestId: id, exchanges: '1' },
      { outcome: 'NoSuchKey', status: '404', requestId: id, exchanges: '1' },
      { outcome: 'ok, after a 503', status: '200', requestId: id, exchanges: expect.stringMatching(/^\d+$/) },
      { outcome: 'BucketNotFound', status: '404', requestId: id, exchanges: '1' },
      { outcome: 'BucketNotFound', status: '404', requestId: '-', exchanges: '-' },
    ])
    const ids = [...table.values()].map(({ requestId }) => requestId)
    expect(new Set(ids).size, 'no id twice').toBe(ids.length)
  })

  it('lists every exchange of the multipart upload, the 503 too', () => {
    const { table, parts } = readQuickStart(output)
    const upload = table.get('uploadFile, multipart')

    expect(String(parts.length)).toBe(upload?.exchanges)
    expect(parts.filter(({ status }) => status === '503')).toHaveLength(1)
    expect(parts.filter(({ method, status }) => method === 'PUT' && status === '200')).toHaveLength(3)
    expect(parts.every(({ requestId }) => isId(requestId ?? ''))).toBe(true)
    expect(parts.at(-1)?.requestId).toBe(upload?.requestId)
  })

  it('leaves no file behind', async () => {
    expect(await readdir(temporary)).toEqual([])
  })

  it('names the variables that are missing, and goes on', async () => {
    const output = await run('quick-start.mjs', { env: { COS_BUCKET: 'mine-1250000000', COS_REGION: '' } })

    expect(output).toContain('Not set: COS_SECRET_ID, COS_SECRET_KEY, COS_REGION.\n')
    expect([...readQuickStart(output).table.keys()]).toEqual(operations)
  })

  it('names none where all are missing', () => {
    expect(output).not.toContain('Not set')
  })

  it('never prints a secret', async () => {
    const secrets = { COS_SECRET_ID: 'AKIDexampleexample', COS_SECRET_KEY: 'exampleexamplekey' }

    const output = await run('quick-start.mjs', { env: secrets })

    expect(output).toContain('Not set: COS_BUCKET, COS_REGION.\n')
    for (const secret of Object.values(secrets)) expect(output).not.toContain(secret)
  })

  it('uses your bucket where all are set, says that there is no fault, and cleans up', async () => {
    const server = await startServer()
    onTestFinished(() => server.close())
    const missing = /^missing-[^.]+-1250000000$/
    server.inject({ status: 404, code: 'NoSuchBucket', times: Number.POSITIVE_INFINITY }, ({ bucket }) =>
      missing.test(bucket ?? ''),
    )
    const secrets = { COS_SECRET_ID: 'AKIDexampleexample', COS_SECRET_KEY: 'exampleexamplekey' }

    const output = await run('quick-start.mjs', {
      nodeOptions: redirectTo(server.port),
      env: { ...secrets, COS_BUCKET: 'mine-1250000000', COS_REGION: 'ap-beijing' },
    })

    expect(output).toContain('Using the bucket mine-1250000000 in ap-beijing.\n')
    for (const secret of Object.values(secrets)) expect(output).not.toContain(secret)

    const { table, parts } = readQuickStart(output)
    expect(table.get('uploadFile, multipart')?.outcome).toBe('ok, no fault: a real bucket')
    expect(table.get('deleteObject, no bucket')?.outcome).toBe('BucketNotFound')
    expect(parts.every(({ status }) => status === '200')).toBe(true)
    const issued = server.exchanges.map(({ requestId }) => requestId)
    expect(issued).toEqual(expect.arrayContaining(idsIn(output)))

    const mine = server.exchanges.filter(({ bucket }) => bucket === 'mine-1250000000')
    const keys = (names: string[]) =>
      mine.filter(({ operation }) => names.includes(operation)).map(({ key }) => key)
    const made = keys(['PutObject', 'CompleteMultipartUpload'])
    expect(made).toHaveLength(2)
    expect(keys(['DeleteObject'])).toEqual(made)
    expect(server.exchanges.filter(({ bucket }) => missing.test(bucket ?? ''))).toHaveLength(2)
    expect(server.exchanges.every(({ host }) => host.endsWith('.cos.ap-beijing.myqcloud.com'))).toBe(true)
  })
})

describe('oss-upload-download.mjs', () => {
  /** What it printed for each operation. */
  function read(output: string) {
    const rows = output.split('\n').map((line) => line.split(/ {2,}/))
    return rows.filter(([operation]) => /^(up|down)load/.test(operation ?? ''))
  }
  const outcomes = [
    ['upload', '200'],
    ['download', '200'],
    ['upload, no bucket', '404', 'NoSuchBucket, EC 0015-00000101'],
    ['download, no object', '404', 'NoSuchKey, EC 0026-00000001'],
  ]
  const withoutIds = (rows: string[][]) =>
    rows.map(([operation, status, , ...rest]) => [operation, status, ...rest])

  it('prints an id for each outcome', async () => {
    const output = await run('oss-upload-download.mjs')

    expect(output).toMatch(/^Using a server on this machine\.\n/)
    const rows = read(output)
    expect(withoutIds(rows)).toEqual(outcomes)
    const ids = rows.map(([, , id]) => id)
    for (const id of ids) expect(id).toMatch(/^[0-9A-F]{24}$/)
    expect(new Set(ids).size, 'no id twice').toBe(ids.length)
  })

  it('names the variables that are missing, and goes on', async () => {
    const output = await run('oss-upload-download.mjs', { env: { OSS_BUCKET: 'mine', OSS_REGION: '' } })

    expect(output).toContain('Not set: OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_REGION.\n')
    expect(withoutIds(read(output))).toEqual(outcomes)
  })

  it('uses your bucket where all are set, prints the ids it was given, and cleans up', async () => {
    const server = await startServer({ vendor: 'alibaba-oss' })
    const temporary = await mkdtemp(join(tmpdir(), 'examples-'))
    onTestFinished(async () => {
      await server.close()
      await rm(temporary, { recursive: true })
    })
    const missing = /^missing-/
    server.inject({ status: 404, code: 'NoSuchBucket' }, ({ bucket }) => missing.test(bucket ?? ''))
    const secrets = { OSS_ACCESS_KEY_ID: 'LTAIexampleexample', OSS_ACCESS_KEY_SECRET: 'exampleexamplekey' }

    const output = await run('oss-upload-download.mjs', {
      nodeOptions: redirectTo(server.port),
      env: {
        ...secrets,
        OSS_BUCKET: 'mine',
        OSS_REGION: 'oss-cn-beijing',
        TMPDIR: temporary,
        TEMP: temporary,
        TMP: temporary,
      },
    })

    expect(output).toContain('Using the bucket mine in oss-cn-beijing.\n')
    for (const secret of Object.values(secrets)) expect(output).not.toContain(secret)
    expect(withoutIds(read(output))).toEqual(outcomes)

    const { exchanges } = server
    const deleted = exchanges.at(-1)
    expect(read(output).map(([, , id]) => id)).toEqual(
      exchanges.slice(0, -1).map(({ requestId }) => requestId),
    )
    expect(exchanges.map(({ operation }) => operation)).toEqual([
      'PutObject',
      'GetObject',
      'PutObject',
      'GetObject',
      'DeleteObject',
    ])
    expect(deleted).toMatchObject({ bucket: 'mine', key: exchanges[0]?.key, statusCode: 204 })
    expect(exchanges[2]?.bucket).toMatch(missing)
    expect(exchanges.every(({ host }) => host.endsWith('.oss-cn-beijing.aliyuncs.com'))).toBe(true)
    expect(await readdir(temporary), 'no file is left').toEqual([])
  })
})

describe('common-js.cjs', () => {
  it('prints an id for a result, an error and a stream', async () => {
    const lines = (await run('common-js.cjs')).trimEnd().split('\n')

    expect(lines.map((line) => line.split(/ +/)[0])).toEqual(['put', 'missing', 'stream'])
    expect(lines.map((line) => idsIn(line).length)).toEqual([1, 1, 1])
    expect(lines[1]).toContain('NoSuchKey')
  })
})

describe('express.mjs', () => {
  it('prints two answers, the failed one with the same id in header and body', async () => {
    const output = await run('express.mjs')

    expect(output).toMatch(/GET \/files\/hello\.txt\n {2}200 OK\n.*\n {2}hello\n/)
    const [header, body, ...rest] = idsIn(output)
    expect(header).toBeDefined()
    expect(body).toBe(header)
    expect(rest).toEqual([])
    expect(output).toContain(`x-cloud-request-id: ${header}`)
    expect(output).toContain(`"requestId":"${header}"`)
  })
})

/** Starts an app on a client with the plugin, and gives where its files are. */
const apps: { readonly [framework: string]: (server: TestServer) => Promise<string> } = {
  'express.mjs': async (server) => listen(createExpress(clientOf(server))),
  'koa.mjs': async (server) => {
    const app = createKoa(clientOf(server))
    app.silent = true
    return listen(app)
  },
  'fastify.mjs': async (server) => {
    const app = createFastify(clientOf(server))
    onTestFinished(() => app.close())
    return app.listen({ host: '127.0.0.1', port: 0 })
  },
  'next/app/files/[key]/route.js': startNext,
}

const clientOf = (server: TestServer) => withRequestId(new COS(server.cosOptions()))

async function listen(app: { listen(port: number, host: string): Server }): Promise<string> {
  const listener = app.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  onTestFinished(() => {
    listener.close()
    listener.closeAllConnections()
  })
  return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
}

const nextDirectory = join(directory, 'next')
const nextEnvironment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_NO_WARNINGS: '1' }
const nextBinary = createRequire(import.meta.url).resolve('next/dist/bin/next')

async function startNext(server: TestServer): Promise<string> {
  const child = spawn(process.execPath, [nextBinary, 'start', '--hostname', '127.0.0.1', '--port', '0'], {
    cwd: nextDirectory,
    env: { ...nextEnvironment, COS_TEST_SERVER: server.host },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    child.kill()
    await once(child, 'close')
  })
  let printed = ''
  for await (const text of child.stdout.setEncoding('utf8')) {
    printed += text
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? []
    if (url && printed.includes('Ready')) return url
  }
  throw new Error(`next did not start: ${printed}`)
}

describe('the recipes for web frameworks', () => {
  beforeAll(async () => {
    const child = spawn(process.execPath, [nextBinary, 'build'], {
      cwd: nextDirectory,
      env: nextEnvironment,
      stdio: 'pipe',
    })
    const printed: string[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => printed.push(String(text)))
    const [code] = await once(child, 'close')
    expect(code, printed.join('')).toBe(0)
  }, 300_000)

  it.each(Object.keys(apps))('%s gives a failed call its id, and what works as it is', async (framework) => {
    const server = await startServer()
    onTestFinished(() => server.close())
    const url = `${await apps[framework]?.(server)}/files`
    const object = { Bucket: 'examples-1250000000', Region: 'ap-guangzhou', Key: 'hello.txt' }
    await clientOf(server).putObject({ ...object, Body: 'hello', ContentType: 'text/plain' })

    const works = await fetch(`${url}/hello.txt`)
    expect([works.status, await works.text()]).toEqual([200, 'hello'])
    expect(works.headers.has('x-cloud-request-id')).toBe(false)

    for (const { fault, status, title } of [
      { fault: 404, status: 404, title: 'Not Found' },
      { fault: 403, status: 502, title: 'Bad Gateway' },
      { fault: 503, status: 502, title: 'Bad Gateway' },
    ]) {
      server.clear()
      server.inject({ status: fault, times: Number.POSITIVE_INFINITY })
      const response = await fetch(`${url}/a.txt`)
      const requestId = server.exchanges.at(-1)?.requestId
      expect(requestId).toSatisfy(isId)
      expect(response.status).toBe(status)
      expect(response.headers.get('content-type')).toContain('application/problem+json')
      expect(response.headers.get('x-cloud-request-id')).toBe(requestId)
      expect(await response.json()).toEqual({ title, status, requestId })
    }

    // Where no response came there is no id to claim.
    server.clear()
    server.inject({ reset: 'before-headers', times: Number.POSITIVE_INFINITY })
    const response = await fetch(`${url}/a.txt`)
    expect(response.status).toBe(502)
    expect(response.headers.has('x-cloud-request-id')).toBe(false)
    expect(await response.json()).toEqual({ title: 'Bad Gateway', status: 502 })
  })

  it.each(['fastify.mjs', 'koa.mjs'])(
    '%s prints an answer with the same id in header and body',
    async (file) => {
      const output = await run(file)
      const [header, body, ...rest] = idsIn(output)
      expect(header).toBeDefined()
      expect(body).toBe(header)
      expect(rest).toEqual([])
    },
  )

  it.each([
    ['express.mjs', createExpress, 500],
    ['koa.mjs', createKoa, 500],
    ['fastify.mjs', createFastify, 500],
  ])("%s leaves an error that is no cloud call's to the framework", async (_, create, status) => {
    const app = create({ getObject: () => Promise.reject(new TypeError('a bug')) })
    app.silent = true
    if (app.set) app.set('env', 'test')
    const isFastify = typeof app.inject === 'function'
    if (isFastify) onTestFinished(() => app.close())
    const url = isFastify ? await app.listen({ host: '127.0.0.1', port: 0 }) : await listen(app)
    const response = await fetch(`${url}/files/a.txt`)
    expect(response.status).toBe(status)
    expect(await response.text()).not.toContain('requestId')
  })
})

describe('pino.mjs', () => {
  it('logs each exchange, then the error with the id of the last one', async () => {
    const lines = (await run('pino.mjs'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))

    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      [20, 'COS exchange'],
      [20, 'COS exchange'],
      [50, 'get failed'],
    ])
    const [refused, missing, failure] = lines
    expect(refused.exchange.statusCode).toBe(503)
    expect(missing.exchange.statusCode).toBe(404)
    expect(failure.err.requestId).toSatisfy(isId)
    expect(failure.err.requestId).toBe(missing.exchange.requestId)
    expect(refused.exchange.requestId).not.toBe(missing.exchange.requestId)
  })
})

describe('test-your-own-logging.test.mjs', () => {
  it('passes', async () => {
    const nodeOptions = ['--test', '--test-reporter=tap']
    const output = await run('test-your-own-logging.test.mjs', { nodeOptions })

    expect(output).toContain('ok 1 - a refused save is logged with its request id')
    expect(output).toMatch(/^# fail 0$/m)
  })
})

describe('capture-exchanges.mjs', () => {
  it('prints the exchanges of the job that works, and of the one that fails', async () => {
    const [copied = '', failed = ''] = (await run('capture-exchanges.mjs')).split('\n\n')
    const statuses = (text: string) =>
      [...text.matchAll(/^ {2}\w+ +\S+ +(\d{3}) /gm)].map(([, status]) => status)

    expect(statuses(copied)).toEqual(['200', '200', '200', '503', '200'])
    expect(idsIn(copied)).toHaveLength(5)
    expect(statuses(failed)).toEqual(['200', '200', '404'])
    const [named, ...ids] = idsIn(failed)
    expect(failed).toMatch(/^Failed with NoSuchKey/)
    expect(named).toBe(ids.at(-1))
  })
})

describe('opentelemetry.mjs', () => {
  const ID = 'http.response.header.x-cos-request-id'

  it('prints a span with the id, and the refused attempt before', async () => {
    const output = await run('opentelemetry.mjs')
    expect(output).toContain("name: 'read the report'")
    const [decided, refused, ...rest] = idsIn(output)
    expect(rest.filter((id) => id !== decided)).toEqual([])
    expect(refused).not.toBe(decided)
    expect(output).toMatch(
      /name: 'requestid.exchange'[\s\S]*name: 'requestid.exchange'[\s\S]*name: 'exception'/,
    )
  })

  it('sends it to a collector', async () => {
    const received: { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }[] = []
    interface Span {
      name: string
      attributes: { key: string; value: { arrayValue?: { values: { stringValue: string }[] } } }[]
    }
    const collector = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      received.push(JSON.parse(Buffer.concat(chunks).toString()))
      expect(request.url).toBe('/v1/traces')
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    }).listen(0, '127.0.0.1')
    await once(collector, 'listening')
    onTestFinished(() => void collector.close())
    const { port } = collector.address() as AddressInfo

    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` }
    expect(await run('opentelemetry.mjs', { env })).toBe('')

    const spans = received.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    )
    expect(spans.map(({ name }) => name)).toEqual(['read the report'])
    const attribute = spans[0]?.attributes.find(({ key }) => key === ID)
    expect(attribute?.value.arrayValue?.values).toEqual([{ stringValue: expect.toSatisfy(isId) }])
  })

  it('has a configuration of the collector that keeps the attributes which are written', () => {
    type Components = Record<string, object>
    const text = readFileSync(join(directory, 'opentelemetry-collector.yaml'), 'utf8')
    const config: Record<'receivers' | 'processors' | 'exporters', Components> & {
      service: { pipelines: Record<string, Record<'receivers' | 'processors' | 'exporters', string[]>> }
    } = parse(text)
    for (const kind of ['receivers', 'processors', 'exporters'] as const) {
      const used = Object.values(config.service.pipelines).flatMap((pipeline) => pipeline[kind])
      expect([...new Set(used)].sort()).toEqual(Object.keys(config[kind]).sort())
    }
    // In both: what is kept, and what gets the one name.
    for (const name of ['filter/with-request-id', 'transform/one-name']) {
      const names = [...JSON.stringify(config.processors[name]).matchAll(/attributes\[\\"([^"\\]+)\\"\]/g)]
      expect(
        [...new Set(names.map(([, attribute]) => attribute))].filter((a) => a !== 'cloud.request_id'),
      ).toEqual(['aws.request_id', 'azure.service.request.id', ID, 'http.response.header.x-oss-request-id'])
    }
  })
})

it.each(['README.md', 'README.zh-CN.md'])('%s names every example', (readme) => {
  const examples = readdirSync(directory).filter((name) => /\.([cm]js|yaml)$/.test(name))
  const text = readFileSync(join(directory, readme), 'utf8')
  expect(examples.filter((name) => !text.includes(`(${name})`))).toEqual([])
})

describe('aws-s3.mjs', () => {
  const rows = (output: string) =>
    output
      .split('\n')
      .map((line) => line.split(/ {2,}/))
      .slice(2, -1)
  const outcomes = [
    ['put', '200'],
    ['get, at the second try', '503, 200'],
    ['get, no such key', '404', 'NoSuchKey'],
    ['get, broken off', '200', 'ECONNRESET'],
  ]

  it('prints an id for each outcome', async () => {
    const printed = rows(await run('aws-s3.mjs'))
    expect(printed.map(([operation, , ...rest]) => [operation, ...rest])).toEqual(outcomes)
    for (const [, id] of printed) expect(id).toMatch(/^[0-9A-V]{16}$/)
  })

  it('uses your bucket where it is set, prints the ids it was given, and cleans up', async () => {
    const server = await startServer({ vendor: 'aws' })
    onTestFinished(() => server.close())
    const output = await run('aws-s3.mjs', {
      env: {
        AWS_BUCKET: 'mine',
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: server.url,
        AWS_ACCESS_KEY_ID: 'AKIAexampleexample',
        AWS_SECRET_ACCESS_KEY: 'exampleexamplekey',
      },
    })
    expect(output).toContain('Using the bucket mine in eu-west-1.\n')
    expect(output).not.toMatch(/exampleexample/)
    const { exchanges } = server
    expect(rows(output).map(([, id]) => id)).toEqual(exchanges.slice(0, -1).map(({ requestId }) => requestId))
    expect(exchanges.at(-1)).toMatchObject({
      operation: 'DeleteObject',
      bucket: 'mine',
      key: exchanges[0]?.key,
    })
  })
})
