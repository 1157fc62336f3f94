import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { getRequestId, getRequestInfo } from '@requestid/core'
import { withRequestId } from '@requestid/cos'
import { findRequestIds } from '@requestid/find'
import type { TestServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { describePages, installs, type Run } from './describe-pages.js'
import { read, rowsOf } from './markdown.js'
import { compile, createReader, idsOf, type Reader, runNode, runShell, type ShellOptions } from './reader.js'

let reader: Reader
beforeAll(async () => {
  reader = await createReader()
})
beforeEach(() => reader.clear())
afterAll(() => reader[Symbol.asyncDispose]())

const captures = new URL('../../packages/find/test/captures/', import.meta.url)
const capture = (name: string) => readFileSync(new URL(name, captures), 'utf8')
const expectedIds: { file: string; expected: { requestId: string }[] }[] = JSON.parse(
  capture('expected.json'),
)
const idsIn = (...names: string[]) =>
  names.flatMap((name) => {
    const found = expectedIds.find(({ file }) => file === name)?.expected
    if (!found?.length) throw new Error(`${name} has no ids to expect`)
    return found.map(({ requestId }) => requestId)
  })

/** The ids of what the command printed, in lines of JSON. */
const printedIds = (stdout: string): string[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).requestId)

/** A file of the developer tools. */
const har = JSON.stringify({
  log: {
    entries: [
      {
        startedDateTime: '2026-11-21T10:02:08.000Z',
        request: {
          method: 'GET',
          url: 'https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a.txt?sign=secret',
        },
        response: {
          status: 403,
          headers: [{ name: 'x-cos-request-id', value: 'NmIwMTZjMjBfNDBlNWNiMDlfMjY2OF9kNGE1YWU=' }],
          content: { text: '<Error><Code>AccessDenied</Code></Error>' },
        },
      },
      {
        startedDateTime: '2026-11-21T10:02:09.000Z',
        request: { method: 'PUT', url: 'https://examplebucket.oss-cn-hangzhou.aliyuncs.com/a.txt' },
        response: {
          status: 200,
          headers: [{ name: 'x-oss-request-id', value: '66A1B2C39935E338390F6F6B' }],
          content: {},
        },
      },
    ],
  },
})

/** That the command finds what a tool printed. */
const finds =
  (programs: Readonly<Record<string, { file: string; stderr?: true }>>): Run =>
  (block) => {
    const files = Object.entries(programs)
    const { stdout, stderr } = runShell(block, {
      programs: Object.fromEntries(
        files.map(([name, { file, stderr }]) => [name, stderr ? { stderr: capture(file) } : capture(file)]),
      ),
    })
    expect(stderr).toBe('')
    expect(printedIds(stdout)).toEqual(idsIn(...files.map(([, { file }]) => file)))
  }

const types: string[] = []
/** What the page says that does not compile. */
const givenAway = `
  import { withRequestId } from '@requestid/cos'
  import COS from 'cos-nodejs-sdk-v5'
  const cos: COS = withRequestId(new COS({ SecretId: '', SecretKey: '' }))
  const result = cos.headObject({ Bucket: '', Region: '', Key: '' })
  // @ts-expect-error
  export const id = result.then((result) => result.requestId)`
/** Blocks of TypeScript are compiled together, with the last one. */
const compiles =
  (last: boolean): Run =>
  (block) => {
    types.push(block)
    if (last) expect(compile([...types, givenAway])).toBe('')
  }

const connectionRefused = () => {
  const cos = withRequestId(
    new COS({ SecretId: 'a', SecretKey: 'b', Domain: '127.0.0.1:1', Protocol: 'http:' }),
  )
  const missing = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing', Key: 'a.txt' }
  return cos.getObject(missing).catch((err: unknown) => err)
}

const COS_ID = 'NmIwMTZjMjBfNDBlNWNiMDlfMjY2OF9kNGE1YWU='
/** An id of OSS as it is made now. */
const newId = () =>
  `${Math.floor(Date.now() / 1000)
    .toString(16)
    .toUpperCase()}C39935E338390F6F`
