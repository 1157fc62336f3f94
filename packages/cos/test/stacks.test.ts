// That the stacks of the SDK's errors are those of the plain SDK: how many frames of the plugin's own are in them.
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { startServer, type TestServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { bucket, files } from './methods.js'
import { versions } from './versions.js'

type Outcome = Record<string, unknown>
const always = Number.POSITIVE_INFINITY
const a = { ...bucket, Key: 'a' }

interface Failing {
  options?: object
  needs?: string
  inject?(server: TestServer): void
  call(cos: COS, done?: (error: unknown, data?: unknown) => void): unknown
}

/** Ways to an error that has a stack; those of HEAD requests, time-outs and wrong parameters are plain objects without. */
const failing: Record<string, Failing> = {
  'getObject, 404': { call: (cos, done) => cos.getObject(a, done as never) },
  'putObject, 403': {
    inject: (server) => server.inject({ status: 403, times: always }),
    call: (cos, done) => cos.putObject({ ...a, Body: 'x' }, done as never),
  },
  'getBucket, 503 in all attempts, id in the body alone': {
    inject: (server) => server.inject({ status: 503, requestIdHeader: false, times: always }),
    call: (cos, done) => cos.getBucket(bucket, done as never),
  },
  'sliceUploadFile, a part is refused': {
    inject: (server) => server.inject({ status: 403, times: always }, { query: 'partNumber' }),
    call: (cos, done) => cos.sliceUploadFile({ ...a, FilePath: files.big }, done as never),
  },
  'uploadFiles, a file is refused': {
    needs: 'uploadFiles',
    inject: (server) => server.inject({ status: 403, times: always }),
    call: (cos, done) =>
      new Promise((_, reject) => {
        const onFileFinish = done ?? reject
        cos.uploadFiles({ files: [{ ...a, FilePath: files.small, onFileFinish }] } as never)
      }),
  },
  'getObjectStream, 404': {
    async call(cos, done) {
      const stream = cos.getObjectStream(a) as Readable
      const [error] = await once(
        stream.on('error', () => {}),
        'error',
      ).catch((error) => [error])
      if (!done) throw error
      done(error)
    },
  },
}

describe.each(versions.map((SDK) => [SDK.version, SDK] as const))('cos-nodejs-sdk-v5 %s', (_, SDK) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())
  beforeEach(() => server.clear())

  async function stackOf({ options, inject, call }: Failing, plugin: boolean, form: string) {
    server.clear()
    inject?.(server)
    const cos = new SDK({ ...server.cosOptions(), ChunkRetryTimes: 0, ...options })
    if (plugin) withRequestId(cos)
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 100
    try {
      const error = await new Promise<Outcome>((resolve) => {
        if (form === 'callback') call(cos, (error) => resolve(error as Outcome))
        else Promise.resolve(call(cos)).catch(resolve)
      }).catch((error: Outcome) => error)
      return String(error.stack ?? '')
        .split('\n')
        .filter((line) => line.startsWith('    at '))
    } finally {
      Error.stackTraceLimit = limit
    }
  }

  const cases = Object.entries(failing).filter(([, { needs }]) => !needs || needs in SDK.prototype)
  const forms = cases.flatMap(([name, one]) =>
    ['promise', 'callback'].map((form) => [name, form, one] as const),
  )
  it.each(forms)('no frame of the plugin: %s, %s', async (_, form, one) => {
    const plain = await stackOf(one, false, form)
    expect(plain.length).toBeGreaterThan(3)
    expect(await stackOf(one, true, form)).toEqual(plain)
  })

  it('four where the SDK throws at once, for want of a SecretId', async () => {
    const thrown = { options: { SecretId: '', SecretKey: '' }, call: (cos: COS) => cos.getObject(a) }
    const having = await stackOf(thrown, true, 'promise')
    expect(having.filter((line) => /packages\/(cos|core)\/(src|dist)/.test(line))).toHaveLength(4)
  })
})
