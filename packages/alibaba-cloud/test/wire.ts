// The wire of test/kit for clients of Alibaba Cloud, and how its clients are made.
import { createRequire } from 'node:module'
import { startWire, type Wire } from '../../../test/kit/wire.js'
import type { OpenApi, OpenApiSDK, PopCore, ROA, RPC, Sts, StsSDK } from './versions.js'

const require = createRequire(import.meta.url)

export type AlibabaWire = Wire<string>

/** The body of an error, with or without an id. */
export const errorBody = (status: number, id: string | undefined): string =>
  JSON.stringify({ Code: `C${status}`, Message: 'm', HostId: 'h', ...(id && { RequestId: id }) })

export const startAlibabaWire = (): Promise<AlibabaWire> =>
  startWire({
    requestIdHeader: 'x-acs-request-id',
    headers: { 'content-type': 'application/json' },
    clientOptions: (host) => host,
    answer: (_head, _key, id) => ({ status: 200, body: JSON.stringify({ RequestId: id, AccountId: '1' }) }),
    error: errorBody,
  })

const keys = { accessKeyId: 'id', accessKeySecret: 'secret' }

export const rpcOf = (sdk: PopCore, server: AlibabaWire, opts = {}, verbose = false): RPC =>
  new sdk.RPCClient(
    { ...keys, endpoint: `http://${server.clientOptions()}`, apiVersion: '2015-04-01', opts },
    verbose,
  )

export const roaOf = (sdk: PopCore, server: AlibabaWire, Client = sdk.ROAClient, opts = {}): ROA =>
  new Client({ ...keys, endpoint: `http://${server.clientOptions()}`, apiVersion: '2015-04-01', opts })

const configOf = (server: AlibabaWire, more: object) => ({
  ...keys,
  endpoint: server.clientOptions(),
  protocol: 'http',
  regionId: 'cn-hangzhou',
  ...more,
})

export const openApiOf = (sdk: OpenApiSDK, server: AlibabaWire, Client = sdk.default, more = {}): OpenApi =>
  new Client(configOf(server, more))

/** One that sends through the gateway which its SDK brings, as those of some services do. */
export function gatewayOf(sdk: OpenApiSDK, server: AlibabaWire, more = {}): OpenApi {
  const client = openApiOf(sdk, server, undefined, { signatureVersion: 'v4', ...more })
  const { default: Gateway } = require('@alicloud/gateway-pop')
  return Object.assign(client, { _spi: new Gateway() })
}

export const stsOf = (sdk: StsSDK, server: AlibabaWire, more = {}): Sts =>
  new sdk.default(configOf(server, more))

/** What the key is in the path of. */
export const paramsOf = (key: string): object => ({
  action: 'Get',
  version: '2015-04-01',
  protocol: 'HTTP',
  pathname: `/${key}`,
  method: 'GET',
  authType: 'Anonymous',
  style: 'ROA',
  reqBodyType: 'json',
  bodyType: 'json',
})