/** What the SDK of OSS for Go prints. */
const refused = (id: string) =>
  `GET https://b.oss-cn-hangzhou.aliyuncs.com/a.txt StatusCode=403, ErrorCode=AccessDenied, RequestId=${id}\n`

/** Runs a block line by line: each prints something, and no error. */
const printedBy = (block: string, options: ShellOptions): string[] =>
  block
    .trim()
    .split('\n')
    .map((line) => {
      const { stdout, stderr } = runShell(line, options)
      expect(stderr, line).toBe('')
      return stdout
    })

/** The clients of a program that has no plugin. */
async function plainClients() {
  const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  const { default: OSS } = await import('ali-oss')
  return {
    PutObjectCommand,
    cos: new COS({ SecretId: 'test', SecretKey: 'test' }),
    client: new OSS(reader.ossServer.ossOptions()),
    s3: new S3Client(reader.s3Server.s3Options()),
  }
}

/** That a block prints what a call fails with in the plain SDK. */
const printsIds =
  (serverOf: (reader: Reader) => TestServer): Run =>
  async (block) => {
    serverOf(reader).inject({ status: 403, code: 'AccessDenied' })
    const { printed } = await reader.evaluate(block, await plainClients())
    const [answer] = serverOf(reader).exchanges
    const { requestId, extendedRequestId, ec } = answer ?? {}
    expect(requestId).toBeDefined()
    expect(printed).toEqual([['AccessDenied', requestId, extendedRequestId ?? ec].filter(Boolean)])
  }

