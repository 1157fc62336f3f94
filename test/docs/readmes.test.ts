import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { getRequestInfo } from '@requestid/core'
import { startServer } from '@requestid/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { plugins, published, registryOf } from '../../scripts/packages.mjs'
import { describePages, installs, type Run } from './describe-pages.js'
import { blocksOf, brokenLinks, chinese, markdownFiles, read, rowsOf } from './markdown.js'
import { compile, createReader, idsOf, type Reader, runNode, runShell } from './reader.js'
import { drawTerminal } from './terminal.js'

const root = new URL('../../', import.meta.url)

let reader: Reader
beforeAll(async () => {
  reader = await createReader()
})
beforeEach(() => reader.clear())
afterAll(() => reader[Symbol.asyncDispose]())

/** That the scripts and files of a block are there; the tests of the examples run them. */
const scripts: Run = (block) => {
  const { packageManager } = JSON.parse(read('package.json'))
  for (const line of block.trim().split('\n')) {
    const [, pnpm, filter, script] = /^npx --yes (\S+) (?:--filter (\S+) )?(\S+)$/.exec(line) ?? []
    const [, file = ''] = /^node (?:--\S+ )*(\S+)$/.exec(line) ?? []
    const [, variables] = /^export (.+)$/.exec(line) ?? []
    if (script === 'install') {
      expect(pnpm).toBe(packageManager)
    } else if (script) {
      expect(pnpm).toBe(packageManager)
      const folder = filter ? `examples/${filter.replace('@requestid/example-', '')}/` : ''
      const manifest = JSON.parse(read(`${folder}package.json`))
      if (filter) expect(manifest.name).toBe(filter)
      expect(Object.keys(manifest.scripts)).toContain(script)
    } else if (variables) {
      const examples = readdirSync(new URL('examples', root))
        .filter((name) => name.endsWith('.mjs'))
        .map((name) => read(`examples/${name}`))
        .join()
      for (const [, name] of variables.matchAll(/(\w+)=/g)) expect(examples).toContain(name)
    } else {
      expect(file && existsSync(new URL(file, root)), line).toBe(true)
      if (file.startsWith('examples/'))
        expect(read('examples/examples.test.ts')).toContain(`'${file.slice('examples/'.length)}'`)
    }
  }
}

/** That a block installs, and packs a plugin; test/packaging packs all of them. */
const packs: Run = (block, next) => {
  const [install = '', pack = ''] = block.trim().split('\n')
  scripts(install, next)
  const [, pnpm, plugin] =
    /^npx --yes (\S+) --recursive --filter-prod '@requestid\/(\w+)\.\.\.' pack --pack-destination "\$HOME\/[\w-]+"$/.exec(
      pack,
    ) ?? []
  expect(pnpm).toBe(JSON.parse(read('package.json')).packageManager)
  expect(plugins.map(({ name }) => name)).toContain(plugin)
}

/** That a block installs what the block before it packs, with an SDK of the plugin's. */
const installsPacked: Run = (block, _, previous) => {
  const [, plugin, folder] = /@requestid\/(\w+)[\s\S]*"\$HOME\/([\w-]+)"$/m.exec(previous?.text ?? '') ?? []
  const [, tarballs, sdk] = /^npm install "\$HOME"\/([\w-]+)\/\*\.tgz (\S+)\n$/.exec(block) ?? []
  expect(tarballs).toBe(folder)
  expect(plugins.find(({ name }) => name === plugin)?.manifest.peerDependencies).toHaveProperty([sdk ?? ''])
}

/** Which fields there are, and of what type, whatever they hold. */
const shapeOf = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(shapeOf)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]))
      : typeof value

/** That a block shows what `getRequestInfo` gives of a failure. */
const shows =
  (fail: () => Promise<unknown>): Run =>
  async (block) => {
    const shown = new Function(`return (${block})`)()
    const info = getRequestInfo(await fail())
    expect(info).toMatchObject({ vendor: shown.vendor, operation: shown.operation, statusCode: 404 })
    expect(shapeOf(shown)).toEqual(shapeOf(info))
  }

const failed = async (call: string, given = {}) =>
  (await reader.evaluate(`const err = await ${call}.catch((err) => err)`, given, 'err')).value

