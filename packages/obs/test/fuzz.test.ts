import { describeFuzz } from '../../../test/kit/fuzz.js'
import { withRequestId } from '../src/index.js'
import { type Client, ends, type SDK } from './versions.js'
import { createClient, errorBody, type ObsWire, ready, startObsWire } from './wire.js'

const object = { Bucket: 'bucket', Key: 'a' }
const called = (name: keyof Client, param: object) => async (client: Client) => {
  await ready()
  return (client[name] as Client['getObject']).call(client, { ...param })
}

describeFuzz<SDK, Client, ObsWire>({
  name: 'esdk-obs-nodejs',
  versions: ends,
  start: () => startObsWire(),
  createClient: (server, sdk) => createClient(sdk, server),
  withRequestId: (client, options) => withRequestId(client, options),
  fill: async () => {},
  calls: {
    put: called('putObject', { ...object, Body: 'content' }),
    get: called('getObject', object),
    head: called('getObjectMetadata', object),
    delete: called('deleteObject', object),
    list: called('listObjects', { Bucket: 'bucket', Prefix: '' }),
  },
  bodiless: ['put', 'head', 'delete'],
  statuses: [200, 201, 204, 206, 304, 301, 400, 403, 404, 409, 500, 503],
  bodies: [
    '',
    '<Error></Error>',
    errorBody('\u0007bad id'),
    '<html><body>Bad Gateway</body></html>',
    '{"code":"A"}',
  ],
  headers: [false, 'x-amz-request-id'],
  maxFaults: 2,
  runs: 25,
  bodyIds: (_issued, _fault, id) => [id, undefined],
})
