/** The door for pages that read outcomes of clients that are not registered, or of no plugin's SDK. */
import { learnAll } from './every-shape.js'
import { known } from './learn.js'

/**
 * Lets `getRequestId` and the other lookups read in a page what they read in Node by themselves: outcomes of every
 * vendor's SDKs, responses of `fetch`, axios and others, and errors that other libraries wrap. Call it once; it adds some
 * kilobytes.
 */
export function learnShapes(): void {
  learnAll(known)
}
