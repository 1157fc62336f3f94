import type { ContainerClient } from '@azure/storage-blob'
import { describeFuzz } from '../../../test/kit/fuzz.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'
import { type AzureWire, containerOf, startAzureWire } from './wire.js'

/** What the SDK copies of results has their responses, with dates and signatures. */
const bare = <R extends object>(result: R): R => {
  Reflect.deleteProperty(result, '_response')
  return result
}

describeFuzz<SDK, ContainerClient, AzureWire>({
  name: '@azure/storage-blob',
  versions,
  start: startAzureWire,
  createClient: (server, sdk) => containerOf(sdk, server),
  withRequestId,
  fill: async () => {},
  calls: {
    upload: (client) => client.getBlockBlobClient('a').upload('content', 7),
    download: (client) => client.getBlobClient('a').downloadToBuffer(0, 7),
    tags: async (client) => bare(await client.getBlobClient('a').getTags()),
    properties: async (client) => bare(await client.getBlobClient('a').getProperties()),
    delete: (client) => client.getBlobClient('a').delete(),
    list: async (client) => bare((await client.listBlobsFlat().byPage().next()).value),
  },
  bodiless: ['properties', 'delete', 'upload'],
  statuses: [200, 201, 202, 204, 304, 301, 400, 403, 404, 409, 500, 503],
  bodies: [
    '',
    '<Error></Error>',
    '<Error><Code>InternalError</Code></Error>',
    '<Error><Code>A</Code><Message>m\nRequestId:\u0007bad id</Message></Error>',
    '<html><body>Bad Gateway</body></html>',
    '{"RequestId":7}',
  ],
  headers: [false, 'apim-request-id'],
  // What is cut has not been seen.
  adjust: ({ reset, ...fault }) => (reset === 'before-headers' ? { ...fault, reset } : fault),
  maxFaults: 3,
  runs: 40,
  changing: /SharedKey [^"]+|[\da-f]{8}-[\da-f-]{27}|\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT|RequestId:\w+/g,
  bodyIds: (_issued, _fault, id) => [id, undefined],
})
