/** The door for pages that read outcomes of clients that are not registered, or of no plugin's SDK. */
import { learnAll } from './every-shape.js'
import { known } from './learn.js'

/**
 * Lets `getRequestId` and the like read in a page what outcomes of every vendor's SDKs say, responses of `fetch`, axios
 * and others, and the errors that other libraries wrap. In Node they do so by themselves. Call it once; it adds some
 * kilobytes.
 */
export function learnShapes(): void {
  learnAll(known)
}
