// Contract rows 2, 3 and 17 as a table: what was heard, what the outcome says, and which id it gets.

import { aws, tencentCos } from '@requestid/vendors'
import { describe, expect, it } from 'vitest'
import { decide, type Heard } from '../src/decide.js'
import type { Exchange } from '../src/index.js'
import type { Finding } from '../src/memory.js'
import type { Evidence, Registration } from '../src/plugin.js'

const registration: Registration = { options: {}, vendors: [tencentCos, aws], evidence: () => ({}) }

const base = { vendor: 'tencent-cos', method: 'GET', host: 'host', path: '/', startTime: 0, durationMs: 0 }
const answered = (requestId?: string, statusCode = 200): Exchange => ({
  ...base,
  statusCode,
  ...(requestId && { requestId }),
})
const failed: Exchange = { ...base, errorCode: 'ECONNRESET' }
const headersOf = (id: string) => ({ 'x-cos-request-id': id })
const bodyOf = (id: string): Evidence => ({ bodies: () => [{ RequestId: id }], statusCode: 404 })

/** Began at 10 of the memory's clock; the last exchange is the one that was heard of last. */
const heard = (exchanges: Exchange[], more: Partial<Heard> = {}): Heard => ({
  began: 10,
  exchanges,
  last: exchanges[exchanges.length - 1],
  incomplete: false,
  ...more,
})

/** What another operation found: over before this one began, or under way beside it. */
const found = (requestId: string, when: 'before' | 'beside', own: boolean): Finding => ({
  info: {
    vendor: 'tencent-cos',
    requestId,
    statusCode: 200,
    source: 'plugin',
    exchanges: [answered(requestId)],
  },
  began: 1,
  settled: when === 'before' ? 5 : 20,
  own,
})

interface Case {
  readonly heard: Heard
  readonly says?: Evidence
  readonly given?: unknown
  readonly ofLast?: boolean
  readonly known?: Finding
  /** Its id, its status, and the ids of its exchanges. */
  readonly gets: readonly [
    id: string | undefined,
    status: number | undefined,
    exchanges: readonly (string | undefined)[],
  ]
  readonly idOf?: 'earlier'
  readonly errorCode?: string
}

const [a, b, none] = [answered('a', 503), answered('b'), answered(undefined, 502)]
const shared = headersOf('a')

