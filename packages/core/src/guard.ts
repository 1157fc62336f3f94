/** Keeps the failures of a plugin, and of its user's listeners, away from the SDK. */
import type { RequestIdOptions } from './options.js'

/**
 * Runs a plugin's own step inside an SDK's call: what it throws goes to `onError`, never to the SDK.
 * @param args those of the step, up to five. A closure in their place puts the variables around it on the heap
 * @returns what `step` returns, or `undefined` where it threw
 */
export function guard<Args extends unknown[], T>(
  options: RequestIdOptions,
  step: (...args: Args) => T,
  ...args: Args
): T | undefined
// By name, as an array for each call takes a while.
export function guard(
  options: RequestIdOptions,
  step: (...args: unknown[]) => unknown,
  a?: unknown,
  b?: unknown,
  c?: unknown,
  d?: unknown,
  e?: unknown,
): unknown {
  try {
    return step(a, b, c, d, e)
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
