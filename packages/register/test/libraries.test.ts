/** Clients that libraries and frameworks make, and others that look at what is loaded; Strapi's is in frameworks.test.ts. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { run, type Servers, startServers } from './run.js'

const REGISTER = ['--import', '@requestid/register']

let servers: Servers
beforeAll(async () => {
  servers = await startServers()
})
afterEach(() => servers.clear())
afterAll(() => servers[Symbol.dispose]())

/** What an application prints, whose stderr stays empty. */
async function printed(...args: string[]): Promise<unknown[]> {
  const { status, stderr, stdout } = await run(servers, args)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

it('a deployer of Hexo’s', async () => {
  const [exchanges] = await printed('test/apps/hexo.cjs')
  expect(exchanges).toEqual(['GET NjVmMDAwMDBfYWJjZGVmMTJfMWFi', 'PUT NjVmMDAwMDBfYWJjZGVmMTJfMWFi'])
})

it('a provider of Nest’s', async () => {
  const [ids] = await printed(...REGISTER, 'test/apps/nest.mjs')
  expect(ids).toEqual(servers.ids())
})

it.each([
  [
    'before OpenTelemetry’s hook',
    [...REGISTER, '--import', './test/apps/opentelemetry.mjs'],
    [['S3.HeadObject']],
  ],
  [
    'after OpenTelemetry’s hook',
    ['--import', './test/apps/opentelemetry.mjs', ...REGISTER],
    [['S3.HeadObject']],
  ],
  ['before Sentry’s', [...REGISTER, '--import', '@sentry/node/import'], []],
  ['after Sentry’s', ['--import', '@sentry/node/import', ...REGISTER], []],
])('%s, which sees what it does alone', async (_, flags, spans) => {
  const [ids, ...seen] = await printed(...flags, 'test/apps/old-s3.mjs')
  expect(ids).toEqual(servers.ids())
  expect(ids).toHaveLength(1)
  expect(seen).toEqual(spans)
})
