/** What came of a request that got no response, as a code. */

/** An error of Node has a code, one of `fetch` has it in its cause; an abort is told by its name. */
export function errorCodeOf(error: unknown): string {
  const { code, name, cause } = (error || {}) as {
    code?: unknown
    name?: unknown
    cause?: { code?: unknown }
  }
  if (name === 'AbortError') return 'ECONNABORTED'
  for (const each of [code, cause?.code]) if (typeof each === 'string') return each
  return String(name || 'UNKNOWN')
}
