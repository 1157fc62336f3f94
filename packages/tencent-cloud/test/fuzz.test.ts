import { describeFuzz } from '../../../test/kit/fuzz.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'
import { clientOf, startTencent, type TencentWire } from './wire.js'

type Client = InstanceType<SDK['CommonClient']>

describeFuzz<SDK, Client, TencentWire>({
  name: 'tencentcloud-sdk-nodejs-common',
  versions,
  start: startTencent,
  createClient(server, { CommonClient }) {
    return clientOf(server, CommonClient.bind(null, '', '2018-08-13') as never)
  },
  withRequestId,
  fill: async () => {},
  bodiless: [],
  statuses: [200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 502, 503],
  headers: [false],
  bodies: [
    '',
    '{}',
    '[]',
    'null',
    '{"Response":null}',
    '{"Response":{}}',
    '{"Response":{"Error":{}}}',
    '{"Response":{"RequestId":7}}',
    '{"Response":{"RequestId":""}}',
    '{"Response":{"Error":{"Code":"c","Message":"m"},"RequestId":"bad id"}}',
    '<html><body>Bad Gateway</body></html>',
  ],
  // The service has ids in bodies alone.
  adjust: (fault) => ({ ...fault, requestIdHeader: false }),
  maxFaults: 2,
  runs: 40,
  changing:
    /ID\d{4}|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT|[\da-f]{8}-[\da-f-]{27}|127\.0\.0\.1:\d+/g,
  calls: {
    request: (client) => client.request('Any', {}),
    refused: (client) => client.request('Refused', {}),
    bytes: (client) => client.requestOctetStream('Any', Buffer.from('x')),
  },
  bodyIds: (_issued, _fault, id) => [id, undefined],
})