describePages({
  'docs/an-upload-fails-now.md': [
    printsIds(({ cosServer }) => cosServer),
    printsIds(({ ossServer }) => ossServer),
    printsIds(({ s3Server }) => s3Server),
    async (block) => {
      reader.cosServer.inject({ status: 403 })
      const { printed } = await reader.evaluate(block, await plainClients())
      expect(printed).toEqual([idsOf(reader.cosServer)])
    },
  ],

  'docs/on-call.md': [
    (block) => {
      const java = 'formats/cos-java-exception.txt'
      const programs = { journalctl: capture(java), docker: { stderr: capture(java) } }
      const id = newId()
      const files = { 'log/a.log': refused(id), 'log/a.log.1': refused('66A1B2C39935E338390F6F6B') }
      const [journal = '', docker = '', folder = ''] = printedBy(block.replace('/var/log/uploader', 'log'), {
        programs,
        files,
      })
      for (const printed of [journal, docker]) expect(printedIds(printed)).toEqual(idsIn(java))
      expect(printedIds(folder)).toEqual([id])
    },
    (block) => {
      const kubectl = `${refused('66A1B2C39935E338390F6F6B')}HTTP/1.1 503\nx-cos-request-id: ${COS_ID}\n`
      const [failed = '', all = ''] = printedBy(block, { programs: { kubectl } })
      expect(printedIds(failed)).toEqual([COS_ID])
      expect(printedIds(all)).toEqual(['66A1B2C39935E338390F6F6B', COS_ID])
    },
    (block) => {
      const aws = JSON.stringify({ events: [{ message: `x-cos-request-id: ${COS_ID}` }] })
      for (const printed of printedBy(block, { programs: { aws } }))
        expect(printedIds(printed)).toEqual([COS_ID])
    },
    (block) => {
      if (runShell('command -v jq').status !== 0) return console.log('skipped: there is no jq')
      const files = {
        'app.log': refused('66A1B2C39935E338390F6F6B'),
        'app.jsonl': `${JSON.stringify({ level: 50, msg: `x-cos-request-id: ${COS_ID}` })}\n{"level":30,"msg":"x-cos-request-id: NjUwZTY4OTRfNDQ5MDQ5MDlfYmM5MF8xMGIzODM="}\n`,
      }
      const [id, counts, found = ''] = printedBy(block, { files })
      expect(id).toBe('66A1B2C39935E338390F6F6B\n')
      expect(counts).toMatch(/^ *1 alibaba-oss 403 AccessDenied\n$/)
      expect(printedIds(found)).toEqual([COS_ID])
    },
    (block) => {
      if (runShell('command -v jq').status !== 0) return console.log('skipped: there is no jq')
      const all = block
        .trim()
        .replaceAll('\n', ' && ')
        .replace(/ > (\S+)/g, ' > $1 && cat $1')
      const id = '66A1B2C39935E338390F6F6B'
      const [printed = ''] = printedBy(all, {
        files: { 'app.log': refused(id) },
        programs: { kubectl: refused(id) },
      })
      expect(printed).toContain(`Request ID: ${id}\n`)
      expect(printed).toMatch(/^vendor,requestId,/m)
      expect(printed).toContain(`alibaba-oss,${id},`)
      expect(printed).toMatch(/\n2023-09-23T04:24:52\.000Z\n$/)
    },
  ],

  'docs/find-a-request-id.md': [
    (block, next) => {
      expect(runShell(block, { files: { 'capture.har': har } }).stdout).toBe(next.text)
    },
    (block) => {
      expect(findRequestIds(block)).toMatchObject([
        { vendor: 'alibaba-oss', requestId: '66A1B2C39935E338390F6F6B' },
      ])
    },
    (block, next, previous) => {
      const { stdout } = runShell(block, { files: { 'error.xml': previous?.text ?? '' } })
      expect(stdout).toBe(next.text)
    },
    (block) => {
      const python = 'sdk/cos-python-traceback.txt'
      const kubectl = 'formats/cos-java-exception.txt'
      const { stdout } = runShell(block, {
        programs: { python3: { stderr: capture(python) }, kubectl: capture(kubectl) },
      })
      const [found = '', ...report] = stdout.split('\n')
      expect(printedIds(found)).toEqual(idsIn(python))
      for (const id of idsIn(kubectl)) expect(report).toContain(`RequestId: ${id}`)
    },
    finds({
      curl: { file: 'curl/cos-i-403.txt' },
      wget: { file: 'curl/wget-S-cos.txt', stderr: true },
    }),
    (block) => {
      const coscmd = `Error: [code 403] Access Denied.\nRequestId: b'NmIwMTZjMjBfNDBlNWNiMDlfMjY2OF9kNGE1YWU='\n`
      const aws = 'sdk/awscli-debug.txt'
      const { stdout } = runShell(block, { programs: { coscmd, aws: { stderr: capture(aws) } } })
      expect(printedIds(stdout)).toEqual(['NmIwMTZjMjBfNDBlNWNiMDlfMjY2OF9kNGE1YWU=', ...idsIn(aws)])
    },
    (block) => {
      const logs = ['logs/cloudfront.log', 'logs/cos-access.log', 'logs/cos-cls.jsonl', 'logs/oss-access.log']
      const tail = 'sdk/oss-go-v1-err.txt'
      const { stdout } = runShell(block, {
        files: Object.fromEntries(logs.map((name) => [`access-${name}`, capture(name)])),
        programs: { aws: capture(tail) },
      })
      expect(printedIds(stdout)).toEqual(idsIn(...logs, tail))
    },
    (block, next) => {
      expect(JSON.parse(runShell(block).stdout)).toEqual(JSON.parse(next.text))
    },
  ],

  'docs/troubleshooting.md': [
    async (block) => {
      const { value: err } = await reader.evaluate(
        '',
        {},
        'await cos.getObject({ Bucket, Region, Key }).catch((err) => err)',
      )
      const host = 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com'
      const ofAnswer = await reader.evaluate(block, { err })
      expect(ofAnswer.printed).toEqual([['GET', host, 404, idsOf(reader.cosServer)[0]]])

      const ofSilence = await reader.evaluate(block, { err: await connectionRefused() })
      expect(ofSilence.printed).toContainEqual(['GET', '127.0.0.1:1', 'ECONNREFUSED', 'no id'])

      reader.cosServer.inject({ requestIdHeader: false })
      const { value: hidden } = await reader.evaluate(
        '',
        {},
        'await cos.putObject({ Bucket, Region, Key, Body })',
      )
      expect((await reader.evaluate(block, { err: hidden })).printed).toEqual([['PUT', host, 200, 'no id']])

      expect((await reader.evaluate(block, { err: new Error('of mine') })).printed).toEqual([])
    },
    async (block) => {
      const err = await connectionRefused()
      expect(err).not.toHaveProperty('requestId')
      const { printed } = await reader.evaluate(block, { err })
      expect(printed[0]?.[0]).toMatch(/^Time \(UTC\): [\s\S]*\bECONNREFUSED\b/)
    },
    (block) => {
      const curl =
        'HTTP/1.1 404 Not Found\r\nAccess-Control-Expose-Headers: x-oss-request-id, ETag\r\nServer: AliyunOSS\r\n\r\n'
      expect(runShell(block, { programs: { curl } }).stdout).toMatch(/^Access-Control-Expose-Headers: /)
    },
    (block) => {
      const file = 'curl/cos-i-403.txt'
      const { stdout } = runShell(block, { programs: { curl: capture(file) } })
      expect(printedIds(stdout)).toEqual([...idsIn(file), ...idsIn(file)])
    },
    async (block) => {
      reader.cosServer.inject({ status: 503, times: 2 })
      const put = 'await cos.putObject({ Bucket, Region, Key, Body })'
      const { value: result } = await reader.evaluate<{ requestId: string }>('', {}, put)
      const { value: ids } = await reader.evaluate(block, { result }, 'ids')
      const [first, second, third] = idsOf(reader.cosServer)
      expect(ids).toEqual([
        [503, first],
        [503, second],
        [200, third],
      ])
      expect(result.requestId).toBe(third)
    },
    async (block) => {
      const put = 'await cos.putObject({ Bucket, Region, Key, Body })'
      const { value } = await reader.evaluate(block, {}, put)
      expect(value).toHaveProperty('requestId', idsOf(reader.cosServer)[0])
    },
    (block) => {
      const client = `
        import COS from 'cos-nodejs-sdk-v5'
        import { withRequestId } from '@requestid/cos'
        const cos = withRequestId(new COS({ SecretId: 'a', SecretKey: 'b' }))
        const [Bucket, Region] = ['examplebucket-1250000000', 'ap-beijing']
      `
      const { stdout, stderr } = runNode(client + block)
      expect(stderr).toBe('')
      expect(stdout).toBe('NjUwZTU5ZTZfNjc4OWM5MGFfMTIzYV80NTY3OA==\n')
    },
    compiles(false),
    compiles(true),
  ],

  'docs/migration.md': [
    async (block) => {
      const put = 'await cos.putObject({ Bucket, Region, Key, Body })'
      const { value } = await reader.evaluate(block, {}, put)
      expect(value).toHaveProperty('requestId', idsOf(reader.cosServer)[0])
    },
    ...Array<Run>(2).fill(async (block) => {
      const { printed } = await reader.evaluate(block)
      await vi.waitFor(() => expect(printed).toHaveLength(1), { timeout: 20_000 })
      expect(printed).toEqual([idsOf(reader.cosServer)])
    }),
    ...Array<Run>(2).fill(async (block) => {
      const { printed } = await reader.evaluate(block)
      expect(printed).toEqual([idsOf(reader.ossServer)])
    }),
    async (block) => {
      const { PutObjectCommand } = await import('@aws-sdk/client-s3')
      const put = 'await s3.send(new PutObjectCommand({ Bucket, Key, Body }))'
      const { value, printed } = await reader.evaluate(block, { PutObjectCommand }, put)
      expect(printed).toEqual([idsOf(reader.s3Server)])
      expect(value).toHaveProperty('requestId', idsOf(reader.s3Server)[0])
    },
    async (block) => {
      const { PutObjectCommand } = await import('@aws-sdk/client-s3')
      reader.s3Server.inject({ status: 503 })
      const put = 'await s3.send(new PutObjectCommand({ Bucket, Key, Body }))'
      const options = reader.s3Server.s3Options()
      const { printed } = await reader.evaluate(block, { PutObjectCommand, options }, put)
      const [refused, done] = idsOf(reader.s3Server)
      expect(printed).toEqual([
        [503, refused],
        [200, done],
      ])
    },
    async (block) => {
      const { printed } = await reader.evaluate(block)
      expect(printed).toEqual([['put', idsOf(reader.cosServer)[0]]])
    },
    async (block) => {
      const put = 'await cos.putObject({ Bucket, Region, Key, Body })'
      const { printed } = await reader.evaluate(block, {}, put)
      expect(printed).toEqual([['PUT', '/a.txt', 200, idsOf(reader.cosServer)[0]]])
    },
    (block) => {
      const file = 'sdk/oss2-python-str.txt'
      const { stdout } = runShell(block, { files: { 'app.log': capture(file) } })
      expect(printedIds(stdout)).toEqual(idsIn(file))
    },
  ],

  'docs/tencent-cos.md': [
    installs,
    async (block) => {
      const { printed } = await reader.evaluate(block)
      expect(printed).toEqual([idsOf(reader.cosServer)])
    },
    async (block) => {
      reader.cosServer.inject({ status: 404, code: 'NoSuchBucket', times: 2 })
      const deleted = { BucketNotFound: true, statusCode: 404 }
      const plain = new COS({ SecretId: 'test', SecretKey: 'test' })
      const call = block.replace(/\/\/.*/, '').trim()
      expect((await reader.evaluate('', { cos: plain }, call)).value).toEqual(deleted)
      const { value } = await reader.evaluate('', {}, call)
      expect(value).toEqual({ ...deleted, requestId: idsOf(reader.cosServer)[1] })
    },
    (block) => {
      const coscmd = `Error: [code 403] Access Denied.\nRequestId: b'NmIwMTZjMjBfNDBlNWNiMDlfMjY2OF9kNGE1YWU='\n`
      const { stdout } = runShell(block, { programs: { coscmd } })
      expect(printedIds(stdout)).toEqual(['NmIwMTZjMjBfNDBlNWNiMDlfMjY2OF9kNGE1YWU='])
    },
  ],

  'docs/alibaba-oss.md': [
    installs,
    async (block) => {
      const { printed } = await reader.evaluate(block)
      expect(printed).toEqual([[...idsOf(reader.ossServer), '0026-00000001']])
    },
    async (block) => {
      const page = { status: 502, body: '<html><body>Bad Gateway</body></html>', times: 2 }
      reader.ossServer.inject(page)
      const { default: OSS } = await import('ali-oss')
      const plain = new OSS(reader.ossServer.ossOptions())
      expect((await reader.evaluate(block, { client: plain })).printed).toEqual([[undefined]])
      const { value: client } = await reader.evaluate('', {}, 'oss')
      expect((await reader.evaluate(block, { client })).printed).toEqual([[idsOf(reader.ossServer)[1]]])
    },
    finds({ ossutil: { file: 'formats/ossutil-error.txt' } }),
  ],

  'docs/aws.md': [
    installs,
    async (block) => {
      const { printed } = await reader.evaluate(block, { options: reader.s3Server.s3Options() })
      const [put, get] = reader.s3Server.exchanges
      expect(printed).toEqual([[put?.requestId, get?.requestId, get?.extendedRequestId]])
    },
    async (block) => {
      const { HeadObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3')
      await reader.evaluate('', { PutObjectCommand }, 's3.send(new PutObjectCommand({ Bucket, Key, Body }))')
      reader.s3Server.inject({ requestIdHeader: 'x-cos-request-id' })
      const { value, printed } = await reader.evaluate(block, { HeadObjectCommand }, 'head')
      expect(printed).toEqual([[idsOf(reader.s3Server)[1], undefined]])
      expect(getRequestInfo(value)?.vendor).toBe('tencent-cos')
    },
    finds({ aws: { file: 'sdk/awscli-debug.txt', stderr: true } }),
  ],
})

describe('docs/an-upload-fails-now.md', () => {
  for (const page of ['docs/an-upload-fails-now.md', 'docs/an-upload-fails-now.zh-CN.md']) {
    it(`says where each plain SDK has the id (${page})`, async () => {
      const { cos, client, s3, PutObjectCommand } = await plainClients()
      const { Client } = await import('minio')
      const { port } = reader.s3Server
      const minio = new Client({
        endPoint: '127.0.0.1',
        port,
        useSSL: false,
        accessKey: 'a',
        secretKey: 'b',
        region: 'a',
      })
      const object = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing', Key: 'a.txt', Body: 'text' }
      const command = new PutObjectCommand({ Bucket: 'examplebucket', Key: 'a.txt', Body: 'text' })
      const sdks: Readonly<Record<string, readonly [TestServer, () => Promise<unknown>]>> = {
        'cos-nodejs-sdk-v5': [reader.cosServer, () => cos.putObject(object)],
        'ali-oss': [reader.ossServer, () => client.put('a.txt', Buffer.from('text'))],
        '@aws-sdk/client-*': [reader.s3Server, () => s3.send(command)],
        minio: [reader.s3Server, () => minio.putObject('examplebucket', 'a.txt', 'text')],
      }
      for (const [name, [server, call]] of Object.entries(sdks)) {
        const [, onResult = '', onError = ''] =
          rowsOf(page).find(([sdks, , code]) => sdks?.includes(`\`${name}\``) && code?.includes('`err.')) ??
          []
        const outcomes = { result: await call(), err: undefined as unknown }
        server.inject({ status: 403 })
        outcomes.err = await call().catch((err: unknown) => err)
        const given = server.exchanges.slice(-2)
        const read = (cell: string) =>
          [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) =>
            new Function('result', 'err', `return ${code}`)(outcomes.result, outcomes.err),
          )
        expect(read(onResult), name).toEqual(name === 'minio' ? [] : [given[0]?.requestId])
        const ids = [given[1]?.requestId, given[1]?.extendedRequestId]
        expect(read(onError).length).toBeGreaterThan(0)
        for (const id of read(onError)) expect(ids, name).toContain(id)
        server.clear()
      }
    })
  }
})

