import { describeFuzz } from '../../../test/kit/fuzz.js'
import { withRequestId } from '../src/index.js'
import { type Client, type SDK, versions } from './versions.js'
import { createClient, errorBody, startTosWire, type TosWire } from './wire.js'

const key = 'a'

/** An outcome without its request, of which dates and signatures change. */
const bare = async (called: Promise<unknown>) => {
  try {
    return await called
  } catch (error) {
    for (const name of ['config', 'request', 'response', 'toJSON'])
      Reflect.deleteProperty(Object(error), name)
    throw error
  }
}

describeFuzz<SDK, Client, TosWire>({
  name: '@volcengine/tos-sdk',
  versions,
  start: startTosWire,
  createClient: (server, sdk) => createClient(sdk.TosClient, server),
  withRequestId: (client, options) => withRequestId(client, options),
  fill: async () => {},
  calls: {
    put: (client) => bare(client.putObject({ key, body: Buffer.from('content') })),
    acl: (client) => bare(client.getObjectAcl({ key })),
    head: (client) => bare(client.headObject({ key })),
    delete: (client) => bare(client.deleteObject({ key })),
  },
  bodiless: ['put', 'head', 'delete'],
  statuses: [200, 204, 206, 304, 301, 400, 403, 404, 409, 500, 503],
  bodies: ['', '{}', '{"Code":7}', errorBody('\u0007bad id'), '<html><body>Bad Gateway</body></html>'],
  headers: [false],
  maxFaults: 3,
  runs: 20,
  changing: /ID\d{4}/g,
  bodyIds: (_issued, _fault, id) => [id, undefined],
})
