// What people run the packages with: installed from a registry, each makes calls to servers on this machine.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { startServer } from '@requestid/testing'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeBundlers, sdks } from './bundlers.js'
import { published, readManifest } from './pack.js'
import { type Consumer, createConsumer } from './registry.js'

const require = createRequire(import.meta.url)
const vendors = ['tencent-cos', 'alibaba-oss', 'aws'] as const

let consumer: Consumer
beforeAll(async () => {
  const own = ['cos-nodejs-sdk-v5', '@types/ali-oss', '@types/node']
  consumer = await createConsumer(published, [...sdks, ...own])
})
afterAll(() => consumer?.[Symbol.asyncDispose]())

/** For each SDK a call that succeeds and one that fails: valid as JavaScript and as TypeScript. */
const run = `
const settings = JSON.parse(process.env.SETTINGS ?? '')
const bucket = { Bucket: 'bucket-1250000000', Region: 'ap-beijing' }

async function run() {
  const cos = ofCos(new COS(settings['tencent-cos']))
  const oss = ofOss(new OSS(settings['alibaba-oss']))
  const s3 = ofAws(new S3Client(settings['aws']))
  return {
    'tencent-cos': [
      (await cos.putObject({ ...bucket, Key: 'a', Body: 'content' })).requestId,
      await cos.headObject({ ...bucket, Key: 'missing' }).catch(({ requestId }) => requestId),
    ],
    'alibaba-oss': [
      (await oss.put('a', Buffer.from('content'))).requestId,
      await oss.head('missing').catch(({ requestId }) => requestId),
    ],
    aws: [
      (await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a', Body: 'content' }))).requestId,
      await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'missing' })).catch(({ requestId }) => requestId),
    ],
  }
}
`
const plugins = `
import { withRequestId as ofAws } from '@requestid/aws'
import { withRequestId as ofCos } from '@requestid/cos'
import { withRequestId as ofOss } from '@requestid/oss'
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
`
const imports = `${plugins}
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
`
/** TypeScript's own form for CommonJS. */
const importsEqual = `${plugins}
import OSS = require('ali-oss')
import COS = require('cos-nodejs-sdk-v5')
`
const requires = `
const { withRequestId: ofAws } = require('@requestid/aws')
const { withRequestId: ofCos } = require('@requestid/cos')
const { withRequestId: ofOss } = require('@requestid/oss')
const { HeadObjectCommand, PutObjectCommand, S3Client } = require('@aws-sdk/client-s3')
const OSS = require('ali-oss')
const COS = require('cos-nodejs-sdk-v5')
`
const print = 'run().then((ids) => console.log(JSON.stringify(ids)))\n'