const cases: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  'row 2: the response that decided': {
    'says its id, whatever came later': {
      heard: heard([a, b]),
      says: { headers: headersOf('a') },
      gets: ['a', 503, ['a', 'b']],
    },
    'is told by the identity of its headers': {
      heard: heard([a, b], { answered: a, headers: shared }),
      says: { headers: shared },
      gets: ['a', 503, ['a', 'b']],
    },
    'is given beside the outcome': {
      heard: heard([a, b]),
      says: { headers: headersOf('b') },
      given: headersOf('a'),
      gets: ['a', 503, ['a', 'b']],
    },
    'is the last one, where the outcome names none': { heard: heard([a, b]), gets: ['b', 200, ['a', 'b']] },
    'is the last one, where the plugin knows that': {
      heard: heard([a, b]),
      says: { headers: headersOf('x') },
      ofLast: true,
      gets: ['b', 200, ['a', 'b']],
    },
    'is the one of which more came last': {
      heard: heard([a, b], { last: a }),
      gets: ['a', 503, ['a', 'b']],
    },
    'has no id: then there is none': { heard: heard([a, none]), gets: [undefined, 502, ['a', undefined]] },
    'never came: the id is an earlier one’s, and says so': {
      heard: heard([a, b, failed]),
      gets: ['b', undefined, ['a', 'b', undefined]],
      idOf: 'earlier',
      errorCode: 'ECONNRESET',
    },
    'never came, nor any before it': {
      heard: heard([failed]),
      gets: [undefined, undefined, [undefined]],
      errorCode: 'ECONNRESET',
    },
    'was not seen by an operation that may have missed some': {
      heard: heard([a, b], { incomplete: true }),
      gets: [undefined, undefined, ['a', 'b']],
    },
  },
  'row 3: a header beats a body': {
    'of one response': {
      heard: heard([a, b]),
      says: { ...bodyOf('b'), headers: headersOf('a') },
      gets: ['a', 503, ['a', 'b']],
    },
    'and the body counts where there is none': {
      heard: heard([none]),
      says: { ...bodyOf('x'), headers: {} },
      gets: ['x', 502, ['x']],
    },
    'and the body names one that was seen': {
      heard: heard([a, b]),
      says: bodyOf('a'),
      gets: ['a', 503, ['a', 'b']],
    },
    'and a body alone, of no response that was seen, is not believed': {
      heard: heard([b]),
      says: bodyOf('x'),
      gets: ['b', 200, ['b']],
    },
    'and where nothing was seen, it is': { heard: heard([]), says: bodyOf('x'), gets: ['x', 404, []] },
  },
  'row 17: what an outcome says beats what is known of it': {
    'of another operation': {
      heard: heard([b]),
      says: { headers: headersOf('b') },
      known: found('a', 'before', true),
      gets: ['b', 200, ['b']],
    },
    'and stays with that one’s exchanges, where this one made none': {
      heard: heard([]),
      says: { headers: headersOf('a') },
      known: found('a', 'before', true),
      gets: ['a', 200, ['a']],
    },
    'and where it says nothing, a cache keeps what it has': {
      heard: heard([]),
      known: found('a', 'before', true),
      gets: ['a', 200, ['a']],
    },
    'and a constant has the later call’s': {
      heard: heard([b]),
      known: found('a', 'before', false),
      gets: ['b', 200, ['b']],
    },
    'and none where both calls were under way': {
      heard: heard([b]),
      known: found('a', 'beside', false),
      gets: [undefined, undefined, ['b']],
    },
    'and an error of this call’s input keeps its id, with both calls’ exchanges': {
      heard: heard([b]),
      known: found('a', 'beside', true),
      gets: ['a', 200, ['a', 'b']],
    },
  },
}

describe.each(Object.entries(cases))('%s', (_, rows) => {
  it.each(Object.entries(rows))('%s', (_name, { heard, says = {}, given, ofLast, known, gets, ...marks }) => {
    // Each case has exchanges of its own, as bodies add to them.
    const own = structuredClone(heard.exchanges)
    const at = (exchange?: Exchange) => exchange && own[heard.exchanges.indexOf(exchange)]
    const { last, answered } = heard
    const copy: Heard = {
      ...heard,
      exchanges: own,
      last: at(last),
      answered: at(answered),
    }
    const info = decide(registration, copy, says, known, given, ofLast)?.info
    const [requestId, statusCode, exchanges] = gets
    expect(info?.requestId).toBe(requestId)
    expect(info?.statusCode).toBe(statusCode)
    expect(info?.exchanges.map((exchange) => exchange.requestId)).toEqual(exchanges)
    expect({ idOf: info?.idOf, errorCode: info?.errorCode }).toEqual({
      idOf: marks.idOf,
      errorCode: marks.errorCode,
    })
  })
})

it('nothing is decided where nothing was heard and nothing is said', () => {
  expect(decide(registration, heard([]), {})).toBeUndefined()
})

it('an id alone, with no response beside it, is nobody’s', () => {
  expect(decide(registration, heard([]), { bodies: () => [{ RequestId: 'x' }] })).toBeUndefined()
})

it('what a cache gives has what is known of it, itself', () => {
  const known = found('a', 'before', true)
  expect(decide(registration, heard([]), {}, known)).toBe(known)
})

it('what is known already is given back itself', () => {
  const exchanges = [answered('a')]
  const before = found('a', 'before', true)
  const known = { ...before, info: { ...before.info, exchanges } }
  expect(decide(registration, heard(exchanges), {}, known)).toBe(known)
})