describe('docs/find-a-request-id.md', () => {
  const COS_ID = 'NjUwZTY4OTRfNDQ5MDQ5MDlfYmM5MF8xMGIzODM='
  const OSS_ID = '66A1B2C39935E338390F6F6B'
  const S3_ID = '4KZAZ961HQGG0RSG'
  const traceId = Buffer.from('8efc6b2d3b069ca894'.padEnd(96, '0123456789abcdef')).toString('base64')
  const extendedRequestId = '4GjELy99Qdktrl9GhYnsYMunDxvPq1Hh35k+hmCL5GIpk6cH55ELlNSocLIHl8gfZmpQB7sltiI='
  const whole = (text: string) =>
    text
      .replaceAll('NjUw…', COS_ID)
      .replaceAll('66A1…', OSS_ID)
      .replaceAll('4KZA…', S3_ID)
      .replaceAll('OGVm…', traceId)
      .replaceAll('4GjE…', extendedRequestId)
  const codeOf = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

  for (const page of ['docs/find-a-request-id.md', 'docs/find-a-request-id.zh-CN.md']) {
    it(`has tables of what is printed, in which the command finds every id (${page})`, () => {
      const printed = rowsOf(page).flatMap((row) => codeOf(row.at(-1)).filter((code) => code.includes('…')))
      // A table that is read no more is not to go unseen.
      expect(printed.length).toBeGreaterThanOrEqual(40)
      for (const form of printed) {
        const [vendor, requestId] = form.includes('NjUw…')
          ? ['tencent-cos', COS_ID]
          : form.includes('66A1…')
            ? ['alibaba-oss', OSS_ID]
            : ['aws-s3', S3_ID]
        expect(findRequestIds(whole(form)), form).toEqual([
          expect.objectContaining({
            vendor,
            requestId,
            ...(form.includes('OGVm…') && { traceId }),
            ...(form.includes('4GjE…') && { extendedRequestId }),
          }),
        ])
      }
    })

    it(`has a table of names and examples, each of which is an id (${page})`, () => {
      const rows = rowsOf(page).filter(
        (row) => row.length === 4 && /^`x-[\w-]+-request-?id`/.test(row[1] ?? ''),
      )
      expect(rows).toHaveLength(5)
      for (const [, header, , example] of rows) {
        const [name] = codeOf(header)
        for (const id of codeOf(example)) expect(findRequestIds(`${name}: ${id}`), id).toHaveLength(1)
      }
    })
  }

  it('says of some errors that there is nothing in them', () => {
    const text = '`An error occurred (NoSuchKey) when calling the GetObject operation`'
    expect(read('docs/find-a-request-id.md')).toContain(text)
    expect(findRequestIds(text)).toEqual([])
  })
})

