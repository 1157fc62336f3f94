/** The callbacks of the platform of mini programs. */
import type { WxCallbackResult, WxCallbacks } from './types.js'

/** Calls back into the program under test; what it throws is an uncaught exception, and stops nothing here. */
function callBack<T>(callback: ((value: T) => void) | undefined, value: T): void {
  try {
    callback?.(value)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

export function succeed<R extends WxCallbackResult, F extends WxCallbackResult>(
  callbacks: WxCallbacks<R, F>,
  result: R,
): void {
  callBack(callbacks.success, result)
  callBack(callbacks.complete, result)
}

export function fail<R extends WxCallbackResult, F extends WxCallbackResult>(
  callbacks: WxCallbacks<R, F>,
  error: F,
): void {
  callBack(callbacks.fail, error)
  callBack(callbacks.complete, error)
}

/** The listeners of one event of a task. */
export class Listeners<T> {
  private listeners: ((value: T) => void)[] = []

  readonly on = (listener: (value: T) => void): void => {
    this.listeners.push(listener)
  }

  readonly off = (listener?: (value: T) => void): void => {
    this.listeners = listener ? this.listeners.filter((one) => one !== listener) : []
  }

  emit(value: T): void {
    for (const listener of this.listeners) callBack(listener, value)
  }
}
