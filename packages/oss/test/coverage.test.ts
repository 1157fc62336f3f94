import { type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import {
  type Arguments,
  bucket,
  cluster,
  files,
  image,
  type Methods,
  oss,
  sts,
  type Upload,
} from './methods.js'
import { type SDK, versions } from './versions.js'

const always = Number.POSITIVE_INFINITY
/** What the server answers to each request of the method that is called. */
const situations: Record<string, (server: TestServer) => void> = {
  success: () => {},
  error: (server) => server.inject({ status: 403, times: always }),
  'error, id in the body alone': (server) =>
    server.inject({ status: 403, requestIdHeader: false, times: always }),
  'error, id in the headers alone': (server) =>
    server.inject({ status: 403, bodyRequestId: false, times: always }),
  'an answer of another kind': (server) => server.inject({ body: '<Other/>', times: always }),
  'an answer that is cut': (server) => server.inject({ malformed: true, times: always }),
  'no answer': (server) => server.inject({ reset: 'before-headers', times: always }),
}

interface Class {
  readonly prototype: object
  readonly methods: Readonly<Record<string, Arguments>>
  /** Those in which the object `a` has to exist. */
  readonly buckets: readonly string[]
  /** A client that has nothing under way. */
  create(server: TestServer): Promise<object>
}

/** The buckets of a cluster, one a node. */
const nodes = [bucket, 'secondbucket']

const classesOf = (OSS: SDK): Record<string, Class> => ({
  OSS: {
    prototype: OSS.prototype,
    methods: oss,
    buckets: [bucket],
    create: async (server) => new OSS(server.ossOptions()),
  },
  STS: {
    prototype: OSS.STS.prototype,
    methods: sts,
    buckets: [],
    create: async (server) => new OSS.STS(server.ossOptions()),
  },
  ImageClient: {
    prototype: OSS.ImageClient.prototype,
    methods: image,
    buckets: [bucket],
    create: async (server) => new OSS.ImageClient({ ...server.ossOptions(), imageHost: server.url }),
  },
  ClusterClient: {
    prototype: OSS.ClusterClient.prototype,
    methods: cluster,
    buckets: nodes,
    create: createCluster(OSS),
  },
})

const createCluster = (OSS: SDK) => async (server: TestServer) => {
  // What @types/ali-oss calls `clusters` is `cluster`.
  const client = new OSS.ClusterClient({
    cluster: nodes.map((bucket) => ({ ...server.ossOptions(), bucket })),
    schedule: 'masterSlave',
  } as never)
  const { ready, close } = client as unknown as { ready(): Promise<void>; close(): void }
  await ready.call(client)
  // It would check its nodes every ten seconds.
  close.call(client)
  return client
}

let server: TestServer
beforeAll(async () => {
  server = await startServer({ vendor: 'alibaba-oss' })
})
afterAll(() => server.close())

describe.each(versions)('ali-oss %s', (version, OSS) => {
  const classes = classesOf(OSS)

  it.each(Object.entries(classes))('every public method of %s is classified', (_, { prototype, methods }) => {
    expect(publicMethods(prototype).filter((name) => !(name in methods))).toEqual([])
  })

  it('every outcome carries the true id, which the plain SDK gives only in part', async () => {
    const rows: string[][] = []
    const total = { plain: 0, plugin: 0, outcomes: 0 }
    for (const [className, type] of Object.entries(classes)) {
      for (const name of publicMethods(type.prototype)) {
        const args = type.methods[name]
        if (!args) continue
        const count = { plain: 0, plugin: 0, outcomes: 0 }
        for (const situation of Object.keys(situations)) {
          const label = `${className}.${name}, ${situation}`
          const plain = await observe(OSS, type, name, args, situation, false)
          const plugin = await observe(OSS, type, name, args, situation, true)
          // The plugin must not make an outcome of what has none, nor lose one.
          expect.soft(plugin.settled, label).toBe(plain.settled)
          expect.soft(plugin.errors, label).toEqual([])
          if (plugin.truth.length === 0) {
            expect.soft(plugin.outcome, label).not.toHaveProperty('requestId')
            continue
          }
          count.outcomes++
          if (plain.truth.includes(idOf(plain.outcome))) count.plain++
          if (plugin.truth.includes(idOf(plugin.outcome))) count.plugin++
          else expect.soft(plugin, label).toBeUndefined()
        }
        rows.push([className, name, `${count.plain}/${count.outcomes}`, `${count.plugin}/${count.outcomes}`])
        for (const key of ['plain', 'plugin', 'outcomes'] as const) total[key] += count[key]
      }
    }
    rows.push(['all', '', `${total.plain}/${total.outcomes}`, `${total.plugin}/${total.outcomes}`])
    // The whole table once; the older versions have the same rows.
    const shown = OSS === versions[0]?.[1] ? rows : rows.slice(-1)
    console.log(table([[`ali-oss ${version}`, '', 'plain SDK', 'plugin'], ...shown]))
    expect(total.plugin).toBe(total.outcomes)
    expect(total.plain).toBeLessThan(total.outcomes)
  }, 120_000)
})

function publicMethods(prototype: object): string[] {
  return Object.keys(prototype).filter(
    (name) => !name.startsWith('_') && typeof Reflect.get(prototype, name) === 'function',
  )
}

async function observe(
  OSS: SDK,
  type: Class,
  name: string,
  args: NonNullable<Arguments>,
  situation: string,
  plugin: boolean,
) {
  server.clear()
  const errors: unknown[] = []
  const client = (await type.create(server)) as Methods
  for (const name of type.buckets) {
    await new OSS({ ...server.ossOptions(), bucket: name }).put('a', files.big)
  }
  // Few methods take one.
  const upload = args.length > 0 ? await begin(OSS) : { uploadId: '', etag: '' }
  if (plugin) withRequestId(client, { onError: (error) => errors.push(error) })
  const before = server.exchanges.length
  situations[situation]?.(server)
  let settled = 'result'
  const outcome = await Promise.resolve(client[name]?.(...args(upload))).catch((error: unknown) => {
    settled = 'error'
    return error
  })
  return { settled, outcome, errors, truth: truth(server.exchanges.slice(before)) }
}

async function begin(OSS: SDK): Promise<Upload> {
  const client = new OSS(server.ossOptions())
  const { uploadId } = (await client.initMultipartUpload('a')) as unknown as Upload
  const part = await client.uploadPart('a', uploadId, 1, files.big as never, 0, 1024 * 100)
  return { uploadId, etag: (part as unknown as Upload).etag }
}

function idOf(outcome: unknown): unknown {
  return (outcome as { requestId?: unknown } | undefined)?.requestId
}

/** The ids of the response that decided; of several where parts, or the nodes of a cluster, answer at once. */
function truth(exchanges: readonly IssuedExchange[]): unknown[] {
  const ids = ({ headerRequestId, bodyRequestId }: IssuedExchange) => headerRequestId ?? bodyRequestId ?? []
  const last = exchanges.findLast(({ statusCode }) => statusCode)
  return exchanges
    .filter(({ statusCode, operation }) => statusCode && operation === last?.operation)
    .flatMap(ids)
}

function table(rows: readonly string[][]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? []
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n')
}
