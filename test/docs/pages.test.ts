import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { startServer, type TestServer } from '@requestid/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'

const docs = new URL('../../docs/', import.meta.url)
const pages = readdirSync(docs).filter((name) => name.endsWith('.md') && !name.endsWith('.zh-CN.md'))
const read = (path: string) => readFileSync(new URL(path, docs), 'utf8')
const chinese = (page: string) => page.replace('.md', '.zh-CN.md')

interface Block {
  readonly language: string
  readonly text: string
}
const blocksOf = (page: string): Block[] =>
  [...read(page).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }))

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
const isPartOf = (file: string) => async (block: string) => {
  const bare = (text: string) => text.replace(/\s+/g, '')
  expect(bare(read(`../examples/${file}`))).toContain(bare(block))
}

type Run = (block: string, next?: Block) => Promise<void>

/** How each block of JavaScript is run, by page and in order. */
const runs: { readonly [page: string]: readonly Run[] } = {
  'README.md': [],
  'logs.md': [
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
    async (block) => {
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
      expect(received.join()).toContain(`"Cloud request":{"vendor":"tencent-cos","requestId":"${ids()[0]}"`)
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
  ],
  'traces.md': [
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
  ],
  'diagnostics-channel.md': [
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
  'jobs.md': [
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
  'support-tickets.md': [
    async (block, next) => {
      server.inject({ status: 503 })
      const { stderr } = await run(block)
      expect(next?.language).toBe('text')
      expect(normal(stderr)).toBe(normal(next?.text ?? ''))
      expect(stderr).toContain(`\nRequestId: ${ids()[1]}\n`)
    },
    async (block, next) => {
      const { stdout } = await run(block, { after: 'console.log(report)' })
      expect(stdout).toBe(next?.text)
    },
  ],
  'web-frameworks.md': ['express.mjs', 'fastify.mjs', 'koa.mjs', 'next/lib/report-cloud-failure.js'].map(
    isPartOf,
  ),
}

describe('the pages in docs', () => {
  it('are all here', () => {
    expect(Object.keys(runs).sort()).toEqual([...pages].sort())
  })

  for (const [page, ofPage] of Object.entries(runs)) {
    const blocks = blocksOf(page)
    const code = blocks.filter(({ language }) => language === 'js')

    it(`${page}: every block is of a kind that is tested`, () => {
      expect(code).toHaveLength(ofPage.length)
      for (const { language } of blocks) expect(['js', 'text', 'yaml']).toContain(language)
      for (const { text } of blocks.filter(({ language }) => language === 'yaml')) {
        expect(read('../examples/opentelemetry-collector.yaml')).toContain(text)
      }
    })

    it(`${page}: the Chinese page has the same blocks and sections`, () => {
      // Comments are translated.
      const bare = ({ language, text }: Block) => [language, text.replace(/(^|\s)(\/\/|#) .*$/gm, '')]
      expect(blocksOf(chinese(page)).map(bare)).toEqual(blocks.map(bare))
      const levels = (name: string) => read(name).match(/^#+ /gm)
      expect(levels(chinese(page))).toEqual(levels(page))
    })

    for (const name of [page, chinese(page)]) {
      it(`${name}: its links lead to files that are there`, () => {
        const links = [...read(name).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link)
        expect(links.filter((link) => !/^https:/.test(link) && !existsSync(new URL(link, docs)))).toEqual([])
      })
    }

    for (const [i, block] of code.entries()) {
      it(`${page}: block ${i + 1} works as it stands`, async () => {
        await ofPage[i]?.(block.text, blocks[blocks.indexOf(block) + 1])
      })
    }
  }
})
