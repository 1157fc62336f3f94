/** Shows an outcome to the plugin before the callback that it is passed to. */
import type { AnyFunction } from './interpose.js'

/**
 * The arguments of a call with `before` run ahead of the Node-style callback among them; as they are where there is
 * none.
 * @param index where the callback stands
 */
export function intercept(
  args: unknown[],
  index: number,
  before: (error: unknown, result: unknown) => void,
): unknown[] {
  const callback = args[index] as AnyFunction
  if (typeof callback !== 'function') return args
  const copy = args.slice()
  copy[index] = function (this: unknown, ...values: unknown[]) {
    before(values[0], values[1])
    return callback.apply(this, values)
  }
  return copy
}