/** What the SDKs keep of an error's body. */
interface Failed extends Error {
  requestId: string
  RequestId?: string
  error?: { RequestId: string }
}

describe('docs/troubleshooting.md', () => {
  for (const [page, has, loses] of [
    ['docs/troubleshooting.md', 'has it', 'loses it'],
    ['docs/troubleshooting.zh-CN.md', '保留', '丢失'],
  ] as const) {
    it(`says what copies keep (${page})`, async () => {
      const rows = rowsOf(page).filter(([code]) => code?.startsWith('`return '))
      expect(rows).toHaveLength(9)
      const before = `
        const result = await cos.putObject({ Bucket, Region, Key, Body })
        const err = await cos.getObject({ Bucket, Region, Key: 'missing' }).catch((err) => err)
        const stream = cos.getObjectStream({ Bucket, Region, Key })
        await new Promise((resolve) => stream.once('data', resolve))`
      const { value } = await reader.evaluate<object>(before, {}, '{ result, err, stream }')
      for (const [code = '', verdict] of rows) {
        const copy = new Function('result', 'err', 'stream', code.slice(1, -1))(...Object.values(value))
        expect([has, loses]).toContain(verdict)
        expect(getRequestId(copy) !== undefined, code).toBe(verdict === has)
      }
    })
  }

  it('says which id an error has where its body shows another', async () => {
    const servers = [reader.cosServer, reader.ossServer, reader.s3Server]
    for (const server of servers) server.inject({ status: 403, bodyRequestId: 'different' })
    const { GetObjectCommand } = await import('@aws-sdk/client-s3')
    const calls = `
      const failed = (promise) => promise.catch((err) => err)
      const errors = [
        await failed(cos.getObject({ Bucket, Region, Key })),
        await failed(oss.get(Key)),
        await failed(s3.send(new GetObjectCommand({ Bucket, Key }))),
      ]`
    const { value } = await reader.evaluate<Failed[]>(calls, { GetObjectCommand }, 'errors')
    const [cos, oss, s3] = value as [Failed, Failed, Failed]
    const [ofCos, ofOss, ofS3] = servers.map(({ exchanges }) => exchanges[0])
    expect([cos.requestId, cos.error?.RequestId]).toEqual([ofCos?.headerRequestId, ofCos?.bodyRequestId])
    expect(oss.requestId).toBe(ofOss?.bodyRequestId)
    expect([s3.requestId, s3.RequestId]).toEqual([ofS3?.headerRequestId, ofS3?.bodyRequestId])
    expect(value.map(getRequestId)).toEqual([ofCos, ofOss, ofS3].map((one) => one?.headerRequestId))
  })
})

