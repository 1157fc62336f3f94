import { type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { withRequestId } from '../src/index.js'
import { bucket, type Case, methods } from './methods.js'
import type { Library, SDK } from './versions.js'

type Client = Record<string, (...args: unknown[]) => unknown>
type Form = 'promise' | 'callback' | 'stream'

const always = Number.POSITIVE_INFINITY
/** What the server answers to each request of the method that is called. */
const situations: Record<string, (server: TestServer) => void> = {
  success: () => {},
  error: (server) => server.inject({ status: 403, times: always }),
  'error, id in the body alone': (server) =>
    server.inject({ status: 403, requestIdHeader: false, times: always }),
  'error, then no response': (server) => {
    server.inject({ status: 503 })
    server.inject({ reset: 'before-headers', times: always })
  },
}

let server: TestServer

/** Calls every method of an SDK, in every form and situation, without the plugin and with it. */
export function describeCoverage({ name: library, versions, connect }: Library): void {
  beforeAll(async () => {
    // Each deprecated alias says that it is one.
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    server = await startServer()
    connect?.(server)
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await server.close()
  })

  describe.each(versions.map((SDK) => [SDK.version, SDK] as const))(`${library} %s`, (version, SDK) => {
    const names = Object.keys(SDK.prototype)

    it('every method of the prototype is classified', () => {
      expect(names.filter((name) => !methods[name])).toEqual([])
    })

    it('every outcome carries the true id, which the plain SDK gives only in part', async () => {
      const rows: string[][] = []
      const total = { plain: 0, plugin: 0, outcomes: 0 }
      for (const name of names) {
        for (const form of formsOf(methods[name])) {
          const count = { plain: 0, plugin: 0, outcomes: 0 }
          for (const situation of Object.keys(situations)) {
            const title = `${name}, ${form}, ${situation}`
            const plain = await outcome(SDK, false, name, form, situation)
            if (situation === 'success') expect(plain, title).toMatchObject({ settled: 'result' })
            if (plain.truth !== undefined) {
              count.outcomes++
              if (idOf(plain.outcome, 'RequestId') === plain.truth) count.plain++
            }
            const plugin = await outcome(SDK, true, name, form, situation)
            // The plugin must not make an outcome of what has none, nor lose one.
            expect(plugin.settled, title).toBe(plain.settled)
            if (plugin.truth === undefined) expect(plugin.outcome, title).not.toHaveProperty('requestId')
            else if (idOf(plugin.outcome, 'requestId') === plugin.truth) count.plugin++
            else expect.soft(plugin, title).toBeUndefined()
          }
          rows.push([name, form, `${count.plain}/${count.outcomes}`, `${count.plugin}/${count.outcomes}`])
          for (const key of ['plain', 'plugin', 'outcomes'] as const) total[key] += count[key]
        }
      }
      rows.push(['all', '', `${total.plain}/${total.outcomes}`, `${total.plugin}/${total.outcomes}`])
      // The whole table once; the older versions have the same rows.
      const shown = SDK === versions[0] ? rows : rows.slice(-1)
      console.log(table([[`${library} ${version}`, 'form', 'plain SDK', 'plugin'], ...shown]))
      expect(total.plugin).toBe(total.outcomes)
      expect(total.plain).toBeLessThan(total.outcomes)
    }, 120_000)
  })
}

function formsOf(method: Case | undefined): Form[] {
  switch (method?.kind) {
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

interface Observed {
  readonly settled: 'result' | 'error'
  readonly outcome: unknown
  /** The id the server issued for the response that decided; none where it could not be seen. */
  readonly truth: string | undefined
}

async function outcome(
  SDK: SDK,
  plugin: boolean,
  name: string,
  form: Form,
  situation: string,
): Promise<Observed> {
  server.clear()
  const client = new SDK({ ...server.cosOptions(), ChunkRetryTimes: 0 }) as unknown as Client
  const params = await prepare(SDK, methods[name]?.params ?? {})
  if (plugin) withRequestId(client)
  const before = server.exchanges.length
  situations[situation]?.(server)
  const [settled, outcome] = await call(client, name, form, params)
  return { settled, outcome, truth: truth(server.exchanges.slice(before)) }
}

/** The object `a`, and a multipart upload of it with one part, for the methods that need them. */
async function prepare(SDK: SDK, params: object): Promise<object> {
  const client = new SDK(server.cosOptions())
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

function call(
  client: Client,
  name: string,
  form: Form,
  params: object,
): Promise<['result' | 'error', unknown]> {
  const method = client[name]?.bind(client)
  if (!method) throw new Error(`no method ${name}`)
  return new Promise((resolve, reject) => {
    setTimeout(reject, 10_000, new Error(`${name}, ${form}: not settled`)).unref()
    const finish = (error: unknown, data: unknown) => resolve(error ? ['error', error] : ['result', data])
    if (form === 'callback') {
      method(params, finish)
    } else if (form === 'promise') {
      Promise.resolve(method(params)).then(
        (data) => finish(undefined, data),
        (error) => finish(error, undefined),
      )
    } else {
      const stream = method(params) as NodeJS.ReadableStream
      stream
        .on('error', finish)
        .on('end', () => finish(undefined, stream))
        .resume()
    }
  })
}

function idOf(outcome: unknown, name: 'RequestId' | 'requestId'): unknown {
  return (outcome as Record<string, unknown> | undefined)?.[name]
}

function truth(exchanges: readonly IssuedExchange[]): string | undefined {
  const last = exchanges.at(-1)
  if (last?.statusCode) return last.headerRequestId ?? last.bodyRequestId
  return exchanges.findLast(({ headerRequestId }) => headerRequestId)?.headerRequestId
}

function table(rows: readonly string[][]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? []
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n')
}
