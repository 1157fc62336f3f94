import { createRequire } from 'node:module'
import { load } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

type Class<C> = new (config: object, verbose?: boolean) => C

/** The two clients of pop-core: its types have the first alone. */
export interface RPC {
  request(action: string, params?: object, options?: object): Promise<object>
}

type Rest = [query?: object, headers?: object, options?: object]
export interface ROA {
  request(
    method: string,
    path: string,
    query?: object,
    body?: string,
    headers?: object,
    options?: object,
  ): Promise<object>
  get(path: string, ...rest: Rest): Promise<object>
  delete(path: string, ...rest: Rest): Promise<object>
  put(path: string, query?: object, body?: string, headers?: object, options?: object): Promise<object>
  post(path: string, query?: object, body?: string, headers?: object, options?: object): Promise<object>
}

export interface PopCore {
  readonly RPCClient: Class<RPC>
  readonly ROAClient: Class<ROA>
}

/** What the generated clients extend, in both. */
export interface OpenApi {
  callApi(params: object, request: object, runtime: object): Promise<object>
}

export interface OpenApiSDK {
  readonly default: Class<OpenApi>
}

const require = createRequire(import.meta.url)

export const popCoreVersions = load<PopCore>(require, releases['@alicloud/pop-core'].full)

const coreVersions = load<OpenApiSDK>(require, releases['@alicloud/openapi-core'].full)
const clientVersions = load<OpenApiSDK>(require, releases['@alicloud/openapi-client'].full)

/** The two that clients are generated on, by their names. */
export const openApiVersions: [name: string, sdk: OpenApiSDK][] = [
  ...coreVersions.map(([version, sdk]): [string, OpenApiSDK] => [`openapi-core ${version}`, sdk]),
  ...clientVersions.map(([version, sdk]): [string, OpenApiSDK] => [`openapi-client ${version}`, sdk]),
]

export type Sts = OpenApi & Record<string, (...args: object[]) => Promise<object>>

export interface StsSDK {
  readonly default: Class<Sts>
  readonly [model: string]: unknown
}

/** A client on each of them. */
export const stsVersions: [name: string, sdk: StsSDK][] = [
  ['on openapi-core', require('@alicloud/sts20150401')],
  ['on openapi-client', require('sts20150401-1.1')],
]
