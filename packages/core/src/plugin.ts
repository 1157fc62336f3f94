import { describe, misuse } from './client.js'
import type { Exchange } from './exchange.js'
import type { Registration } from './operation.js'

/** Options of every plugin's `withRequestId`. */
export interface RequestIdOptions {
  /**
   * Called once per exchange, retries included: as soon as the response's headers arrive (ali-oss in browsers shows
   * them with the body), or when the exchange fails without a response. That is before the operation settles, but for exchanges the SDK no longer waits
   * for, such as the other parts of an upload of which one failed. An id that stands in the body alone is not
   * known yet. What it throws goes to `onError`.
   */
  onExchange?: ((exchange: Exchange) => void) | undefined
  /** Called with a failure of the plugin itself, or of `onExchange`. The SDK and its caller never see it. */
  onError?: ((error: unknown) => void) | undefined
  /**
   * Whether `requestId` shows in `JSON.stringify`, loggers, spreads and deep comparisons of errors and result
   * objects. Default `true`.
   */
  enumerable?: boolean | undefined
  /**
   * Writes what would go to `onError` to the console where there is no `onError`, and in browsers, once for a client,
   * what the CORS rule of its bucket lacks. Default `false`.
   */
  debug?: boolean | undefined
}

/** A value of each option's type. */
const OPTIONS: Readonly<Record<string, unknown>> = {
  onExchange: report,
  onError: report,
  enumerable: true,
  debug: true,
} satisfies Record<keyof RequestIdOptions, unknown>

/**
 * Call at registration, before anything is changed. An option that is `undefined` is absent.
 * @returns the options, none where there are none
 * @throws TypeError for an unknown option, with the nearest known one, and for a value of another type, without the
 * value, which may be a secret
 */
export function checkOptions(options?: RequestIdOptions | null): RequestIdOptions {
  const given: object = Object(options)
  for (const [name, value] of Object.entries(given)) {
    const type = typeof OPTIONS[name]
    if (value === undefined || typeof value === type) continue
    if (name in OPTIONS) throw misuse(`${describe(value)} for ${name}`, `pass a ${type}`)
    const known = Object.keys(OPTIONS)
    // The first one that has four letters in a row of this name, in any order; all where none has.
    const nearest = known.find((each) => RegExp(`[${each}]{4}`).test(name)) || known
    throw misuse(`unknown option ${name}`, `pass ${nearest}`)
  }
  return given
}

/**
 * What a registered client inherits, and has had in every release: the name stays, whatever else changes. Not a symbol:
 * users' proxies that log what is read expect names.
 */
export const MARK = '@requestid'

/**
 * Notes that a plugin takes charge of a client, by a mark on an object between the client and its class: so it is
 * known through a proxy and by every copy and release of the plugin.
 * @returns `false` where a plugin already has charge of it, or of what it inherits from: then leave the client as it is
 */
export function register(client: object): boolean {
  try {
    // Both, as some proxies claim to have everything, and others give something for every name.
    if (MARK in client && (client as Record<string, unknown>)[MARK]) return false
    Object.setPrototypeOf(client, mark(Object.getPrototypeOf(client)))
  } catch {
    // A proxy that refuses to tell, or a client that cannot be marked.
  }
  return true
}

/** An object with the mark that inherits from `prototype`. */
export function mark(prototype: object | null): object {
  return Object.create(prototype, { [MARK]: { value: true } })
}

/**
 * Runs a plugin's own step inside an SDK's call: what it throws goes to `onError`, never to the SDK.
 * @returns what `step` returns, or `undefined` where it threw
 */
export function guard<T>(options: RequestIdOptions, step: () => T): T | undefined {
  try {
    return step()
  } catch (error) {
    report(options, error)
    return undefined
  }
}

/** Hands a failure of the plugin to `onError`. Never throws. */
export function report(options: RequestIdOptions, error: unknown): void {
  try {
    if (options.onError) options.onError(error)
    else if (options.debug) console.error('requestid:', error)
  } catch {
    // There is nobody left to tell.
  }
}

const advised = new WeakSet<Registration>()

/** Call in a browser where a response shows no id: with the option `debug` it says once for a client what to do. */
export function adviseExposing(registration: Registration): void {
  if (!registration.options.debug || advised.has(registration)) return
  advised.add(registration)
  const [header] = registration.vendors[0].headers.requestId || []
  console.warn(
    `requestid: a response shows no request id to this page. The CORS rule of its bucket lacks <ExposeHeader>${header}</ExposeHeader>.`,
  )
}
