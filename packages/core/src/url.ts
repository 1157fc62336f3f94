/** What a URL says of a request. Without `URL`, which mini programs do not have. */
import type { Attempt } from './attempt.js'
import type { Operation } from './operation.js'

/** Scheme, host and path, without credentials and query. */
const PARTS = /^(?:(\w+):)?\/\/(?:[^/?#]*@)?([^/?#]*)([^?#]*)/

/**
 * Opens an attempt for a request that is known by its URL.
 * @param host the one that the request names in a header, where it is not that of the URL
 */
export function openUrl(operation: Operation, method: unknown, url: unknown, host?: unknown): Attempt {
  const [, scheme, name = '', path] = PARTS.exec(String(url)) || []
  const ofUrl = name.replace(scheme === 'https' ? /:443$/ : /:80$/, '')
  return operation.open(String(method || 'GET').toUpperCase(), String(host || ofUrl), path || '/')
}

/** A request's path. Through a plain HTTP proxy it has the whole URL. */
export function pathOf(path: string): string {
  return path.startsWith('/') ? path : path.replace(/^https?:\/\/[^/]*/, '')
}
