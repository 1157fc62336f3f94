import { guard, type OpenExchange } from '@requestid/core'
import type { Observe, SendOptions } from './transport.js'

export interface NodeSendOptions extends SendOptions {
  emit?: Emit
}

type Emit = (this: Sender, event: string, ...args: unknown[]) => boolean

/** The SDK's HTTP library (`request` until 2.15, its fork `cos-request` since 3.0), one object per `SendOptions`. */
interface Sender {
  emit: Emit
  response?: IncomingMessage
}

/** Node's ClientRequest, as far as it is needed here. */
interface ClientRequest {
  method: string
  path: string
  getHeader(name: string): unknown
}

interface IncomingMessage {
  statusCode: number
  headers: Record<string, unknown>
}

/**
 * cos-nodejs-sdk-v5. Both its HTTP libraries copy every option that is not a method of theirs onto the request
 * object (request.js, `extend(self, nonReserved)`), so an option `emit` sees that object's events before any
 * listener does: `request` for each ClientRequest (one more for a redirect), `error` with the library's own code,
 * `abort`, `data`. Unlike the option `httpModules` it leaves the library's checks of its own HTTP module as they are.
 */
export const observeNode: Observe<NodeSendOptions> = (send, { operation, options, resume }) => {
  let exchange: OpenExchange | undefined
  /** Whether the response is known, and that of the request before a redirect. No other is held here: it would live longer. */
  let answered = false
  let previousResponse: IncomingMessage | undefined
  let started = 0
  let reading = false

  const see = (event: string, value: unknown, { response }: Sender): void => {
    if (event === 'request') {
      const request = value as ClientRequest
      exchange = operation.open(request.method, String(request.getHeader('host')), pathOf(request.path))
      started = Date.now()
      reading = false
      answered = false
      previousResponse = response
      return
    }
    // That of a redirect, or one which the library turns into an error, has no event `response`.
    if (response && !answered && response !== previousResponse) {
      answered = true
      const { statusCode, headers } = response
      // Only where the headers have no id does an error's body matter.
      if (!exchange?.respond(statusCode, headers) && statusCode >= 300) reading = true
    }
    if (event === 'data' || event === 'end') {
      if (exchange?.read(event === 'data' ? value : undefined)) reading = false
    } else if (event === 'error') {
      // A body may have been cut after its id.
      if (reading) exchange?.read()
      exchange?.fail(String((value as { code?: unknown } | undefined)?.code ?? 'UNKNOWN'))
    } else if (event === 'abort' && (!send.timeout || Date.now() - started < send.timeout)) {
      // A time-out aborts too, and then says which one it was in an error event.
      exchange?.fail('ECONNABORTED')
    }
  }

  const previous = send.emit
  send.emit = function (event) {
    if (SEEN.has(event) || (reading && (event === 'data' || event === 'end'))) {
      const value: unknown = arguments[1]
      guard(options, () => see(event, value, this))
    }
    resume?.()
    const emit: Emit = previous ?? Object.getPrototypeOf(this).emit
    return emit.apply(this, arguments as never)
  }
}

const SEEN = new Set(['request', 'response', 'redirect', 'error', 'abort'])

/** Through a plain HTTP proxy the request line has the whole URL. */
function pathOf(path: string): string {
  return path.startsWith('/') ? path : path.replace(/^https?:\/\/[^/]*/, '')
}
