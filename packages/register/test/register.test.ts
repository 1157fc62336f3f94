/** What `registerAll` and `registerExports` do to what an SDK exports, with the SDKs' own classes. */

/** What `registerAll` and `registerExports` do to what an SDK exports, with the SDKs' own classes. */
import Module, { createRequire } from 'node:module'
import { inherits } from 'node:util'
import { getRequestInfo } from '@requestid/core'
import { registerAll, registerExports } from '@requestid/register'
import type OSSClient from 'ali-oss'
import type COSClient from 'cos-nodejs-sdk-v5'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { plugins } from '../../../scripts/packages.mjs'
import { SDKS, sdkOf } from '../src/sdks.js'
import { type Servers, startServers } from './run.js'

const require = createRequire(import.meta.url)
const object = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing', Key: 'missing' }

let servers: Servers
beforeAll(async () => {
  servers = await startServers()
})
afterAll(() => servers[Symbol.dispose]())

/** As it is loaded the first time. */
function load<T>(name: string): T {
  for (const file of Object.keys(require.cache))
    if (file.includes(`/node_modules/${name}/`)) delete require.cache[file]
  return require(name)
}
const isRegistered = (client: object) => '@requestid' in client
const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(undefined, (error: unknown) => error)

describe('registerAll', () => {
  let takeOff: (() => void) | undefined
  const on = (...args: Parameters<typeof registerAll>) => {
    takeOff = registerAll(...args)
  }
  afterEach(() => takeOff?.())

  it('registers what is required after it, until it is taken off', () => {
    const { _compile } = Module.prototype as unknown as { _compile: unknown }
    on()
    const COS = load<typeof COSClient>('cos-nodejs-sdk-v5')
    expect(isRegistered(new COS(servers.cos.cosOptions()))).toBe(true)
    takeOff?.()
    expect(isRegistered(new COS(servers.cos.cosOptions()))).toBe(false)
    expect(Module.prototype).toHaveProperty('_compile', _compile)
    takeOff?.()
  })

  it('leaves what others have already, and gives a stand-in to who requires it later', () => {
    const before = load<typeof COSClient>('cos-nodejs-sdk-v5')
    on()
    const after: typeof COSClient = require('cos-nodejs-sdk-v5')
    expect(isRegistered(new before(servers.cos.cosOptions()))).toBe(false)
    expect(isRegistered(new after(servers.cos.cosOptions()))).toBe(true)
    expect(isRegistered(new before(servers.cos.cosOptions()))).toBe(false)
  })

  it('takes the options of the last call', async () => {
    on({ sdks: ['ali-oss'] })
    const COS = load<typeof COSClient>('cos-nodejs-sdk-v5')
    expect(isRegistered(new COS(servers.cos.cosOptions()))).toBe(false)
    const first = takeOff
    on({ sdks: ['cos-nodejs-sdk-v5'], enumerable: false })
    const Later = load<typeof COSClient>('cos-nodejs-sdk-v5')
    const error = await errorOf(new Later(servers.cos.cosOptions()).getObject(object))
    expect(Object.keys(error as object)).not.toContain('requestId')
    expect(getRequestInfo(error)?.requestId).toBe(servers.cos.exchanges.at(-1)?.requestId)
    // That of an earlier call takes nothing off.
    first?.()
    expect(isRegistered(new Later(servers.cos.cosOptions()))).toBe(true)
  })

  it('tells onError of a client that cannot be registered, and the application nothing', () => {
    const errors: unknown[] = []
    on({ onError: (error) => errors.push(error) })
    const COS = load<typeof COSClient>('cos-nodejs-sdk-v5')
    class Sealed extends COS {}
    // A class of others', whose instances are none of the SDK's clients.
    const other = Reflect.construct(COS, [servers.cos.cosOptions()], class {})
    expect(other).not.toBeInstanceOf(Sealed)
    expect(errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining('pass an instance') }),
    ])
  })

  it.each([
    [{ sdks: ['cos'] }, 'registerAll: no plugin is known for cos; pass some of'],
    [{ onExchanges() {} }, 'unknown option onExchanges; pass onExchange'],
  ])('refuses %s', (options, message) => {
    expect(() => registerAll(options as object)).toThrow(message)
  })
})

