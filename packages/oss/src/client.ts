/** What of the SDK's clients is used, and what each is known by. */
import { isObject, rootOf } from '@requestid/core/plugin'

/** The parts of an `OSS` or `STS` client this plugin touches; the same in every version, in Node and browsers. */
export interface Client {
  urllib: Urllib
  readonly options?: unknown
  readonly agent?: unknown
  readonly httpsAgent?: unknown
  readonly userAgent?: unknown
}

/** What the SDK does its HTTP with: the module `urllib`, the browser build's own, or the option `urllib`. */
export interface Urllib {
  request(url: string, args?: RequestArgs): unknown
  /** What a client of urllib's classes adds to the arguments of each request. */
  defaultArgs?: RequestArgs
}

/** Arguments of one request, as the SDK makes them (lib/common/utils/createRequest.js, lib/sts.js). */
export interface RequestArgs {
  method?: string
  headers?: Record<string, unknown>
  beforeRequest?: ((this: RequestArgs, options: RequestOptions) => void) | undefined
}

/** What urllib is about to give to Node's `http.request`. */
export interface RequestOptions {
  agent?: unknown
  method?: string
  host?: string
  port?: number | string
  path?: string
  headers?: Record<string, unknown>
}

/** Reads images through an OSS client of its own (lib/image.js). */
export interface ImageClient {
  ossClient: Client
}

/** Reads from one of several OSS clients and writes to all (lib/cluster.js). */
export interface ClusterClient {
  clients: Client[]
}

/** A client that ali-oss exports, and the SDK's own prototype of it. */
export type Known =
  | { kind: 'oss'; client: Client; root: object }
  | { kind: 'sts'; client: Client; root: object }
  | { kind: 'image'; client: ImageClient; root: object }
  | { kind: 'cluster'; client: ClusterClient; root: object }

/** The methods by which a client is known; the first of them stands on the SDK's own prototype alone. */
export const METHODS: Readonly<Record<Known['kind'], readonly [string, ...string[]]>> = {
  oss: ['_objectRequestParams', 'request', 'requestError', 'initMultipartUpload'],
  sts: ['assumeRole', '_requestError'],
  image: ['_parseResponse', 'getExif'],
  cluster: ['_checkStatus', 'chooseAvailable'],
}

/** Which of the SDK's clients this is, if it is one. */
export function identify(client: unknown): Known | undefined {
  const kind = KINDS.find((kind) => isA(kind, client))
  return kind && ({ kind, client, root: rootOf(client as object, METHODS[kind][0]) } as unknown as Known)
}

/** The OSS clients behind a client. */
export function behind({ kind, client }: Known): readonly Client[] {
  return kind === 'image' ? [client.ossClient] : kind === 'cluster' ? client.clients : []
}

const KINDS = ['oss', 'sts', 'image', 'cluster'] as const

function isA(kind: Known['kind'], value: unknown): boolean {
  if (!isObject(value) || !METHODS[kind].every((name) => typeof value[name] === 'function')) return false
  const { urllib, ossClient, clients } = value
  if (kind === 'image') return isA('oss', ossClient)
  if (kind === 'cluster') return Array.isArray(clients) && clients.every((node) => isA('oss', node))
  return isObject(urllib) && typeof urllib.request === 'function'
}
