/** What the transports of the family's SDKs have in common. */
import type { Attempt, Operation, RequestIdOptions } from '@requestid/core/plugin'

/** The options of one HTTP request, as the SDK's `before-send` event hands them out (src/base.js, _submitRequest). */
export interface SendOptions {
  url?: unknown
  method?: unknown
  headers?: unknown
}

/** What the transport of one SDK needs to know of a request. */
export interface Sending {
  readonly operation: Operation
  readonly options: RequestIdOptions
  /** Call it, if it is there, before the SDK goes on with what has come of the request. */
  readonly resume: (() => void) | undefined
  /** Runs a step before the SDK settles what it is at, or else once it has come to rest. */
  later(step: () => void): void
}

/** Records the exchanges of one request the SDK is about to send. May throw. */
export type WatchSend<Send extends SendOptions> = (send: Send, sending: Sending) => void

/**
 * Ends an attempt whose response is there as a whole.
 * @returns whether its id is known
 */
export function respondWhole(attempt: Attempt, statusCode: number, headers: unknown, body: unknown): boolean {
  // Only where the headers have no id does an error's body matter.
  return attempt.respond(statusCode, headers) || (statusCode >= 300 && attempt.body(textOf(body)))
}

/** Error bodies are small; what comes after this many bytes has no id. */
const BODY_LIMIT = 16384

/** An id is ASCII, and so is what it is found by. Without `TextDecoder`, which mini programs do not have. */
function textOf(body: unknown): string {
  if (typeof body === 'string') return body
  // Of another realm perhaps.
  if (Object.prototype.toString.call(body) !== '[object ArrayBuffer]') return ''
  return String.fromCharCode(...new Uint8Array((body as ArrayBuffer).slice(0, BODY_LIMIT)))
}

/**
 * One name for what SDKs and platforms say in words, on iOS in those of the user's language: Chromium's where it is in
 * them, else as in Node and axios.
 */
export function codeOfMessage(message: unknown): string {
  const text = String(message)
  const [code] = /\bERR_\w+/.exec(text) || []
  if (code) return code
  if (/abort/i.test(text)) return 'ECONNABORTED'
  return /timed? ?out|超时/i.test(text) ? 'ETIMEDOUT' : 'ERR_NETWORK'
}
