import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path/posix'
import vm from 'node:vm'
import { startServer, type TestServer } from '@requestid/testing'
import { type Node, parse, tokenizer } from 'acorn'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Manifest } from '../../scripts/packages.mjs'
import { type Installed, installPacked, published, readManifest, root } from './pack.js'

const require = createRequire(import.meta.url)
const packed = published.filter((name) => readManifest(join(root, 'packages', name)).miniprogram)
let installed: Installed
let server: TestServer
beforeAll(async () => {
  installed = await installPacked(packed)
  server = await startServer({ vendor: 'tencent-cos' })
})
afterAll(async () => {
  installed[Symbol.dispose]()
  await server.close()
})

/** Of what "npm build" copies of a package, the folder of its manifest's `miniprogram`: the file of an entry. */
const builtOf = (entry: string) => {
  const [scope, name, subpath = 'index'] = entry.split('/')
  const { miniprogram } = JSON.parse(installed.read(`${scope}/${name}`, 'package.json')) as Manifest
  return installed.read(`${scope}/${name}`, `${miniprogram}/${subpath}.js`)
}

const entries = packed.flatMap((name) => {
  const { exports } = readManifest(join(root, 'packages', name))
  const loaded = Object.entries(exports as object).filter(
    ([, { import: entry, miniprogram }]) => entry && miniprogram !== null,
  )
  return loaded.map(([path]) => join(`@requestid/${name}`, path))
})

describe.each(entries)('%s, as the mini program has it', (name) => {
  it('has the syntax of ES2018, and names neither other modules nor Node’s process', () => {
    const options = { ecmaVersion: 2018, sourceType: 'script' } as const
    const code = builtOf(name)
    expect(parse(code, options)).toMatchObject<Partial<Node>>({ type: 'Program' })
    const words = new Set(Array.from(tokenizer(code, options), ({ start, end }) => code.slice(start, end)))
    expect(words).toContain('globalThis')
    for (const word of ['require', 'import', 'process', 'Buffer']) expect(words).not.toContain(word)
  })

  it('exports what the package exports', async () => {
    const { exports } = load(miniProgram(), builtOf(name))
    expect(Object.keys(exports).sort()).toEqual(Object.keys(await import(name)).sort())
  })
})

describe.each([
  ['with globalThis', true],
  ['without globalThis', false],
])('@requestid/cos with cos-wx-sdk-v5, %s', (_, hasGlobalThis) => {
  type Call = (params: object) => Promise<{ requestId?: string }>
  interface Plugin {
    withRequestId<C>(client: C, options?: object): C
    getRequestInfo(outcome: unknown): { exchanges: unknown[] } | undefined
    captureExchanges(fn: () => unknown): Promise<{ exchanges: unknown[] }>
  }
  const object = { Bucket: 'bucket-1250000000', Region: 'ap-beijing', Key: 'a' }
  const start = () => {
    const context = miniProgram(hasGlobalThis)
    expect(vm.runInContext('typeof globalThis + typeof process + typeof performance', context)).toBe(
      `${hasGlobalThis ? 'object' : 'undefined'}undefinedundefined`,
    )
    const plugin = load(context, builtOf('@requestid/cos')).exports as Plugin
    const SDK = load(context, readFileSync(require.resolve('cos-wx-sdk-v5'), 'utf8')).exports as {
      new (options: object): Record<'putObject' | 'headObject', Call>
    }
    const failures: unknown[] = []
    const { SecretId, SecretKey } = server.cosOptions()
    const client = plugin.withRequestId(new SDK({ SecretId, SecretKey, Domain: server.host }), {
      onError: (error: unknown) => failures.push(error),
    })
    return { plugin, client, failures }
  }

  it('gives results and errors the id', async () => {
    const { plugin, client, failures } = start()
    const result = await client.putObject({ ...object, Body: 'content' })
    expect(result.requestId).toBe(server.exchanges.at(-1)?.requestId)
    expect(plugin.getRequestInfo(result)?.exchanges).toHaveLength(1)
    const error = await client.headObject({ ...object, Key: 'missing' }).catch((error) => error)
    expect(error).toMatchObject({ statusCode: 404, requestId: server.exchanges.at(-1)?.requestId })
    expect(failures).toEqual([])
  })

  it('gives captureExchanges what begins meanwhile', async () => {
    const { plugin, client } = start()
    const { exchanges } = await plugin.captureExchanges(() => client.putObject({ ...object, Body: 'x' }))
    expect(exchanges).toMatchObject([{ requestId: server.exchanges.at(-1)?.requestId }])
  })
})

/** Of the library beyond ES2018, which old base libraries do not have. */
const NEWER: Record<string, readonly string[]> = {
  Object: ['fromEntries', 'hasOwn', 'groupBy'],
  Promise: ['allSettled', 'any', 'try', 'withResolvers'],
  'Array.prototype': ['at', 'findLast', 'flat', 'flatMap', 'toSorted', 'toReversed', 'with'],
  'String.prototype': ['at', 'matchAll', 'replaceAll', 'trimEnd', 'trimStart'],
}

/** A world with the language in it, what a mini program's base library adds, and nothing else. */
function miniProgram(hasGlobalThis = true): vm.Context {
  const context = vm.createContext({ wx, setTimeout, clearTimeout })
  for (const [of, names] of Object.entries(NEWER)) {
    for (const name of names) vm.runInContext(`delete ${of}.${name}`, context)
  }
  vm.runInContext('delete this.WeakRef', context)
  if (!hasGlobalThis) vm.runInContext('delete this.globalThis', context)
  return context
}

/** Runs a CommonJS file. There is no `require`: whatever it needs must be in it. */
function load(context: vm.Context, code: string): { exports: object } {
  const module = { exports: {} }
  vm.runInContext(`(function (module, exports, window) {${code}\n})`, context)(module, module.exports)
  return module
}

/** As much of the platform as the SDK needs here, with a network behind it. */
const wx = {
  canIUse: () => false,
  getFileSystemManager: () => ({}),
  getStorageSync: () => '',
  setStorageSync() {},
  getAppBaseInfo: () => ({ SDKVersion: '3.0.0' }),
  getDeviceInfo: () => ({}),
  request({ url, method, header, data, success, fail }: WxRequest) {
    // The SDK knows only HTTPS.
    const sent = request(url.replace('https:', 'http:'), { method, headers: header }, async (response) => {
      const chunks = await response.toArray()
      success({
        statusCode: response.statusCode,
        header: response.headers,
        data: Buffer.concat(chunks).toString(),
      })
    })
    sent.on('error', ({ message }) => fail({ errMsg: `request:fail ${message}` }))
    sent.end(data)
    return { abort: () => sent.destroy(), onHeadersReceived() {} }
  },
}

interface WxRequest {
  url: string
  method: string
  header: Record<string, string>
  data?: string
  success(response: object): void
  fail(failure: object): void
}
