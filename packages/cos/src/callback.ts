/** Shows an outcome to the plugin before the callback that it is passed to. */

/** The arguments with `before` run ahead of the callback, which stands second, or first where there are no parameters. */
export function intercept(args: unknown[], before: (error: unknown, data: unknown) => void): unknown[] {
  const index = typeof args[0] === 'function' ? 0 : 1
  const callback = args[index]
  if (typeof callback !== 'function') return args
  const copy = args.slice()
  copy[index] = function (this: unknown, ...values: unknown[]) {
    before(values[0], values[1])
    return callback.apply(this, values)
  }
  return copy
}
