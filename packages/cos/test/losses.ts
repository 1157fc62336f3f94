import { mkdirSync } from 'node:fs'
import { PassThrough, type Readable } from 'node:stream'
import { type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { bucket, files } from './methods.js'
import type { Library, SDK } from './versions.js'

type Outcome = Record<string, unknown>
export type Client = COS & Record<string, (...args: unknown[]) => Promise<Outcome>>

/** A situation in which the SDK itself gives no id although a response had one. */
export interface Loss {
  /** Puts the server in the state, and makes the call. Its outcome is what the user gets, thrown or not. */
  run(cos: Client, server: TestServer): Promise<unknown>
  /** The exchange whose id is the outcome's; the last one unless said. */
  decided?: (exchanges: readonly IssuedExchange[]) => IssuedExchange | undefined
  /** What the plain SDK gives, where that is not what its name says. */
  plain?: object
  /** The method it needs, where not every SDK has it. */
  needs?: string
}

export const always = Number.POSITIVE_INFINITY
export const a = { ...bucket, Key: 'a' }
export const put = (cos: Client, body = 'content') => cos.putObject({ ...a, Body: body })
const since = { IfModifiedSince: 'Wed, 01 Jan 2020 00:00:00 GMT' }
const select = {
  ...a,
  SelectType: 2,
  SelectRequest: { Expression: 'Select *', ExpressionType: 'SQL', InputSerialization: { CSV: {} } },
}

/** What the SDKs have in common (sdk/base.js, sdk/advance.js, sdk/task.js). */
export const losses: Record<string, Loss> = {
  'deleteObject, 404': {
    run: (cos, server) => {
      server.inject({ status: 404 })
      return cos.deleteObject(a)
    },
  },
  'headObject, 304': {
    run: (cos, server) => {
      server.inject({ status: 304, body: '' })
      return cos.headObject({ ...a, ...since } as never)
    },
  },
  'getObject, 304': {
    run: (cos, server) => {
      server.inject({ status: 304, body: '' })
      return cos.getObject({ ...a, ...since })
    },
  },
  'optionsObject, 403': {
    run: (cos, server) => {
      server.inject({ status: 403 })
      return cos.optionsObject({ ...a, Origin: 'https://a.com', AccessControlRequestMethod: 'GET' } as never)
    },
  },
  'abortUploadTask whose abort is refused': {
    run: async (cos, server) => {
      const { UploadId } = await cos.multipartInit(a)
      server.inject({ status: 403, times: always })
      return cos.abortUploadTask({ ...a, UploadId, Level: 'task' } as never)
    },
  },
  uploadFiles: {
    needs: 'uploadFiles',
    run: (cos) => cos.uploadFiles({ files: [{ ...a, FilePath: files.small }] }),
  },
  'uploadFiles, item of one request': {
    needs: 'uploadFiles',
    run: async (cos) => (await cos.uploadFiles({ files: [{ ...a, FilePath: files.small }] })).files[0]?.data,
  },
  'uploadFiles, item that is refused': {
    needs: 'uploadFiles',
    run: async (cos, server) => {
      server.inject({ status: 403 })
      return (await cos.uploadFiles({ files: [{ ...a, FilePath: files.small }] })).files[0]?.error
    },
  },
  'onFileFinish of a file of a batch': {
    needs: 'uploadFiles',
    run: (cos) =>
      new Promise((resolve) => {
        // Read at this moment: the SDK may add to it later.
        const onFileFinish = (_: unknown, data: object) => resolve({ ...data })
        cos.uploadFiles({ files: [{ ...a, FilePath: files.small, onFileFinish }] }, () => {})
      }),
  },
  'onFileFinish of a file that is refused': {
    needs: 'uploadFile',
    run: (cos, server) =>
      new Promise((resolve) => {
        server.inject({ status: 403 })
        const onFileFinish = (error: object) => resolve({ ...error })
        cos.uploadFile({ ...a, FilePath: files.small, onFileFinish }, () => {})
      }),
  },
  'list-update, error of a task': {
    needs: 'uploadFiles',
    run: (cos, server) =>
      new Promise((resolve) => {
        server.inject({ status: 403 })
        cos.on('list-update', ({ list }: { list: { error?: object }[] }) => {
          const failed = list.find(({ error }) => error)
          if (failed) resolve(failed.error)
        })
        cos.uploadFiles({ files: [{ ...a, FilePath: files.small }] }, () => {})
      }),
  },
  'downloadFile, archived object': {
    needs: 'downloadFile',
    run: async (cos, server) => {
      await put(cos)
      server.inject({ headers: { 'x-cos-storage-class': 'ARCHIVE' } }, { method: 'HEAD' })
      return cos.downloadFile({ ...a, FilePath: files.target })
    },
  },
  'downloadFile, object that changes meanwhile': {
    needs: 'downloadFile',
    run: async (cos, server) => {
      await put(cos, 'x'.repeat(3 * 1024 * 1024))
      server.inject({ headers: { 'x-cos-hash-crc64ecma': '1' } }, { method: 'HEAD' })
      server.inject({ headers: { 'x-cos-hash-crc64ecma': '2' }, times: always }, { method: 'GET' })
      return cos.downloadFile({ ...a, FilePath: files.target, ParallelLimit: 1 } as never)
    },
  },
  'downloadFile to a folder': {
    needs: 'downloadFile',
    run: async (cos) => {
      await put(cos, 'x'.repeat(3 * 1024 * 1024))
      mkdirSync(`${files.target}.folder`, { recursive: true })
      return cos.downloadFile({ ...a, FilePath: `${files.target}.folder` })
    },
  },
  'sliceCopyFile, archived source': {
    run: async (cos, server) => {
      await put(cos)
      server.inject({ headers: { 'x-cos-storage-class': 'ARCHIVE' } }, { method: 'HEAD' })
      const CopySource = 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a'
      return cos.sliceCopyFile({ ...bucket, Key: 'copy', CopySource, CopySliceSize: 1 })
    },
  },
  'sliceUploadFile, no UploadId in the answer': {
    run: (cos, server) => {
      server.inject(
        { status: 200, body: '<InitiateMultipartUploadResult/>' },
        { operation: 'InitiateMultipartUpload' },
      )
      return cos.sliceUploadFile({ ...a, FilePath: files.big })
    },
  },
  'getObject to a stream, error event of that stream': {
    needs: 'getObjectStream',
    run: (cos) =>
      new Promise((resolve) => {
        const Output = new PassThrough().once('error', (error: object) => resolve({ ...error }))
        cos.getObject({ ...bucket, Key: 'missing', Output }, () => {})
      }),
  },
  getObjectStream: {
    needs: 'getObjectStream',
    run: async (cos) => {
      await put(cos)
      const stream = cos.getObjectStream(a) as Readable
      await new Promise((resolve) => stream.once('data', resolve))
      return stream
    },
  },
  'getObjectStream, error event': {
    needs: 'getObjectStream',
    run: async (cos) => {
      const stream = cos.getObjectStream({ ...bucket, Key: 'missing' }) as Readable
      return new Promise((resolve) => stream.once('error', (error: object) => resolve({ ...error })))
    },
  },
  'selectObjectContent, error in the event stream': {
    needs: 'selectObjectContent',
    run: async (cos, server) => {
      await put(cos)
      server.inject({ body: selectError() }, { method: 'POST' })
      return cos.selectObjectContent(select as never)
    },
  },
  'selectObjectContentStream, error in the event stream': {
    needs: 'selectObjectContent',
    run: async (cos, server) => {
      await put(cos)
      server.inject({ body: selectError() }, { method: 'POST' })
      const stream = cos.selectObjectContentStream(select as never) as Readable
      return new Promise((resolve) => stream.once('error', resolve))
    },
  },
  '503, then no response': {
    run: (cos, server) => {
      server.inject({ status: 503 })
      server.inject({ reset: 'before-headers', times: always })
      return cos.getBucket(bucket)
    },
    decided: (exchanges) => exchanges.find(({ statusCode }) => statusCode),
  },
  'error whose id is in the XML body alone': {
    run: (cos, server) => {
      server.inject({ status: 403, requestIdHeader: false, times: always })
      return cos.getBucket(bucket)
    },
  },
  'error whose id is in the JSON body alone': {
    run: (cos, server) => {
      const body = ({ requestId }: { requestId: string }) =>
        JSON.stringify({ code: 'A', RequestId: requestId })
      server.inject({ status: 400, requestIdHeader: false, body, times: always })
      return cos.getBucket(bucket)
    },
  },
  'error whose id is in the body alone, and the body is not well-formed': {
    run: (cos, server) => {
      server.inject({ status: 403, requestIdHeader: false, malformed: true, times: always })
      return cos.getBucket(bucket)
    },
  },
  'error of a part, id in the body alone': {
    run: (cos, server) => {
      server.inject({ status: 403, requestIdHeader: false, times: always }, { query: 'partNumber' })
      return cos.sliceUploadFile({ ...a, FilePath: files.big, AsyncLimit: 1 } as never)
    },
  },
}

/** Shows that the plain SDK loses the id, and that the plugin gives it. */
export function describeLosses(library: Library, losses: Readonly<Record<string, Loss>>): void {
  const { name, versions, connect } = library
  describe.each(versions.map((SDK) => [SDK.version, SDK] as const))(`${name} %s`, (_, SDK) => {
    let server: TestServer
    beforeAll(async () => {
      server = await startServer()
      connect?.(server)
    })
    afterAll(() => server.close())

    const cases = Object.entries(losses).filter(([, { needs }]) => !needs || needs in SDK.prototype)
    it.each(cases)('%s', async (_, loss) => {
      const plain = await observe(SDK, server, loss, false)
      expect(plain.id).toBeDefined()
      // Node's 2.9.0 has no RequestId of its own, but copies that of an XML error.
      if (!SDK.version.startsWith('2.9.')) expect(plain.outcome).not.toHaveProperty('RequestId', plain.id)
      if (loss.plain) expect(plain.outcome).toMatchObject(loss.plain)
      const plugin = await observe(SDK, server, loss, true)
      expect(plugin.outcome).toHaveProperty('requestId', plugin.id)
      expect(plugin.id).toBeDefined()
      expect(plugin.errors).toEqual([])
    })
  })
}

/** What one call comes to, and the id of the exchange that decided it. */
export async function observe(SDK: SDK, server: TestServer, { run, decided }: Loss, plugin: boolean) {
  server.clear()
  const errors: unknown[] = []
  const cos = new SDK({ ...server.cosOptions(), ChunkRetryTimes: 0 }) as Client
  if (plugin) withRequestId(cos, { onError: (error) => errors.push(error) })
  const outcome = await run(cos, server).catch((error: unknown) => error)
  const exchange = (decided ?? ((all) => all.at(-1)))(server.exchanges)
  return { outcome, errors, id: exchange?.headerRequestId ?? exchange?.bodyRequestId }
}

/** An error message of COS Select, as sdk/select-stream.js reads it. */
function selectError(): Uint8Array {
  const headers = Object.entries({
    ':error-code': 'InternalError',
    ':error-message': 'Internal error',
    ':message-type': 'error',
  }).map(([name, value]) =>
    Buffer.concat([
      Buffer.from([name.length]),
      Buffer.from(name),
      Buffer.from([7, 0, value.length]),
      Buffer.from(value),
    ]),
  )
  const header = Buffer.concat(headers)
  const prelude = Buffer.alloc(12)
  prelude.writeUInt32BE(header.length + 16, 0)
  prelude.writeUInt32BE(header.length, 4)
  return Buffer.concat([prelude, header, Buffer.alloc(4)])
}