/** What a comment behind a block shows, with what is cut marked by `…`. */
const commentOf = (block: string) => {
  const [, text = ''] = /^\/\/ (.*)$/m.exec(block) ?? []
  const cut = (_: string, start: string) => `expect.stringMatching(/^${start.replace(/\W/g, '.')}/)`
  return new Function('expect', `return ${text.replace(/'([^']*)…'/g, cut)}`)(expect)
}

/** Blocks that make globals of a mini program run in a process of their own, one after the other. */
const wx: string[] = []

describePages({
  'README.md': [
    installs,
    async (block, next) => {
      const { printed } = await reader.evaluate(block)
      const [put, get] = idsOf(reader.cosServer)
      expect(printed).toEqual([
        ['stored', put],
        ['NoSuchKey', get],
      ])
      const bare = (text: string) => text.replace(/\bN\S{30,}/g, '<id>').trim()
      expect(bare(printed.map((line) => line.join(' ')).join('\n'))).toBe(bare(next.text))
    },
    async (block) => {
      const err = await failed('cos.getObject({ Bucket, Region, Key })')
      const job = async () =>
        (await reader.evaluate('', {}, 'await cos.putObject({ Bucket, Region, Key, Body })')).value
      const { value } = await reader.evaluate<object[]>(
        block,
        { anything: err, err, job },
        '[value, exchanges]',
      )
      const id = idsOf(reader.cosServer)[1]
      expect(value).toEqual([
        expect.objectContaining({ requestId: id }),
        [expect.objectContaining({ requestId: id })],
      ])
    },
    async (block) => {
      const ids = [
        '66A1B2C39935E338390F6F6B',
        'NmIwMTZjMjBfNDBlNWNiMDlfMjY2OF9kNGE1YWU=',
        '66A1B2C39935E338390F6F6C',
      ]
      const [ofLog, ofHar, ofXml] = ids
      const files = {
        'app.log': `starting\n2026-11-21T10:02:15Z GET https://b.oss-cn-hangzhou.aliyuncs.com/a.txt?Signature=secret StatusCode=404, ErrorCode=NoSuchKey, RequestId=${ofLog}\n`,
        'capture.har': JSON.stringify({
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
                  headers: [{ name: 'x-cos-request-id', value: ofHar }],
                  content: { text: '<Error><Code>AccessDenied</Code></Error>' },
                },
              },
            ],
          },
        }),
        'error.xml': `\n\n\n\n<Error><Code>AccessDenied</Code><RequestId>${ofXml}</RequestId><HostId>examplebucket.oss-cn-hangzhou.aliyuncs.com</HostId>\n<EC>0003-00000001</EC></Error>`,
      }
      // A shell of a test is no terminal.
      const { stdout } = runShell(`${block.trim()} --table --color=always`, { files })
      for (const id of ids) expect(stdout).toContain(id)
      const picture = drawTerminal(`$ ${block.trim()}\n${stdout}`)
      await expect(picture).toMatchFileSnapshot(
        fileURLToPath(new URL('../../docs/terminal.svg', import.meta.url)),
      )
    },
    scripts,
    packs,
    installsPacked,
  ],

  'packages/cos/README.md': [
    installs,
    async (block) => {
      const { printed } = await reader.evaluate(block)
      await vi.waitFor(() => expect(printed).toHaveLength(3), { timeout: 20_000 })
      const ids = idsOf(reader.cosServer)
      expect(printed[0]).toEqual([ids[0]])
      expect(printed.flat().sort()).toEqual(ids.sort())
    },
    async (block) => {
      // The SDK for browsers says at length that this is none; its requests are tested in one.
      for (const name of ['log', 'warn'] as const) {
        const said = vi.spyOn(console, name).mockImplementation(() => {})
        onTestFinished(() => said.mockRestore())
      }
      const { value } = await reader.evaluate<object>(block, { getAuthorization: () => {} }, 'cos')
      expect(Object.getPrototypeOf(value)).toHaveProperty('putObject')
    },
    async (block) => {
      const elements = (name: string) =>
        [...block.matchAll(new RegExp(`<${name}>([^<]+)</${name}>`, 'g'))].map(([, text]) => text)
      const [, js = ''] =
        /putBucketCors\(([\s\S]*)\)/.exec(blocksOf('packages/cos/README.md')[4]?.text ?? '') ?? []
      const { CORSRules } = new Function('Bucket', 'Region', `return (${js})`)()
      const names = ['AllowedOrigin', 'AllowedMethod', 'AllowedHeader', 'ExposeHeader']
      for (const name of names) expect(elements(name), name).toEqual(CORSRules[0][name])
      expect(elements('MaxAgeSeconds')).toEqual([String(CORSRules[0].MaxAgeSeconds)])
    },
    async (block) => {
      const get = 'await cos.getBucketCors({ Bucket, Region })'
      const { value } = await reader.evaluate<{ CORSRules: object[] }>(block, {}, get)
      expect(value.CORSRules).toMatchObject([{ AllowedOrigins: ['https://www.example.com'] }])
    },
    shows(() => {
      reader.cosServer.inject({ status: 503 })
      return failed('cos.getObject({ Bucket, Region, Key })')
    }),
  ],

  'packages/oss/README.md': [
    installs,
    async (block) => {
      const stdout = new PassThrough()
      const { printed } = await reader.evaluate(block, { process: { stdout } })
      expect(String((await stdout.take(1).toArray())[0])).toBe('text')
      const [put, get] = idsOf(reader.ossServer)
      expect(printed).toEqual([[put], [get, '0026-00000001']])
    },
    async (block) => {
      // Of its own: a cluster goes on asking its nodes by itself.
      const ofNodes = await startServer({ vendor: 'alibaba-oss' })
      onTestFinished(() => ofNodes.close())
      reader.ossServer.inject({ status: 404 }, ({ key }) => key === 'photo.jpg')
      const given = {
        roleArn: 'acs:ram::1:role/a',
        imageHost: reader.ossServer.url,
        nodes: [1, 2].map(() => ofNodes.ossOptions()),
      }
      const { value, printed } = await reader.evaluate<{ close(): void }>(block, given, 'cluster')
      try {
        await vi.waitFor(() => expect(printed).toHaveLength(3), { timeout: 20_000 })
      } finally {
        value.close()
      }
      const ids = [...idsOf(reader.ossServer), ...idsOf(ofNodes)]
      expect(ids).toEqual(expect.arrayContaining(printed.flat()))
    },
    (block) => {
      const [, script = ''] = /src="\/node_modules\/([^"]+)"/.exec(block) ?? []
      const require = createRequire(import.meta.url)
      const [name = '', ...path] = script.split('/')
      expect(existsSync(join(require.resolve(`${name}/package.json`), '..', ...path))).toBe(true)
      const { imports } = JSON.parse(/<script type="importmap">([\s\S]*?)<\/script>/.exec(block)?.[1] ?? '')
      for (const [name, path] of Object.entries<string>(imports)) {
        expect(path).toMatch(new RegExp(`^/node_modules/${name.split('/', 2).join('/')}/`))
        const file = path.replace('/node_modules/@requestid', 'packages')
        for (const [, needed = ''] of read(file).matchAll(/from '(@[^']+)'/g))
          expect(Object.keys(imports)).toContain(needed)
      }
    },
    async (block) => {
      const { value: client } = await reader.evaluate('', {}, 'oss')
      await reader.evaluate(block, { client })
      expect(reader.ossServer.exchanges).toMatchObject([{ operation: 'PutBucketCors', statusCode: 200 }])
    },
    shows(async () => {
      const { default: OSS } = await import('ali-oss')
      const { withRequestId } = await import('@requestid/oss')
      const options = { ...reader.ossServer.ossOptions(), retryMax: 1 }
      reader.ossServer.inject({ reset: 'before-headers' })
      return failed("client.get('missing.txt')", { client: withRequestId(new OSS(options)) })
    }),
  ],

  'packages/aws/README.md': [
    installs,
    async (block) => {
      for (const [name, value] of [
        ['AWS_REGION', 'eu-west-1'],
        ['AWS_ACCESS_KEY_ID', 'test'],
        ['AWS_SECRET_ACCESS_KEY', 'test'],
      ] as const)
        vi.stubEnv(name, value)
      onTestFinished(() => void vi.unstubAllEnvs())
      const { printed } = await reader.evaluate(block, { Bucket: 'examplebucket' })
      const [put, get] = reader.s3Server.exchanges
      expect(printed).toEqual([[put?.requestId], [get?.requestId, get?.extendedRequestId]])
    },
    async (block) => {
      const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
      const client = new S3Client(reader.s3Server.s3Options())
      const command = new PutObjectCommand({ Bucket: 'examplebucket', Key: 'a.txt', Body: 'text' })
      const seen: unknown[] = []
      const log = ({ requestId }: { requestId?: string }) => seen.push(requestId)
      await reader.evaluate(block, { client, command, log })
      expect(await client.send(command)).toHaveProperty('requestId', idsOf(reader.s3Server)[0])
      expect(seen).toEqual(idsOf(reader.s3Server))
    },
    (block) => {
      const use = `
        import { NoSuchKey, S3Client, GetObjectCommand } from '@aws-sdk/client-s3'
        export const id: Promise<string | undefined> = new S3Client({})
          .send(new GetObjectCommand({ Bucket: '', Key: '' }))
          .then((result) => result.requestId, (err: NoSuchKey) => err.requestId)\n`
      expect(compile([block + use])).toBe('')
    },
    shows(() => {
      reader.s3Server.inject({ status: 503 })
      return import('@aws-sdk/client-s3').then(({ GetObjectCommand }) =>
        failed("s3.send(new GetObjectCommand({ Bucket, Key: 'a' }))", { GetObjectCommand }),
      )
    }),
  ],

  'packages/core/README.md': [
    installs,
    async (block) => {
      const err = await failed('cos.getObject({ Bucket, Region, Key })')
      const importCustomers = () =>
        reader.evaluate('', {}, 'await cos.putObject({ Bucket, Region, Key, Body })')
      const { value } = await reader.evaluate(block, { err, importCustomers }, 'exchanges')
      expect(value).toEqual([expect.objectContaining({ requestId: idsOf(reader.cosServer)[1] })])
    },
    async (block) => {
      const name = "import { getRequestInfo } from '@requestid/core'"
      const said = "{ res: { headers: { 'x-oss-request-id': 'id' } } }"
      const { value } = await reader.evaluate(`${name}\n${block}`, {}, `getRequestInfo(${said})`)
      expect(value).toMatchObject({ requestId: 'id', source: 'outcome' })
    },
  ],

  'packages/cli/README.md': [
    installs,
    (block, next) => {
      const shown = JSON.parse(next.text)
      const log = `${'starting\n'.repeat(5)}2026-11-21T10:02:15Z GET ${shown.url}?Signature=secret StatusCode=404, ErrorCode=NoSuchKey, RequestId=${shown.requestId}\n`
      const id = (n: number) => `66A1B2C39935E338390F6F${n}0`
      const { stdout, stderr } = runShell(block, {
        files: {
          'app.log': log,
          'capture.har': `x-oss-request-id: ${id(1)}\n`,
          'error.xml': `<Error><Code>AccessDenied</Code><RequestId>${id(2)}</RequestId></Error> AliyunOSS\n`,
        },
        programs: { kubectl: `x-oss-request-id: ${id(3)}\n` },
      })
      expect(stderr).toBe('')
      const [ofLog, har, xml, followed, some, decoded, ...report] = stdout.split('\n')
      for (const line of [ofLog, some]) expect(JSON.parse(line ?? '')).toEqual(shown)
      expect([har, xml, followed].map((line) => JSON.parse(line ?? '').requestId)).toEqual([1, 2, 3].map(id))
      expect(JSON.parse(decoded ?? '')).toMatchObject({
        vendors: [{ vendor: 'tencent-cos', confidence: 'certain' }],
      })
      for (const known of [shown.requestId, id(1), id(2)]) expect(report).toContain(`Request ID: ${known}`)
    },
  ],

  'packages/find/README.md': [
    installs,
    async (block) => {
      const { value } = await reader.evaluate(block.replace(/^find/m, 'const found = find'), {}, 'found')
      expect(value).toEqual(commentOf(block))
    },
    async (block) => {
      const id = '66A1B2C39935E338390F6F6B'
      const text = `first\nx-oss-request-id: ${id}\n`
      const shown: unknown[] = []
      const { printed } = await reader.evaluate(block, {
        createReadStream: () => Readable.from([Buffer.from(text)]),
        file: new Blob([text]),
        show: (found: unknown) => shown.push(found),
      })
      expect(printed).toEqual([['alibaba-oss', id, 2]])
      expect(shown).toEqual([{ vendor: 'alibaba-oss', requestId: id, line: 2 }])
    },
    async (block) => {
      const { value } = await reader.evaluate(
        block.replace(/^decode/m, 'const decoded = decode'),
        {},
        'decoded',
      )
      expect(value).toEqual(commentOf(block))
    },
  ],

  'packages/vendors/README.md': [
    installs,
    async (block) => {
      const { value } = await reader.evaluate<unknown[]>(block, {}, '[header, made, names]')
      expect(value).toEqual([
        'x-cos-request-id',
        new Date(0x6b016c20 * 1000),
        expect.arrayContaining(['Tencent Cloud COS', 'Ceph']),
      ])
    },
  ],

  'packages/opentelemetry/README.md': [
    installs,
    // pages.test.ts runs it.
    (block) => expect(block).toBe(blocksOf('docs/traces.md')[1]?.text),
  ],

  'packages/testing/README.md': [
    installs,
    (block) => {
      const folder = mkdtempSync(fileURLToPath(new URL('blocks-', import.meta.url)))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      for (const name of ['src', 'test']) mkdirSync(join(folder, name))
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
      writeFileSync(
        join(folder, 'src/upload.js'),
        `import { withRequestId } from '@requestid/cos'
        export async function upload(cos, Key, Body) {
          try {
            await withRequestId(cos).putObject({ Bucket: 'examplebucket-1250000000', Region: 'ap-beijing', Key, Body })
          } catch (err) {
            console.error({ requestId: err.requestId })
          }
        }`,
      )
      writeFileSync(join(folder, 'test/upload.test.js'), block)
      const test = `import(${JSON.stringify(join(folder, 'test/upload.test.js'))})`
      // Which reporter is the default differs between releases of Node.
      const { stdout, stderr } = runNode(test, ['--test-reporter=tap'])
      expect(stderr).toBe('')
      expect(stdout).toMatch(/^# pass 1$/m)
    },
    async (block) => {
      const { withRequestId } = await import('@requestid/oss')
      const { default: OSS } = await import('ali-oss')
      const ids: unknown[] = []
      const upload = async (client: InstanceType<typeof OSS>, name: string, text: string) => {
        const put: { requestId?: string } = await withRequestId(client).put(name, Buffer.from(text))
        ids.push(put.requestId)
      }
      const { value: server } = await reader.evaluate<Reader['ossServer']>(
        block,
        { OSS, startServer, upload },
        'server',
      )
      onTestFinished(() => server.close())
      expect(ids).toEqual(idsOf(server))
    },
    async (block) => {
      const { default: OSS } = await import('ali-oss')
      await reader.evaluate(block, { OSS, server: reader.ossServer })
    },
    async (block) => {
      const { default: OSS } = await import('ali-oss')
      const ossOptions = reader.ossServer.ossOptions()
      const { value } = await reader.evaluate<InstanceType<typeof OSS>>(
        block.replace(/^new/, 'const client = new'),
        { OSS, ossOptions },
        'client',
      )
      await value.put('a.txt', Buffer.from('text'))
      expect(reader.ossServer.exchanges).toMatchObject([{ path: '/examplebucket/a.txt' }])
    },
    (block) => void wx.push(block),
    (block) => void wx.push(block),
    (block) => {
      const folder = mkdtempSync(fileURLToPath(new URL('blocks-', import.meta.url)))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      mkdirSync(join(folder, 'pages'))
      writeFileSync(join(folder, 'pages/upload.js'), 'Page({ data: typeof process + typeof wx.request })')
      const { stdout, stderr } = runNode(
        `import { createRequire } from 'node:module'
        import { createWx, runInMiniProgram, startServer } from '@requestid/testing'
        const require = createRequire(process.cwd() + '/')
        process.chdir(${JSON.stringify(folder)})
        const esbuild = await import('esbuild')
        const server = await startServer()
        ${wx.join('\n')}
        await cos.putObject({ Bucket: 'examplebucket-1250000000', Region: 'ap-beijing', Key: 'a.txt', Body: 'text' })
        console.log(server.exchanges[0].statusCode, typeof globalThis.wx.showToast)
        const Page = ({ data }) => console.log(data)
        ${block}
        await server.close()`,
      )
      expect(stderr).toBe('')
      expect(stdout).toBe('200 function\nundefinedfunction\n')
    },
    async (block) => {
      await reader.evaluate(block, { server: reader.cosServer })
      const err = await failed("cos.putObject({ Bucket, Region, Key: 'a.png', Body })")
      expect(err).toMatchObject({ statusCode: 200 })
    },
  ],

  'examples/README.md': Array<Run>(4).fill(scripts),
  'examples/browser-find/README.md': [scripts],
  'examples/browser-upload/README.md': [scripts, scripts],
})

