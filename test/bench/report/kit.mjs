// What the plugins' test/bench.mjs have in common: how much is put, in how many parts, and how an id is read.

export const BODY = Buffer.alloc(1000, 'x')
/** Less in a trial run. */
const trial = Boolean(process.env.REPORT_TRIAL)
export const PARTS = trial ? 4 : 100
export const CONCURRENT = trial ? 20 : 1000

export const none = () => undefined
export const own = (outcome) => outcome.requestId
