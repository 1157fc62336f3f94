import { spawnSync } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as core from '@requestid/core'
import * as plugin from '@requestid/core/plugin'
import { startServer, type TestServer, type Vendor } from '@requestid/testing'
import { tencentCos } from '@requestid/vendors'
import { describe, expect, it } from 'vitest'
import { plugins, published, readManifest, root } from './pack.js'

const { Operation } = plugin
const requirePackage = (name: string, subpath = '') =>
  createRequire(join(root, 'packages', name, 'package.json'))(`@requestid/${name}${subpath}`)
const common: { core: typeof core; plugin: typeof plugin } = {
  core: requirePackage('core'),
  plugin: requirePackage('core', '/plugin'),
}

/** As much of a plugin's test/soak.mjs as is used here. */
interface Soak {
  readonly endpoints: Readonly<
    Record<
      string,
      {
        readonly vendor?: Vendor
        start?(fateOf: () => string): Promise<TestServer>
        settings(server: TestServer): unknown
      }
    >
  >
  readonly sdks: Readonly<
    Record<
      string,
      {
        readonly endpoint: string
        create(settings: unknown, timeout: number): object
        readonly calls: Readonly<
          Record<string, readonly [number, (client: object, key: string) => Promise<unknown>]>
        >
      }
    >
  >
  withRequestId(client: object, options: core.RequestIdOptions): object
}

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

  it.each(plugins)('register a client once between them: %s', async (name) => {
    const { endpoints, sdks, withRequestId }: Soak = await import(`../../packages/${name}/test/soak.mjs`)
    const [sdk] = Object.values(sdks)
    const { vendor, start, settings } = endpoints[sdk?.endpoint ?? ''] ?? {}
    const server = await (start?.(() => '') ?? startServer({ vendor: vendor as Vendor }))
    const seen: string[] = []
    const client = sdk?.create(settings?.(server), 10_000) ?? {}
    withRequestId(client, { onExchange: () => void seen.push('import') })
    const prototype = Object.getPrototypeOf(client)
    requirePackage(name).withRequestId(client, { onExchange: () => void seen.push('require') })
    expect(Object.getPrototypeOf(client)).toBe(prototype)
    await Object.values(sdk?.calls ?? {})[0]?.[1](client, 'a')
    expect(seen).toHaveLength(1)
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
      // Newer Nodes put the dispatcher of their own fetch there where somebody first looks at it.
      const keys = () => Reflect.ownKeys(globalThis).filter((key) => !String(key).startsWith('Symbol(undici.'))
      const before = keys().length
      for (const name of ${JSON.stringify(published)}) {
        const { exports } = JSON.parse(readFileSync(\`packages/\${name}/package.json\`, 'utf8'))
        const entry = exports['.']?.import.default
        if (entry) await import(\`\${process.cwd()}/packages/\${name}/\${entry}\`)
      }
      process.exitCode = keys().length - before`
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', `import { readFileSync } from 'node:fs'\n${script}`],
      { cwd: root, encoding: 'utf8' },
    )
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })
})

describe.each(plugins)('@requestid/%s', (name) => {
  const folder = join(root, 'packages', name)
  const own = Object.keys(readManifest(folder).dependencies ?? {})

  it.each(['esm', 'cjs'])('loads nothing but what it depends on: %s', (format) => {
    const dist = join(folder, 'dist', format)
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:js|d\.ts)$/.test(name),
    )
    expect(files.length).toBeGreaterThan(2)
    const loaded = files.flatMap((name) => {
      const text = readFileSync(join(dist, name), 'utf8')
      return Array.from(text.matchAll(/(?:from|require\(|import\() ?['"]([^'"]+)['"]/g), ([, from]) => from)
    })
    const packages = loaded
      .filter((from) => !/^\.\.?\//.test(from ?? ''))
      .map((from) => from?.split('/', 2).join('/'))
    expect(new Set(packages)).toEqual(new Set(own))
  })
})
