import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startServer, type TestServer, type Vendor } from '@requestid/testing'
import commonjs from '@rollup/plugin-commonjs'
import nodeResolve from '@rollup/plugin-node-resolve'
import { build as esbuild } from 'esbuild'
import { rollup } from 'rollup'
import { build as vite } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import webpack from 'webpack'
import { executable, type Site, startSite } from '../browser/page.js'
import type { Consumer } from './registry.js'

/**
 * Each with nothing but an entry and a folder for the output, but for what is said of it.
 * @returns the name of the script, and what the bundler had to say
 */
type Bundler = (entry: string, folder: string) => Promise<[string, readonly object[]]>

const bundlers: Record<string, Bundler> = {
  async esbuild(entry, outdir) {
    const { warnings } = await esbuild({ entryPoints: [entry], bundle: true, outdir, logLevel: 'silent' })
    return ['entry.js', warnings]
  },

  async Vite(entry, outDir) {
    const root = dirname(entry)
    writeFileSync(join(root, 'index.html'), '<script type="module" src="./entry.js"></script>')
    const warnings: object[] = []
    const warn = (message: string) => void warnings.push([message])
    const quiet = { info() {}, error: warn, clearScreen() {}, hasWarned: false, hasErrorLogged: () => false }
    await vite({
      root,
      configFile: false,
      logLevel: 'warn',
      customLogger: { ...quiet, warn, warnOnce: warn },
      build: { outDir },
    })
    const [, script = ''] = /src="([^"]+)"/.exec(readFileSync(join(outDir, 'index.html'), 'utf8')) ?? []
    return [script, warnings]
  },

  /** Without its minifier, which takes ten seconds; that of Vite runs. */
  async webpack(entry, path) {
    const optimization = { minimize: false }
    const { errors, warnings } = await new Promise<webpack.StatsCompilation>((resolve, reject) =>
      webpack({ mode: 'production', entry, output: { path }, optimization }, (error, stats) =>
        stats ? resolve(stats.toJson({ all: false, errors: true, warnings: true })) : reject(error),
      ),
    )
    expect(errors).toEqual([])
    return ['main.js', warnings ?? []]
  },

  /** With the plugins for `node_modules` and CommonJS, of which it knows nothing by itself. */
  async Rollup(input, dir) {
    const warnings: object[] = []
    const plugins = [nodeResolve({ browser: true }), commonjs()]
    const bundle = await rollup({ input, plugins, onLog: (_, log) => void warnings.push(log) })
    await bundle.write({ dir })
    return ['entry.js', warnings]
  },
}

/** A client in a page, which makes one call that succeeds and one that fails. */
interface Sample {
  readonly vendor: Vendor
  readonly sdk: string
  readonly entry: string
  readonly options: (server: TestServer) => object
}

const samples: Record<string, Sample> = {
  cos: {
    vendor: 'tencent-cos',
    sdk: 'cos-js-sdk-v5',
    entry: `
      import COS from 'cos-js-sdk-v5'
      import { getRequestId, withRequestId } from '@requestid/cos'
      const bucket = { Bucket: 'bucket-1250000000', Region: 'ap-beijing' }
      window.run = async (options) => {
        const cos = withRequestId(new COS(options))
        const result = await cos.putObject({ ...bucket, Key: 'a', Body: 'content' })
        const error = await cos.headObject({ ...bucket, Key: 'missing' }).catch((error) => error)
        return [getRequestId(result), getRequestId(error)]
      }`,
    options(server) {
      const { SecretId, SecretKey, Protocol } = server.cosOptions()
      return { SecretId, SecretKey, Protocol, Domain: server.host }
    },
  },
  oss: {
    vendor: 'alibaba-oss',
    sdk: 'ali-oss',
    entry: `
      import OSS from 'ali-oss'
      import { getRequestId, withRequestId } from '@requestid/oss'
      window.run = async (options) => {
        const oss = withRequestId(new OSS(options))
        const result = await oss.put('a', new Blob(['content']))
        const error = await oss.head('missing').catch((error) => error)
        return [getRequestId(result), getRequestId(error)]
      }`,
    options: (server) => ({
      ...server.ossOptions(),
      sldEnable: true,
      stsToken: 'token',
      refreshSTSTokenInterval: 1e9,
    }),
  },
  aws: {
    vendor: 'aws',
    sdk: '@aws-sdk/client-s3',
    entry: `
      import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
      import { getRequestId, withRequestId } from '@requestid/aws'
      window.run = async (options) => {
        const s3 = withRequestId(new S3Client(options))
        const result = await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a', Body: 'content' }))
        const error = await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'missing' })).catch((error) => error)
        return [getRequestId(result), getRequestId(error)]
      }`,
    options: (server) => server.s3Options(),
  },
}

const exposeHeaders = ['ETag', 'x-cos-request-id', 'x-oss-request-id', 'x-amz-request-id']

/** The SDKs of the samples. */
export const sdks = Object.values(samples).map(({ sdk }) => sdk)

/** The packages that this consumer has, bundled for a page and run in it. */
export function describeBundlers(consumer: () => Consumer): void {
  let site: Site
  beforeAll(async () => {
    if (executable) site = await startSite()
  })
  afterAll(() => site?.close())

  describe.skipIf(!executable).each(Object.entries(bundlers))('bundled for a page by %s', (name, bundle) => {
    // The other SDKs take Rollup ten seconds, or one more plugin.
    const built = Object.entries(samples).filter(([plugin]) => name !== 'Rollup' || plugin === 'cos')
    it.each(built)('@requestid/%s', async (plugin, { vendor, entry, options }) => {
      await using server = await startServer({ vendor, exposeHeaders })
      const file = consumer().write(`${name}-${plugin}/entry.js`, entry)
      const output = join(dirname(file), 'output')
      const [script, warnings] = await bundle(file, output)
      const about = warnings.map((it) => JSON.stringify(it)).filter((text) => text.includes('@requestid'))
      expect(about).toEqual([])
      const page = await site.open()
      await page.route('**/*.js', (route) =>
        route.fulfill({ path: join(output, new URL(route.request().url()).pathname) }),
      )
      await page.addScriptTag({ url: join('/', script), type: 'module' })
      const ids = await page.evaluate(
        (options) => (globalThis as unknown as { run(options: object): unknown }).run(options),
        options(server),
      )
      expect(ids).toEqual(server.exchanges.map(({ requestId }) => requestId))
      expect(ids).toHaveLength(2)
      await page.close()
    })
  })
}