/** Runs a command in the consumer's folder, and gives what it printed. */
async function execute(command: string, args: readonly string[], env = {}): Promise<string> {
  const child = spawn(command, args, {
    cwd: consumer.folder,
    // Deno would look for a newer Deno, and keep what it compiles for later.
    env: { ...process.env, DENO_NO_UPDATE_CHECK: '1', DENO_DIR: join(consumer.folder, '.deno'), ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  expect(status, stdout + stderr).toBe(0)
  return stdout
}

/** Runs a command that prints ids, and looks for them in what the servers have issued. */
async function expectIds(command: string, ...args: readonly string[]): Promise<void> {
  await using cos = await startServer({ vendor: 'tencent-cos' })
  await using oss = await startServer({ vendor: 'alibaba-oss' })
  await using aws = await startServer({ vendor: 'aws' })
  const settings = { 'tencent-cos': cos.cosOptions(), 'alibaba-oss': oss.ossOptions(), aws: aws.s3Options() }
  const printed = await execute(command, args, { SETTINGS: JSON.stringify(settings) })
  const issued = [cos, oss, aws].map(({ exchanges }, i) => [vendors[i], exchanges.map((it) => it.requestId)])
  expect(JSON.parse(printed)).toEqual(Object.fromEntries(issued))
  for (const [, ids] of issued) expect(ids).toHaveLength(2)
}

/** The file of a command that a package brings. */
function command(name: string, of: string = name): string {
  const folder = dirname(require.resolve(`${name}/package.json`))
  const { bin } = readManifest(folder)
  return join(folder, (typeof bin === 'object' ? bin[of] : bin) ?? '')
}

/**
 * The program that comes with an npm package: in one of the packages for a platform, of which the machine's alone is
 * installed. The scripts that would put it in its place do not run here.
 */
function program(name: string, file: string): string {
  const manifest = require.resolve(`${name}/package.json`)
  const { optionalDependencies } = readManifest(dirname(manifest))
  const { resolve } = createRequire(manifest)
  for (const platform of Object.keys(optionalDependencies as object)) {
    try {
      const path = join(dirname(resolve(`${platform}/package.json`)), file)
      if (existsSync(path)) return path
    } catch {} // of another platform
  }
  throw new Error(`${name} has no program for ${process.platform} ${process.arch}`)
}

describe('the packages from a registry', () => {
  it('are no links, and come from there alone', () => {
    const lock = JSON.parse(readFileSync(join(consumer.folder, 'package-lock.json'), 'utf8'))
    const { '': _, ...installed } = lock.packages as Record<string, { resolved: string; link?: boolean }>
    expect(Object.keys(installed)).toEqual(
      expect.arrayContaining(published.map((name) => `node_modules/@requestid/${name}`)),
    )
    for (const { resolved, link } of Object.values(installed)) {
      expect([resolved, link]).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:/), undefined])
    }
  })

  it('Node, by import', () => expectIds(process.execPath, consumer.write('node.mjs', imports + run + print)))

  it('Node, by require', () =>
    expectIds(process.execPath, consumer.write('node.cjs', requires + run + print)))

  it('Jest', async () => {
    // Its reporter writes to stderr.
    const print = `test('ids', async () => { require('node:fs').writeSync(1, JSON.stringify(await run())) })`
    consumer.write('ids.test.js', requires + run + print)
    const cache = join(consumer.folder, '.jest')
    const options = ['--ci', '--runInBand', '--rootDir', consumer.folder, '--cacheDirectory', cache]
    await expectIds(process.execPath, command('jest'), ...options)
  })

  it('Bun', () =>
    expectIds(program('bun', 'bin/bun'), '--no-install', consumer.write('bun.ts', imports + run + print)))

  it('Deno', () => {
    const file = consumer.write('deno.ts', imports + run + print)
    return expectIds(program('deno', 'deno'), 'run', '-A', '--no-remote', '--node-modules-dir=manual', file)
  })

  it('Cloudflare’s workerd', async () => {
    const entry = consumer.write(
      'worker.js',
      `import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
      import { withRequestId } from '@requestid/aws'
      export default {
        async fetch(request) {
          const s3 = withRequestId(new S3Client(await request.json()))
          const result = await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a', Body: 'content' }))
          const error = await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'b' })).catch((error) => error)
          return Response.json([result.requestId, error.requestId])
        },
      }`,
    )
    // As wrangler bundles it: https://developers.cloudflare.com/workers/wrangler/bundling/
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      format: 'esm',
      platform: 'browser',
      conditions: ['workerd', 'worker', 'browser'],
      write: false,
    })
    const worker = new Miniflare({
      modules: true,
      script: outputFiles[0]?.text ?? '',
      compatibilityDate: '2026-04-01',
      cf: false, // which it would fetch
    })
    try {
      await using server = await startServer({ vendor: 'aws' })
      const body = JSON.stringify(server.s3Options())
      const response = await worker.dispatchFetch('http://worker/', { method: 'POST', body })
      expect(await response.json()).toEqual(server.exchanges.map(({ requestId }) => requestId))
      expect(server.exchanges).toHaveLength(2)
    } finally {
      await worker.dispose()
    }
  })

  it('the command', async () => {
    const file = consumer.write('app.log', 'x-cos-request-id: NjZhMWIyYzNfOWJiZGI3MDlfYTFmNl8yMTgwNGNk\n')
    const bin = join(consumer.folder, 'node_modules/.bin/requestid')
    expect(await execute(bin, ['--version'])).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(await execute(bin, [file])).toContain('NjZhMWIyYzNfOWJiZGI3MDlfYTFmNl8yMTgwNGNk')
  })

  const ran = new Set<string>()
  describe.each(['typescript-5.4', 'typescript-5.9', 'typescript'])('%s', (compiler) => {
    it.each([
      ['node16', 'node16'],
      ['bundler', 'esnext'],
    ])('with moduleResolution %s', { timeout: 120_000 }, async (moduleResolution, module) => {
      const folder = `${compiler}-${moduleResolution}`
      const sources = [consumer.write(`${folder}/ids.mts`, imports + run + print)]
      if (module === 'node16') sources.push(consumer.write(`${folder}/ids.cts`, importsEqual + run + print))
      const options = { module, moduleResolution, target: 'es2022', types: 'node' }
      const switches = ['--strict', '--skipLibCheck', '--esModuleInterop']
      await execute(process.execPath, [
        command(compiler, 'tsc'),
        ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
        ...switches,
        ...sources,
      ])
      for (const source of sources) {
        const compiled = source.replace(/ts$/, 'js')
        const text = readFileSync(compiled, 'utf8')
        // What another compiler has made of it is run once.
        if (!ran.has(text)) await expectIds(process.execPath, compiled)
        ran.add(text)
      }
    })
  })

  describeBundlers(() => consumer)
})
