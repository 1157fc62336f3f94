/** The other ids of a response: finds them, and gives each to its request id. */
import { type Companion as Kind, texts } from '@requestid/vendors'
import type { FoundRequestId, Occurrence } from './found.js'
import { isOwnRecord, LONGEST_LINE } from './records.js'
import { readValue, skipBetween } from './value.js'

/** One of them, with where it and its label stand. */
export interface Companion {
  of: Kind
  id: string
  start: number
  end: number
}

type Companions = NonNullable<(typeof texts)[number]['companions']>

/** What the ids of each vendor have beside them. */
const companionsOf = new Map<string, Companions>(
  texts.flatMap(({ vendor, companions }) => (companions ? [[vendor, companions]] : [])),
)
const kinds = [...new Set([...companionsOf.values()].flatMap((all) => all.map(({ of }) => of)))]
const LABELS = new RegExp(kinds.map(({ label }) => label.source).join('|'), 'gi')
/** Two may have one label. */
const labelled = kinds.map((of) => ({ of, label: new RegExp(of.label.source, 'iy') }))

/** How far a companion may stand from its id. */
const REACH = 2000

/** The companions around each of the ids, which stand in order. */
export function findCompanions(text: string, occurrences: readonly Occurrence[]): Companion[] {
  const companions: Companion[] = []
  let read = 0
  for (const [index, { start, end, found }] of occurrences.entries()) {
    const own = companionsOf.get(found.vendor)
    if (!own) continue
    // Ids that stand close share their surroundings.
    const next = occurrences[index + 1]
    const to = Math.min(text.length, end + REACH, next ? Math.max(end, next.start) : text.length)
    const from = Math.max(read, start - REACH)
    const part = text.slice(from, to + 40)
    // What stands between two ids may be either's.
    const others =
      next && next.found.vendor !== found.vendor ? companionsOf.get(next.found.vendor) : undefined
    if (has(part, own) || (others && has(part, others))) readLabelled(text, part, from, to, companions)
    read = Math.max(read, to)
  }
  return companions
}

function has(part: string, companions: Companions): boolean {
  return companions.some(({ of }) => of.parts.some((word) => part.includes(word)))
}

function readLabelled(text: string, part: string, from: number, to: number, companions: Companion[]): void {
  LABELS.lastIndex = 0
  for (let match = LABELS.exec(part); match && from + match.index < to; match = LABELS.exec(part)) {
    const at = skipBetween(text, from + LABELS.lastIndex)
    const value = at < 0 ? undefined : readValue(text, at)
    if (!value?.text) continue
    for (const { of, label } of labelled) {
      label.lastIndex = match.index
      if (!label.test(part)) continue
      const isWhole = (id: string) => !of.whole || of.whole(id)
      const id = [value.joined, value.text].find((id) => of.is(id) && (id === value.text || isWhole(id)))
      // The text may have been cut there.
      if (id && (isWhole(id) || /\S/.test(text.slice(value.end, value.end + 40))))
        companions.push({ of, id, start: from + match.index, end: value.end })
    }
  }
}

/** Those that are printed without a label too. */
export function findBare(text: string, occurrences: readonly Occurrence[]): Companion[] {
  const companions: Companion[] = []
  let read = 0
  for (const { start, end, found } of occurrences) {
    for (const { of, bare } of companionsOf.get(found.vendor) ?? []) {
      if (!bare || idOf(found, of)) continue
      const to = Math.min(text.length, end + REACH)
      const part = text.slice(Math.max(read, start - REACH, 0), to)
      const from = to - part.length
      const { length } = bare
      for (let at = part.indexOf(bare.end); at >= 0; at = part.indexOf(bare.end, at + 1)) {
        const id = part.slice(Math.max(0, at + 1 - length), at + 1)
        const around = part.charAt(at - length) + part.charAt(at + 1)
        if (id.length < length || !/^[\dA-Za-z+/]+=$/.test(id) || /[\dA-Za-z+/=]/.test(around) || !of.is(id))
          continue
        companions.push({ of, id, start: from + at + 1 - length, end: from + at + 1 })
      }
      read = Math.max(read, to)
    }
  }
  return companions
}

/** Whether a companion stands in an entry of a log that has none of these ids: it is another's. */
function isOthers(text: string, { id, start, end }: Companion, occurrences: readonly Occurrence[]): boolean {
  const limit = Math.max(0, start - LONGEST_LINE)
  const from = limit + text.slice(limit, start).lastIndexOf('\n') + 1
  const feed = text.slice(end, end + LONGEST_LINE).indexOf('\n')
  const to = feed < 0 ? Math.min(text.length, end + LONGEST_LINE) : end + feed
  if (occurrences.some((occurrence) => occurrence.start >= from && occurrence.start < to)) return false
  return isOwnRecord(text, from, to, Math.max(start, end - id.length - 1))
}

/** Gives each companion to the id next to it that has none yet. */
export function pair(text: string, found: readonly Companion[], occurrences: readonly Occurrence[]): void {
  const companions = found.filter((companion) => !isOthers(text, companion, occurrences))
  const pairs: { companion: Companion; found: FoundRequestId; distance: number }[] = []
  let first = 0
  for (const companion of companions) {
    while (occurrences[first] && (occurrences[first]?.end ?? 0) < companion.start - REACH) first++
    for (let at = first; at < occurrences.length; at++) {
      const occurrence = occurrences[at] as Occurrence
      if (occurrence.start > companion.end + REACH) break
      if (suits(companion, occurrence.found.vendor)) {
        pairs.push({ companion, found: occurrence.found, distance: distance(companion, occurrence) })
      }
    }
  }
  const given = new Set<Companion>()
  pairs.sort((a, b) => a.distance - b.distance)
  for (const { companion, found } of pairs) {
    const { of, id } = companion
    const present = idOf(found, of)
    if (given.has(companion) || (present && present !== id)) continue
    given.add(companion)
    if (of.kind === 'otherIds') found.otherIds = { ...found.otherIds, [of.name]: id }
    else found[of.kind] = id
  }
}

/** The id of that kind that is known already. */
function idOf(found: FoundRequestId, { kind, name }: Kind): string | undefined {
  return kind === 'otherIds' ? found.otherIds?.[name] : found[kind]
}

function suits({ of, id }: Companion, vendor: string): boolean {
  const own = companionsOf.get(vendor)?.find((one) => one.of === of)
  return own !== undefined && (!own.suits || own.suits(id))
}

function distance(companion: Companion, { start, end }: Occurrence): number {
  return companion.start >= end ? companion.start - end : Math.max(0, start - companion.end)
}
