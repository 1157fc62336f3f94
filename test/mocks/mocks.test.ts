// What stands around a registered client in tests and in programs that instrument it: mocks, spies and wrappers.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { mock } from 'node:test'
import { fileURLToPath } from 'node:url'
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { withRequestId as ofAws } from '@requestid/aws'
import { withRequestId as ofCos } from '@requestid/cos'
import { withRequestId as ofMinio } from '@requestid/minio'
import { withRequestId as ofOss } from '@requestid/oss'
import { startServer, type TestServer } from '@requestid/testing'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
import { Client } from 'minio'
import { anyString, anything, spy as mockitoSpy, verify } from 'ts-mockito'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

const require = createRequire(import.meta.url)
const sinon = require('sinon') as { spy(object: object, name: string): unknown }

const servers = {} as Record<'tencent-cos' | 'alibaba-oss' | 'aws', TestServer>
beforeAll(async () => {
  for (const vendor of ['tencent-cos', 'alibaba-oss', 'aws'] as const)
    servers[vendor] = await startServer({ vendor })
})
afterAll(() => Promise.all(Object.values(servers).map((server) => server.close())))

type Named = Record<string, (...args: unknown[]) => unknown>

class Mine extends OSS {
  readonly #own = 'private'
  override head(name: string) {
    return super.head(name)
  }
  own(name: string) {
    return this.#own && this.head(name)
  }
}

interface Sdk {
  readonly vendor: keyof typeof servers
  readonly make: () => object
  readonly register: (client: object) => object
  readonly method: string
  readonly args: readonly unknown[]
}

const location = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' }
const sdks: Record<string, Sdk> = {
  'ali-oss': {
    vendor: 'alibaba-oss',
    make: () => new OSS(servers['alibaba-oss'].ossOptions()),
    register: ofOss as (client: object) => object,
    method: 'head',
    args: ['missing'],
  },
  'a subclass of ali-oss': {
    vendor: 'alibaba-oss',
    make: () => new Mine(servers['alibaba-oss'].ossOptions()),
    register: ofOss as (client: object) => object,
    method: 'own',
    args: ['missing'],
  },
  'cos-nodejs-sdk-v5': {
    vendor: 'tencent-cos',
    make: () => new COS(servers['tencent-cos'].cosOptions()),
    register: ofCos as (client: object) => object,
    method: 'headObject',
    args: [{ ...location, Key: 'missing' }],
  },
  minio: {
    vendor: 'aws',
    make: () =>
      new Client({
        endPoint: '127.0.0.1',
        port: servers.aws.port,
        useSSL: false,
        accessKey: 'a',
        secretKey: 'b',
        region: 'us-east-1',
      }),
    register: ofMinio as (client: object) => object,
    method: 'statObject',
    args: ['bucket', 'missing'],
  },
  'client-s3': {
    vendor: 'aws',
    make: () => new S3Client(servers.aws.s3Options()),
    register: ofAws as (client: object) => object,
    method: 'send',
    args: [new HeadObjectCommand({ Bucket: 'bucket', Key: 'missing' })],
  },
}

