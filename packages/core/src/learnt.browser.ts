/** What is known of outcomes that no plugin saw: in browsers, what plugins have said of their SDKs. */
import { type Knowledge, known } from './learn.js'

/** In place of that of learnt.ts, by the manifest's `browser`: a page pays for the plugins that it has. */
export const learnt: Knowledge = known