describe('docs/troubleshooting.md says when the plugin does nothing:', () => {
  const params = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing', Key: 'a.txt', Body: 'text' }
  const client = () => new COS({ SecretId: 'test', SecretKey: 'test' })

  it('a call or a method from before, but not two copies', async () => {
    reader.cosServer.inject({ status: 404, code: 'NoSuchBucket', times: 2 }, { operation: 'DeleteObject' })
    const cos = client()
    const { putObject } = cos
    const early = cos.deleteObject(params)
    const require = createRequire(import.meta.url)
    const copy: typeof import('@requestid/cos') = require('@requestid/cos')
    expect(copy.withRequestId).not.toBe(withRequestId)
    expect(copy.withRequestId(withRequestId(cos))).toBe(cos)

    expect(await early).toEqual({ BucketNotFound: true, statusCode: 404 })
    expect(await putObject.call(cos, params)).not.toHaveProperty('requestId')
    expect(copy.getRequestInfo(await cos.deleteObject(params))?.exchanges).toHaveLength(1)
  })

  it('what is no client is refused', () => {
    class Framework {
      readonly storage = client()
    }
    for (const wrong of [COS, new Framework(), Object.freeze(client()), { putObject() {} }])
      expect(() => withRequestId(wrong as object)).toThrow(TypeError)
  })

  it('a result compares as before with `enumerable: false`', async () => {
    const plain = await client().putObject(params)
    const hidden = await withRequestId(client(), { enumerable: false }).putObject(params)
    const { headers: _, RequestId: __, ...others } = hidden
    expect(Object.keys(hidden)).toEqual(Object.keys(plain))
    expect(plain).toMatchObject(others)
    expect(hidden).toHaveProperty('requestId')
  })
})

