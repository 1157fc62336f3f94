/** Applications that register no client themselves, under Node's flags. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Env, run, type Servers, startServers } from './run.js'

let servers: Servers
beforeAll(async () => {
  servers = await startServers()
})
afterEach(() => servers.clear())
afterAll(() => servers[Symbol.dispose]())

const IMPORTED = 'test/apps/imported.mjs'
const REQUIRED = 'test/apps/required.cjs'

describe('each client has ids, and stderr stays empty', () => {
  it.each<[string, string[], Env?]>([
    ['modules, --import', ['--import', '@requestid/register', IMPORTED]],
    ['modules, -r', ['-r', '@requestid/register', IMPORTED]],
    ['CommonJS, --require', ['--require=@requestid/register', REQUIRED]],
    ['CommonJS, --import in NODE_OPTIONS', [REQUIRED], { NODE_OPTIONS: '--import "@requestid/register"' }],
    [
      'a worker thread, both flags',
      ['-r', '@requestid/register', '--import=@requestid/register', REQUIRED, 'worker'],
    ],
  ])('%s', async (_, args, env) => {
    const { status, stderr, stdout } = await run(servers, args, env)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const found: Record<string, string> = JSON.parse(stdout)
    expect(Object.keys(found).sort()).toEqual(['cos', 'minio', 'oss', 's3', 's3Client'])
    const ids = servers.ids()
    for (const [name, id] of Object.entries(found)) expect(ids, `${name}: ${stdout}`).toContain(id)
  })
})

it('without a flag, nothing is registered by an import', async () => {
  const app = `import '@requestid/register'; await import('./${REQUIRED}')`
  const { status, stderr, stdout } = await run(servers, ['--input-type=module', '-e', app])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({})
})

describe('REQUESTID_OPTIONS', () => {
  it('names SDKs, and debug says what was found', async () => {
    const env = { REQUESTID_OPTIONS: '{"sdks":["minio","@aws-sdk/client-s3"],"debug":true}' }
    const { stderr, stdout } = await run(servers, ['--import', '@requestid/register', IMPORTED], env)
    expect(Object.keys(JSON.parse(stdout)).sort()).toEqual(['minio', 's3', 's3Client'])
    expect(
      stderr
        .replace(/, of .*/g, '')
        .trim()
        .split('\n'),
    ).toEqual([
      'requestid: clients of @aws-sdk/client-s3 are registered',
      'requestid: clients of minio are registered, as it is imported',
    ])
  })

  it.each([
    ['{', /REQUESTID_OPTIONS: got no JSON; pass such as/],
    [
      '{"sdks":["s3"]}',
      /registerAll: no plugin is known for s3; pass some of @aws-sdk\/client-\*, cos-nodejs-sdk-v5/,
    ],
  ])('%s is refused before the application starts', async (REQUESTID_OPTIONS, message) => {
    const args = ['--import', '@requestid/register', REQUIRED]
    const { status, stderr, stdout } = await run(servers, args, { REQUESTID_OPTIONS })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(message)
  })
})
