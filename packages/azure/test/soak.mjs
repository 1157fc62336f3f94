// How the soak calls the clients of Azure: test/soak.
import { AnonymousCredential, ContainerClient, newPipeline } from '@azure/storage-blob'
import { content, ended } from '../../../test/soak/calls.mjs'
import { endpointOf } from '../../../test/soak/endpoint.mjs'

export { withRequestId } from '@requestid/azure'

const start = endpointOf({
  idHeader: 'x-ms-request-id',
  answer: ({ method, failure }) => ({
    status: method === 'PUT' ? 201 : 200,
    headers: {
      'content-type': failure ? 'application/xml' : 'application/octet-stream',
      etag: '"e"',
      server: 'Windows-Azure-Blob/1.0',
    },
    body: failure
      ? `<Error><Code>C${failure}</Code><Message>m</Message></Error>`
      : method === 'GET'
        ? content
        : '',
  }),
})

export const endpoints = {
  azure: { start, settings: ({ url }) => ({ url: `${url}/container` }) },
}

/** The clients have no time-out of their own. */
let patience = 0
const signal = () => ({ abortSignal: AbortSignal.timeout(patience) })

const head = (client, key) => client.getBlobClient(key).getProperties(signal())

export const sdks = {
  'storage-blob': {
    share: 10,
    endpoint: 'azure',
    create({ url }, timeout) {
      patience = timeout
      const retryOptions = { maxTries: 3, retryDelayInMs: 1, maxRetryDelayInMs: 2 }
      return new ContainerClient(url, newPipeline(new AnonymousCredential(), { retryOptions }))
    },
    // Bodies are read before a response shows.
    cutsUnseen: true,
    keepsId: true,
    // An abort between two attempts. Source: StorageRetryPolicy.ts, RETRY_ABORT_ERROR.
    sharedError: 'AbortError',
    calls: {
      put: [5, (client, key) => client.getBlockBlobClient(key).upload(content, content.length, signal())],
      head: [3, head],
      get: [
        3,
        async (client, key) =>
          ended((await client.getBlobClient(key).download(0, undefined, signal())).readableStreamBody),
      ],
      unhandled: [1, head],
    },
  },
}
