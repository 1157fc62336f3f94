import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startServer, type TestServer } from '@requestid/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { plugins } from '../../scripts/packages.mjs'
import { describePages, installs, type Run, type Runs } from './describe-pages.js'
import { read } from './markdown.js'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
beforeEach(() => server.clear())
afterAll(() => server.close())
const ids = () => server.exchanges.map(({ requestId }) => requestId)

/** Runs a block as it stands, with what comes before and after it in a reader's program. */
async function run(
  block: string,
  { before = '', after = '' } = {},
): Promise<{ stdout: string; stderr: string }> {
  const preload = fileURLToPath(new URL('preload.mjs', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--import', preload, '--input-type=module', '-e', before + block + after],
    {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      env: { ...process.env, TEST_PORT: String(server.port), NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 25_000,
    },
  )
  const printed = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => (printed.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (printed.stderr += text))
  const [code] = await once(child, 'close')
  expect(code, printed.stderr).toBe(0)
  return printed
}

const filesIn = (path: string): Stats[] => {
  if (!existsSync(path)) return []
  const stats = statSync(path)
  if (!stats.isDirectory()) return [stats]
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)))
}

/** A test with what somebody wrote by hand in the place of a client. */
const mocked = `
test('mocked', async () => {
  const client = withRequestId({ getObject: async () => ({ Body: 'text' }) })
  expect(await client.getObject()).toEqual({ Body: 'text' })
  expect(getRequestId({ requestId: 'id' })).toBe('id')
})`

/** Runs the one test file of a folder by a test runner, which has to find it and let it pass. */
function inRunner(text: string, [runner = '', ...options]: readonly string[]): void {
  const folder = mkdtempSync(fileURLToPath(new URL('mocked-', import.meta.url)))
  try {
    writeFileSync(join(folder, 'vitest.config.mjs'), 'export default {}')
    writeFileSync(join(folder, runner.startsWith('jest') ? 'mocked.test.cjs' : 'mocked.test.mjs'), text)
    const [name = ''] = runner.split('/')
    const path = join(
      dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)),
      runner.slice(name.length),
    )
    const env = { ...process.env, NO_COLOR: '1', VITEST: '' }
    const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...options], {
      cwd: folder,
      env,
      encoding: 'utf8',
    })
    expect(status, stdout + stderr).toBe(0)
    expect(stdout + stderr).toMatch(/1 passed/)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A program that has a client, and an error of it. */
const client = `
import { withRequestId } from '@requestid/cos'
import COS from 'cos-nodejs-sdk-v5'
`
const cos = `${client}\nconst cos = withRequestId(new COS({ SecretId, SecretKey }))\n`
const err = `${cos}\nconst err = await cos.getObject({ Bucket, Region, Key: 'missing' }).catch((err) => err)\n`

/** What is the same in every run of a report. */
const normal = (text: string) =>
  text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/\bN[A-Za-z0-9+/]{30,}=*/g, '<id>')
    .replace(/\bOGV[A-Za-z0-9+/=]+/g, '<trace>')
    .replace(/[\d.]+ ms/g, '<ms>')

/** That a block is a part of an example, which tests of its own run; lines are broken elsewhere. */
const isPartOf =
  (file: string): Run =>
  (block) => {
    const bare = (text: string) => text.replace(/\s+/g, '')
    expect(bare(read(`examples/${file}`))).toContain(bare(block))
  }

