// Whose error it is where a stream of COS fails: the user's own stay as they are, the SDK's have the id.
import { createWriteStream, existsSync } from 'node:fs'
import { addAbortSignal, PassThrough, pipeline, type Readable, Transform, Writable } from 'node:stream'
import { pipeline as pipelined } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestId, getRequestInfo } from '@requestid/core'
import { startServer, type TestServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { bucket } from './methods.js'
import { versions } from './versions.js'

type Outcome = Record<string, unknown>
type Run = (cos: COS) => Promise<unknown>
const a = { ...bucket, Key: 'a' }
const content = 'x'.repeat(3 * 1024 * 1024)
/** Linux has a disk that is always full. */
const full = existsSync('/dev/full')

const select = {
  ...a,
  SelectType: 2,
  SelectRequest: { Expression: 'Select *', ExpressionType: 'SQL', InputSerialization: { CSV: {} } },
  DataType: 'raw',
}
const selected = (cos: COS) => cos.selectObjectContentStream(select as never) as Readable
const got = (cos: COS) => cos.getObjectStream(a) as Readable
const diskFull = () =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), {
    errno: -28,
    code: 'ENOSPC',
    syscall: 'write',
  })
const failing = (error: Error) => new Writable({ write: (_chunk, _encoding, done) => done(error) })
const failed = (stream: Readable) =>
  new Promise((resolve) => stream.on('error', resolve).once('close', () => setTimeout(resolve, 20)))
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const own = (message: string) => Object.assign(new Error(message), { code: 'ERR_OWN' })

/** Each gives an error that is the user's, or that of the user's disk. */
const ofTheUser: Record<string, Run> = {
  'pipeline, promise': (cos) => refused(pipelined(got(cos), failing(own('full')))),
  'pipeline, callback': (cos) =>
    new Promise((resolve) => pipeline(got(cos), failing(diskFull()), (error) => resolve(error))),
  'pipeline with a transform': (cos) => {
    const transform = new Transform({ transform: (_chunk, _encoding, done) => done(own('full')) })
    return refused(pipelined(got(cos), transform, new PassThrough().resume()))
  },
  'pipeline of a COS Select': (cos) => refused(pipelined(selected(cos), failing(diskFull()))),
  'pipeline with a signal': (cos) => {
    const signal = AbortSignal.timeout(20)
    return refused(pipelined(got(cos), new Writable({ write: () => {} }), { signal }))
  },
  'destroy, before the response': (cos) => {
    const stream = got(cos)
    stream.destroy(own('boom'))
    return failed(stream)
  },
  'destroy, within the body': async (cos) => {
    const stream = got(cos)
    await new Promise((resolve) => stream.once('data', resolve))
    stream.destroy(own('boom'))
    return failed(stream)
  },
  addAbortSignal: async (cos) => {
    const controller = new AbortController()
    const stream = addAbortSignal(controller.signal, got(cos))
    await new Promise((resolve) => stream.once('data', resolve))
    controller.abort(own('why'))
    return failed(stream)
  },
  compose: (cos) => {
    async function* fail(source: AsyncIterable<unknown>) {
      for await (const chunk of source) throw Object.assign(own('boom'), { chunk: typeof chunk })
      yield ''
    }
    const composed = got(cos).compose(fail as never) as unknown as Readable
    return new Promise((resolve) => composed.once('error', resolve).resume())
  },
  'for await': (cos) =>
    refused(
      (async () => {
        for await (const _ of got(cos)) throw own('boom')
      })(),
    ),
  'Output, which fails': (cos) => {
    const Output = Object.assign(failing(diskFull()), { pipe: () => {} })
    return refused(cos.getObject({ ...a, Output } as never))
  },
  'Output, which is destroyed': (cos) => {
    const Output = new PassThrough()
    Output.once('data', () => Output.destroy(own('boom')))
    return refused(cos.getObject({ ...a, Output }))
  },
  'Output, callback': (cos) => {
    const Output = Object.assign(failing(own('full')), { pipe: () => {} })
    return new Promise((resolve) => cos.getObject({ ...a, Output } as never, (error) => resolve(error)))
  },
  'Output, a path in no folder': (cos) => refused(cos.getObject({ ...a, Output: '/no/folder' } as never)),
}
const ofTheDisk: Record<string, Run> = {
  'pipeline to a full disk': (cos) => refused(pipelined(got(cos), createWriteStream('/dev/full'))),
  'Output, a path on a full disk': (cos) => refused(cos.getObject({ ...a, Output: '/dev/full' } as never)),
  'Output, a stream to a full disk': (cos) =>
    refused(cos.getObject({ ...a, Output: createWriteStream('/dev/full') } as never)),
  'downloadFile to a full disk': async (cos) =>
    'downloadFile' in cos
      ? refused(cos.downloadFile({ ...a, FilePath: '/dev/full', RetryTimes: 0 } as never))
      : undefined,
  'downloadFile to no folder': async (cos) =>
    'downloadFile' in cos ? refused(cos.downloadFile({ ...a, FilePath: '/no/folder' })) : undefined,
}

