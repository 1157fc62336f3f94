/** Where XMLHttpRequest shows HTTP. */
import type { Attempt } from './attempt.js'
import { guard } from './guard.js'
import type { RequestIdOptions } from './options.js'

/** `XMLHttpRequest`, as far as it is needed here: core and the plugins are compiled without the DOM's types. */
interface XMLHttpRequest {
  readonly readyState: number
  readonly status: number
  getAllResponseHeaders(): string
}

type Handler = (this: XMLHttpRequest, ...args: unknown[]) => unknown

const HEADERS_RECEIVED = 2

/**
 * The members of a request that show to an attempt its headers as soon as they are there, and that it was aborted.
 * @param members those that it would have without the plugin: their handlers are called too
 */
export function watchXhr(
  members: Readonly<Record<string, unknown>>,
  attempt: Attempt,
  options: RequestIdOptions,
): Record<string, unknown> {
  const handler = (name: string, see: (xhr: XMLHttpRequest) => void): Handler =>
    function (...args) {
      guard(options, () => see(this))
      const handler = members[name]
      return typeof handler === 'function' ? handler.apply(this, args) : undefined
    }
  return {
    ...members,
    onreadystatechange: handler('onreadystatechange', (xhr) => {
      // What stands in for XMLHttpRequest, such as Mock.js, may have no status yet.
      if (xhr.readyState === HEADERS_RECEIVED && xhr.status) attempt.respond(xhr.status, headersOf(xhr))
    }),
    onabort: handler('onabort', () => attempt.fail('ECONNABORTED')),
  }
}

/** Asked for one that CORS hides, `getResponseHeader` writes an error to the console. */
function headersOf(xhr: XMLHttpRequest): { get(name: string): unknown } {
  const lines = xhr.getAllResponseHeaders()
  return { get: (name) => (new RegExp(`^${name}: *(.*)$`, 'im').exec(lines) || [])[1] }
}
