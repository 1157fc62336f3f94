/** Reads the word at a place that may be an id. */
import { forms, type IdForm } from '@requestid/vendors'
import type { Place } from './anchors.js'
import { classify } from './classify.js'
import type { Add } from './found.js'
import { type Label, readLabel } from './labels.js'
import { readValue, skipBetween, type Value } from './value.js'

const all = Object.values(forms).flat()

/** The longest name that a label may be part of. */
const NAME = 60

/** The label at a place, and where it begins. */
export function labelAt(text: string, { start, end }: Place): { label: Label | undefined; begin: number } {
  let begin = start
  while (begin > start - NAME && isName(text.charCodeAt(begin - 1))) begin--
  return { label: readLabel(text.slice(begin, end), text.slice(Math.max(0, begin - 24), begin)), begin }
}

/** Reads the id behind a label, if there is one. */
export function labelled(text: string, place: Place, add: Add): void {
  const { label, begin } = labelAt(text, place)
  if (!label) return
  if (label.header && isSent(text, begin)) return
  const from = skipBetween(text, place.end)
  const value = valueBefore(text, begin, place.end) ?? (from < 0 ? undefined : readValue(text, from))
  if (!value?.text) return
  const words = readings(value)
  for (const word of words) {
    const verdict = word ? classify(word, label, text, begin, value.start, value.end) : undefined
    if (!verdict) continue
    const { vendor, ...more } = verdict
    add(vendor, word, value.start, value.end, more)
    break
  }
}

/** The whole words that a value may be, the likeliest first: a fold may have cut it, and half an id may look like one. */
function readings({ text, joined, next }: Value): readonly string[] {
  if (!joined) return [text]
  const rest = joined.slice(text.length)
  const form = all.find((form) => form.matches(joined))
  if (!form) {
    // Digits that go on, but in no form that is known.
    const digits = [/^[\dA-F]+$/, /^[\da-f-]+$/].find((digits) => digits.test(text))
    return digits?.test(rest) && /^(?!\d{1,4}(?:-|$))(?=.*\d)/.test(rest) ? [joined] : [text, joined]
  }
  // Where a form has no end, the next line may begin with a word of its own.
  const isWord =
    /^[A-Za-z]?[a-z]{2,}$|^\d{3,}$|^\d{4}-\d\d-\d\d/.test(rest) ||
    (/^[A-Z]+$/.test(rest) && /^[ :]/.test(next))
  return form.matches(text) && !form.grows && isWord ? [text, joined] : [joined]
}

/** `{"value": "…", "name": "x-oss-request-id"}` */
const VALUE_BEFORE =
  /"value\\*"\s{0,99}:\s{0,99}\\*"([^"\\\n]{8,200})\\*",\s{0,99}\\*(?:"comment\\*"\s{0,99}:\s{0,99}\\*"[^"\n]{0,200}",\s{0,99}\\*)?"(?:name|key|header)\\*"\s{0,99}:\s{0,99}\\*"$/i

function valueBefore(text: string, begin: number, end: number): Value | undefined {
  if (!/^\\*"\s{0,99}(?:\}|,\s{0,99}\\*"comment)/.test(text.slice(end, end + 120))) return undefined
  const lead = text.slice(Math.max(0, begin - 800), begin)
  const match = VALUE_BEFORE.exec(lead)
  if (!match) return undefined
  const start = begin - lead.length + match.index + match[0].indexOf(match[1] ?? '')
  return readValue(text, start)
}

/** How far the first line of a request may be away. */
const HEAD = 3000

/** Whether a header is the client's own: what the client sent is no id of the server's. */
function isSent(text: string, begin: number): boolean {
  const limit = Math.max(0, begin - HEAD)
  const lead = text.slice(limit, begin)
  const lineStart = lead.lastIndexOf('\n') + 1
  const own = lead.slice(lineStart)
  if (/(?:^|\s)(?:-H|--header)[ =]?["'$]{0,2}$/.test(own.slice(-14))) return true
  // `> x-…` of curl, within its other lines; else it is the quote of a mail.
  const quote = /^((?:> )*)> $/.exec(own)?.[1]
  if (quote !== undefined) {
    const above = lead.slice(0, lineStart).split('\n').reverse()
    const below = text
      .slice(begin, begin + HEAD)
      .split('\n')
      .slice(1)
    return [above.slice(1), below].some((lines) => isCurl(lines, quote))
  }
  // The request in a dump: header by header up to its first line.
  if (own) return false
  const begins = beginningOf(text, begin)
  return begins.isRequest && begins.at >= limit
}

/** Where the headers begin that stand above a place, one in a line. */
interface Beginning {
  readonly at: number
  /** Whether that is the first line of a request. */
  readonly isRequest: boolean
}

let last: (Beginning & { readonly text: string; readonly below: number }) | undefined

/** Lets go of the text that was read last, which may be large. */
export function forgetHeaders(): void {
  last = undefined
}

/** Each header's is what the one above has: they are looked through once. */
function beginningOf(text: string, below: number): Beginning {
  let at = below
  let isRequest = false
  while (at > 0 && below - at < HEAD) {
    if (at === last?.below && text === last.text) {
      at = last.at
      isRequest = last.isRequest
      break
    }
    const from = Math.max(0, at - HEAD)
    const begin = from + text.slice(from, at - 1).lastIndexOf('\n') + 1
    const line = text.slice(begin, at - 1)
    isRequest = /^[A-Z]{3,7} \S+ HTTP\/\d/.test(line)
    if (!isRequest && !/^[\w-]+: ?\S/.test(line)) break
    at = begin
    if (isRequest) break
  }
  last = { text, below, at, isRequest }
  return last
}

/** Whether lines, from the nearest on, are of curl's output. */
function isCurl(lines: readonly string[], quote: string): boolean {
  for (const line of lines) {
    if (!line.startsWith(quote)) return false
    const rest = line.slice(quote.length)
    if (/^(?:\* |> [A-Z]{3,7} \S+ HTTP\/\d|< HTTP\/\d)/.test(rest)) return true
    if (!/^[<>{}*]/.test(rest)) return false
  }
  return false
}

/** Letters, digits, `-`, `.` and `_`. */
function isName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 45 ||
    code === 46 ||
    code === 95
  )
}

/** Reads an id that has no label. */
export function bare(
  text: string,
  start: number,
  { vendor, form }: { readonly vendor: string; readonly form: IdForm },
  add: Add,
): void {
  if (/[\w+/=-]/.test(text.charAt(start - 1)) && !/\\[nrt]$/.test(text.slice(start - 2, start))) return
  const value = readValue(text, start)
  if (!value?.text) return
  const words = form.grows ? [value.joined, value.text] : [value.text]
  const word = words.find((word) => form.matches(word))
  if (word) add(vendor, word, start, value.end)
}
