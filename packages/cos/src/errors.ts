/** Tells the user's own errors from the SDK's. */
import type { Params } from './client.js'

/**
 * Whether an error is the user's and not the SDK's: it is of a disk, or it has a code and its stream was destroyed with
 * it. The SDK puts an `error` on the network's or makes objects of them (sdk/util.js, error), and emits an error on a
 * stream without destroying it. What else a stream is destroyed with has the headers that the SDK writes on it.
 */
export function isUsers(outcome: unknown, destroyed?: boolean): unknown {
  const { code, syscall, error } = (outcome || {}) as Params
  return (destroyed && code) || (syscall && !error)
}
