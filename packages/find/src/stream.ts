/** Finds ids in a text that comes in pieces. */
import { Dull } from './dull.js'
import { type FindOptions, Reader } from './find.js'
import type { FoundRequestId, Occurrence } from './found.js'
import { Gathering } from './gathering.js'
import { HAR_BEFORE, HAR_HEAD, HAR_REQUEST_LENGTH, objectEnd } from './har.js'
import { HEAD, LONGEST_LINE } from './records.js'
import { createScanner, MARGIN, type Scanner } from './scan.js'
import { ROWS } from './tables.js'

/** The buffer: what is read at once, and what of the text before is kept. */
const SIZE = 2 << 20
/** How much has to be there before it is scanned; less where there are many ids, so that they are given soon. */
const PORTION = 1 << 19
const DENSE = 1 << 16
const MANY = 64
/** How far the surroundings of a place reach, and how far Base64 does. */
const BEFORE = 4096
const AFTER = 3072
const REACH = 20_480
/** Places that are closer than this are read together, up to so many bytes. */
const TOGETHER = 6144
/** How much is decoded at once where lines are read one by one. */
const BLOCK = 16_384
const MOST = 131_072

/**
 * Finds request ids in bytes as they come, in constant memory, at gigabytes a second where there are few.
 *
 * @example
 * const finder = new RequestIdFinder()
 * for await (const chunk of stream) for (const found of finder.push(chunk)) console.log(found)
 * for (const found of finder.end()) console.log(found)
 */
export class RequestIdFinder {
  readonly #scanner: Scanner = createScanner(SIZE)
  readonly #gathering: Gathering
  readonly #reader = new Reader()
  readonly #dull = new Dull(this.#scanner.bytes)
  /** Turns another encoding into UTF-8. */
  #recode: ((bytes: Uint8Array, last: boolean) => Uint8Array) | undefined
  #begun = false
  /** How much of the buffer is filled, and how much of that is scanned. */
  #filled = 0
  #scanned = 0
  /** The number of the line at what is scanned. */
  #line = 1
  /** Where the present HAR entry's request ends. */
  #sentEnd = 0
  /** Where the open table's next row stands, its line, and where the last row with an id ended. */
  #row = 0
  #rowLine = 0
  #rowsEnd = 0
  /** How many bytes there were before the buffer. */
  #passed = 0
  #portion = PORTION
  /** Text that was decoded, and where it begins. */
  #block = ''
  #blockStart = 0
  /** Up to where characters are known to be of several bytes. */
  #mixedEnd = 0

  constructor(options: FindOptions = {}) {
    this.#gathering = new Gathering(options.all ?? false)
  }

  /** How many bytes have been given so far. */
  get bytes(): number {
    return this.#passed + this.#filled
  }

  /**
   * @param chunk UTF-8, or UTF-16 with or without its mark, or GBK; not compressed
   * @returns what is known completely: ids of this chunk may come with a later one
   */
  push(chunk: Uint8Array): FoundRequestId[] {
    const bytes = this.#begun ? chunk : this.#begin(chunk)
    const found: FoundRequestId[] = []
    const recoded = this.#recode ? this.#recode(bytes, false) : bytes
    for (let at = 0; at < recoded.length; ) {
      const space = this.space()
      const part = recoded.subarray(at, at + space.length)
      space.set(part)
      at += part.length
      this.#add(part.length, found)
    }
    return found
  }