describe.each(Object.entries(sdks))('%s', (name, { vendor, make, register, method, args }) => {
  const registered = () => register(make()) as Named
  const fail = (client: object): Promise<{ requestId?: string }> =>
    Promise.resolve((client as Named)[method]?.(...args)).then(
      () => expect.unreachable(),
      (error) => error,
    )
  // Where each of minio's was one of the user's, its errors say too little of their response.
  const spied = (client: object) => (name === 'minio' ? [method] : methodsOf(client))
  const lastId = () => servers[vendor].exchanges.at(-1)?.requestId

  it('lists and reads what its class does', () => {
    const [client, plain] = [registered(), make()]
    const [prototype, ofClass] = [client, plain].map((each) => Object.getPrototypeOf(each) as Named)
    // What `for...in` shows, in its order; the rest stands behind it.
    expect(new Set(Reflect.ownKeys(prototype as object))).toEqual(new Set(Reflect.ownKeys(ofClass as object)))
    expect(Object.keys(prototype as object)).toEqual(Object.keys(ofClass as object))
    for (const key of Reflect.ownKeys(ofClass as object) as string[]) {
      const [mine, its] = [prototype?.[key], ofClass?.[key]]
      expect([typeof mine, mine?.name, mine?.length]).toEqual([typeof its, its?.name, its?.length])
    }
    expect(client.constructor).toBe(plain.constructor)
  })

  it('reaches one client alone by what is put on its prototype', async () => {
    const [client, other] = [registered(), registered()]
    const plain = make() as unknown as Named
    const prototype = Object.getPrototypeOf(client) as Named
    const calls: string[] = []
    for (const key of Object.getOwnPropertyNames(prototype)) {
      const original = prototype[key]
      if (typeof original !== 'function' || key === 'constructor') continue
      prototype[key] = function (this: unknown, ...args) {
        calls.push(key)
        return original.apply(this, args)
      }
    }
    if (name !== 'client-s3') {
      expect([(await fail(other)).requestId, calls]).toEqual([lastId(), []])
      await fail(plain)
      expect(calls).toEqual([])
      expect((await fail(client)).requestId).toBe(lastId())
      expect(calls[0]).toBe(method)
    }
  })

  it('has its ids where each method was spied on before it was registered', async () => {
    for (const spy of [(o: object, n: string) => vi.spyOn(o as Named, n), sinon.spy]) {
      const client = make() as unknown as Named
      for (const key of spied(client)) spy(client, key)
      register(client)
      expect((await fail(client)).requestId).toBe(lastId())
    }
  })

  it('has its ids where each method is spied on once it is registered', async () => {
    for (const spy of [(o: object, n: string) => vi.spyOn(o as Named, n), sinon.spy]) {
      const client = registered()
      for (const key of spied(client)) spy(client, key)
      expect((await fail(client)).requestId).toBe(lastId())
    }
  })

  it('is spied on by ts-mockito', async () => {
    const before = make() as unknown as Named
    const watched = mockitoSpy(before)
    register(before)
    const { requestId } = await fail(before)
    if (name !== 'minio') expect(requestId).toBe(lastId())
    const client = registered()
    const watchedLater = mockitoSpy(client)
    await fail(client)
    for (const each of [watched, watchedLater])
      verify(
        each[method]?.(...args.map((arg) => (typeof arg === 'string' ? anyString() : anything()))),
      ).once()
  })
})

function methodsOf(client: object): string[] {
  const names = new Set<string>()
  for (let object = client; object !== Object.prototype; object = Object.getPrototypeOf(object))
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(object)))
      if (typeof value === 'function' && !['constructor', 'ready', 'debug'].includes(name)) names.add(name)
  return [...names]
}

describe('OSS', () => {
  it('takes members of a subclass for what they are', async () => {
    class Sub extends OSS {
      clients = {}
      ossClient = Object.freeze({})
    }
    const client = ofOss(new Sub(servers['alibaba-oss'].ossOptions()))
    const { requestId } = await client.put('a', Buffer.from('text'))
    expect(requestId).toBe(servers['alibaba-oss'].exchanges.at(-1)?.requestId)
  })
})

it('lets mocks of Node’s test runner and of vitest pass', () => {
  for (const fn of [() => mock.fn(), () => vi.fn()])
    for (const register of [ofAws, ofCos, ofMinio, ofOss]) {
      const client = { put: fn(), send: fn() }
      expect(register(client as never)).toBe(client)
    }
})

it('lets mocks pass in jest', () => {
  const jest = join(dirname(require.resolve('jest/package.json')), 'bin/jest.js')
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const cache = join(tmpdir(), 'requestid-jest-mocks')
  const options = ['--ci', '--rootDir', folder, '--testRegex', '\\.jest\\.cjs$', '--cacheDirectory', cache]
  const { status, stderr } = spawnSync(process.execPath, [jest, ...options], { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
})