describe('README.md', () => {
  it.each(['README.md', chinese('README.md')])('has the sizes of the bundles (%s)', (page) => {
    const kB = (bytes = 0) => (bytes / 1000).toFixed(1)
    const sizesOf = (name: string) =>
      plugins.filter((one) => one.name === name).map((one) => registryOf(one).sizes)
    const reports: number[] = []
    for (const name of ['cos', 'oss', 'aws']) {
      for (const sizes of sizesOf(name)) {
        const { withRequestId: least = 0, 'withRequestId, getRequestId, getRequestInfo': most } = sizes
        expect(read(page)).toMatch(new RegExp(`${kB(least)} (?:to|到) ${kB(most)} kB`))
        reports.push((sizes['withRequestId, formatSupportReport'] ?? 0) - least)
      }
    }
    expect(reports).toHaveLength(3)
    expect(read(page)).toContain(` ${kB(Math.max(...reports))} kB`)
  })
})

describe('examples/README.md', () => {
  for (const page of ['examples/README.md', chinese('examples/README.md')]) {
    it(`has a command for each example (${page})`, () => {
      const commands = rowsOf(page).flatMap(([, command = '']) => command.replaceAll('`', '') || [])
      // The mini program runs in the DevTools.
      expect(commands).toHaveLength(rowsOf(page).length - 1)
      const [next, ...others] = commands.sort(
        (a, b) => Number(b.includes(' exec ')) - Number(a.includes(' exec ')),
      )
      expect(next).toMatch(/ --filter @requestid\/examples exec next dev next$/)
      for (const command of others) scripts(command, { language: '', text: '' })
      const listed = rowsOf(page).map(([file]) => /\]\(([^/)]+)/.exec(file ?? '')?.[1])
      const there = readdirSync(new URL('examples', root)).filter((name) =>
        /^(?!.*\.test\.ts$|.*\.(?:md|yaml|json)$|node_modules$)/.test(name),
      )
      expect(listed.sort()).toEqual(there.sort())
    })
  }
})

