/** Where the HTTP of cos-js-sdk-v5 shows: in its XMLHttpRequest, and in its event `after-receive`. */
import {
  type Attempt,
  adviseExposing,
  guard,
  hidden,
  isObject,
  openUrl,
  type Registration,
  watchXhr,
} from '@requestid/core/plugin'
import { codeOfMessage, respondWhole, type SendOptions, type WatchSend } from './transport.js'

export interface BrowserSendOptions extends SendOptions {
  xhrFields?: Record<string, unknown>
}

/** What the SDK's `after-receive` event hands out (src/base.js, _submitRequest). */
export interface Received {
  /** The very object of `before-send`. */
  options: object
  error?: unknown
  statusCode: number
  headers: unknown
  body?: unknown
}

const sent = hidden<(received: Received) => void>()

/**
 * cos-js-sdk-v5. It puts the members of `xhrFields` on each XMLHttpRequest (lib/request.js) and sets neither
 * `onreadystatechange`, which comes with the headers, nor `onabort`, of which it tells nobody. All else is in
 * `after-receive`; with the client option `Request` in place of XMLHttpRequest that is all there is.
 */
export const watchBrowser: WatchSend<BrowserSendOptions> = (send, { operation, options, resume }) => {
  const attempt = openUrl(operation, send.method, send.url)
  const value = watchXhr(send.xhrFields || {}, attempt, options)
  sent.set(send, (received) => {
    guard(options, () => end(attempt, received, operation.registration))
    resume?.()
  })
  // Enumerable only where the user's is: the option `Request` may send a copy of these options to a worker.
  Reflect.defineProperty(send, 'xhrFields', { value, writable: true, configurable: true })
}

/** Call with what `after-receive` hands out, before the user's listeners, which may change it. */
export function receive(received: Received | undefined): void {
  // Users may emit events of their own.
  const finish = isObject(received?.options) && sent.get(received.options)
  if (finish) finish(received)
}

function end(
  attempt: Attempt,
  { error, statusCode, headers, body }: Received,
  registration: Registration,
): void {
  if (statusCode) {
    if (!respondWhole(attempt, statusCode, headers, body)) adviseExposing(registration)
  } else attempt.fail(codeOfMessage((error as { message?: unknown } | undefined)?.message || error))
}
