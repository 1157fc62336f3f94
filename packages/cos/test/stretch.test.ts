// What the user's code does while the SDK works for an operation on the client itself is not the operation's.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getRequestId, getRequestInfo } from '@requestid/core'
import { type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { bucket, files } from './methods.js'
import { versions } from './versions.js'

const a = { ...bucket, Key: 'a' }
const both = ['one', 'two']

describe.each(versions.map((SDK) => [SDK.version, SDK] as const))('cos-nodejs-sdk-v5 %s', (_, SDK) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())
  beforeEach(() => server.clear())

  const registered = (options = {}) => withRequestId(new SDK({ ...server.cosOptions(), ...options })) as COS
  const ids = (issued: readonly IssuedExchange[]) => issued.map(({ requestId }) => requestId).sort()
  const issuedFor = (wanted: string) => ids(server.exchanges.filter(({ key }) => key === wanted))
  const listed = () => ids(server.exchanges.filter(({ operation }) => operation === 'ListMultipartUploads'))
  const idsOf = (outcome: unknown) =>
    (getRequestInfo(outcome)?.exchanges ?? []).map(({ requestId }) => requestId).sort()

  const batches = 'uploadFiles' in SDK.prototype

  describe('a subclass’s upload, which starts at once', () => {
    let head: Promise<unknown> | undefined
    /** Goes on with a request, which is one of the upload's call. */
    class Mine extends SDK {
      override putObject(...args: unknown[]): never {
        return this.#then(super.putObject(...(args as Parameters<COS['putObject']>)))
      }
      override uploadFiles(...args: unknown[]): never {
        return this.#then(super.uploadFiles(...(args as Parameters<COS['uploadFiles']>)))
      }
      #then(uploaded: unknown): never {
        head = super.headObject({ ...bucket, Key: 'head' }).catch((error: unknown) => error)
        return uploaded as never
      }
    }
    const create = () => withRequestId(new Mine(server.cosOptions())) as COS

    it('of one object', async () => {
      const result = await create().putObject({ ...a, Body: 'content' })
      await head
      expect(issuedFor('head')).toHaveLength(1)
      expect(idsOf(result)).toEqual(['a', 'head'].flatMap(issuedFor).sort())
    })

    // 2.9.0 asks for the sizes of the files first.
    it.skipIf(SDK.version.startsWith('2.9.'))('of several', async () => {
      const result = await create().uploadFiles({
        files: [
          { ...bucket, Key: 'one', Body: 'content' },
          { ...bucket, Key: 'two', FilePath: files.big },
        ],
      } as never)
      await head
      for (const [i, { data }] of result.files.entries())
        expect(idsOf(data)).toEqual(
          both[i] === 'one' ? issuedFor('one') : [...listed(), ...issuedFor('two')].sort(),
        )
      expect(idsOf(result)).toEqual(ids(server.exchanges))
    })
  })

  it('a call of a listener’s while an upload is sent is one of its own', async () => {
    const cos = registered()
    let list: Promise<unknown> | undefined
    let sending = 0
    cos.on('before-send', () => {
      if (++sending === 1) list = cos.multipartList({ ...bucket, Prefix: 'a' } as never)
    })
    const put = await cos.putObject({ ...a, Body: 'content' })
    expect(listed()).toHaveLength(1)
    expect(idsOf(await list)).toEqual(listed())
    expect(getRequestId(await list)).toBe(listed()[0])
    expect(idsOf(put)).toEqual(issuedFor('a'))
  })

  it('what the callback of a call does that a subclass made is not the call’s', async () => {
    class Mine extends SDK {
      override headObject(...args: unknown[]): never {
        return super.headObject(...(args as Parameters<COS['headObject']>)) as never
      }
    }
    const cos = withRequestId(new Mine(server.cosOptions())) as COS
    await cos.putObject({ ...a, Body: 'content' })
    server.clear()
    const outcome = await new Promise((resolve) => {
      cos.headObject(a, (error, data) => {
        // Taken from the class, it passes the plugin by.
        Reflect.apply(SDK.prototype.headObject, cos, [
          { ...bucket, Key: 'later' },
          () => resolve(error ?? data),
        ])
      })
    })
    expect(idsOf(outcome)).toEqual(issuedFor('a').slice(-1))
  })

  it.runIf(batches)('what onFileFinish does is not that of the file', async () => {
    const cos = registered()
    // The other file is still under way then.
    server.inject({ delayMs: 100 }, ({ key }) => key === 'two')
    let list: Promise<unknown> | undefined
    const onFileFinish = () => {
      list ??= cos.multipartList({ ...bucket, Prefix: 'one' } as never)
    }
    const result = await cos.uploadFiles({
      files: both.map((Key) => ({ ...bucket, Key, FilePath: files.small })),
      onFileFinish,
    } as never)
    expect(listed()).toHaveLength(1)
    expect(getRequestId(await list)).toBe(listed()[0])
    expect(idsOf(await list)).toEqual(listed())
    for (const [i, { data }] of result.files.entries())
      expect(idsOf(data)).toEqual(issuedFor(both[i] as string))
  })

  it.runIf(batches)('no id on the error of the user’s disk in a batch', async () => {
    const FilePath = join(files.big, '..', 'gone')
    writeFileSync(FilePath, Buffer.alloc(2.5 * 1024 * 1024))
    const cos = registered({ ChunkRetryTimes: 0, ChunkSize: 1024 * 1024 })
    cos.on('before-send', ({ url }: { url: string }) => {
      if (url.endsWith('?uploads')) rmSync(FilePath, { force: true })
    })
    const { files: items } = await cos.uploadFiles({ files: [{ ...bucket, Key: 'gone', FilePath }] })
    const { error } = items[0] as { error: { syscall?: string } }
    expect(error).toHaveProperty('syscall', 'open')
    expect(server.exchanges.length).toBeGreaterThan(0)
    expect(error).not.toHaveProperty('requestId')
    expect(getRequestId(error)).toBeUndefined()
  })
})
