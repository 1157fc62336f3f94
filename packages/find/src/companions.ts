import { decodeBase64, guidForm } from '@requestid/core/plugin'
import type { FoundRequestId, Occurrence } from './find.js'
import { isOwnRecord, LONGEST_LINE } from './records.js'
import { readValue, skipBetween } from './value.js'

/** The other ids of a response, with where they and their labels stand. */
export interface Companion {
  kind: 'extendedRequestId' | 'traceId' | 'ec'
  id: string
  start: number
  end: number
}

const LABELS =
  /(x[-_](?:amz|obs|tos)[-_]id[-_]2|(?<![\dA-Za-z])id[-_]?2|host[ _-]?id|extended[ _-]?request[ _-]?id)(?![\dA-Za-z])|((?<![\dA-Za-z])(?:x[-_]oss[-_])?ec(?:code)?(?![\dA-Za-z]))|(?:x-?cos-?)?trace[ _-]?id(?![\dA-Za-z])/gi

/** How far a companion may stand from its id. */
const REACH = 2000

const PAIRED = new Set(['aws-s3', 'minio', 'huawei-obs', 'volcengine-tos', 'ceph', 'backblaze-b2'])

/** A part of each label: looking for these first is quick, and mostly enough. */
const EXTENDED_PARTS = [
  'd-2',
  'd_2',
  'd2',
  'D2',
  'ostI',
  'ost_i',
  'ost i',
  'ost I',
  'ost-',
  'OST',
  'osti',
  'xtended',
  'XTENDED',
]
const TRACE_PARTS = ['race-', 'raceI', 'race_', 'race I', 'race i', 'racei', 'RACE']
const EC_PARTS = ['EC', 'Ec', 'oss-ec', 'oss_ec', 'ecCode']

/** The parts of the labels of what a vendor's ids have beside them. */
function partsFor(vendor: string): readonly string[] {
  if (vendor === 'tencent-cos') return TRACE_PARTS
  if (vendor === 'alibaba-oss') return EC_PARTS
  return PAIRED.has(vendor) ? EXTENDED_PARTS : []
}

/** The companions around each of the ids, which stand in order. */
export function findCompanions(text: string, occurrences: readonly Occurrence[]): Companion[] {
  const companions: Companion[] = []
  let read = 0
  for (const [index, { start, end, found }] of occurrences.entries()) {
    if (partsFor(found.vendor).length === 0) continue
    // Ids that stand close share their surroundings.
    const next = occurrences[index + 1]
    const to = Math.min(text.length, end + REACH, next ? Math.max(end, next.start) : text.length)
    const from = Math.max(read, start - REACH)
    const part = text.slice(from, to + 40)
    // What stands between two ids may be either's.
    const vendors = new Set([found.vendor, next?.found.vendor ?? found.vendor])
    if ([...vendors].some((vendor) => partsFor(vendor).some((word) => part.includes(word)))) {
      readLabelled(text, part, from, to, companions)
    }
    read = Math.max(read, to)
  }
  return companions
}

function readLabelled(text: string, part: string, from: number, to: number, companions: Companion[]): void {
  LABELS.lastIndex = 0
  for (let match = LABELS.exec(part); match && from + match.index < to; match = LABELS.exec(part)) {
    const kind = match[1] ? 'extendedRequestId' : match[2] ? 'ec' : 'traceId'
    const at = skipBetween(text, from + LABELS.lastIndex)
    const value = at < 0 ? undefined : readValue(text, at)
    if (!value?.text) continue
    const extended = kind === 'extendedRequestId'
    const id = [value.joined, value.text].find(
      (id) => IS[kind](id) && (!extended || id === value.text || isWhole(id)),
    )
    // The text may have been cut there.
    if (id && (!extended || isWhole(id) || /\S/.test(text.slice(value.end, value.end + 40))))
      companions.push({ kind, id, start: from + match.index, end: value.end })
  }
}

/** S3's second half, 56 bytes in Base64, is printed without a label too. */
export function findBare(text: string, occurrences: readonly Occurrence[]): Companion[] {
  const companions: Companion[] = []
  let read = 0
  for (const { start, end, found } of occurrences) {
    if (found.vendor !== 'aws-s3' || found.extendedRequestId) continue
    const to = Math.min(text.length, end + REACH)
    const part = text.slice(Math.max(read, start - REACH, 0), to)
    const from = to - part.length
    for (let at = part.indexOf('='); at >= 0; at = part.indexOf('=', at + 1)) {
      const id = part.slice(Math.max(0, at - 75), at + 1)
      const around = part.charAt(at - 76) + part.charAt(at + 1)
      if (!/^[\dA-Za-z+/]{75}=$/.test(id) || /[\dA-Za-z+/=]/.test(around) || !isExtendedId(id)) continue
      companions.push({ kind: 'extendedRequestId', id, start: from + at - 75, end: from + at + 1 })
    }
    read = Math.max(read, to)
  }
  return companions
}

/** Base64 of hex. */
function isTraceId(id: string): boolean {
  return id.length >= 80 && id.length % 4 === 0 && /^[\da-f]{60,}$/.test(decodeBase64(id))
}

/** https://www.alibabacloud.com/help/en/oss/user-guide/error-codes */
function isEc(id: string): boolean {
  return /^\d{4}-\d{8}$/.test(id)
}

function isExtendedId(id: string): boolean {
  if (id.length < 16 || !/^[\w+/-]+={0,2}$/.test(id)) return false
  // Base64 of digits has none.
  if (!/\d/.test(id) && (id.length < 60 || !/[A-Z].*[a-z]|[a-z].*[A-Z]/.test(id))) return false
  if (/[+/=]/.test(id) || id.length >= 40)
    return id.length >= 40 && (id.length % 4 === 0 || id.startsWith('32AAA'))
  return /^[\dA-Za-z-]+$/.test(id)
}

/** Whether a value can be a companion of a kind. */
const IS = { extendedRequestId: isExtendedId, traceId: isTraceId, ec: isEc }

/** Whether a companion stands in an entry of a log that has none of these ids: it is another's. */
function isOthers(text: string, { id, start, end }: Companion, occurrences: readonly Occurrence[]): boolean {
  const limit = Math.max(0, start - LONGEST_LINE)
  const from = limit + text.slice(limit, start).lastIndexOf('\n') + 1
  const feed = text.slice(end, end + LONGEST_LINE).indexOf('\n')
  const to = feed < 0 ? Math.min(text.length, end + LONGEST_LINE) : end + feed
  if (occurrences.some((occurrence) => occurrence.start >= from && occurrence.start < to)) return false
  return isOwnRecord(text, from, to, Math.max(start, end - id.length - 1))
}

/** Base64 that ends in its padding, or what 48 bytes in Base64, 16 and 32 in hex, and a GUID come to. */
function isWhole(id: string): boolean {
  return id.endsWith('=') || id.length === 64 || /^[\da-f]{32}$/.test(id) || guidForm.matches(id)
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
    const { kind, id } = companion
    if (given.has(companion) || (found[kind] && found[kind] !== id)) continue
    given.add(companion)
    found[kind] = id
  }
}

function suits({ kind, id }: Companion, vendor: string): boolean {
  if (kind === 'traceId') return vendor === 'tencent-cos'
  if (kind === 'ec') return vendor === 'alibaba-oss'
  // Half of S3's is no multiple of four, or short.
  return PAIRED.has(vendor) && (vendor !== 'aws-s3' || (id.length % 4 === 0 && id.length >= 36))
}

function distance(companion: Companion, { start, end }: Occurrence): number {
  return companion.start >= end ? companion.start - end : Math.max(0, start - companion.end)
}
