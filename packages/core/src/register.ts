/** The mark by which a registered client is known, whichever release registered it. */

/**
 * What a registered client inherits, and has had in every release: the name stays, whatever else changes. Not a symbol:
 * users' proxies that log what is read expect names.
 */
export const MARK = '@requestid'

/**
 * Notes that a plugin takes charge of a client, by a mark on an object between the client and its class: so it is
 * known through a proxy and by every copy and release of the plugin.
 * @returns `false` where a plugin already has charge of it, or of what it inherits from: then leave the client as it is
 */
export function register(client: object): boolean {
  try {
    // Both, as some proxies claim to have everything, and others give something for every name.
    if (MARK in client && (client as Record<string, unknown>)[MARK]) return false
    Object.setPrototypeOf(client, Object.create(Object.getPrototypeOf(client), { [MARK]: { value: true } }))
  } catch {
    // A proxy that refuses to tell, or a client that cannot be marked.
  }
  return true
}
