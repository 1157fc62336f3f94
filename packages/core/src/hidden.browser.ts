/** What is known of an object, without a key that others see: in browsers. */
import type { Hidden } from './hidden.js'

/** In place of that of hidden.ts, by the manifest's `browser`: older browsers and bundlers know no private fields. */
export function hidden<T>(): Hidden<T> {
  return new WeakMap<object, T | undefined>()
}