/** What a program that sets Sentry up sends of an error. */
async function sentTo(block: string): Promise<string> {
  const received: string[] = []
  const http = createServer((request, response) => {
    request
      .setEncoding('utf8')
      .on('data', (text) => received.push(text))
      .on('end', () => response.end('{}'))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void http.close())
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  await run(block, {
    before: `${err}\nconst dsn = 'http://key@127.0.0.1:${port}/1'\n`,
    after: 'Sentry.captureException(err)\nawait Sentry.close(5000)',
  })
  return received.join()
}

const runs: Runs = {
  'docs/README.md': [],
  'docs/testing-your-own-code.md': [
    (block) =>
      inRunner(`${block}const { withRequestId, getRequestId } = require('@requestid/cos')\n${mocked}`, [
        'jest/bin/jest.js',
        '--rootDir=.',
        '--testRegex=mocked\\.test\\.cjs$',
      ]),
    (block) =>
      inRunner(
        `import { getRequestId, withRequestId } from '@requestid/cos'\nimport { expect, test, vi } from 'vitest'\n${block}${mocked}`,
        ['vitest/vitest.mjs', 'run', '--root=.'],
      ),
  ],
  'docs/logs.md': [
    async (block) => {
      const { stdout } = await run(block)
      expect(JSON.parse(stdout)).toMatchObject({
        level: 50,
        msg: 'get failed',
        err: { code: 'NoSuchKey', requestId: ids()[0] },
      })
    },
    async (block) => {
      const { stdout } = await run(block, { before: err, after: 'log.error(err)' })
      expect(JSON.parse(stdout)).toMatchObject({
        name: 'app',
        err: { message: expect.any(String), requestId: ids()[0] },
      })
    },
    async (block) => {
      const { stdout } = await run(block, { before: err, after: 'log.error({ err }); log.info("fine")' })
      const [failed, fine] = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(failed).toMatchObject({ requestId: ids()[0], vendor: 'tencent-cos', error: { type: 'Error' } })
      expect(fine).not.toHaveProperty('requestId')
    },
    async (block) =>
      expect(await sentTo(block)).toContain(
        `"Cloud request":{"vendor":"tencent-cos","requestId":"${ids()[0]}"`,
      ),
    async (block) => expect(await sentTo(block)).toContain(`"tags":{"cloudRequestId":"${ids()[0]}"}`),
    async (block) => {
      const { stdout } = await run(block)
      expect(stdout).toMatch(/^\S.* \(request ID: (.+)\)\n$/)
      expect(stdout).toContain(`(request ID: ${ids()[0]})`)
    },
    async (block) => {
      const { stdout } = await run(block, {
        before: `${client}\nimport pino from 'pino'\nconst log = pino({ level: 'debug' })\n`,
        after: "await cos.putObject({ Bucket, Region, Key: 'a', Body })",
      })
      expect(JSON.parse(stdout)).toMatchObject({
        msg: 'COS exchange',
        exchange: { requestId: ids()[0], statusCode: 200 },
      })
    },
    async (block) => {
      server.inject({ delayMs: 1100 })
      const { stdout } = await run(block, {
        before: `${client}\nimport pino from 'pino'\nconst log = pino()\n`,
        after: "for (const Key of ['a', 'b']) await cos.putObject({ Bucket, Region, Key, Body })",
      })
      expect(JSON.parse(stdout)).toMatchObject({ msg: 'slow COS request', exchange: { path: '/a' } })
    },
    async (block) => {
      const { stdout } = await run(block)
      expect(JSON.parse(stdout)).toMatchObject({ requestId: 'APP-1', cloudRequestId: ids()[0] })
    },
    async (block) => {
      const { stdout } = await run(block)
      const cloud = { vendor: 'tencent-cos', requestId: ids()[0] }
      expect(JSON.parse(stdout)).toMatchObject({ requestId: 'APP-1', code: 'NoSuchKey', cloud })
    },
  ],
  'docs/traces.md': [
    installs,
    async (block) => {
      const { stdout } = await run(block, {
        before: cos,
        after: `
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
trace.setGlobalTracerProvider(new BasicTracerProvider())
await trace.getTracer('a').startActiveSpan('a', async (span) => {
  await cos.putObject({ Bucket, Region, Key: 'a', Body })
  console.log(JSON.stringify(span.attributes))
})`,
      })
      expect(JSON.parse(stdout)).toEqual({ 'http.response.header.x-cos-request-id': ids() })
    },
    async (block) => {
      const { stdout } = await run(block, {
        before: `${cos}
import { context } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { RequestIdInstrumentation } from '@requestid/opentelemetry'
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
const onEnd = (span) => console.log(JSON.stringify(span.attributes))
const processor = { onStart() {}, onEnd, shutdown: async () => {}, forceFlush: async () => {} }
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [processor] }))
new RequestIdInstrumentation()
process.on('uncaughtException', () => {})
`,
      })
      expect(JSON.parse(stdout)).toMatchObject({ 'http.response.header.x-cos-request-id': ids() })
    },
    isPartOf('opentelemetry-collector.yaml'),
  ],
  'docs/diagnostics-channel.md': [
    async (block) => {
      server.inject({ status: 503 })
      server.inject({ reset: 'before-headers' })
      const { stderr } = await run(block, {
        before: cos,
        after: "await cos.putObject({ Bucket, Region, Key: 'a', Body })",
      })
      const [refused, broken, ...rest] = stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(refused).toMatchObject({
        vendor: 'tencent-cos',
        statusCode: 503,
        requestId: ids()[0],
        path: '/a',
      })
      expect(broken).toMatchObject({ method: 'PUT', errorCode: 'ECONNRESET' })
      expect(rest).toEqual([])
    },
  ],
  'docs/jobs.md': [
    async (block) => {
      await using other = await startServer({ vendor: 'alibaba-oss' })
      const before = `${cos}
import { withRequestId as ofOss } from '@requestid/oss'
import OSS from 'ali-oss'
import pino from 'pino'
const log = pino()
const oss = ofOss(new OSS(${JSON.stringify(other.ossOptions())}))
`
      const messages = async (before: string) => {
        const { stdout } = await run(block, { before })
        return stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      }
      const [failed] = await messages(before)
      expect(failed).toMatchObject({
        msg: 'not copied',
        err: { requestId: ids()[0] },
        exchanges: [{ requestId: ids()[0] }],
      })
      server.clear()
      const [copied] = await messages(
        `${before}\nawait cos.putObject({ Bucket, Region, Key: 'reports/may.csv', Body })\n`,
      )
      expect(copied).toMatchObject({
        msg: 'copied',
        exchanges: [{ requestId: ids()[1] }, { requestId: other.exchanges[0]?.requestId }],
      })
    },
  ],
  'docs/support-tickets.md': [
    async (block, next) => {
      server.inject({ status: 503 })
      const { stderr } = await run(block)
      expect(normal(stderr)).toBe(normal(next.text))
      expect(stderr).toContain(`\nRequestId: ${ids()[1]}\n`)
    },
    async (block, next) => {
      const { stdout } = await run(block, { after: 'console.log(report)' })
      expect(stdout).toBe(next.text)
    },
  ],
  'docs/web-frameworks.md': [
    ...['express.mjs', 'fastify.mjs', 'koa.mjs', 'next/lib/report-cloud-failure.js'].map(isPartOf),
    async (block) => {
      await using oss = await startServer({ vendor: 'alibaba-oss' })
      const { stdout } = await run(block, {
        before: `import OSS from 'ali-oss'
import { JSDOM } from 'jsdom'
globalThis.document = new JSDOM().window.document
const copied = []
Object.defineProperty(globalThis, 'navigator', {
  value: { clipboard: { writeText: async (text) => copied.push(text) } },
})
`,
        after: `
const client = new OSS(${JSON.stringify(oss.ossOptions())})
showIds(document.body, new Error('of no call'))
const before = document.body.innerHTML
showIds(document.body, await client.get('missing').catch((err) => err))
await document.querySelector('button').onclick()
console.log(JSON.stringify([before, document.body.textContent, copied]))`,
      })
      const [before, shown, [copied]] = JSON.parse(stdout)
      const { requestId, ec } = oss.exchanges[0] ?? {}
      expect(before).toBe('')
      expect(copied).toBe(`Request ID: ${requestId}\nEC: ${ec}`)
      expect(shown).toBe(`${copied}Copied`)
    },
  ],
}

describePages(runs)

describe('docs/team-lead.md', () => {
  it.each(plugins.map(({ name }) => name))('says how much %s takes on a disk', (name) => {
    const manifest = JSON.parse(read(`packages/${name}/package.json`))
    const needed = Object.keys(manifest.dependencies).map((name) => name.replace('@requestid/', ''))
    expect(['core', 'vendors']).toEqual(expect.arrayContaining(needed))
    const bytes = [name, ...needed].flatMap((name) =>
      (JSON.parse(read(`packages/${name}/package.json`)).files as string[]).flatMap((folder) =>
        filesIn(fileURLToPath(new URL(`../../packages/${name}/${folder}`, import.meta.url))),
      ),
    )
    expect(bytes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(2e6)
  })
})
