/** Shows an outcome to the plugin before its caller sees it. */
import { builtin } from './builtin.js'
import { guard } from './guard.js'
import type { RequestIdOptions } from './options.js'

/** A promise with the same outcome that shows it to `finish` first; an unhandled rejection stays unhandled. */
export function tap(
  promise: PromiseLike<unknown>,
  finish: (error: unknown, data?: unknown) => unknown,
): PromiseLike<unknown> {
  const tapped = promise.then(
    (data) => {
      finish(undefined, data)
      return data
    },
    (error) => {
      finish(error)
      throw error
    },
  )
  // What has a `then` alone may return nothing from it.
  return isPromise(tapped) ? tapped : promise
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | undefined)?.then === 'function'
}

/**
 * Shows a stream's errors, or another emitter's, to `see` before any listener. `errorMonitor` does not count as
 * handling an error, so an unhandled one still ends the process. Not one that somebody has destroyed a response of
 * Node's with, such as `pipeline` where the destination failed: that reaches its socket, while Node makes another one
 * for a connection that broke off (lib/_http_client.js, socketCloseListener).
 * @returns takes the listener off again; `undefined` where `emitter` is none of Node's
 */
export function monitorErrors(
  emitter: unknown,
  see: (error: unknown) => unknown,
  options: RequestIdOptions,
): (() => void) | undefined {
  const { on, off } = (emitter || {}) as { on?: unknown; off?: unknown }
  if (typeof on !== 'function' || typeof off !== 'function') return undefined
  return guard(options, () => {
    const events = builtin<{ errorMonitor: symbol }>('node:events')
    if (!events) return undefined
    const event = events.errorMonitor
    const listener = (error: unknown) => {
      const { socket } = emitter as { socket?: { errored?: unknown } }
      if (!error || socket?.errored !== error) see(error)
    }
    on.call(emitter, event, listener)
    return () => guard(options, () => off.call(emitter, event, listener))
  })
}
