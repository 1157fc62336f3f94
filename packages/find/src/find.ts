import { cephForm, cosForm, decodeBase64 } from '@requestid/core'
import { readCloudFrontLog, readOssLog, readS3Log } from './access-logs.js'
import { Anchor, findPlaces, type Place } from './anchors.js'
import { classify } from './classify.js'
import { type Companion, findCompanions, pair } from './companions.js'
import { describe } from './describe.js'
import { stripEscapes } from './escapes.js'
import { Gathering } from './gathering.js'
import { readLabel } from './labels.js'
import { readValue, skipBetween } from './value.js'

/** One request id, and what the text around it tells. */
export interface FoundRequestId {
  /** One name per service: `'tencent-cos'`, `'alibaba-oss'`, `'aws-s3'`, `'azure-blob'`. */
  vendor: string
  requestId: string
  /** The second half of a pair: `x-amz-id-2`, `HostId`. */
  extendedRequestId?: string
  /** `x-cos-trace-id`. */
  traceId?: string
  statusCode?: number
  /** What the service calls the error, such as `'NoSuchKey'`. */
  errorCode?: string
  /** When the request was made or answered, as the text has it. */
  time?: string
  method?: string
  /** Without the query, where a signed URL keeps its secrets; only a path where the text has no host. */
  url?: string
  /** The line it stands in, from 1. */
  line: number
  /** The entry of a HAR file it stands in, from 0. */
  harEntry?: number
}

export interface FindOptions {
  /** Whether to give every occurrence of an id, rather than each id once with all that is known of it. */
  all?: boolean
}

/**
 * The request ids in a text of any kind: HTTP headers, HAR, XML and JSON errors, logs, printed exceptions.
 * @returns in the order of their first appearance
 */
export function findRequestIds(text: string, options: FindOptions = {}): FoundRequestId[] {
  const gathering = new Gathering(options.all ?? false)
  const reader = new Reader()
  reader.begin(text.slice(0, 1000))
  gathering.add(reader.read(text, 0, text.length, 1))
  return gathering.end()
}

/** An id at a place of a text. */
export interface Occurrence {
  found: FoundRequestId
  start: number
  end: number
}

interface HarEntry {
  index: number
  method?: string
  url?: string
  time?: string
}

const HAR_REQUEST = /"request"(?=\s{0,99}:\s{0,99}\{)/g

/** Base64 that is longer is no error's body. */
const BASE64_REACH = 16_384

/** Reads one text, as a whole or in parts that follow each other. What it keeps between them is the HAR entry. */
export class Reader {
  #har = false
  #entry: HarEntry | undefined

  /** Tells the reader how the whole text begins. */
  begin(head: string): void {
    this.#har = /^\s*\{\s*"log"\s*:\s*\{/.test(head)
  }

  /** Whether the text is a HAR file. */
  get isHar(): boolean {
    return this.#har
  }

  /** Begins the next entry of a HAR file, whose `"request"` stands at a place. */
  enter(text: string, at: number): void {
    this.#entry = readHarRequest(text, at, (this.#entry?.index ?? -1) + 1)
  }

  /**
   * @param text a part with its surroundings
   * @param from where the part begins in it, and `to` where it ends: only ids whose label stands there are given
   * @param line the number of the line in which the text begins
   */
  read(text: string, from: number, to: number, line: number): Occurrence[] {
    if (text.includes('\u001b') || text.includes('\\u001b') || text.includes('^[[')) {
      const before = stripEscapes(text.slice(0, from))
      const inside = stripEscapes(text.slice(from, to))
      const stripped = before + inside + stripEscapes(text.slice(to))
      return this.#read(stripped, before.length, before.length + inside.length, line)
    }
    return this.#har ? this.#readHar(text, from, to, line) : this.#read(text, from, to, line)
  }

  /** Entry by entry: what stands in one tells nothing of the next. */
  #readHar(text: string, from: number, to: number, firstLine: number): Occurrence[] {
    const bounds = [...text.matchAll(HAR_REQUEST)].map(({ index }) => index)
    const occurrences: Occurrence[] = []
    let line = firstLine
    let start = 0
    for (const [index, end] of [...bounds, text.length].entries()) {
      if (end > from && start < to) {
        if (index > 0 && start >= from) this.enter(text, start)
        const part = text.slice(start, end)
        const read = this.#read(part, Math.max(0, from - start), Math.min(part.length, to - start), line)
        for (const one of read) occurrences.push({ ...one, start: one.start + start, end: one.end + start })
      }
      line += text.slice(start, end).split('\n').length - 1
      start = end
    }
    return occurrences
  }

  #read(text: string, from: number, to: number, firstLine: number): Occurrence[] {
    const occurrences: Occurrence[] = []
    let line = firstLine
    let counted = 0
    let last = -1
    const add = (
      vendor: string,
      requestId: string,
      start: number,
      end: number,
      more?: Partial<FoundRequestId>,
    ) => {
      if (start <= last) return
      last = start
      for (let at = text.indexOf('\n', counted); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) {
        line++
        counted = at + 1
      }
      const found: FoundRequestId = { vendor, requestId, line, ...more }
      if (this.#har && this.#entry) found.harEntry = this.#entry.index
      occurrences.push({ found, start, end })
    }
    for (const place of findPlaces(text, from, to)) {
      const { anchor, start } = place
      if (anchor === Anchor.Label) labelled(text, place, add)
      else if (anchor === Anchor.Cos || anchor === Anchor.Ceph) bare(text, place, add)
      else if (anchor === Anchor.OssLog) readOssLog(text, start + 1, add)
      else if (anchor === Anchor.S3Log) readS3Log(text, start, add)
      else if (anchor === Anchor.CloudFrontLog) readCloudFrontLog(text, start + 2, add)
      else if (anchor === Anchor.Base64) encoded(text, place, add)
      if (this.#har && this.#entry && occurrences.length) this.#complete(occurrences)
    }
    this.#finish(text, occurrences)
    return occurrences
  }

  /** What the entry's request tells of an id in its response. */
  #complete(occurrences: Occurrence[]): void {
    const { found } = occurrences[occurrences.length - 1] as Occurrence
    const { index, method, url, time } = this.#entry as HarEntry
    if (found.harEntry !== index) return
    if (method) found.method ??= method
    if (url) found.url ??= url
    if (time) found.time ??= time
  }

  #finish(text: string, occurrences: Occurrence[]): void {
    if (occurrences.length === 0) return
    const companions: Companion[] = findCompanions(text, occurrences)
    pair(companions, occurrences)
    for (const occurrence of occurrences) describe(text, occurrence)
  }
}

