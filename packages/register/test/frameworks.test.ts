// That what docs/frameworks.md shows works as it stands, within the framework.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { describePages } from '../../../test/docs/describe-pages.js'
import { type Env, home, run, type Servers, startServers } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'requestid-frameworks-'))

let servers: Servers
beforeAll(async () => {
  servers = await startServers()
  symlinkSync(join(home, 'node_modules'), join(folder, 'node_modules'))
})
afterEach(() => servers.clear())
afterAll(() => {
  servers[Symbol.dispose]()
  rmSync(folder, { recursive: true })
})

const servedBy = 'const { oss: options, s3: s3Options } = JSON.parse(process.env.SERVERS)\n'

/** What a program prints that has a block in a module of its own. */
async function printed(block: string, program: string, env: Env = {}) {
  // The endpoint and the keys, which its reader has in the environment, are those of the server.
  const here = block
    .replace('new S3Client({})', 'new S3Client(s3Options)')
    .replace(/new OSS\(\{.*\}\)/, 'new OSS(options)')
    .replace(/config: \{.*accessKeySecret \}/, 'config: options')
  writeFileSync(join(folder, 'block.mjs'), here.replace(/\n\n/, `\n\n${servedBy}`))
  writeFileSync(join(folder, 'program.mjs'), program)
  const { status, stdout, stderr } = await run(servers, ['program.mjs'], env, folder)
  expect(status, stderr).toBe(0)
  return { stdout, stderr }
}

/** What a client of AWS takes from the environment. */
const ofAws = (): Env => {
  const { endpoint, region, credentials } = servers.s3.s3Options()
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  }
}

/** A retry that gets no response: then the plain SDK's error has no id that could be read in place of the plugin's. */
function retried() {
  servers.s3.inject({ status: 503 })
  servers.s3.inject({ reset: 'before-headers', times: 9 })
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
      const program = `import { initializeGlobalApplicationContext } from '@midwayjs/core'
        import { OSSService, OSSServiceFactory } from '@midwayjs/oss'
        import { MainConfiguration } from './block.mjs'
        const { oss } = JSON.parse(process.env.SERVERS)
        const globalConfig = { oss: { clients: { default: oss, other: oss } } }
        const container = await initializeGlobalApplicationContext({ imports: [MainConfiguration], globalConfig })
        const service = await container.getAsync(OSSService)
        const other = container.get(OSSServiceFactory).get('other')
        for (const client of [service, other])
          console.log((await client.put('a', Buffer.from('text'))).requestId)
        process.exit()`
      const options = { experimentalDecorators: true }
      const { code } = transformSync(block, { loader: 'ts', tsconfigRaw: { compilerOptions: options } })
      const { stdout } = await printed(code, program)
      expect(stdout.trim().split('\n')).toEqual(servers.ids())
    },
    async (block) => {
      const app = join(folder, 'egg')
      mkdirSync(join(app, 'config'), { recursive: true })
      writeFileSync(join(app, 'package.json'), '{ "name": "app" }')
      writeFileSync(join(app, 'app.js'), block)
      writeFileSync(join(app, 'config/plugin.js'), "exports.oss = { enable: true, package: 'egg-oss' }")
      const config = 'exports.keys = "keys"\nexports.oss = { client: JSON.parse(process.env.SERVERS).oss }'
      writeFileSync(join(app, 'config/config.default.js'), config)
      const program = `import egg from 'egg'
        const app = await egg.start({ baseDir: ${JSON.stringify(app)}, mode: 'single', ignoreWarning: true })
        const { oss } = JSON.parse(process.env.SERVERS)
        for (const client of [app.oss, app.createOss(oss)])
          console.log((await client.put('a', Buffer.from('text'))).requestId)
        process.exit()`
      writeFileSync(join(folder, 'program.mjs'), program)
      const { stdout, stderr } = await run(servers, ['program.mjs'], {}, folder)
      expect(stdout.trim().split('\n'), stderr).toEqual(servers.ids())
      expect(servers.ids()).toHaveLength(2)
    },
    async (block) => {
      const program = `import { GET } from './block.mjs'
        const response = await GET(new Request('http://127.0.0.1/?key=missing'))
        console.log(JSON.stringify([response.status, await response.json()]))`
      const { stdout } = await printed(block, program)
      expect(JSON.parse(stdout)).toEqual([502, { error: 'NotFound', requestId: servers.ids()[0] }])
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
      retried()
      const program = "import { handler } from './block.mjs'\nawait handler({}, {}).catch(() => {})"
      const { stderr } = await printed(block, program, ofAws())
      const error = 'Failed to resolve internal values'
      expect(JSON.parse(stderr)).toEqual({ error, requestId: servers.ids()[0] })
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
      servers.s3.inject({ status: 403 })
      servers.oss.inject({ status: 403, reset: 'mid-body' })
      const program = `import { createServer } from 'node:http'
        import { toOss, toS3 } from './block.mjs'
        const server = createServer((request, response) => {
          const upload = (request.url === '/s3' ? toS3 : toOss).single('file')
          upload(request, response, (error) => response.end(error?.requestId))
        }).listen(0, '127.0.0.1', async () => {
          for (const store of ['s3', 'oss']) {
            const body = new FormData()
            body.set('file', new Blob(['text']), 'a.txt')
            const url = 'http://127.0.0.1:' + server.address().port + '/' + store
            console.log(await (await fetch(url, { method: 'POST', body })).text())
          }
          process.exit()
        })`
      const { stdout } = await printed(block, program)
      const [s3, oss] = [servers.s3, servers.oss].map(({ exchanges }) => exchanges[0]?.requestId)
      expect(stdout.trim().split('\n')).toEqual([s3, oss])
    },
    async (block) => {
      servers.s3.inject({ status: 403 })
      const program = `import { Upload } from '@tus/server'
        import { Store } from './block.mjs'
        const s3ClientConfig = { bucket: 'examplebucket', ...JSON.parse(process.env.SERVERS).s3 }
        const upload = new Upload({ id: 'a', offset: 0, size: 4, metadata: {} })
        console.log((await new Store({ s3ClientConfig }).create(upload).catch((error) => error)).requestId)`
      expect((await printed(block, program)).stdout).toBe(`${servers.ids()[0]}\n`)
    },
    async (block) => {
      retried()
      const { stderr } = await printed(block, "import './block.mjs'", ofAws())
      expect(stderr).toMatch(new RegExp(`${servers.ids()[0]}\n$`))
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
