// Every method of the clients for blobs, and of those that stand for the other packages, plain and registered.
import { QueueServiceClient, StorageSharedKeyCredential } from '@azure/storage-queue'
import { describeCoverage, situations, type Way } from '../../../test/kit/coverage.js'
import { startWire } from '../../../test/kit/wire.js'
import { withRequestId } from '../src/index.js'
import { type Method, methods, others } from './methods.js'
import { type SDK, versions } from './versions.js'
import { type AzureWire, secretsOf, serviceOf, subscriptionsOf, tableOf } from './wire.js'

/** What the method under test is answered with. */
let answer: Method
const start = (): Promise<AzureWire> =>
  startWire({
    requestIdHeader: 'x-ms-request-id',
    headers: { 'content-type': 'application/xml' },
    clientOptions: (host) => `http://${host}`,
    answer: (head) => ({
      status: answer.status ?? 200,
      headers: { etag: '"e"', ...answer.headers },
      ...(head.method !== 'HEAD' && answer.body && { body: answer.body }),
    }),
    error: (status, id) =>
      `<?xml version="1.0"?><Error><Code>C${status}</Code><Message>m${id ? `\nRequestId:${id}\nTime:t` : ''}</Message></Error>`,
  })

/** The client that is registered, and the one whose method is called. */
function clientsOf(sdk: SDK, name: string, server: AzureWire): { client: object; target?(): object } {
  if (name === 'TableClient') return { client: tableOf(server) }
  if (name === 'SecretClient') return { client: secretsOf(server) }
  if (name === 'SubscriptionClient') return { client: subscriptionsOf(server) }
  if (name === 'QueueClient') {
    const credential = new StorageSharedKeyCredential('account', 'a2V5')
    const client = new QueueServiceClient(`${server.clientOptions()}/account`, credential)
    return { client, target: () => client.getQueueClient('queue') }
  }
  const client = serviceOf(sdk, server)
  const blob = () => client.getContainerClient('container').getBlobClient('blob')
  const targets: Record<string, () => object> = {
    ContainerClient: () => client.getContainerClient('container'),
    BlobClient: blob,
    AppendBlobClient: () => blob().getAppendBlobClient(),
    BlockBlobClient: () => blob().getBlockBlobClient(),
    PageBlobClient: () => blob().getPageBlobClient(),
    BlobLeaseClient: () => blob().getBlobLeaseClient('lease'),
    BlobBatchClient: () => client.getBlobBatchClient(),
  }
  return { client, target: targets[name] as () => object }
}

// Of a HEAD there is no body.
const { success, error } = situations as Record<'success' | 'error', () => void>
describeCoverage<SDK, AzureWire>({
  name: '@azure/storage-blob and others',
  versions,
  start,
  withRequestId,
  situations: { success, error },
  unclassified: (sdk) =>
    Object.entries(methods).flatMap(([name, known]) => {
      const { prototype = {} } = (sdk as unknown as Record<string, { prototype?: object }>)[name] ?? {}
      const isKnown = (method: string) =>
        method in known ||
        others.includes(method) ||
        /^generate|^get\w+(?:Client|FromUrl)$|^constructor$/.test(method)
      return Object.entries(Object.getOwnPropertyDescriptors(prototype))
        .filter(([method, { value }]) => typeof value === 'function' && !isKnown(method))
        .map(([method]) => `${name}.${method}`)
    }),
  ways: (sdk) =>
    Object.entries(methods).flatMap(([name, ofClass]) =>
      Object.entries(ofClass).map(
        ([method, known]): Way<AzureWire> => ({
          row: [method, name],
          async prepare(server) {
            answer = known
            const { client, target = () => client } = clientsOf(sdk, name, server)
            return { client, call: async () => known.call(target(), sdk) }
          },
        }),
      ),
    ),
  allSucceed: true,
  plainId: 'requestId',
  truth: (exchanges) => exchanges.map(({ requestId }) => requestId).slice(-1),
})
