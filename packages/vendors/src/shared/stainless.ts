/** What SDKs of one generator have in common: those of OpenAI, Anthropic and others. */

/** What a page of a list is known by. */
export const PAGE = ['options', 'response', 'body', 'data'] as const

/** A header of a response of `fetch`. */
export function headerOf(response: unknown, name: string): unknown {
  const { headers } = Object(response) as { headers?: { get?(name: string): unknown } }
  return headers?.get?.(name)
}
