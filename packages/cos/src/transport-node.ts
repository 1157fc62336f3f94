/** Where the HTTP of cos-nodejs-sdk-v5 shows: in the events of its HTTP library's request. */
import { type Attempt, guard, pathOf } from '@requestid/core/plugin'
import type { SendOptions, WatchSend } from './transport.js'

export interface NodeSendOptions extends SendOptions {
  emit?: Emit
}

type Emit = (this: Sender, event: string, ...args: unknown[]) => boolean

/** The SDK's HTTP library (`request` until 2.15, its fork `cos-request` since 3.0), one object per `SendOptions`. */
interface Sender {
  emit: Emit
  prependListener(event: string, listener: (value: unknown) => void): void
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
 * object (request.js, `extend(self, nonReserved)`), so an option `emit` gets hold of that object, and then makes way
 * for listeners ahead of the SDK's: `request` for each ClientRequest (one more for a redirect), `error` with the
 * library's own code, `abort`, `data`. Unlike the option `httpModules` it leaves the library's checks of its own HTTP
 * module as they are.
 */
export const watchNode: WatchSend<NodeSendOptions> = (send, { operation, options, resume, later }) => {
  let attempt: Attempt | undefined
  /** The response that is known; after a redirect that of the request before. */
  let known: IncomingMessage | undefined
  let reading = false
  /** Whether the events of a body are listened to, once for all redirects: else a piece is read twice. */
  let hearsBody = resume !== undefined

  const see = (event: string, value: unknown, sender: Sender): void => {
    const { response } = sender
    if (event === 'request') {
      const request = value as ClientRequest
      attempt = operation.open(request.method, String(request.getHeader('host')), pathOf(request.path))
      reading = false
      return
    }
    if (!attempt) return
    // That of a redirect, or one which the library turns into an error, has no event `response`.
    if (response && response !== known) {
      known = response
      const { statusCode, headers } = response
      // Only where the headers have no id does an error's body matter.
      if (!attempt.respond(statusCode, headers) && statusCode >= 300) {
        reading = true
        if (!hearsBody) listen(BODY, sender)
        hearsBody = true
      }
    }
    // A body may be cut after its id.
    if (reading) reading = !attempt.read(event === 'data' && value)
    if (event === 'error') attempt.fail(String((value as { code?: unknown } | undefined)?.code || 'UNKNOWN'))
    if (event === 'abort') {
      const aborted = attempt
      // A time-out aborts too, and right after that says in an error event which one it was: then this changes nothing.
      later(() => aborted.fail('ECONNABORTED'))
    }
  }

  const listen = (events: readonly string[], sender: Sender) => {
    for (const event of events) {
      sender.prependListener(event, (value) => {
        guard(options, see, event, value, sender)
        resume?.()
      })
    }
  }

  const previous = send.emit
  let listening = false
  const own: Emit = function (event) {
    const emit: Emit = previous || Object.getPrototypeOf(this).emit
    // Not before: the SDK has its own listener for errors by then. Not for longer: a frame of the plugin's would stand
    // in the stack of each error that the SDK makes of a response.
    if (event === 'request' && !listening) {
      listening = true
      // Somebody else's may stand in front of it.
      if (this.emit === own) this.emit = emit
      guard(options, () => listen(hearsBody ? [...EVENTS, ...BODY] : EVENTS, this))
    }
    return emit.apply(this, arguments as never)
  }
  send.emit = own
}

const EVENTS = ['request', 'response', 'redirect', 'error', 'abort']

/** Those of a body, to which nobody listens that need not. */
const BODY = ['data', 'end']
