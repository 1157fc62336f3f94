/** The shapes that users read: of an exchange, and of an outcome. */
import { type Ids, kinds } from '@requestid/vendors'

export type { Ids }

/**
 * One HTTP request of an operation and its response. A retry, a part of an upload and the follow-up of a redirect are
 * exchanges of their own. Plain data: it refers to no request, response or client.
 */
export interface Exchange extends Ids {
  /** One name per service, such as `'aws'`. */
  vendor: string
  /** HTTP status. Absent if no response came; `errorCode` then says why. */
  statusCode?: number
  /** Why no response came, e.g. `'ECONNRESET'`, `'ESOCKETTIMEDOUT'`; `'ECONNABORTED'` if the client gave up. */
  errorCode?: string
  method: string
  /** With the port, unless it is the scheme's default. */
  host: string
  /** Without the query, because a signed URL keeps its secrets there. */
  path: string
  /** Milliseconds since the epoch, when the request was handed to the network. */
  startTime: number
  /** Milliseconds until the response headers, or until the failure; see `onExchange` for when headers are seen. */
  durationMs: number
}

/**
 * What is known of an outcome: the exchange that decided it, and every exchange of its operation, in the order in which
 * they were answered or failed. Exchanges that end after the operation has settled are added later.
 */
export interface RequestInfo extends Ids, Pick<Exchange, 'vendor' | 'statusCode' | 'errorCode'> {
  /**
   * Which response the ids come from. Absent if it is the response that decided the outcome. `'earlier'` if the deciding
   * request got no response: the ids then come from the last response before it, and `errorCode` says why the deciding
   * request failed.
   */
  idOf?: 'earlier'
  /** The SDK's name for the operation: `'putObject'`, `'GetObject'`. */
  operation?: string
  /**
   * How this is known: `'plugin'` if a plugin saw the operation, `'outcome'` if the outcome itself says so. In that case
   * `exchanges` is empty, because no request is guessed.
   */
  source: 'plugin' | 'outcome'
  exchanges: readonly Exchange[]
}

/** Only what `to` does not have yet: headers beat the body. */
export function fillIds<To extends Ids>(from: Ids, to: To): To {
  const ids: Partial<Record<keyof Ids, unknown>> = to
  for (const name of NAMES) if (from[name] && !ids[name]) ids[name] = from[name]
  return to
}

const NAMES = [...kinds, 'otherIds'] as const

/** Whether there is none but that of the request: then what has it is made at once, as growing takes memory and time. */
export function isAlone(ids: Ids): boolean {
  for (let i = 1; i < NAMES.length; i++) if (ids[NAMES[i] as keyof Ids]) return false
  return true
}
