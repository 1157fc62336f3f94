import { startServer, type TestServer } from '@requestid/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { a, always, type Client, describeLosses, type Loss, losses, observe, put } from './losses.js'
import { bucket, files } from './methods.js'
import { connect, miniProgram } from './wx-versions.js'

const big = { ...bucket, Key: 'big', FilePath: files.big }
const small = { ...a, FilePath: files.small }
const copy = { ...bucket, Key: 'copy', CopySliceSize: 1 }
const CopySource = 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a'
const postObject = (cos: Client, params: object = {}) => cos.postObject?.({ ...small, ...params })

const refuse = (status: number, call: (cos: Client) => Promise<unknown> | undefined) => ({
  run: async (cos: Client, server: TestServer) => {
    server.inject({ status, times: always })
    return call(cos)
  },
})

/** What this SDK loses besides (src/advance.js, src/base.js of 1.8.0). */
const ownLosses: Record<string, Loss> = {
  // src/advance.js:43: the error of whichever request failed is put into another.
  'sliceUploadFile, refused': {
    ...refuse(403, (cos) => cos.sliceUploadFile(big)),
    plain: { UploadId: '', err: { statusCode: 403 }, error: { statusCode: 403 } },
  },
  'uploadFile in parts, refused': {
    ...refuse(403, (cos) => cos.uploadFile(big)),
    plain: { UploadId: '', err: { statusCode: 403 }, error: { statusCode: 403 } },
  },
  'sliceUploadFile, a part refused': {
    run: async (cos, server) => {
      server.inject({ status: 403, times: always }, { operation: 'UploadPart' })
      return cos.sliceUploadFile({ ...big, AsyncLimit: 1 } as never)
    },
    plain: { UploadId: expect.stringMatching(/./), err: { statusCode: 403 } },
  },
  'sliceUploadFile, its end refused': {
    run: async (cos, server) => {
      server.inject({ status: 403, times: always }, { operation: 'CompleteMultipartUpload' })
      return cos.sliceUploadFile(big)
    },
    plain: { UploadId: expect.stringMatching(/./), err: { statusCode: 403 } },
  },
  'sliceUploadFile, no UploadId in the answer': {
    run: async (cos, server) => {
      const body = '<InitiateMultipartUploadResult/>'
      server.inject({ status: 200, body }, { operation: 'InitiateMultipartUpload' })
      return cos.sliceUploadFile(big)
    },
    plain: { err: { Message: 'no upload id' } },
  },
  'sliceUploadFile, 503 then no response': {
    run: async (cos, server) => {
      server.inject({ status: 503 })
      server.inject({ reset: 'before-headers', times: always })
      return cos.sliceUploadFile(big)
    },
    decided: (exchanges) => exchanges.find(({ statusCode }) => statusCode),
    plain: { err: { error: expect.stringContaining('request:fail') } },
  },
  // src/advance.js:1414
  'sliceCopyFile, source is missing': {
    run: (cos) => cos.sliceCopyFile({ ...copy, CopySource } as never),
    plain: { ErrorStatus: 'a Not Exist' },
  },
  // src/base.js:593
  'getBucketPolicy, 403': {
    ...refuse(403, (cos) => cos.getBucketPolicy(bucket)),
    plain: { ErrorStatus: 'Access Denied' },
  },
  'getBucketPolicy, 404': {
    ...refuse(404, (cos) => cos.getBucketPolicy(bucket)),
    plain: { ErrorStatus: 'Policy Not Found' },
  },
  'getBucketPolicy, 405': {
    ...refuse(405, (cos) => cos.getBucketPolicy(bucket)),
    plain: { ErrorStatus: 'Method Not Allowed' },
  },
  // The platform gives no headers of an upload.
  postObject: { run: async (cos) => postObject(cos), plain: { statusCode: 200, headers: {} } },
  'postObject, refused': {
    ...refuse(403, postObject),
    plain: { statusCode: 403, error: { RequestId: expect.any(String) } },
  },
  'postObject, refused, no id in the body': {
    run: async (cos, server) => {
      server.inject({ status: 403, bodyRequestId: false, times: always })
      return postObject(cos)
    },
    plain: { statusCode: 403 },
  },
  'postObject, refused, other id in the body': {
    run: async (cos, server) => {
      server.inject({ status: 403, bodyRequestId: 'different', times: always })
      return postObject(cos)
    },
    plain: { statusCode: 403 },
  },
  'postObject, 503 then no response': {
    run: async (cos, server) => {
      server.inject({ status: 503 })
      server.inject({ reset: 'before-headers', times: always })
      return postObject(cos)
    },
    decided: (exchanges) => exchanges.find(({ statusCode }) => statusCode),
    plain: { error: expect.stringContaining('uploadFile:fail') },
  },
  'uploadFile at once': { run: (cos) => cos.uploadFile(small), plain: { statusCode: 200 } },
  'putObject of a file, 503 then no response': {
    run: async (cos, server) => {
      server.inject({ status: 503 })
      server.inject({ reset: 'before-headers', times: always })
      return cos.putObject(small as never)
    },
    decided: (exchanges) => exchanges.find(({ statusCode }) => statusCode),
    plain: { error: expect.stringContaining('request:fail') },
  },
  'getTaskList, error of a task': {
    run: async (cos, server) => {
      server.inject({ status: 403 })
      await cos.uploadFiles({ files: [small] })
      const [task] = (cos as unknown as { getTaskList(): { error: object }[] }).getTaskList()
      return task?.error
    },
    plain: { statusCode: 403 },
  },
  'connection reset after the headers': {
    run: async (cos, server) => {
      server.inject({ status: 403, reset: 'mid-body', times: always })
      return cos.getBucket(bucket)
    },
    plain: { error: expect.stringContaining('request:fail') },
  },
}

