/** Shows an outcome to the plugin before its caller sees it. */
import { builtin } from './builtin.js'
import { guard } from './guard.js'
import type { RequestIdOptions } from './options.js'
import { standIn } from './stand-in.js'

/** Is shown how a call ended: with an error, or with a result. */
export type Finish = (error: unknown, result?: unknown) => unknown

/** A promise with the same outcome that shows it to `finish` first; an unhandled rejection stays unhandled. */
export function tap(promise: PromiseLike<unknown>, finish: Finish): PromiseLike<unknown> {
  const tapped = promise.then(
    (result) => {
      finish(undefined, result)
      return result
    },
    (error) => {
      finish(error)
      throw error
    },
  )
  // What has a `then` alone may return nothing from it.
  return isPromise(tapped) ? tapped : promise
}

/**
 * For a promise with members of its own, one that the SDK may leave alone, and a query that is sent when somebody
 * subscribes to it, each time: shows its outcome to `finish` ahead of whoever subscribes, and does not subscribe itself.
 */
export function tapLazily<T extends PromiseLike<unknown>>(thenable: T, finish: Finish): T {
  const then: PromiseLike<unknown>['then'] = (resolve, reject) =>
    thenable.then(
      (result) => {
        finish(undefined, result)
        return resolve ? resolve(result) : (result as never)
      },
      (error) => {
        finish(error)
        if (reject) return reject(error)
        throw error
      },
    )
  const tapped: T = standIn(thenable, {
    then,
    // Its own would call the `then` that is not watched.
    catch: (reject: (error: unknown) => unknown) => then(undefined, reject),
    finally: (step: () => void) => Promise.resolve(tapped).finally(step),
  })
  return tapped
}

/** Whether subscribing does nothing else, and nothing is lost with the promise itself. */
export function isPlain(promise: PromiseLike<unknown>): boolean {
  return promise.then === Promise.prototype.then
}

/** Shows an outcome to `finish` before others see it, and subscribes to it no more often than they do. */
export function watchOutcome(promise: PromiseLike<unknown>, finish: Finish): PromiseLike<unknown> {
  return (isPlain(promise) ? tap : tapLazily)(promise, finish)
}

/** Calls `run`, and shows to `finish` how it ends, whether it throws, returns, or returns a promise. */
export function tapCall<Arg, T>(run: (arg: Arg) => T, arg: Arg, finish: Finish): T {
  let returned: T
  try {
    returned = run(arg)
  } catch (error) {
    finish(error)
    throw error
  }
  // Another's thenable may send the request each time that somebody subscribes to it.
  if (isPromise(returned)) return tap(Promise.resolve(returned), finish) as T
  finish(undefined, returned)
  return returned
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
  // Most outcomes are none, and have no closure made for them.
  return isEmitter(emitter) ? monitor(emitter, see, options) : undefined
}

interface Emitter {
  on(event: unknown, listener: unknown): unknown
  off(event: unknown, listener: unknown): unknown
}

function isEmitter(value: unknown): value is Emitter {
  if (!value) return false
  const { on, off } = value as Partial<Emitter>
  return typeof on === 'function' && typeof off === 'function'
}

function monitor(
  emitter: Emitter,
  see: (error: unknown) => unknown,
  options: RequestIdOptions,
): (() => void) | undefined {
  return guard(options, () => {
    const events = builtin<{ errorMonitor: symbol }>('node:events')
    if (!events) return undefined
    const event = events.errorMonitor
    const listener = (error: unknown) => {
      const { socket, complete } = emitter as { socket?: { errored?: unknown }; complete?: unknown }
      // A request fails with its socket's own error.
      if (!error || complete === undefined || socket?.errored !== error) see(error)
    }
    emitter.on(event, listener)
    return () => guard(options, () => emitter.off(event, listener))
  })
}
