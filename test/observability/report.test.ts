import { inspect } from 'node:util'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { withRequestId as ofAws } from '@requestid/aws'
import { formatSupportReport } from '@requestid/core'
import { withRequestId as ofCos } from '@requestid/cos'
import { withRequestId as ofOss } from '@requestid/oss'
import { startServer, type TestServer } from '@requestid/testing'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const secrets = { id: 'AKIDc0ffeec0ffee', key: 'keyc0ffeec0ffee', token: 'tokenc0ffeec0ffee' }
const key = '日志/a b.txt'

interface Case {
  readonly vendor: TestServer['vendor']
  /** Gets an object that is not there; with a time-out of its own where the connection stalls. */
  get(server: TestServer): Promise<unknown>
  readonly where: readonly string[]
  /** What the SDK calls the operation. */
  readonly operation: string
  /** Whether its errors keep credentials. */
  readonly keeps: boolean
}

const cases: { readonly [sdk: string]: Case } = {
  'cos-nodejs-sdk-v5': {
    vendor: 'tencent-cos',
    get(server) {
      const { id, key: SecretKey, token } = secrets
      const options = { ...server.cosOptions(), SecretId: id, SecretKey, SecurityToken: token, Timeout: 300 }
      const bucket = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' }
      const Query = { 'q-signature': secrets.token }
      return ofCos(new COS(options)).getObject({ ...bucket, Key: key, Query } as COS.GetObjectParams)
    },
    operation: 'getObject',
    keeps: false,
    where: ['Region: ap-beijing', 'Bucket: examplebucket-1250000000', `Object key: ${key}`],
  },
  'ali-oss': {
    vendor: 'alibaba-oss',
    get(server) {
      const { id: accessKeyId, key: accessKeySecret, token: stsToken } = secrets
      const credentials = { accessKeyId, accessKeySecret, stsToken, refreshSTSTokenInterval: 1e9 }
      const client = new OSS({ ...server.ossOptions(), ...credentials, timeout: 300 })
      const headers = { 'x-oss-security-token': secrets.token }
      return ofOss(client).get(key, {
        headers,
        subres: { 'security-token': secrets.token },
      } as OSS.GetObjectOptions)
    },
    operation: 'get',
    keeps: true,
    where: ['Region: cn-hangzhou', 'Bucket: examplebucket', `Object: ${key}`],
  },
  '@aws-sdk/client-s3': {
    vendor: 'aws',
    get(server) {
      const credentials = {
        accessKeyId: secrets.id,
        secretAccessKey: secrets.key,
        sessionToken: secrets.token,
      }
      const requestHandler = { requestTimeout: 300, throwOnRequestTimeout: true }
      const client = new S3Client({ ...server.s3Options(), credentials, requestHandler, maxAttempts: 2 })
      return ofAws(client).send(new GetObjectCommand({ Bucket: 'b', Key: key }))
    },
    operation: 'GetObject',
    keeps: true,
    where: ['Endpoint: 127.0.0.1', 'Path: /b/'],
  },
}

/** Every object that can be reached from a value, with the names on the way. */
function* objectsIn(value: unknown, depth = 4, seen = new Set<unknown>()): Generator<object> {
  if (typeof value !== 'object' || value === null || seen.has(value) || depth === 0) return
  seen.add(value)
  yield value
  for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(value))) {
    yield* objectsIn(inner, depth - 1, seen)
  }
}

