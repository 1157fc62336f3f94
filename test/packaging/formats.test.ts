import { spawnSync } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createRequire } from 'node:module'
import * as core from '@requestid/core'
import * as plugin from '@requestid/core/plugin'
import { withRequestId as ofCos } from '@requestid/cos'
import { withRequestId as ofOss } from '@requestid/oss'
import { startServer, type TestServer } from '@requestid/testing'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
import { describe, expect, it } from 'vitest'

const { Operation, tencentCos } = plugin
const require = createRequire(import.meta.url)
const common = {
  core: require('@requestid/core') as typeof core,
  plugin: require('@requestid/core/plugin') as typeof plugin,
  cos: require('@requestid/cos') as typeof import('@requestid/cos'),
  oss: require('@requestid/oss') as typeof import('@requestid/oss'),
}
const createCos = (server: TestServer): object => new COS(server.cosOptions())
const createOss = (server: TestServer): object => new OSS(server.ossOptions())

describe('import and require', () => {
  it('load two copies with the same exports', () => {
    expect(common.core).not.toBe(core)
    expect(Object.keys(common.core).sort()).toEqual(Object.keys(core).sort())
    expect(Object.keys(common.plugin).sort()).toEqual(Object.keys(plugin).sort())
    expect(common.core.getRequestId).not.toBe(core.getRequestId)
  })

  it('have one memory', () => {
    const outcome = Object.freeze({})
    const operation = new Operation({ options: {}, vendors: [tencentCos], evidence: () => ({}) })
    operation.open('GET', 'host', '/').respond(200, { 'x-cos-request-id': 'id' })
    operation.settle(outcome)
    expect(common.core.getRequestId(outcome)).toBe('id')
    expect(common.core.getRequestInfo(outcome)).toBe(core.getRequestInfo(outcome))
  })

  it.each([
    ['cos', { withRequestId: ofCos }, common.cos, 'tencent-cos', createCos, (cos: COS) => cos.getService()],
    [
      'oss',
      { withRequestId: ofOss },
      common.oss,
      'alibaba-oss',
      createOss,
      (oss: OSS) => oss.listBuckets({}),
    ],
  ] as const)('register a client once between them: %s', async (_, esm, cjs, vendor, create, call) => {
    const server = await startServer({ vendor })
    const seen: string[] = []
    const client = create(server)
    const prototype = Object.getPrototypeOf(
      esm.withRequestId(client, { onExchange: () => void seen.push('import') }),
    )
    cjs.withRequestId(client, { onExchange: () => void seen.push('require') })
    expect(Object.getPrototypeOf(client)).toBe(prototype)
    await call(client as never)
    expect(seen).toEqual(['import'])
    await server.close()
  })

  it('capture for each other', async () => {
    const { exchanges } = await common.core.captureExchanges(() => {
      const operation = new Operation({ options: {}, vendors: [tencentCos], evidence: () => ({}) })
      operation.open('GET', 'host', '/').respond(200, { 'x-cos-request-id': 'id' })
    })
    expect(exchanges).toMatchObject([{ requestId: 'id' }])
  })

  it('observe for each other, and publish once', async () => {
    const seen: string[] = []
    const listener = (exchange: unknown) => void seen.push(`channel ${(exchange as core.Exchange).requestId}`)
    subscribe('requestid:exchange', listener)
    const stop = common.plugin.observeOperations('test', () => ({
      exchange: ({ requestId }) => void seen.push(`exchange ${requestId}`),
      settle: ({ requestId }) => void seen.push(`settle ${requestId}`),
    }))
    for (const [id, { Operation }] of Object.entries({ import: plugin, require: common.plugin })) {
      const operation = new Operation({ options: {}, vendors: [tencentCos], evidence: () => ({}) })
      operation.open('GET', 'host', '/').respond(200, { 'x-cos-request-id': id })
      operation.settle({})
    }
    stop()
    unsubscribe('requestid:exchange', listener)
    const of = (id: string) => [`exchange ${id}`, `channel ${id}`, `settle ${id}`]
    expect(seen).toEqual([...of('import'), ...of('require')])
  })

  it('importing alone leaves the global object as it is', () => {
    const script = `
      const before = Reflect.ownKeys(globalThis).length
      await import('@requestid/core')
      await import('@requestid/cos')
      await import('@requestid/oss')
      process.exitCode = Reflect.ownKeys(globalThis).length - before`
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: new URL('.', import.meta.url),
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })
})
