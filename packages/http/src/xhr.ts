/** XMLHttpRequest, one object at a time. */
import { type Attempt, guard, hidden, notAClient, Operation, register } from '@requestid/core/plugin'
import { open, readBody } from './exchange.js'
import { createHeirs, type Method } from './heirs.js'
import { type HttpOptions, type HttpRegistration, registrationOf } from './vendors.js'

/** As far as it is needed here: the package is compiled without the DOM's types. */
interface Request extends Record<string, unknown> {
  readonly readyState: number
  readonly status: number
  readonly responseType: string
  readonly response: unknown
  getAllResponseHeaders(): string
  addEventListener(event: string, listener: () => void): void
}

interface Seen {
  readonly registration: HttpRegistration
  operation?: Operation
  attempt?: Attempt
}

const requests = hidden<Seen>()

const CODES: Readonly<Record<string, string>> = {
  abort: 'ECONNABORTED',
  timeout: 'ETIMEDOUT',
  error: 'ERR_NETWORK',
}

/**
 * Registers one request, before it is opened: as soon as its headers are there it has `requestId`.
 *
 * @returns the same object
 * @throws TypeError where it is no XMLHttpRequest, and for wrong options
 *
 * @example
 * const xhr = requestIdXhr(new XMLHttpRequest())
 * xhr.onload = () => console.log(xhr.requestId)
 */
export function requestIdXhr<X extends object, Name extends string = 'requestId'>(
  xhr: X,
  options?: HttpOptions<Name>,
): X & { [N in Name]?: string } {
  const registration = registrationOf(options)
  const request = Object(xhr) as Request
  if (typeof request.getAllResponseHeaders !== 'function')
    throw notAClient(xhr, 'new XMLHttpRequest()', ['getAllResponseHeaders', 'open'])
  if (!requests.get(request) && register(request)) {
    requests.set(request, { registration })
    watch(request)
    const { options } = registration
    request.addEventListener('readystatechange', () => guard(options, see, request))
    for (const event in CODES)
      request.addEventListener(event, () => guard(options, end, request, CODES[event] as string))
  }
  return xhr as X & { [N in Name]?: string }
}

const watch = /* @__PURE__ */ createHeirs({
  open: ({ value: method }) => ({
    value: function (this: object, ...args: unknown[]) {
      const seen = requests.get(this)
      if (seen) guard(seen.registration.options, begin, seen, args)
      return method.apply(this, args)
    } as Method,
  }),
})

function begin(seen: Seen, [method, url]: unknown[]): void {
  seen.operation = new Operation(seen.registration)
  seen.attempt = open(seen.operation, method, url)
}

function see(request: Request): void {
  const { operation, attempt, registration } = requests.get(request) as Seen
  const { readyState, status, responseType } = request
  // What stands in for XMLHttpRequest, such as Mock.js, may have no status yet.
  if (!operation || !attempt || !status) return
  const known = readyState === 2 ? attempt.respond(status, headersOf(request)) : undefined
  if (readyState === 4 && registration.readsBody(status) && /^(?:text|json|arraybuffer)?$/.test(responseType))
    readBody(attempt, request.response)
  if (readyState === 4 || known !== undefined) operation.settle(request, undefined, true)
}

function end(request: Request, code: string): void {
  const { operation, attempt } = requests.get(request) as Seen
  attempt?.fail(code)
  operation?.settle(request, undefined, true)
}

/** Asked for one that CORS hides, `getResponseHeader` writes an error to the console. */
function headersOf(request: Request): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const line of request.getAllResponseHeaders().split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  return headers
}
