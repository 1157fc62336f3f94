// What each operation of a soak does and what happens to its requests: all of it follows from the seed and the
// operation's number, so that a run can be repeated, with the plugins and without.
import { sdks } from './sdks.mjs'

/** A number from 0 up to 1, the same for the same arguments. */
export function random(...parts) {
  let hash = 2166136261
  for (const character of parts.join('\0')) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619)
  hash = Math.imul(hash ^ (hash >>> 16), 2246822507)
  hash = Math.imul(hash ^ (hash >>> 13), 3266489909)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** One of a list of `[weight, value]`. */
function choose(chance, weighted) {
  let left = chance * weighted.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, value] of weighted) {
    left -= weight
    if (left < 0) return value
  }
  return weighted.at(-1)[1]
}

/** How often each SDK is called, and each of its calls. */
const SDKS = Object.entries(sdks).map(([name, { share }]) => [share, name])
const callsOf = (sdk) => Object.entries(sdks[sdk].calls).map(([name, [share]]) => [share, name])

/** Calls whose requests run beside each other. */
const PARALLEL = new Set(['upload', 'batch'])

/** How many operations in a row a storm of 5xx takes. */
const BLOCK = 150

/**
 * @param seed that of the run
 * @param n the operation's number, which no other operation of the run has
 */
export function operationOf(seed, n) {
  const sdk = choose(random(seed, n, 'sdk'), SDKS)
  const call = choose(random(seed, n, 'call'), callsOf(sdk))
  const storm = random(seed, Math.floor(n / BLOCK), 'storm') < 0.15
  const weather = storm
    ? 'storm'
    : choose(random(seed, n, 'weather'), [
        [45, 'calm'],
        [49, 'faults'],
        [6, 'stalls'],
      ])
  return {
    n,
    sdk,
    call,
    weather,
    /** The only name by which the endpoint knows it. */
    key: `op-${n}`,
    parallel: PARALLEL.has(call),
    /** A client of its own, and not one of those that all share. */
    fresh: random(seed, n, 'fresh') < 0.02,
    captured: random(seed, n, 'captured') < 0.05,
    reported: random(seed, n, 'reported') < 0.05,
  }
}

/** The number in a key; a list has it in its prefix, a batch in the keys of its files. */
export function numberOf(text) {
  const [, n] = /\bop-(\d+)/.exec(text ?? '') ?? []
  return n === undefined ? undefined : Number(n)
}

/** The id that all vendors give to some of their responses. */
const SHARED = 'SHAREDBYALLVENDORS0000001'
/** Ids in headers that no plugin for these services may take for one. */
const FOREIGN = {
  'x-request-id': 'FOREIGN-0001',
  'x-ms-request-id': 'FOREIGN-0002',
  'x-acs-request-id': 'FOREIGN-0003',
  'x-amz-cf-id': 'FOREIGN-0004',
}
/** The names of what can happen to a request, with how often it does. */
const FAULTS = [
  [30, 'none'],
  [4, 'status-403'],
  [4, 'status-404'],
  [4, 'status-409'],
  [4, 'status-500'],
  [4, 'status-503'],
  [5, 'reset-before-headers'],
  [4, 'reset-after-headers'],
  [4, 'reset-mid-body'],
  [3, 'malformed-error'],
  [3, 'page'],
  [3, 'empty-error'],
  [3, 'too-long'],
  [3, 'too-short'],
  [4, 'no-header'],
  [2, 'no-id'],
  [3, 'other-in-body'],
  [3, 'foreign-headers'],
  [3, 'shared-id'],
  [2, 'oversized-id'],
  [6, 'late'],
]
const STORM = [
  [5, 'status-503'],
  [3, 'status-500'],
  [2, 'none'],
]
const STALLS = [
  [3, 'none'],
  [2, 'stall-before-headers'],
  [1, 'stall-after-headers'],
  [1, 'stall-mid-body'],
]

const content = 'content '.repeat(25)

/** @returns the fault of that name, as the server takes it; `undefined` for none */
export function faultOf(name, idHeader) {
  const [, status] = /^status-(\d+)$/.exec(name) ?? []
  if (status) return { status: Number(status) }
  const [, kind, point] = /^(reset|stall)-(.+)$/.exec(name) ?? []
  if (kind) return { [kind]: point }
  const close = { connection: 'close' }
  const body = `<Error><Code>AccessDenied</Code><Message>${content}</Message></Error>`
  switch (name) {
    case 'malformed-error':
      return { status: 403, malformed: true }
    case 'page':
      return { status: 502, body: '<html><body>Bad Gateway</body></html>' }
    case 'empty-error':
      return { status: 400, body: '' }
    case 'too-long':
      return { status: 403, body, headers: { 'content-length': String(body.length + 10), ...close } }
    case 'too-short':
      return { status: 403, body, headers: { 'content-length': String(body.length - 10), ...close } }
    case 'no-header':
      return { status: 403, requestIdHeader: false }
    case 'no-id':
      return { requestIdHeader: false, bodyRequestId: false }
    case 'other-in-body':
      return { status: 403, bodyRequestId: 'different' }
    case 'foreign-headers':
      return { headers: FOREIGN }
    case 'shared-id':
      return { headers: { [idHeader]: SHARED } }
    case 'oversized-id':
      return { headers: { [idHeader]: 'x'.repeat(300) } }
    case 'late':
      return { delayMs: 40 }
    case 'found':
      return { status: 200, body: content }
  }
}

/** The names of all faults, for the server to queue. */
export const faultNames = [
  ...new Set([...FAULTS, ...STORM, ...STALLS].map(([, name]) => name)),
  'found',
].filter((name) => name !== 'none')

/**
 * What happens to a request.
 * @param operation whose request it is
 * @param request what the endpoint tells it by: its method, and which part of an upload it is
 * @param occurrence how many like it came before
 */
export function fateOf(seed, operation, { method, name }, occurrence) {
  const weathers = { calm: [[1, 'none']], faults: FAULTS, storm: STORM, stalls: STALLS }
  let fate = choose(random(seed, operation.n, method, name, occurrence), weathers[operation.weather])
  // A response without a body is complete with its headers: what comes later would hit the next request.
  const complete = method === 'HEAD' || method === 'DELETE' || method === 'OPTIONS'
  if ((complete || sdks[operation.sdk].cutsUnseen) && /^too-|^reset-/.test(fate))
    fate = 'reset-before-headers'
  // A stream has no time-out, and so no end then.
  const waits = operation.call === 'stream' || sdks[operation.sdk].stallsUnseen
  if ((complete || waits) && /^stall-/.test(fate)) fate = 'stall-before-headers'
  const reads = /^(get|callback|stream|unhandled)$/.test(operation.call)
  return fate === 'none' && reads && random(seed, operation.n, 'found') < 0.7 ? 'found' : fate
}