describe('docs/migration.md', () => {
  it('says that what was written by hand goes on', async () => {
    const { GetObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3')
    const calls = `
      const failed = (promise) => promise.catch((err) => err)
      const outcomes = {
        cos: { data: await cos.putObject({ Bucket, Region, Key, Body }) },
        cosError: { err: await failed(cos.getObject({ Bucket, Region, Key: 'missing' })) },
        oss: { result: await oss.put(Key, Buffer.from(Body)) },
        ossError: { err: await failed(oss.get('missing')) },
        s3: { data: await s3.send(new PutObjectCommand({ Bucket, Key, Body })) },
        s3Error: { err: await failed(s3.send(new GetObjectCommand({ Bucket, Key: 'missing' }))) },
      }`
    const given = { GetObjectCommand, PutObjectCommand }
    const { value: outcomes } = await reader.evaluate<Record<string, object>>(calls, given, 'outcomes')
    const used = [['cos', 'cosError'], ['cosError'], ['cosError', 'ossError'], ['oss'], ['s3'], ['s3Error']]
    const rows = rowsOf('docs/migration.md').map((row) => row.map((cell) => cell.replace(/^`|`$/g, '')))
    expect(rows).toHaveLength(used.length)
    for (const [i, [before, after]] of rows.entries()) {
      for (const name of used[i] ?? []) {
        const { err, data, result } = {
          err: undefined,
          data: undefined,
          result: undefined,
          ...outcomes[name],
        }
        const [was, is] = [before, after].map((code) =>
          new Function('err', 'data', 'result', `return ${code}`)(err, data, result),
        )
        expect(was, `${before} of ${name}`).toEqual(expect.any(String))
        expect(is, `${after} of ${name}`).toBe(was)
      }
    }
  })
})

describe('the pages of the vendors', () => {
  it('have the numbers of the first page', () => {
    const numbers = rowsOf('README.md').filter(
      ([name, plain]) => /^\[(?:cos-|ali-oss)/.test(name ?? '') && /^\d+ of \d+$/.test(plain ?? ''),
    )
    expect(numbers).toHaveLength(4)
    const pages = ['', '.zh-CN'].map((language) =>
      ['tencent-cos', 'alibaba-oss'].map((vendor) => read(`docs/${vendor}${language}.md`)).join('\n'),
    )
    for (const [, plain = '', plugin = ''] of numbers) {
      const [[some], [all]] = [plain.split(' of '), plugin.split(' of ')]
      for (const page of pages) for (const number of [some, all]) expect(page).toContain(` ${number} `)
    }
  })
})
