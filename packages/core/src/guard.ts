/** Keeps the failures of a plugin, and of its user's listeners, away from the SDK. */
import type { RequestIdOptions } from './options.js'

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
