// What the fuzz harness needs to know of the COS SDKs.
import { startServer, type TestServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import { describeFuzz } from '../../../test/kit/fuzz.js'
import { withRequestId } from '../src/index.js'
import { bucket, files } from './methods.js'
import type { Library, SDK } from './versions.js'

const a = { ...bucket, Key: 'a' }
const page = '<html><body>Bad Gateway</body></html>'

/** A file that is uploaded in parts; a page has no paths. */
const file = () =>
  typeof document === 'undefined'
    ? { FilePath: files.big }
    : { Body: new Blob(['x'.repeat(2.5 * 1024 * 1024)]) }

interface Fuzzed extends Library {
  /** Default: those of the server. */
  options?(server: TestServer): COS.COSOptions
}

export function describeCosFuzz({ name, versions, connect, options }: Fuzzed): void {
  describeFuzz<SDK, COS, TestServer>({
    name,
    versions: versions.map((SDK) => [SDK.version, SDK]),
    async start() {
      const server = await startServer({ exposeHeaders: ['ETag', 'x-cos-request-id', 'x-ci-request-id'] })
      connect?.(server)
      return server
    },
    createClient: (server, SDK) =>
      new SDK({ ...(options?.(server) ?? server.cosOptions()), ChunkRetryTimes: 0 }),
    withRequestId,
    fill: (cos) => cos.putObject({ ...a, Body: 'x'.repeat(200) }),
    calls: {
      put: (cos) => cos.putObject({ ...a, Body: 'content' }),
      get: (cos) => cos.getObject(a),
      head: (cos) => cos.headObject(a),
      delete: (cos) => cos.deleteObject(a),
      list: (cos) => cos.getBucket(bucket),
      copy: (cos) =>
        cos.putObjectCopy({
          ...bucket,
          Key: 'b',
          CopySource: 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a',
        }),
      upload: (cos) => cos.sliceUploadFile({ ...a, ...file(), AsyncLimit: 1 } as never),
      callback: (cos) =>
        new Promise((resolve, reject) => {
          cos.getObject(a, (error, data) => (error ? reject(error) : resolve(data)))
        }),
    },
    bodiless: ['head', 'delete'],
    statuses: [204, 304, 400, 403, 404, 409, 500, 503],
    bodies: [
      '',
      '<Error></Error>',
      '<Error><Code>A</Code><RequestId>\u0007bad id</RequestId></Error>',
      page,
      '{"code":"A"}',
      '{"RequestId":7}',
    ],
    headers: [false, 'x-ci-request-id'],
    adjust: ({ malformed, ...fault }) => ({
      ...fault,
      // Cut JSON and a page are text to some SDKs, and text in a 200 an uncaught exception (cos-js-sdk-v5 issue 237).
      ...(malformed && fault.body === undefined && { malformed }),
      ...(fault.body === page && { status: fault.status ?? 502 }),
    }),
    maxFaults: 8,
    runs: 150,
    // Either where the body was cut before its end.
    bodyIds: (_, { reset }, id) => (reset ? [id, undefined] : [id]),
    throwsUncaught: true,
  })
}