describeLosses(miniProgram, { ...losses, ...ownLosses })

/** Where the SDK itself gives the id, and the plugin must not give another. */
const kept: Record<string, Loss> = {
  '503, 200': {
    run: async (cos, server) => {
      server.inject({ status: 503 })
      return cos.getBucket(bucket)
    },
    plain: { statusCode: 200 },
  },
  '503 each time': {
    ...refuse(503, (cos) => cos.getBucket(bucket)),
    plain: { statusCode: 503, error: { Code: 'SlowDown' } },
  },
  '200 and an error in the body': {
    run: async (cos, server) => {
      await put(cos)
      const body = ({ requestId }: { requestId: string }) =>
        `<Error><Code>InternalError</Code><RequestId>${requestId}</RequestId></Error>`
      server.inject({ status: 200, body }, { operation: 'PutObjectCopy' })
      return cos.putObjectCopy({ ...copy, CopySource })
    },
    plain: { statusCode: 200, error: { Code: 'InternalError' } },
  },
  'HEAD of what is missing': { run: (cos) => cos.headObject(a), plain: { statusCode: 404, error: {} } },
  'other id in the body': {
    run: async (cos, server) => {
      server.inject({ status: 403, bodyRequestId: 'different' })
      return cos.getObject(a)
    },
    plain: { statusCode: 403 },
  },
  'error that is answered with text': {
    run: async (cos, server) => {
      server.inject({ status: 403, body: 'Forbidden' })
      return cos.getObject(a)
    },
    plain: { statusCode: 403 },
  },
  'sliceUploadFile, a part twice': {
    run: async (cos, server) => {
      server.inject({ status: 503 }, { operation: 'UploadPart' })
      return cos.sliceUploadFile(big)
    },
    plain: { statusCode: 200, UploadId: expect.any(String) },
  },
  'getObject as bytes, 404': {
    run: (cos) => cos.getObject({ ...a, DataType: 'arraybuffer' } as never),
    plain: { statusCode: 404 },
  },
}

/** 1.4.6 sends a request twice, not four times, and not again after a broken connection. */
const keptByRecent: Record<string, Loss> = {
  '503, 503, 200': {
    run: async (cos, server) => {
      server.inject({ status: 503, times: 2 })
      return cos.getBucket(bucket)
    },
    plain: { statusCode: 200 },
  },
  'connection reset, then 200': {
    run: async (cos, server) => {
      server.inject({ reset: 'before-headers' })
      return cos.getBucket(bucket)
    },
    plain: { statusCode: 200 },
  },
}

