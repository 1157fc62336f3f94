/** The shapes that users read: of an exchange, and of an outcome. */
import { type Ids, kinds } from '@requestid/vendors'

export type { Ids }

/**
 * One HTTP request of an operation and what came of it. A retry, a part of an upload and the follow-up of
 * a redirect are exchanges of their own. Plain data: it refers to no request, response or client.
 */
export interface Exchange extends Ids {
  /** One name per service, such as `'aws'`. */
  vendor: string
  /** HTTP status. Absent where no response came; then there is an `errorCode`. */
  statusCode?: number
  /** Why no response came, e.g. `'ECONNRESET'`, `'ESOCKETTIMEDOUT'`; `'ECONNABORTED'` where the client gave up. */
  errorCode?: string
  method: string
  /** With the port where it is not the scheme's own. */
  host: string
  /** Without the query: a signed URL keeps its secrets there. */
  path: string
  /** Milliseconds since the epoch, when the request was handed to the network. */
  startTime: number
  /** Milliseconds until the response's headers, or until the failure; see `onExchange` for when headers are seen. */
  durationMs: number
}

/**
 * What is known of an outcome: the exchange that decided it, and every exchange of its operation in the order
 * in which they were answered or failed. Those that end after the operation has settled are added.
 */
export interface RequestInfo extends Ids, Pick<Exchange, 'vendor' | 'statusCode' | 'errorCode'> {
  /**
   * Whose ids these are. Absent where they are those of the request that decided the outcome. `'earlier'` where that
   * request got no response: they are those of the last response that the operation had received before, and
   * `errorCode` says what came of the request that decided.
   */
  idOf?: 'earlier'
  /** What the SDK calls the operation: `'putObject'`, `'GetObject'`. */
  operation?: string
  /**
   * How this is known: a plugin saw the operation, or it is what the outcome itself says. Then `exchanges` is empty: no
   * request is guessed.
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
