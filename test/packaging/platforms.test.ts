// What else the packages run on and pass: other runtimes, compilers and bundlers, with which Node has nothing to do.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { startServer } from '@requestid/testing'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeBundlers, pageSdks } from './bundlers.js'
import { published, readManifest } from './pack.js'
import { command, execute, expectIds, imports, importsEqual, print, run, sdks } from './programs.js'
import { type Consumer, createConsumer } from './registry.js'

const require = createRequire(import.meta.url)

let consumer: Consumer
beforeAll(async () => {
  consumer = await createConsumer(published, [...pageSdks, ...sdks])
})
afterAll(() => consumer?.[Symbol.asyncDispose]())

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
  it('Bun', () =>
    expectIds(
      consumer,
      program('bun', 'bin/bun'),
      '--no-install',
      consumer.write('bun.ts', imports + run + print),
    ))

  it('Deno', () => {
    const file = consumer.write('deno.ts', imports + run + print)
    return expectIds(
      consumer,
      program('deno', 'deno'),
      'run',
      '-A',
      '--no-remote',
      '--node-modules-dir=manual',
      file,
    )
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
      await execute(consumer, process.execPath, [
        command(compiler, 'tsc'),
        ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
        ...switches,
        ...sources,
      ])
      for (const source of sources) {
        const compiled = source.replace(/ts$/, 'js')
        const text = readFileSync(compiled, 'utf8')
        // What another compiler has made of it is run once.
        if (!ran.has(text)) await expectIds(consumer, process.execPath, compiled)
        ran.add(text)
      }
    })
  })

  describeBundlers(() => consumer)
})