/** Where no response was received. */
const without: Record<string, Loss> = {
  'missing param Bucket': {
    run: (cos) => cos.getObject({} as never),
    plain: { error: 'missing param Bucket' },
  },
  'missing param FilePath': {
    run: (cos) => cos.sliceUploadFile(a as never),
    plain: { error: 'missing param FilePath' },
  },
  'malformed Region': {
    run: (cos) => cos.getBucket({ ...bucket, Region: 'A B' }),
    plain: { error: 'Region format error.' },
  },
  'malformed CopySource': {
    run: (cos) => cos.sliceCopyFile({ ...copy, CopySource: 'a' } as never),
    plain: { error: 'CopySource format error' },
  },
  'uploadFile of a file that is missing': {
    run: (cos) => cos.uploadFile({ ...small, FilePath: `${files.small}.missing` }),
    plain: { error: expect.stringContaining('no such file') },
  },
  'sliceUploadFile of a file that is missing': {
    run: (cos) => cos.sliceUploadFile({ ...small, FilePath: `${files.small}.missing` }),
    plain: { errMsg: expect.stringContaining('no such file') },
  },
  'connection reset each time': {
    run: async (cos, server) => {
      server.inject({ reset: 'before-headers', times: always })
      return cos.getBucket(bucket)
    },
    plain: { error: expect.stringContaining('request:fail') },
  },
  'getAuthorization gives nothing of use': {
    run: (cos) => {
      const { options } = cos as unknown as { options: { getAuthorization: unknown } }
      options.getAuthorization = (_: object, done: (data: object) => void) => setTimeout(done, 0, {})
      return cos.getBucket(bucket)
    },
    plain: { message: expect.stringContaining('TmpSecretId') },
  },
  'getAuthorization gives a malformed signature': {
    run: (cos) => {
      const { options } = cos as unknown as { options: { getAuthorization: unknown } }
      options.getAuthorization = (_: object, done: (data: string) => void) => done('not a signature')
      return cos.getBucket(bucket)
    },
    plain: { message: expect.stringContaining('format error') },
  },
}

const { name, versions } = miniProgram

describe.each(versions.map((SDK) => [SDK.version, SDK] as const))(`${name} %s`, (_, SDK) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    connect(server)
  })
  afterAll(() => server.close())

  const rows = SDK.version.startsWith('1.4.') ? kept : { ...kept, ...keptByRecent }
  it.each(Object.entries(rows))('%s: has the id already', async (_, row) => {
    const plain = await observe(SDK, server, row, false)
    expect(plain.outcome).toMatchObject(row.plain ?? {})
    expect(plain.outcome).toHaveProperty('RequestId', plain.id)
    const plugin = await observe(SDK, server, row, true)
    expect(plugin.outcome).toHaveProperty('requestId', plugin.id)
    expect(plugin.outcome).toHaveProperty('RequestId', plugin.id)
    expect(plugin.errors).toEqual([])
  })

  it.each(Object.entries(without))('%s: has no id', async (_, row) => {
    const plain = await observe(SDK, server, row, false)
    expect(plain.outcome).toMatchObject(row.plain ?? {})
    expect(plain.id).toBeUndefined()
    const plugin = await observe(SDK, server, row, true)
    expect(plugin.outcome).toMatchObject(row.plain ?? {})
    expect(plugin.outcome).not.toHaveProperty('requestId')
    expect(plugin.errors).toEqual([])
  })

  it('postObject has the id already where the platform gives headers', async () => {
    connect(server, { uploadHeader: true })
    const row = { run: async (cos: Client) => postObject(cos) }
    const plain = await observe(SDK, server, row, false)
    expect(plain.outcome).toHaveProperty('RequestId', plain.id)
    const plugin = await observe(SDK, server, row, true)
    expect(plugin.outcome).toHaveProperty('requestId', plugin.id)
    connect(server)
  })
})
