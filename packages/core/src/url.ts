/** What a URL says of a request. Without `URL`, which mini programs do not have. */
import type { Attempt } from './attempt.js'
import type { Operation } from './operation.js'
import { withoutQuery } from './path.js'

/**
 * Opens an attempt for a request that is known by its URL.
 * @param host the one that the request names in a header, where it is not that of the URL
 */
export function openUrl(operation: Operation, method: unknown, url: unknown, host?: unknown): Attempt {
  const whole = withoutQuery(String(url))
  const start = /^(?:\w+:)?\/\//.test(whole) ? whole.indexOf('//') + 2 : whole.length
  const slash = whole.indexOf('/', start)
  const path = slash < 0 ? '/' : whole.slice(slash)
  const name = host || hostOf(whole, start, slash < 0 ? whole.length : slash)
  return operation.open(String(method || 'GET').toUpperCase(), String(name), path)
}

/** Without credentials, and without the scheme's own port. */
function hostOf(url: string, start: number, end: number): string {
  const authority = url.slice(start, end)
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  return host.replace(url.startsWith('https:') ? /:443$/ : /:80$/, '')
}
