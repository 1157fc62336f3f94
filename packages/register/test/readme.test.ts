// That what the README shows works as it stands, in an application of its reader's.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { describePages, installs, type Run } from '../../../test/docs/describe-pages.js'
import { home, run, type Servers, startServers } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'requestid-readme-'))
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

let servers: Servers
beforeAll(async () => {
  servers = await startServers()
  for (const name of ['node_modules/@requestid', 'requestid'])
    mkdirSync(join(folder, name), { recursive: true })
  symlinkSync(home, join(folder, 'node_modules/@requestid/register'))
  symlinkSync(join(home, 'node_modules/ali-oss'), join(folder, 'node_modules/ali-oss'))
})
afterEach(() => servers.clear())
afterAll(() => {
  servers[Symbol.dispose]()
  rmSync(folder, { recursive: true })
})

const put = `const { requestId } = await new OSS(JSON.parse(process.env.SERVERS).oss).put('a', Buffer.from('text'))
console.log(requestId)
`

/** That a command of the page runs an application, whose client has ids. */
const starts =
  (stderr: () => string): Run =>
  async (block) => {
    write('app.js', `(async () => { const OSS = require('ali-oss'); ${put} })()`)
    const [, ...args] = block.trim().split(' ')
    const ran = await run(servers, args, {}, folder)
    const [id] = servers.ids()
    expect(ran).toEqual({ status: 0, stdout: `${id}\n`, stderr: stderr() })
  }

const writes =
  (name: string): Run =>
  (block) =>
    write(name, block)

describePages({
  'packages/register/README.md': [
    installs,
    starts(() => ''),
    writes('requestid.mjs'),
    starts(() => `200 ${servers.ids()[0]}\n`),
    async (block) => {
      const names = ['region', 'bucket', 'accessKeyId', 'accessKeySecret']
      const options = servers.oss.ossOptions()
      // The region's host is not asked: the server is the endpoint.
      const given = `const { ${names.join(', ')}, endpoint } = ${JSON.stringify(options)};\n`
      const here = block.replace('{ region,', '{ endpoint,')
      write('called.js', `${given}(async () => {\n${here}\n})()`)
      const ran = await run(servers, ['called.js'], {}, folder)
      expect(ran).toEqual({ status: 0, stdout: `${servers.ids()[0]}\n`, stderr: '' })
    },
    writes('requestid/ali-oss.js'),
    async (block) => {
      write('jest.config.js', block)
      write(
        'put.test.js',
        `const OSS = require('ali-oss')\ntest('put', async () => {\n${put}expect(requestId).toMatch(/./)\n})`,
      )
      const jest = join(home, 'node_modules/jest/bin/jest.js')
      const args = [
        jest,
        '--ci',
        '--runInBand',
        '--testTimeout=60000',
        '--cacheDirectory',
        join(folder, 'cache'),
        '--rootDir',
        folder,
      ]
      const { status, stderr } = await run(servers, args, {}, folder)
      expect(status, stderr).toBe(0)
    },
    async (block) => {
      const [, name = '', value = ''] = /^export (\w+)='(.*)'$/.exec(block.trim()) ?? []
      const args = ['--import', '@requestid/register', '-e', 'require("ali-oss")']
      const { stderr } = await run(servers, args, { [name]: value }, folder)
      expect(stderr).toMatch(/^requestid: clients of ali-oss are registered, of .*\n$/)
    },
  ],
})