  /** Room to read into, for those who can spare the copy; then call `filled`. Only for UTF-8. */
  space(): Uint8Array {
    if (this.#filled > SIZE - PORTION / 2) this.#compact()
    return this.#scanner.bytes.subarray(this.#filled, SIZE)
  }

  /** Says how many bytes were read into the room. */
  filled(length: number): FoundRequestId[] {
    const found: FoundRequestId[] = []
    if (!this.#begun) {
      const { bytes } = this.#scanner
      const first = bytes.slice(this.#filled, this.#filled + length)
      if (isOther(first)) return this.push(first)
      this.#begin(first)
    }
    this.#add(length, found)
    return found
  }

  /** Gives what is known so far, where the rest may take long to come. */
  flush(): FoundRequestId[] {
    this.#scan(this.#filled)
    return this.#gathering.take()
  }

  /** Gives the rest. The finder cannot be used any more. */
  end(): FoundRequestId[] {
    const found: FoundRequestId[] = []
    if (this.#recode) {
      const rest = this.#recode(new Uint8Array(), true)
      if (rest.length > 0) {
        this.space().set(rest)
        this.#add(rest.length, found)
      }
    }
    this.#scan(this.#filled, true)
    this.#readRows(this.#filled, true)
    const tail = this.#scanner.bytes.subarray(Math.max(0, this.#filled - HAR_HEAD), this.#filled)
    if (this.#reader.isHar) this.#reader.end(decode(tail).text)
    found.push(...this.#gathering.end())
    return found
  }

  #begin(first: Uint8Array): Uint8Array {
    if (first.length === 0) return first
    this.#begun = true
    const encoding = otherEncoding(first)
    if (encoding) {
      const decoder = new TextDecoder(encoding)
      const encoder = new TextEncoder()
      this.#recode = (bytes, last) => encoder.encode(decoder.decode(bytes, { stream: !last }))
    }
    return first
  }

  #add(length: number, found: FoundRequestId[]): void {
    this.#filled += length
    if (this.#filled - this.#scanned < this.#portion) return
    this.#scan(this.#filled - REACH)
    const done = this.#gathering.take(this.#passed + this.#scanned)
    this.#portion = done.length > MANY ? DENSE : PORTION
    for (const one of done) found.push(one)
  }

  #compact(): void {
    const keep = Math.max(0, this.#scanned - REACH)
    this.#scanner.bytes.copyWithin(0, keep, this.#filled)
    this.#filled -= keep
    this.#scanned -= keep
    this.#row -= keep
    this.#rowsEnd -= keep
    this.#sentEnd -= keep
    this.#passed += keep
  }

  #scan(to: number, last = false): void {
    if (to <= this.#scanned) return
    const { bytes } = this.#scanner
    if (this.#passed === 0 && this.#scanned === 0) {
      this.#reader.begin((length) => decode(bytes.subarray(0, Math.min(this.#filled, length))).text)
    }
    bytes.fill(0, this.#filled, this.#filled + MARGIN)
    const from = this.#scanned
    const { isHar } = this.#reader
    let places: number[] = []
    let firstLine = 0
    let base64 = false
    const read = () => {
      if (places.length > 0) this.#read(places, this.#line + firstLine, base64)
      places = []
      base64 = false
    }
    // The places of one line.
    let own: number[] = []
    let ownEnd = -1
    let ownLine = 0
    const readOwn = () => {
      const [at] = own
      if (at === undefined) return
      const occurrences = this.#readOwn(own, ownEnd, this.#line + ownLine)
      const last = places[places.length - 1] ?? at
      if (occurrences || at - last > TOGETHER || at - (places[0] ?? at) > MOST) read()
      if (occurrences) this.#gathering.add(occurrences, this.#passed + at)
      else {
        if (places.length === 0) firstLine = ownLine
        places.push(...own)
        base64 ||= own.some((place) => isBase64(bytes[place]))
      }
      own = []
    }
    const lines = this.#scanner.scan(from, to, isHar, (at, lines) => {
      if (isHar && bytes[at - 1] === 0x22 && bytes[at + 7] === 0x22 && bytes[at] === 0x72) {
        readOwn()
        read()
        this.#enter(at - 1)
        return
      }
      if (at < this.#rowsEnd || at < this.#sentEnd) return
      if (places.length === 0 && !this.#reader.table && this.#dull.is(at, this.#filled, this.#passed)) return
      if (at >= ownEnd) {
        readOwn()
        this.#readRows(at + 1, last, read)
        if (at < this.#rowsEnd) return
        ownEnd = bytes.subarray(at, Math.min(this.#filled, at + LONGEST_LINE)).indexOf(10)
        ownEnd = ownEnd < 0 ? Math.min(this.#filled, at + LONGEST_LINE) : at + ownEnd
        ownLine = lines
      }
      own.push(at)
    })
    readOwn()
    this.#readRows(to, last, read)
    read()
    this.#line += lines
    this.#scanned = to
  }

  /** Reads the request of a HAR entry, which stands at a place. */
  #enter(at: number): void {
    const { bytes } = this.#scanner
    this.#sentEnd = objectEnd((at) => bytes[at], at, this.#filled)
    const start = Math.max(0, at - HAR_BEFORE)
    const end = Math.min(this.#sentEnd, at + HAR_REQUEST_LENGTH)
    const lead = decode(bytes.subarray(start, at)).text
    this.#reader.enter(lead + decode(bytes.subarray(at, end)).text, lead.length)
  }

  /** Reads the places of one line, if it is an entry of a log by itself. */
  #readOwn(places: readonly number[], end: number, line: number): Occurrence[] | undefined {
    const { bytes } = this.#scanner
    const [first = 0] = places
    if (this.#reader.isHar || (end < this.#filled && bytes[end] !== 10)) return undefined
    const limit = Math.max(0, first - LONGEST_LINE)
    const lead = bytes.subarray(limit, first).lastIndexOf(10)
    if (lead < 0 && limit > 0) return undefined
    const start = limit + lead + 1
    const stop = Math.min(this.#filled, end + 1 + HEAD)
    const { text, decoder } = this.#decode(start, stop)
    const offsets = this.#offsets(places, start, text.length === stop - start ? undefined : decoder)
    const feed = text.indexOf('\n', offsets[0])
    const { table } = this.#reader
    const rest = () => this.#rest(end + 1)
    const occurrences = this.#reader.readLine(text, feed < 0 ? text.length : feed, line, offsets, rest)
    if (this.#reader.table !== table) {
      this.#row = end + 1
      this.#rowLine = line + 1
    }
    return occurrences
  }

  /** Decodes a line, and those behind it, if each of their characters is a byte. */
  #decode(start: number, stop: number): Decoded {
    const from = this.#passed + start
    if (from < this.#mixedEnd) return decode(this.#scanner.bytes.subarray(start, stop))
    if (from < this.#blockStart || from + stop - start > this.#blockStart + this.#block.length) {
      const part = this.#scanner.bytes.subarray(start, Math.min(this.#filled, Math.max(stop, start + BLOCK)))
      const { text } = decode(part)
      if (text.length !== part.length) {
        this.#mixedEnd = from + part.length
        return decode(part.subarray(0, stop - start))
      }
      this.#block = text
      this.#blockStart = from
    }
    const at = from - this.#blockStart
    return { text: this.#block.slice(at, at + stop - start), decoder: utf8 }
  }

  /** As much of what begins at a place as the first row of a table may be away. */
  #rest(start: number): string {
    const end = Math.min(this.#filled, start + 3 * ROWS)
    return decode(this.#scanner.bytes.subarray(start, end)).text.slice(0, ROWS)
  }

  /**
   * Reads the rows of the open table, if there is one, that begin before a place.
   * @param last whether nothing more comes
   * @param before is called before ids are added
   */
  #readRows(to: number, last: boolean, before?: () => void): void {
    const { bytes } = this.#scanner
    while (this.#reader.table && this.#row < to) {
      const start = this.#row
      let end = start
      let lines = 0
      const inside = this.#reader.readRow(() => {
        if (end >= this.#filled) return undefined
        const line = bytes.subarray(end, Math.min(this.#filled, end + REACH))
        const feed = line.indexOf(10)
        if (feed < 0 && !last && line.length < REACH) return undefined
        const length = feed < 0 ? line.length : feed
        end += length + 1
        lines++
        return decode(line.subarray(0, length)).text
      }, this.#rowLine)
      if (!inside) return
      this.#row = end
      this.#rowLine += lines
      if (inside.length === 0) continue
      before?.()
      this.#gathering.add(inside, this.#passed + start)
      this.#rowsEnd = end
    }
  }

  /**
   * Where places are in the text of what begins at `start`.
   * @param decoder what has decoded it, where a character may be more than a byte
   */
  #offsets(places: readonly number[], start: number, decoder?: TextDecoder): number[] {
    if (!decoder) return places.map((place) => place - start)
    let offset = 0
    return places.map((place, index) => {
      offset += decoder.decode(this.#scanner.bytes.subarray(places[index - 1] ?? start, place)).length
      return offset
    })
  }

  #read(places: readonly number[], line: number, base64: boolean): void {
    const { bytes } = this.#scanner
    const first = places[0] ?? 0
    const last = places[places.length - 1] ?? 0
    let start = Math.max(0, first - (base64 ? REACH : BEFORE))
    while (start < first && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++
    const end = Math.min(this.#filled, last + (base64 ? REACH : AFTER))
    const { text, decoder } = decode(bytes.subarray(start, end))
    const offsets = this.#offsets(places, start, text.length === end - start ? undefined : decoder)
    let startLine = line
    const lead = bytes.subarray(start, first)
    for (let at = lead.indexOf(10); at >= 0; at = lead.indexOf(10, at + 1)) startLine--
    const [from = 0] = offsets
    const to = (offsets[offsets.length - 1] ?? 0) + 1
    this.#gathering.add(this.#reader.read(text, from, to, startLine, offsets), this.#passed + first)
  }
}

/**
 * Finds request ids in a stream of bytes or text: a Node stream, a web stream, or anything that can be iterated.
 * @param stream its chunks may end anywhere
 */
export async function* findInStream(
  stream: Source,
  options: FindOptions = {},
): AsyncGenerator<FoundRequestId> {
  const finder = new RequestIdFinder(options)
  const encoder = new TextEncoder()
  for await (const chunk of iterate(stream)) {
    yield* finder.push(typeof chunk === 'string' ? encoder.encode(chunk) : chunk)
  }
  yield* finder.end()
}

type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>
type Source = Chunks | ReadableStream<Uint8Array>

/** Not every browser can iterate a web stream. */
function iterate(stream: Source): Chunks {
  return 'getReader' in stream ? readAll(stream.getReader()) : stream
}

async function* readAll(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
  } finally {
    await reader.cancel()
  }
}

/** With which the three places of Base64 begin. */
function isBase64(byte: number | undefined): boolean {
  return byte === 0x56 || byte === 0x63 || byte === 0x5a
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
let gbk: TextDecoder | undefined

/** A text, and what has decoded it. */
interface Decoded {
  text: string
  decoder: TextDecoder
}

function decode(bytes: Uint8Array): Decoded {
  const text = utf8.decode(bytes.subarray(0, wholeEnd(bytes)))
  if (!text.includes('\ufffd')) return { text, decoder: utf8 }
  try {
    gbk ??= new TextDecoder('gb18030')
    const other = gbk.decode(bytes)
    if (count(other) < count(text)) return { text: other, decoder: gbk }
  } catch {
    // a runtime without it
  }
  return { text, decoder: utf8 }
}

/** Where the last character of UTF-8 ends: one that was cut would make the text look like another encoding's. */
function wholeEnd(bytes: Uint8Array): number {
  const { length } = bytes
  let lead = length - 1
  while (lead > length - 4 && ((bytes[lead] ?? 0) & 0xc0) === 0x80) lead--
  const byte = bytes[lead] ?? 0
  const size = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
  return lead >= 0 && lead + size > length ? lead : length
}

function count(text: string): number {
  return text.split('\ufffd').length
}

function isOther(first: Uint8Array): boolean {
  return otherEncoding(first) !== undefined
}

/** UTF-16 begins with a mark, or else has a zero in every second byte of its Latin text. */
function otherEncoding(first: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  const length = Math.min(first.length, 512) & ~1
  for (let at = 0; at < length; at++) if (first[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (length < 8) return undefined
  if (odd > length / 3 && even < length / 20) return 'utf-16le'
  return even > length / 3 && odd < length / 20 ? 'utf-16be' : undefined
}
