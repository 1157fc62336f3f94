import { describeFuzz } from '../../../test/kit/fuzz.js'
import { withRequestId } from '../src/index.js'
import { type PopCore, popCoreVersions, type ROA, type RPC } from './versions.js'
import { type AlibabaWire, roaOf, rpcOf, startAlibabaWire } from './wire.js'

interface Both {
  readonly rpc: RPC
  readonly roa: ROA
}

describeFuzz<PopCore, Both, AlibabaWire>({
  name: '@alicloud/pop-core',
  versions: popCoreVersions,
  start: startAlibabaWire,
  createClient: (server, sdk) => ({ rpc: rpcOf(sdk, server), roa: roaOf(sdk, server) }),
  withRequestId({ rpc, roa }, options) {
    withRequestId(rpc, options)
    withRequestId(roa, options)
  },
  fill: async () => {},
  calls: {
    rpc: ({ rpc }) => rpc.request('GetCallerIdentity'),
    post: ({ rpc }) => rpc.request('GetCallerIdentity', {}, { method: 'POST' }),
    get: ({ roa }) => roa.get('/a'),
    put: ({ roa }) => roa.put('/a', {}, 'content'),
  },
  bodiless: [],
  destroy({ rpc, roa }) {
    for (const client of [rpc, roa])
      (client as unknown as { keepAliveAgent: { destroy(): void } }).keepAliveAgent.destroy()
  },
  statuses: [200, 201, 204, 301, 400, 403, 404, 429, 500, 503],
  bodies: [
    '',
    '{}',
    '{"Code":"C","Message":"m"}',
    '{"Code":"C","Message":"m","RequestId":"bad id\\u0007"}',
    '{"RequestId":null,"requestId":7}',
    '<html><body>Bad Gateway</body></html>',
    '[1]',
    '"text"',
  ],
  headers: [false],
  maxFaults: 1,
  runs: 60,
  changing:
    /(?:Signature(?:Nonce)?|Timestamp)=[^&" ]+|requestid: \w*|ID\d{4}|:\d{4,5}\b|[A-Z][a-z]{2}, \d\d [^"]+ GMT/g,
  bodyIds: (_issued, _fault, id) => [id, undefined],
})
