// What the coverage harness needs to know of the COS SDKs.
import { type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import { describeCoverage, situations, type Way } from '../../../test/kit/coverage.js'
import { withRequestId } from '../src/index.js'
import { bucket, type Case, methods } from './methods.js'
import type { Library, SDK } from './versions.js'

type Client = Record<string, (...args: unknown[]) => unknown>
type Form = 'promise' | 'callback' | 'stream'

export function describeCosCoverage({ name, versions, connect }: Library): void {
  describeCoverage<SDK, TestServer>({
    name,
    versions: versions.map((SDK) => [SDK.version, SDK]),
    async start() {
      const server = await startServer()
      connect?.(server)
      return server
    },
    withRequestId,
    situations: {
      ...situations,
      'error, then no response'(server) {
        server.inject({ status: 503 })
        server.inject({ reset: 'before-headers', times: Number.POSITIVE_INFINITY })
      },
    },
    unclassified: (SDK) => Object.keys(SDK.prototype).filter((name) => !methods[name]),
    ways: (SDK) =>
      Object.keys(SDK.prototype).flatMap((name) => {
        const { params = {}, ...method } = methods[name] ?? {}
        return formsOf(method).map(
          (form): Way<TestServer> => ({
            row: [name, form],
            async prepare(server) {
              const client = new SDK({ ...server.cosOptions(), ChunkRetryTimes: 0 }) as unknown as Client
              const prepared = await prepare(new SDK(server.cosOptions()), params)
              return { client, call: () => call(client, name, form, prepared) }
            },
          }),
        )
      }),
    allSucceed: true,
    plainId: 'RequestId',
    truth,
  })
}

function formsOf({ kind }: Partial<Case>): Form[] {
  switch (kind) {
    case 'promise':
      return ['promise', 'callback']
    case 'callback':
      return ['callback']
    case 'stream':
      return ['stream', 'callback']
    default:
      return []
  }
}

/** The object `a`, and a multipart upload of it with one part, for the methods that need them. */
async function prepare(client: InstanceType<SDK>, params: object): Promise<object> {
  const object = { ...bucket, Key: 'a' }
  await client.putObject({ ...object, Body: 'content' })
  const { UploadId } = await client.multipartInit(object)
  const { ETag } = await client.multipartUpload({
    ...object,
    UploadId,
    PartNumber: 1,
    Body: 'content',
  } as never)
  const text = JSON.stringify(params).replace('{UploadId}', UploadId)
  return JSON.parse(text.replace('{ETag}', ETag.replaceAll('"', '\\"')))
}

async function call(client: Client, name: string, form: Form, params: object): Promise<unknown> {
  const method = client[name]?.bind(client)
  if (!method) throw new Error(`no method ${name}`)
  if (form === 'promise') return method(params)
  return new Promise((resolve, reject) => {
    if (form === 'callback') {
      method(params, (error: unknown, data: unknown) => (error ? reject(error) : resolve(data)))
    } else {
      const stream = method(params) as NodeJS.ReadableStream
      stream
        .on('error', reject)
        .on('end', () => resolve(stream))
        .resume()
    }
  })
}

function truth(exchanges: readonly IssuedExchange[]): string[] {
  const last = exchanges.at(-1)
  if (last?.statusCode) return [last.headerRequestId ?? last.bodyRequestId ?? []].flat()
  return [exchanges.findLast(({ headerRequestId }) => headerRequestId)?.headerRequestId ?? []].flat()
}