describe.each(Object.entries(cases))(
  'the report of an error of %s',
  (_, { vendor, get, where, operation, keeps }) => {
    let server: TestServer
    beforeAll(async () => {
      server = await startServer({ vendor })
    })
    afterAll(() => server.close())

    const failed = () =>
      get(server).then(
        () => expect.unreachable(),
        (error: object) => error,
      )

    it('says what the service said, and of the attempts before', async () => {
      // ali-oss does not try again after a 503.
      const retries = vendor !== 'alibaba-oss'
      if (retries) server.inject({ status: 503 })
      const error = await failed()
      const report = formatSupportReport(error)
      const issued = server.exchanges
      const last = issued.at(-1)
      expect(last?.statusCode).toBe(404)
      for (const line of where) expect(report).toContain(`\n${line}`)
      expect(report).toMatch(/^Time \(UTC\): 20\d\d-\d\d-\d\dT[\d:.]+Z\nRequest ?I[Dd]: (\S+)\n/)
      expect(report?.split('\n')[1]?.split(': ')[1]).toBe(last?.requestId)
      for (const id of [last?.traceId, last?.ec, last?.extendedRequestId])
        if (id) expect(report).toContain(`: ${id}\n`)
      expect(report).toContain(`\nOperation: ${operation}\nMethod: GET\n`)
      expect(report).toContain('\nHTTP status: 404\nError code: NoSuchKey\n')
      expect(report?.includes('Earlier attempts:')).toBe(retries)
      expect(issued).toHaveLength(retries ? 2 : 1)
      if (retries)
        expect(report).toMatch(
          new RegExp(`\\n- \\S+Z  GET  503  ${issued[0]?.requestId?.replace(/[+/=]/g, '.')}  `),
        )
    })

    it('says how the connection failed', async () => {
      server.clear()
      server.inject({ stall: 'before-headers', times: Number.POSITIVE_INFINITY })
      const report = formatSupportReport(await failed())
      expect(report).toMatch(/\nError code: \w*(TIMEDOUT|Timeout|ABORTED|RESET|UNKNOWN)\w*\n/i)
      expect(report).not.toContain('HTTP status')
    })

    it('has no credential in it, wherever the SDK keeps one', async () => {
      server.clear()
      const missing = await failed()
      server.inject({ stall: 'before-headers', times: Number.POSITIVE_INFINITY })
      const stalled = await failed()
      const kept = inspect([missing, stalled], { depth: 9, showHidden: true, maxStringLength: null })
      // Where it does, this test says something; what a later version keeps is in the next one.
      expect(Object.values(secrets).some((secret) => kept.includes(secret))).toBe(keeps)
      for (const error of [missing, stalled]) {
        for (const secret of Object.values(secrets)) expect(formatSupportReport(error)).not.toContain(secret)
      }
    })

    it('has no credential in it, whatever else the SDK puts there', async () => {
      server.clear()
      const error = await failed()
      const secret = 'c0ffeec0ffeec0ffee'
      let places = 0
      for (const object of objectsIn(error)) {
        const names = [
          'url',
          'message',
          'headers',
          'config',
          'request',
          'authorization',
          'token',
          'Resource',
          'Key',
          'BucketName',
          'Region',
          'code',
          'Code',
          'name',
        ]
        for (const name of new Set([...Object.getOwnPropertyNames(object), ...names])) {
          const before = Object.getOwnPropertyDescriptor(object, name)
          if (before?.configurable === false) continue
          for (const value of [
            `https://h.example.com/a?q-ak=${secret}&q-signature=${secret}`,
            `https://h.example.com/a?X-Amz-Credential=${secret}&X-Amz-Signature=${secret}`,
            `h.example.com/a?OSSAccessKeyId=${secret}&Signature=${secret}`,
            `Authorization: Bearer ${secret}`,
          ]) {
            Object.defineProperty(object, name, { value, configurable: true, writable: true })
            expect(formatSupportReport(error), name).not.toContain(secret)
            places++
          }
          if (before) Object.defineProperty(object, name, before)
          else Reflect.deleteProperty(object, name)
        }
      }
      expect(places).toBeGreaterThan(100)
    })
  },
)

it('has bucket and key where the host says nothing, and an S3-compatible service does', async () => {
  await using server = await startServer({ vendor: 'aws' })
  server.inject({
    status: 404,
    headers: { server: 'MinIO' },
    body: ({ requestId }) =>
      `<Error><Code>NoSuchKey</Code><Key>a b.txt</Key><BucketName>b</BucketName><Resource>/b/a b.txt</Resource><Region>eu-west-1</Region><RequestId>${requestId}</RequestId></Error>`,
  })
  const client = ofAws(new S3Client(server.s3Options()))
  const error = await client
    .send(new GetObjectCommand({ Bucket: 'b', Key: 'a b.txt' }))
    .catch((error) => error)
  expect(formatSupportReport(error)).toContain(
    'Service: MinIO\nRegion: eu-west-1\nBucket: b\nObject key: a b.txt\nOperation: GetObject\nMethod: GET\n',
  )
})

it('has a result too', async () => {
  await using server = await startServer({ vendor: 'alibaba-oss' })
  const result = await ofOss(new OSS(server.ossOptions())).put(key, Buffer.from('text'))
  const report = formatSupportReport(result, { language: 'zh' })
  expect(report).toContain(`Request ID: ${server.exchanges[0]?.requestId}\n服务: 阿里云对象存储 OSS\n`)
  expect(report).toContain('操作: put\n请求方法: PUT\n')
  expect(report).toContain('HTTP 状态码: 200\n')
})
