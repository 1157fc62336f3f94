/** What of the SDK's clients is used, and what sends in them. */
import { isObject } from '@requestid/core/plugin'

/** A request as it goes through a pipeline, by its shape: each package may bring a copy of `@azure/core-rest-pipeline`. */
export interface Request {
  readonly method: string
  readonly url: string
  tracingOptions?: object
}

export interface Response {
  readonly status: number
  readonly headers: object
  readonly bodyAsText?: string | null
}

export interface HttpClient {
  sendRequest(request: Request): PromiseLike<Response>
}

/** What a client sends through; several may share one. */
export interface Pipeline {
  sendRequest(client: HttpClient, request: Request): unknown
}

/**
 * Where a client's requests begin: in `sendOperationRequest` of a `ServiceClient` of `@azure/core-client`, or in `path`
 * of a client of `@azure-rest/core-client`.
 */
export interface Sender {
  readonly pipeline: Pipeline
  readonly sendOperationRequest?: unknown
  readonly pathUnchecked?: unknown
}

/** A client's own senders: it is one itself, or has them in its properties, as has what these are made of. */
export function sendersOf(client: unknown): Set<Sender> {
  const found = new Set<Sender>()
  const look = (object: unknown, depth: number) => {
    if (typeof object !== 'object' || !isObject(object) || Array.isArray(object)) return
    if (isObject(object.pipeline) && (object.sendOperationRequest || object.pathUnchecked))
      found.add(object as unknown as Sender)
    // A credential has clients of its own.
    if (depth > 0)
      for (const [name, value] of membersOf(object))
        if (!/credential|pipeline/i.test(name)) look(value, depth - 1)
  }
  look(client, 3)
  return found
}

/** What an object has, or inherits from one that somebody has made an heir of: no accessor is called. */
export function membersOf(object: object): [name: string, value: unknown][] {
  const members: [string, unknown][] = []
  for (let of = object; of && of !== Object.prototype; of = Object.getPrototypeOf(of))
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(of)))
      if (value !== undefined) members.push([name, value])
  return members
}
