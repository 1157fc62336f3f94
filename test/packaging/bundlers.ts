import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startServer } from '@requestid/testing'
import commonjs from '@rollup/plugin-commonjs'
import nodeResolve from '@rollup/plugin-node-resolve'
import { build as esbuild } from 'esbuild'
import { rollup } from 'rollup'
import { build as vite } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import webpack from 'webpack'
import { executable, type Site, startSite } from '../browser/page.js'
import { plugins, root } from './pack.js'
import type { Consumer } from './registry.js'
import type { Sample } from './sample.js'

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

/** Those of the plugins that run in pages. */
const samples: Record<string, Sample> = Object.fromEntries(
  await Promise.all(
    plugins
      .filter((plugin) => existsSync(join(root, 'packages', plugin, 'test/page.ts')))
      .map(async (plugin) => {
        const { sample } = await import(`../../packages/${plugin}/test/page.ts`)
        return [plugin, sample] as const
      }),
  ),
)

/** The SDKs of the samples. */
export const pageSdks = Object.values(samples).map(({ sdk }) => sdk)

/** The packages that this consumer has, bundled for a page and run in it. */
export function describeBundlers(consumer: () => Consumer): void {
  let site: Site
  beforeAll(async () => {
    if (executable) site = await startSite()
  })
  afterAll(() => site?.close())

  describe.skipIf(!executable).each(Object.entries(bundlers))('bundled for a page by %s', (name, bundle) => {
    const built = Object.entries(samples).filter(([, { rollup }]) => name !== 'Rollup' || rollup)
    it.each(built)('@requestid/%s', async (plugin, { vendor, entry, options, idHeader }) => {
      await using server = await startServer({ vendor, exposeHeaders: ['ETag', idHeader] })
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
