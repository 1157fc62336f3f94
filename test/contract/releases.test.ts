// Contract row 16, with the real SDKs: a process has the packages twice, as releases that share no memory (today's, and a
// build of an older commit) or as two copies of one. Each pair has a process of its own, as it uses globals.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'

type Ids = readonly (string | null)[]

/** One call; `run.mjs` makes them. */
interface Row {
  readonly sdk: string
  readonly call: string
  /** Which `captureExchanges` the call is made in, or whose OpenTelemetry integration is on. */
  readonly around: string
  /** Which releases the client was registered with, in order. */
  readonly setup: readonly string[]
  readonly kind: object
  /** The ids of the call's responses; `null` for one that did not arrive. */
  readonly issued: Ids
  readonly property?: string
  /** What each captured, or put on the span. */
  readonly seen: Readonly<Record<string, Ids>>
  /** What each registration's `onExchange` was called with. */
  readonly told: Readonly<Record<string, Ids>>
  /** What each release says of the outcome. */
  readonly answers: Readonly<Record<string, Answer>>
}
interface Answer {
  readonly id?: string
  readonly exchanges?: Ids
  readonly report?: boolean
  readonly logged?: string
}

const program = fileURLToPath(new URL('releases/run.mjs', import.meta.url))

const pairs = [
  ['old', 'new'],
  ['new', 'old'],
  ['new', 'again'],
  ['again', 'new'],
]
const printed = new Map<unknown, { rows: Row[]; problems: string[] }>()
beforeAll(async () => {
  // At once: most of the time they wait, as the SDKs do before they send again.
  const running = pairs.map(async (names) => {
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...names], {
      maxBuffer: 64 * 1024 * 1024,
    })
    printed.set(names.join(), JSON.parse(stdout))
  })
  await Promise.all(running)
}, 300_000)

describe.each(pairs)('16: two releases, of which %s is loaded before %s', (...names) => {
  const shared = !names.includes('old')
  let rows: readonly Row[]
  let problems: readonly string[]
  beforeAll(() => {
    ;({ rows, problems } = printed.get(names.join()) ?? { rows: [], problems: ['printed nothing'] })
  })

  /** The releases that have charge of the row's client. */
  const having = ({ sdk, setup }: Row): readonly string[] => {
    // On a middleware stack the later one takes the place of the earlier.
    if (sdk === 'aws') return setup.slice(-1)
    // A release as old as that does not know the mark of a later one.
    return setup[1] === 'old' ? setup : setup.slice(0, 1)
  }
  /** Whether a release knows of the row's call, by itself or by the memory. */
  const knows = (name: string, row: Row) => having(row).some((having) => shared || having === name)
  const title = ({ sdk, call, around, setup }: Row) => `${sdk} ${call}, ${around}, registered by ${setup}`
  const registered = () => rows.filter(({ setup }) => setup.length > 0)
  const idOf = ({ issued }: Row) => issued.at(-1) ?? undefined

  it('makes every call', () => {
    expect(problems).toEqual([])
    expect(rows.length).toBeGreaterThan(300)
  })

  it('gives each outcome in its kind', () => {
    for (const row of registered()) {
      const plain = rows.find(
        ({ sdk, call, setup }) => sdk === row.sdk && call === row.call && setup.length === 0,
      )
      expect(row.kind, title(row)).toEqual(plain?.kind)
      expect(row.issued.length, title(row)).toBe(plain?.issued.length)
    }
  })

  it('gives each outcome its id, whoever is asked', () => {
    for (const row of registered()) {
      const id = idOf(row)
      expect(row.property, title(row)).toBe(id)
      for (const { id: answer, logged, report } of Object.values(row.answers)) {
        expect([answer, logged, report ?? false], title(row)).toEqual([id, id, id !== undefined])
      }
    }
  })

  it('tells the exchanges to those who have charge of the client, once', () => {
    for (const row of registered()) {
      for (const name of names) {
        expect(row.told[name], title(row)).toEqual(having(row).includes(name) ? row.issued : [])
        // Where two have charge they hear of all exchanges, but of COS they do not know for which call.
        if (having(row).length > 1) continue
        const { exchanges = [] } = row.answers[name] || {}
        expect(exchanges, title(row)).toEqual(knows(name, row) ? row.issued : [])
      }
    }
  })

  it('captures and observes what has the same memory', () => {
    for (const row of registered()) {
      for (const [name, ids] of Object.entries(row.seen)) {
        const captured = knows(name, row) ? row.issued : []
        // A span has the last id, of whichever release.
        const known = Object.keys(row.seen).some((name) => knows(name, row))
        const observed = known ? row.issued.slice(-1) : []
        expect(ids, title(row)).toEqual(row.around.startsWith('captured') ? captured : observed)
      }
    }
  })
})
