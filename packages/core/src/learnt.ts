/** What is known of outcomes that no plugin saw: in Node, all that there is. */
import { learnAll } from './every-shape.js'
import { type Knowledge, known } from './learn.js'

export const learnt: Knowledge = /* @__PURE__ */ learnAll(known)