/** Each gives an error that the SDK made, or that it made of what came of its request. */
const ofTheSDK: Record<
  string,
  { early?: true; options?: object; inject?(server: TestServer): void; run: Run }
> = {
  'pipeline, 404': {
    inject: (server) => server.inject({ status: 404 }),
    run: (cos) => refused(pipelined(got(cos), new PassThrough().resume())),
  },
  'pipeline of a COS Select, 403': {
    inject: (server) => server.inject({ status: 403 }),
    run: (cos) => refused(pipelined(selected(cos), new PassThrough().resume())),
  },
  'for await, 403': {
    inject: (server) => server.inject({ status: 403 }),
    run: (cos) =>
      refused(
        (async () => {
          for await (const _ of got(cos));
        })(),
      ),
  },
  'Output that is destroyed with the error of a 403': {
    inject: (server) => server.inject({ status: 403 }),
    run: (cos) => {
      const Output = new PassThrough()
      Output.on('error', (error) => Output.destroy(error))
      return refused(cos.getObject({ ...a, Output }))
    },
  },
  'the error of one stream that another is destroyed with': {
    inject: (server) => server.inject({ status: 403 }),
    run: async (cos) => {
      const error = await failed(got(cos))
      const other = got(cos)
      other.destroy(error as Error)
      return failed(other)
    },
  },
  // 2.9.0 does not tell when a body is cut.
  'pipeline, a body that is cut': {
    early: true,
    inject: (server) => server.inject({ reset: 'mid-body' }),
    run: (cos) => refused(pipelined(got(cos), new PassThrough().resume())),
  },
  'pipeline, a body that stalls': {
    early: true,
    options: { Timeout: 100 },
    inject: (server) => server.inject({ stall: 'mid-body' }),
    run: (cos) => refused(pipelined(got(cos), new PassThrough().resume())),
  },
  'Output, a body that is cut': {
    early: true,
    inject: (server) => server.inject({ reset: 'mid-body' }),
    run: (cos) => refused(cos.getObject({ ...a, Output: new PassThrough().resume() })),
  },
}

describe.each(versions.map((SDK) => [SDK.version, SDK] as const))('cos-nodejs-sdk-v5 %s', (_, SDK) => {
  let server: TestServer
  const pluginErrors: unknown[] = []
  // 2.9.0, with or without the plugin, takes its listeners off before the connection says that it was aborted.
  if (SDK.version.startsWith('2.9.')) {
    const listeners = process.listeners('uncaughtException')
    const ignore = (error: Error, origin: NodeJS.UncaughtExceptionOrigin) => {
      if (error.message !== 'aborted') for (const listener of listeners) listener(error, origin)
    }
    beforeAll(() => void process.removeAllListeners('uncaughtException').on('uncaughtException', ignore))
    afterAll(async () => {
      await sleep(50)
      process.off('uncaughtException', ignore)
      for (const listener of listeners) process.on('uncaughtException', listener)
    })
  }
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    server.clear()
    await new SDK(server.cosOptions()).putObject({ ...a, Body: content })
  })
  afterEach(() => expect(pluginErrors.splice(0)).toEqual([]))
  const plain = (options = {}) => new SDK({ ...server.cosOptions(), ...options })
  const registered = (options = {}) =>
    withRequestId(plain(options), { onError: (error) => pluginErrors.push(error) }) as unknown as COS

  const users = { ...ofTheUser, ...(full ? ofTheDisk : {}) }
  it.each(Object.entries(users))('no id on the user’s error: %s', async (name, run) => {
    const [without, having] = [await run(plain()), await run(registered())]
    if (name.startsWith('downloadFile') && !('downloadFile' in SDK.prototype)) return
    expect(String(having)).toBe(String(without))
    expect(having).toBeInstanceOf(Error)
    expect(having).not.toHaveProperty('requestId')
    expect(getRequestId(having)).toBeUndefined()
  })

  const made = Object.entries(ofTheSDK).filter(([, { early }]) => !early || !SDK.version.startsWith('2.9.'))
  it.each(made)('the id on the SDK’s: %s', async (_, { options, inject, run }) => {
    server.clear()
    inject?.(server)
    const error = (await run(registered(options))) as Outcome
    expect(error).toHaveProperty('requestId', server.exchanges[0]?.requestId)
    expect(getRequestInfo(error)?.exchanges[0]).toMatchObject({ requestId: server.exchanges[0]?.requestId })
  })

  it('one error that several streams are destroyed with has the id of the headers that the SDK wrote on it', async () => {
    const cos = registered()
    const boom = new Error('boom') as Error & { headers?: Outcome; requestId?: string }
    for (let i = 0; i < 3; i++) {
      const stream = got(cos)
      await new Promise((resolve) => stream.once('data', resolve))
      const seen: unknown[] = []
      stream.on('error', () =>
        seen.push(boom.headers?.['x-cos-request-id'], boom.requestId, getRequestId(boom)),
      )
      stream.destroy(boom)
      await failed(stream)
      const { requestId } = server.exchanges.at(-1) ?? {}
      expect(new Set(seen)).toEqual(new Set([requestId]))
      expect(getRequestId(stream)).toBe(requestId)
    }
  })
})