export type Add = (
  vendor: string,
  requestId: string,
  start: number,
  end: number,
  more?: Partial<FoundRequestId>,
) => void

const NAME = /[\w.-]{1,60}$/

function labelled(text: string, { start, end }: Place, add: Add): void {
  const before = text.slice(Math.max(0, start - 80), start)
  const prefix = NAME.exec(before)?.[0] ?? ''
  const name = prefix + text.slice(start, end)
  const label = readLabel(name, before.slice(0, before.length - prefix.length))
  if (!label) return
  const from = skipBetween(text, end)
  if (from < 0) return
  const value = readValue(text, from)
  if (!value?.text) return
  // A fold may have cut the id in two. Half an id of COS can look like a whole one, so there the longer one wins.
  const words = cosForm.matches(value.joined) ? [value.joined, value.text] : [value.text, value.joined]
  for (const word of words) {
    const vendor = word && classify(word, label, text, value.start, value.end)
    if (!vendor) continue
    add(vendor, word, value.start, value.end)
    break
  }
}

function bare(text: string, { anchor, start }: Place, add: Add): void {
  if (/[\w+/=-]/.test(text.charAt(start - 1)) && !/\\[nrt]$/.test(text.slice(start - 2, start))) return
  const value = readValue(text, start)
  if (!value?.text) return
  const form = anchor === Anchor.Cos ? cosForm : cephForm
  const words = form === cosForm ? [value.joined, value.text] : [value.text]
  const word = words.find((word) => form.matches(word))
  if (word) add(form.vendor, word, start, value.end)
}

/** Base64 with an error in it. Its ids stand where it begins. */
function encoded(text: string, { start, end }: Place, add: Add): void {
  const before = /[\w+/\\-]*$/.exec(text.slice(Math.max(0, start - BASE64_REACH), start))?.[0] ?? ''
  const after = /^[\w+/\\-]*=*/.exec(text.slice(end, end + BASE64_REACH))?.[0] ?? ''
  const run = (before + text.slice(start, end) + after).replace(/\\/g, '')
  if (run.length > 2 * BASE64_REACH - 100) return
  // Its beginning may be outside of what is read.
  for (let skip = 0; skip < 4; skip++) {
    const whole = run.slice(skip)
    const bytes = decodeBase64(whole.replace(/=+$/, '').slice(0, whole.length - (whole.length % 4)))
    if (!/equestI/.test(bytes)) continue
    for (const { line, ...found } of findRequestIds(bytes)) {
      add(found.vendor, found.requestId, start - before.length, end + after.length, found)
    }
    return
  }
}

function readHarRequest(text: string, at: number, index: number): HarEntry {
  const entry: HarEntry = { index }
  const head = text.slice(at, at + 4000)
  const method = /"method"\s*:\s*"([A-Z]{1,20})"/.exec(head)?.[1]
  const url = /"url"\s*:\s*"([^"?#]{1,2000})/.exec(head)?.[1]
  const time = /"startedDateTime"\s*:\s*"([^"]{1,40})"/g
  const times = [...text.slice(Math.max(0, at - 300), at).matchAll(time)]
  if (method) entry.method = method
  if (url) entry.url = url
  const started = times[times.length - 1]?.[1]
  if (started) entry.time = started
  return entry
}
