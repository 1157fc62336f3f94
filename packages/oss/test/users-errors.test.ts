// Errors that are the user's own, and what stands under `requestId` of those that are the SDK's.
import { type Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { getRequestInfo } from '@requestid/core'
import { startServer, type TestServer } from '@requestid/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import type { Methods } from './methods.js'
import { versions } from './versions.js'

describe.each(versions)('ali-oss %s', (_version, OSS) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ vendor: 'alibaba-oss' })
  })
  afterAll(() => server.close())
  beforeEach(() => server.clear())

  const create = (register: boolean, options = {}) => {
    const client = new OSS({ ...server.ossOptions(), ...options }) as InstanceType<typeof OSS> & Methods
    if (register) withRequestId(client, { onError: (error) => expect.fail(String(error)) })
    return client
  }
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => Promise.reject(new Error('it did not fail')),
      (error: unknown) => error as Record<string, unknown>,
    )

  const full = () =>
    new Writable({
      write(_chunk, _encoding, callback) {
        callback(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
      },
    })
  const ends: Record<string, (stream: Readable) => Promise<unknown>> = {
    'a full disk': (stream) => pipeline(stream, full()),
    destroy: (stream) =>
      new Promise((_, reject) => {
        stream.on('error', reject)
        stream.once('data', () => stream.destroy(new Error('of the user')))
      }),
    'a throw while it is read': async (stream) => {
      for await (const _ of stream) throw new Error('of the user')
    },
  }

  it.each(Object.entries(ends))('an error of the user’s ends a stream: %s', async (_, end) => {
    await create(false).put('a', Buffer.alloc(500_000))
    const errors = []
    for (const register of [false, true]) {
      const { stream } = (await create(register).getStream('a')) as { stream: Readable }
      errors.push(await failure(end(stream)))
    }
    expect(errors.map(({ message, code }) => [message, code])).toEqual(
      Array(2).fill([errors[0]?.message, errors[0]?.code]),
    )
    for (const error of errors) {
      expect(error).not.toHaveProperty('requestId')
      expect(getRequestInfo(error)).toBeUndefined()
    }
  })

  it('but the one that a broken response ends it with has its id', async () => {
    await create(false).put('a', Buffer.alloc(500_000))
    server.inject({ reset: 'mid-body' }, { method: 'GET' })
    const { stream } = (await create(true).getStream('a')) as { stream: Readable }
    const error = await failure(stream.toArray())
    expect(error.requestId).toBe(server.exchanges.at(-1)?.requestId)
  })

  it.each([42, null, '', 'undefined', 'own'])(
    'an error that `progress` throws keeps its requestId: %j',
    async (requestId) => {
      const thrown = Object.assign(new Error('of the user'), { requestId })
      const upload = (register: boolean) =>
        failure(
          create(register).multipartUpload('a', Buffer.alloc(300_000), {
            partSize: 102_400,
            progress: () => Promise.reject(thrown),
          }),
        )
      expect(await upload(false)).toBe(thrown)
      expect(await upload(true)).toBe(thrown)
      expect(thrown.requestId).toBe(requestId)
    },
  )

  it.each(['', 'undefined', 'null'])(
    'an error’s body says %j for its id, and the header has it',
    async (id) => {
      server.inject({
        status: 403,
        body: `<Error><Code>AccessDenied</Code><Message>m</Message><RequestId>${id}</RequestId></Error>`,
        times: Number.POSITIVE_INFINITY,
      })
      const plain = await failure(create(false).get('a'))
      const error = await failure(create(true).get('a'))
      expect(error.name).toBe(plain.name)
      expect(error.requestId).toBe(server.exchanges.at(-1)?.requestId)
    },
  )

  it.each(['', 'undefined', 'null'])('no id at all: the header says %j', async (id) => {
    const headers = { 'x-oss-request-id': id }
    server.inject({ status: 403, headers, requestIdHeader: false, body: '', times: Number.POSITIVE_INFINITY })
    const error = await failure(create(true).head('a'))
    expect(error).not.toHaveProperty('requestId')
    expect(getRequestInfo(error)?.statusCode).toBe(403)
  })

  it('a status that is none is not shown', async () => {
    server.inject({ reset: 'before-headers' }, { method: 'GET' })
    const error = await failure(create(true).get('a'))
    expect(error.status).toBe(-1)
    expect(getRequestInfo(error)).not.toHaveProperty('statusCode')
    expect(getRequestInfo(error)?.errorCode).toBeTypeOf('string')
  })
})
