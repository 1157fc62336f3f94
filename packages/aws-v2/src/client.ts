/** What of the SDK's clients is used, and what tells them. */
import { isObject } from '@requestid/core/plugin'

/** A client of one service, by the parts that are used. */
export interface Service {
  readonly api: {
    readonly protocol?: string
    readonly operations: Readonly<Record<string, { readonly hasEventOutput?: boolean } | undefined>>
  }
  readonly serviceIdentifier?: string
  /** The class of one version of the service's API. What it extends makes the client of an upload. */
  readonly constructor: { readonly __super__: Constructor }
  addAllRequestListeners(request: Request): void
}

export type Constructor = new (config: unknown) => Service

/** `AWS.Request`. */
export interface Request {
  readonly operation: string
  readonly service: Service
  readonly httpRequest: {
    readonly method: string
    readonly path: string
    readonly endpoint: { readonly host: string }
    /** Node's own, of the attempt under way. */
    readonly stream?: unknown
  }
  readonly response: Response
  on(event: string, listener: (...args: never[]) => void, toHead?: boolean): unknown
  createReadStream(): object
}

/** `AWS.Response`. */
export interface Response {
  readonly error: { readonly code?: string } | null
  readonly data: unknown
  /** That of the last answer that had one. */
  readonly requestId?: unknown
  readonly httpResponse: { readonly body?: unknown }
}

/** `AWS.S3.ManagedUpload`, which makes a client of its own. */
export interface Upload {
  readonly service: Service
  readonly body?: unknown
  send(callback?: (error: unknown, data?: unknown) => void): void
}

/** The client itself, or that behind a `DocumentClient` or a `ManagedUpload`. */
export function serviceOf(client: unknown): Service | undefined {
  return [client, Object(client).service].find(isService)
}

function isService(value: unknown): value is Service {
  if (!isObject(value) || typeof value.addAllRequestListeners !== 'function') return false
  return isObject(value.api) && isObject(value.api.operations)
}

export function isUpload(value: unknown): value is Upload {
  return isObject(value) && 'fillQueue' in value
}