describe('a class', () => {
  type Constructor<T> = new (options: object) => T
  const OSS = require('ali-oss') as typeof OSSClient & {
    ImageClient: Constructor<object>
    STS: Constructor<object>
  }
  const COS: typeof COSClient = require('cos-nodejs-sdk-v5')
  const aws: typeof import('@aws-sdk/client-s3') = require('@aws-sdk/client-s3')
  let exchanges: string[] = []
  const onExchange = ({ requestId = '' }) => void exchanges.push(requestId)
  const Registered = registerExports('ali-oss', OSS, { onExchange })
  const s3 = registerExports('@aws-sdk/client-s3', aws, { onExchange })
  const cos = registerExports('cos-nodejs-sdk-v5', COS, { onExchange })
  let options: OSSClient.Options
  beforeEach(() => {
    exchanges = []
    servers.clear()
    options = servers.oss.ossOptions() as OSSClient.Options
  })

  it('is what it was in all but new', () => {
    const client = new Registered(options)
    expect(isRegistered(client)).toBe(true)
    expect(client).toBeInstanceOf(OSS)
    expect(client).toBeInstanceOf(Registered)
    expect(new OSS(options)).toBeInstanceOf(Registered)
    expect(client.constructor).toBe(OSS)
    expect([Registered.name, Registered.length, typeof Registered]).toEqual(['Client', 2, 'function'])
    expect(Registered.prototype).toBe(OSS.prototype)
    expect(Object.getOwnPropertyNames(Registered)).toEqual(Object.getOwnPropertyNames(OSS))
    expect(isRegistered(new OSS(options))).toBe(false)
    expect(isRegistered(OSS.prototype)).toBe(false)
  })

  it('has its statics, classes among them', () => {
    expect(isRegistered(new Registered.STS(options))).toBe(true)
    expect(Registered.STS).toBe(Registered.STS)
    expect(isRegistered(new OSS.STS(options))).toBe(false)
    const { ImageClient } = Registered
    expect(isRegistered(new ImageClient({ ...options, imageHost: servers.oss.url }))).toBe(true)
    expect(cos.util).toBe(COS.util)
  })

  it('may be called without new, as it is a function', () => {
    const client = Reflect.apply(Registered, undefined, [options])
    expect(client).toBeInstanceOf(OSS)
    expect(isRegistered(client)).toBe(true)
    expect(() => Reflect.apply(s3.S3Client, undefined, [])).toThrow(TypeError)
  })

  it('throws what it throws', () => {
    const thrown = (Class: new () => unknown) => {
      try {
        return new Class()
      } catch (error) {
        return String(error)
      }
    }
    expect(thrown(Registered as never)).toBe(thrown(OSS as never))
  })

  it('may be extended, also by a function', async () => {
    class Mine extends Registered {
      readonly #name = 'mine'
      override async head(name: string) {
        return { ...(await super.head(name)), of: this.#name }
      }
    }
    function Old(this: object, options: OSSClient.Options) {
      Reflect.apply(Registered, this, [options])
    }
    inherits(Old, Registered)
    const mine = new Mine(options)
    await mine.put('a', Buffer.from('text'))
    expect(mine).toBeInstanceOf(Mine)
    expect(mine.constructor).toBe(Mine)
    expect(await mine.head('a')).toMatchObject({
      of: 'mine',
      requestId: servers.oss.exchanges.at(-1)?.requestId,
    })
    expect(exchanges).toEqual(servers.oss.exchanges.map(({ requestId }) => requestId))
    const old: OSSClient = new (Old as unknown as typeof OSSClient)(options)
    expect(old).toBeInstanceOf(Old)
    expect(await old.head('a')).toHaveProperty('requestId', servers.oss.exchanges.at(-1)?.requestId)
  })

  it('may be extended by one whose constructor sets methods after super()', async () => {
    class Bound extends Registered {
      declare readonly list: OSSClient['list']
      constructor(options: OSSClient.Options) {
        super(options)
        const { list } = this
        this.list = async (...args) => Object.assign(await list.apply(this, args), { of: 'bound' })
        this.put = this.put.bind(this)
      }
      // A field, which is defined, not assigned.
      override head = async (...[name]: Parameters<OSSClient['head']>) => ({
        ...(await super.head(name)),
        of: 'field',
      })
    }
    const bound = new Bound(options)
    const { put } = bound
    const last = () => servers.oss.exchanges.at(-1)?.requestId
    expect(await put('a', Buffer.from('text'))).toHaveProperty('requestId', last())
    expect(await bound.list(null, {})).toMatchObject({ of: 'bound', requestId: last() })
    expect(await bound.head('a')).toMatchObject({ of: 'field', status: 200 })
    expect(await errorOf(bound.head('missing'))).toHaveProperty('requestId', last())
    expect(exchanges).toEqual(servers.oss.exchanges.map(({ requestId }) => requestId))
  })

  it('may be extended so in the other SDKs', async () => {
    const methods = { ...object, Body: 'text' }
    class Uploads extends cos {
      constructor() {
        super(servers.cos.cosOptions())
        const { putObject } = this
        Object.assign(this, {
          putObject: (params: COSClient.PutObjectParams) => putObject.call(this, params),
        })
      }
    }
    class Client extends s3.S3Client {
      constructor() {
        super(servers.s3.s3Options())
        const send = this.send.bind(this)
        Object.assign(this, { send: (command: never) => send(command) })
      }
    }
    expect(await new Uploads().putObject(methods)).toHaveProperty(
      'requestId',
      servers.cos.exchanges.at(-1)?.requestId,
    )
    const put = new s3.PutObjectCommand({ Bucket: 'a', Key: 'b', Body: 'text' })
    expect(await new Client().send(put)).toHaveProperty('requestId', servers.s3.exchanges.at(-1)?.requestId)
  })

  it('may be constructed for another', () => {
    class Other extends OSS {}
    const other = Reflect.construct(Registered, [options], Other)
    expect(other).toBeInstanceOf(Other)
    expect(isRegistered(other)).toBe(true)
  })

  it('stands beside all else that is exported, in an object of the same keys', () => {
    expect(Object.keys(s3)).toEqual(Object.keys(aws))
    const others = Object.keys(aws).filter((name) => Reflect.get(aws, name) !== Reflect.get(s3, name))
    expect(others.sort()).toEqual(['S3', 'S3Client', '__Client'])
    expect(aws.S3Client).not.toBe(s3.S3Client)
    // TypeScript's `export *` takes the descriptors.
    const { value } = Object.getOwnPropertyDescriptor(s3, 'S3Client') ?? {}
    expect(value).toBe(s3.S3Client)
  })

  it.each(['client-s3-3.600', '@aws-sdk/client-s3'])('is found behind the getters of %s too', (name) => {
    const sdk: typeof aws = registerExports('@aws-sdk/client-s3', require(name))
    const names = new sdk.S3Client(servers.s3.s3Options()).middlewareStack.identify()
    expect(names.join()).toContain('@requestid')
    expect(new sdk.S3Client(servers.s3.s3Options())).toBeInstanceOf(require(name).S3Client)
  })
})

it('each plugin’s SDKs that run in Node are known', () => {
  const browsers = ['cos-js-sdk-v5', 'cos-wx-sdk-v5']
  // Azure's clients are made by statics of their classes too, which `new` the class itself. What version 2 of AWS exports
  // is the SDK's own namespace: programs assign to it (`AWS.config = ...`), and the SDK makes clients by what is in it.
  // Of OpenAI and Anthropic a module has the class as its default, in whose place nothing can be put.
  // Octokit's statics make classes of their own. Each service of Alibaba Cloud and of Tencent Cloud has a package.
  // What sends plain HTTP is no class.
  const covered = plugins.filter(
    ({ name }) =>
      !['ai', 'alibaba-cloud', 'aws-v2', 'azure', 'http', 'octokit', 'tencent-cloud'].includes(name),
  )
  for (const { manifest } of covered) {
    const peers = Object.keys(manifest.peerDependencies ?? {}).filter((name) => !browsers.includes(name))
    const known = manifest.name === '@requestid/aws' ? ['@aws-sdk/client-s3'] : peers
    expect(known.map((name) => sdkOf(name)?.plugin)).toEqual(known.map(() => manifest.name))
  }
  expect(SDKS.map(({ plugin }) => plugin).sort()).toEqual(covered.map(({ manifest }) => manifest.name).sort())
})
