/** What of the SDKs' clients is used: OpenAI's and Anthropic's come from one generator. */
import { type AnyFunction, isObject } from '@requestid/core/plugin'

export interface Client {
  fetch: AnyFunction
  /** Where the requests are signed by a token that the client itself asks for. */
  readonly _workloadIdentityAuth?: unknown
}

/** The first is a method of the generated client's own prototype. */
export const members = ['requestAPIList', 'prepareRequest', 'fetch'] as const

export function isClient(client: unknown): client is Client {
  return isObject(client) && members.every((name) => typeof client[name] === 'function')
}

/** Whether it is a client of Anthropic's. */
export const isAnthropic = (client: object) => 'messages' in client && !('chat' in client)

/** Methods of a resource that make of several requests, or of a stream, what they give. */
export const isHelper = (name: string) => /stream$|^(?:runTools|parse)$/i.test(name)

/** The resources of a client, and of these, that have such methods. */
export function* helpersOf(client: object, of = client): Generator<[resource: object, methods: string[]]> {
  for (const resource of Object.values(of)) {
    if (!isObject(resource) || resource === client || resource._client !== client) continue
    const names = Object.getOwnPropertyNames(Object.getPrototypeOf(resource))
    if (names.some(isHelper)) yield [resource, names.filter((name) => name !== 'constructor')]
    yield* helpersOf(client, resource)
  }
}
