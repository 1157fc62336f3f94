import { type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import { describeCoverage, situations, type Way } from '../../../test/kit/coverage.js'
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

interface Class {
  readonly prototype: object
  readonly methods: Readonly<Record<string, Arguments>>
  /** Those in which the object `a` has to exist. */
  readonly buckets: readonly string[]
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

describeCoverage<SDK, TestServer>({
  name: 'ali-oss',
  versions,
  start: () => startServer({ vendor: 'alibaba-oss' }),
  withRequestId,
  situations: {
    ...situations,
    'error, id in the headers alone': (server) =>
      server.inject({ status: 403, bodyRequestId: false, times: always }),
    'an answer of another kind': (server) => server.inject({ body: '<Other/>', times: always }),
    'an answer that is cut': (server) => server.inject({ malformed: true, times: always }),
    'no answer': (server) => server.inject({ reset: 'before-headers', times: always }),
  },
  unclassified: (OSS) =>
    Object.entries(classesOf(OSS)).flatMap(([className, { prototype, methods }]) =>
      publicMethods(prototype).flatMap((name) => (name in methods ? [] : `${className}.${name}`)),
    ),
  ways: (OSS) =>
    Object.entries(classesOf(OSS)).flatMap(([className, type]) =>
      publicMethods(type.prototype).flatMap((name) => {
        const args = type.methods[name]
        return args ? wayOf(OSS, className, type, name, args) : []
      }),
    ),
  plainId: 'requestId',
  truth,
})

function publicMethods(prototype: object): string[] {
  return Object.keys(prototype).filter(
    (name) => !name.startsWith('_') && typeof Reflect.get(prototype, name) === 'function',
  )
}

function wayOf(
  OSS: SDK,
  className: string,
  type: Class,
  name: string,
  args: NonNullable<Arguments>,
): Way<TestServer> {
  return {
    row: [className, name],
    async prepare(server) {
      const client = (await type.create(server)) as Methods
      for (const name of type.buckets) {
        await new OSS({ ...server.ossOptions(), bucket: name }).put('a', files.big)
      }
      // Few methods take one.
      const upload = args.length > 0 ? await begin(OSS, server) : { uploadId: '', etag: '' }
      return { client, call: async () => client[name]?.(...args(upload)) }
    },
  }
}

async function begin(OSS: SDK, server: TestServer): Promise<Upload> {
  const client = new OSS(server.ossOptions())
  const { uploadId } = (await client.initMultipartUpload('a')) as unknown as Upload
  const part = await client.uploadPart('a', uploadId, 1, files.big as never, 0, 1024 * 100)
  return { uploadId, etag: (part as unknown as Upload).etag }
}

/** Of several responses where parts, or the nodes of a cluster, answer at once. */
function truth(exchanges: readonly IssuedExchange[]): string[] {
  const ids = ({ headerRequestId, bodyRequestId }: IssuedExchange) => headerRequestId ?? bodyRequestId ?? []
  const last = exchanges.findLast(({ statusCode }) => statusCode)
  return exchanges
    .filter(({ statusCode, operation }) => statusCode && operation === last?.operation)
    .flatMap(ids)
}
