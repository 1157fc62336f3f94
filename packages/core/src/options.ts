/** What users may pass to `withRequestId`, and what is said of anything else. */
import type { Exchange, RequestInfo } from './exchange.js'
import { kindOf, misuse } from './misuse.js'

/**
 * Options of every plugin's `withRequestId`.
 * @typeParam Name that of the property
 */
export interface RequestIdOptions<Name extends string = string> {
  /**
   * Called once per exchange, retries included, as soon as the response headers arrive (ali-oss in browsers shows them
   * with the body) or the exchange fails. This is before the operation settles, except for exchanges that the SDK no
   * longer waits for, such as the other parts of a failed upload. An id that is only in the body is not known yet. An
   * exception in it goes to `onError`.
   */
  onExchange?: ((exchange: Exchange) => void) | undefined
  /** Called with a failure of the plugin itself, or of `onExchange`. The SDK and its caller never see it. */
  onError?: ((error: unknown) => void) | undefined
  /**
   * Whether `JSON.stringify`, loggers, spreads and deep comparisons see `requestId` on errors and result objects. Default
   * `true`.
   */
  enumerable?: boolean | undefined
  /**
   * Writes failures of the plugin to the console if there is no `onError`. In browsers it also writes, once per client,
   * what the CORS rule of its bucket lacks. Default `false`.
   */
  debug?: boolean | undefined
  /**
   * Another name for the property on results and errors, for an application that has its own `requestId`. `getRequestId`
   * and the other lookups work with any name. Default `'requestId'`.
   */
  property?: Name | undefined
  /**
   * Puts the id at the end of an error's message and of the first line of its stack, for what shows nothing else: test
   * runners, CI logs, loggers that take an error apart. `true` writes ` (request ID: …)`; a function gets what
   * `getRequestInfo` gives, and returns what is to stand there. Once on each error, and not where the message has the id
   * already. An error keeps its message where it may be the application's own: one that was there before the call, the
   * reason of an abort, and one that names neither its response nor the failure of the request. Default `false`.
   */
  message?: boolean | ((info: RequestInfo) => string) | undefined
}

/** The types of each option. */
const OPTIONS: Readonly<Record<string, string>> = {
  onExchange: 'function',
  onError: 'function',
  enumerable: 'boolean',
  debug: 'boolean',
  property: 'string',
  message: 'boolean or function',
} satisfies Record<keyof RequestIdOptions, unknown>

/** Names that others read for what an object is, besides those that every object has. */
const RESERVED = /^(message|name|stack|cause|then|toJSON|extendedRequestId)?$/

/**
 * Call at registration, before anything is changed. An option that is `undefined` is absent.
 * @returns the options, none where there are none
 * @throws TypeError for an unknown option, with the nearest known one, for a value of another type, without the value,
 * which may be a secret, and for a name of a property that others rely on
 */
export function checkOptions(options?: RequestIdOptions | null): RequestIdOptions {
  const given: object = Object(options)
  const known = Object.keys(OPTIONS)
  for (const [name, value] of Object.entries(given)) {
    const type = known.includes(name) ? OPTIONS[name] : undefined
    const taken = String(value) in OPTIONS || RESERVED.test(String(value))
    const fits = type?.includes(typeof value)
    if (value === undefined || (fits && !taken)) continue
    if (type) throw misuse(`${kindOf(value)} for ${name}`, `pass a${fits ? 'nother' : ''} ${type}`)
    // The first one that has four letters in a row of this name, in any order; all where none has.
    const nearest = known.find((each) => RegExp(`[${each}]{4}`).test(name)) || known
    throw misuse(`unknown option ${name}`, `pass ${nearest}`)
  }
  return given
}
