// That what docs/frameworks.md shows works as it stands, within the framework.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { describePages } from '../../../test/docs/describe-pages.js'
import { home, run, type Servers, startServers } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'requestid-frameworks-'))

let servers: Servers
beforeAll(async () => {
  servers = await startServers()
  mkdirSync(join(folder, 'node_modules'))
  for (const name of ['@aws-sdk', '@nestjs', '@requestid', 'ali-oss', 'reflect-metadata', 'rxjs'])
    symlinkSync(join(home, 'node_modules', name), join(folder, 'node_modules', name))
})
afterEach(() => servers.clear())
afterAll(() => {
  servers[Symbol.dispose]()
  rmSync(folder, { recursive: true })
})

const servedBy = 'const { oss: options, s3: s3Options } = JSON.parse(process.env.SERVERS)\n'

/** What a program prints that has a block in a module of its own. */
async function printed(block: string, program: string) {
  // The endpoint and the keys, which its reader has in the environment, are those of the server.
  const here = block
    .replace('new S3Client({})', 'new S3Client(s3Options)')
    .replace(/new OSS\(\{.*\}\)/, 'new OSS(options)')
  writeFileSync(join(folder, 'block.mjs'), here.replace(/\n\n/, `\n\n${servedBy}`))
  writeFileSync(join(folder, 'program.mjs'), program)
  const { status, stdout, stderr } = await run(servers, ['program.mjs'], {}, folder)
  expect(status, stderr).toBe(0)
  return { stdout, stderr }
}

describePages({
  'docs/frameworks.md': [
    async (block) => {
      const program = `import 'reflect-metadata'
        import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
        import { Module } from '@nestjs/common'
        import { NestFactory } from '@nestjs/core'
        import { s3Provider } from './block.mjs'
        class App {}
        Module({ providers: [s3Provider] })(App)
        const app = await NestFactory.createApplicationContext(App, { logger: false })
        const head = new HeadObjectCommand({ Bucket: 'examplebucket', Key: 'missing' })
        console.log((await app.get(S3Client).send(head).catch((error) => error)).requestId)
        await app.close()`
      expect(await printed(block, program)).toEqual({ stdout: `${servers.ids()[0]}\n`, stderr: '' })
    },
    async (block) => {
      const program = `import { handler } from './block.mjs'
        await handler({ Bucket: 'examplebucket', Key: 'missing' }, { awsRequestId: 'of Lambda' }).catch(() => {})`
      const { stderr } = await printed(block, program)
      expect(JSON.parse(stderr)).toEqual({
        awsRequestId: 'of Lambda',
        s3RequestId: servers.ids()[0],
        error: 'NoSuchKey',
      })
    },
    async (block) => {
      const program = `import { Worker } from 'node:worker_threads'
        const worker = new Worker(new URL('./block.mjs', import.meta.url))
        worker.on('message', (message) => {
          console.log(JSON.stringify(message))
          worker.terminate()
        })
        worker.postMessage('missing')`
      const { stdout } = await printed(block, program)
      expect(JSON.parse(stdout)).toMatchObject({ name: 'missing', requestId: servers.ids()[0] })
    },
    async (block) => {
      const [, name = '', value = ''] = /^export (\w+)='(.*)'$/.exec(block.trim()) ?? []
      // The deployer is run in libraries.test.ts.
      servers.s3.inject({ status: 403, times: 2 })
      const { stdout } = await run(servers, ['test/apps/strapi.mjs'], { [name]: value })
      expect(JSON.parse(stdout)).toEqual(servers.ids())
    },
  ],
})