const pages = markdownFiles()
// For who changes the code or publishes it, in English alone.
const own = pages.filter((page) => /^(?:(?:ARCHITECTURE|CONTRIBUTING)|.*\bCHANGELOG)\.md$/.test(page))

// A package's own tests may run its page. A page that no test names has no code, or it would be named.
const folders = ['test/docs', ...published.map(({ name }) => `packages/${name}/test`)]
const tests = folders
  .flatMap((folder) =>
    readdirSync(new URL(`../../${folder}`, import.meta.url)).map((name) => `${folder}/${name}`),
  )
  .filter((path) => path.endsWith('.test.ts'))
  .map(read)
  .join()
const others = pages.filter((page) => !page.endsWith('.zh-CN.md') && !own.includes(page))
describePages(
  Object.fromEntries(others.filter((page) => !tests.includes(`'${page}'`)).map((page) => [page, []])),
)

describe('every page', () => {
  it('is there in Chinese, and in English', () => {
    const alone = pages.filter((page) => {
      const other = page.endsWith('.zh-CN.md') ? page.replace('.zh-CN', '') : chinese(page)
      return !pages.includes(other)
    })
    expect(alone.filter((page) => !own.includes(page))).toEqual([])
  })

  for (const page of own)
    it(`has links that lead somewhere (${page})`, () => {
      expect(brokenLinks(page)).toEqual([])
    })
})
