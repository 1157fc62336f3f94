/** Reads what stands behind a label. */
import { forms } from '@requestid/vendors'

/**
 * What may stand between a label and its value, in JSON, XML, HTML, the dictionaries of Python, Go, PHP, Java and
 * Objective-C, HAR, tables and prose. Bounded, and each alternative begins with a character of its own.
 */
const BETWEEN = new RegExp(
  '(?:' +
    [
      String.raw`(?<=\n[ \t]{0,40})-(?= )`, // a list in YAML
      String.raw`[|>][+-](?=[ \t\r]{0,9}\n)`, // YAML
      String.raw`"?:(?:"[\w\\]{1,80}":)?(?:protected|private)(?=\])`, // a member in PHP
      String.raw`[\s\u200b-\u200d\u2060"'\`:=>\[\](){}|*：＝“”‘’「」【】（）│┃║]`,
      String.raw`\d{4}-\d\d-\d\dT[\d:.]{8,20}Z (?=[│┃║])`, // a line's time in GitHub Actions, before terraform's box
      String.raw`\\+(?:u003[ace]|u002[27]|[nrt"'/\\])`, // escaped once or more often
      '&(?:quot|gt|lt|#39|#34|nbsp|amp);',
      String.raw`<\/?(?:span|b|td|th|tr|code|em|strong|font|i|p|div|br|dt|dd|a|pre|string)\b[^<>]{0,80}>`,
      String.raw`(?:is|was|of)(?=[\s:“"'\`])|为|是`,
      String.raw`,\s{0,99}\\*(?:"comment\\*"\s{0,99}:\s{0,99}\\*"[^"\n]{0,200}",\s{0,99}\\*)?"value\\*"(?=\s{0,99}:)`, // HAR
      String.raw`(?<=["'\`]),(?=\s{0,9}\\*["'\`\[(])`, // ("name", "value")
      `(?:b|u|r)(?=["'])`,
      '(?:,\\s?)?<<(?=")', // Erlang
      'chr(?= ")', // R
      String.raw`HeaderValue \{ _private: H\d\(`, // Rust
      String.raw`Just(?=[\s\\("])`, // Haskell
      String.raw`string\(\d{1,4}\)`,
      String.raw`\[\]string\{`,
      String.raw`(?:Some|Optional|Str(?:ing)?)\(`,
      String.raw`(?<=[>=:\s])-+>`,
      '%(?:22|3[AD]|20)',
      '->',
    ].join('|') +
    '){0,60}',
  'iy',
)

/** Ids with characters that end other words. */
const PUNCTUATED = new RegExp(
  `(?:${Object.values(forms)
    .flat()
    .filter(({ punctuated }) => punctuated)
    .map(({ pattern }) => pattern)
    .join('|')})(?![\\dA-Za-z])`,
  'y',
)

const WORD = /[\dA-Za-z+/_-][\dA-Za-z+/_.~-]*={0,2}/y

export interface Value {
  readonly text: string
  /** Where the value begins and ends. */
  readonly start: number
  readonly end: number
  /** What it becomes with the text that follows on the next line, where it ends with its line. */
  readonly joined: string
  /** What stands behind that. */
  readonly next: string
}

/** Where the separators after a label end; -1 if there are none. */
export function skipBetween(text: string, from: number): number {
  BETWEEN.lastIndex = from
  BETWEEN.exec(text)
  const to = BETWEEN.lastIndex
  if (to === from) return -1
  // A third line does not belong to the label any more.
  let lines = 0
  const between = text.slice(from, to)
  for (let at = between.indexOf('\n'); at >= 0; at = between.indexOf('\n', at + 1)) lines++
  return lines > 3 ? -1 : to
}

/** The word at a place, without the full stop or dash of the sentence around it. */
export function readValue(text: string, from: number): Value | undefined {
  PUNCTUATED.lastIndex = from
  WORD.lastIndex = from
  const [raw] = PUNCTUATED.exec(text) ?? WORD.exec(text) ?? []
  if (!raw) return undefined
  if (/[:\r\n]/.test(text.charAt(from + raw.length))) {
    const unfolded = text.slice(from, from + 80).replace(FOLD, '')
    PUNCTUATED.lastIndex = 0
    const [id] = PUNCTUATED.exec(unfolded) ?? []
    if (id && id.length > raw.length)
      return { text: id, start: from, end: from + raw.length, joined: '', next: '' }
  }
  const word = raw.replace(/[.~_-]+$/, '')
  const end = from + word.length
  const value = { text: word, start: from, end, joined: '', next: '' }
  if (isMasked(text, from + raw.length, raw)) return { ...value, text: '' }
  // A quote that nothing closes: the text was cut, maybe within the id.
  if (from + raw.length >= text.length && /["'`]/.test(text.charAt(from - 1))) return { ...value, text: '' }
  if (from + raw.length >= text.length || !/[\r\n]/.test(text.charAt(from + raw.length))) return value
  const { whole, forced, next } = join(text, from, raw)
  if (forced) return { ...value, text: whole.replace(/[.~_-]+$/, '') }
  return { ...value, joined: whole.replace(/[.~_-]+$/, ''), next }
}

/** `5C35EC74****`, `NmIwMTZj...`: somebody has taken the rest away. */
function isMasked(text: string, end: number, raw: string): boolean {
  return (
    /\.{2,}$|x{5}|X{5}/.test(raw) ||
    /^(?:\*|…|\[REDACTED|<redacted|\.{2,}|#{2,})/i.test(text.slice(end, end + 10))
  )
}

/** Where curl --trace-ascii goes on with a line, which it breaks after 64 characters. */
const TRACE = /^\r?\n([\da-f]{4,8}): /
/** A line break, and what a mail or a box puts in front of the next line. */
const FOLD = /\r?\n(?:[ \t]*[>│|][ \t]*){0,4}/
/** Where an e-mail, a terminal or a box of terraform's goes on. */
const FOLDED = /^\s*\n(?:[ \t]*[>│|][ \t]*\r?\n){0,3}[ \t]*(?:[>│|][ \t]*){0,4}/

/** Whether the next line has a name and a value of its own: `X-Amz-Request-Id: …`, but not `…bxhE=:403 Forbidden`. */
function isName(text: string, start: number, word: string): boolean {
  return (
    /^[A-Za-z][\w-]*$/.test(word) &&
    /^\s{0,9}:(?!\d{3} )/.test(text.slice(start + word.length, start + word.length + 20))
  )
}

/** @returns the word, whether it is whole for certain, and what stands behind it */
function join(text: string, start: number, first: string): { whole: string; forced: boolean; next: string } {
  // One sign of the padding may stand on the next line.
  if (first.endsWith('=') && !/^=\r?\n[ \t>│|]*=(?![\dA-Za-z=])/.test(text.slice(start + first.length - 1)))
    return { whole: '', forced: false, next: '' }
  let whole = first
  let at = start + first.length
  let lineStart = text.lastIndexOf('\n', start) + 1
  const line = text.slice(lineStart, at)
  let offset = /^([\da-f]{4,8}): /.exec(line)?.[1]
  let forced = false
  for (let lines = 0; lines < 4; lines++) {
    const rest = text.slice(at, at + 200)
    const trace = TRACE.exec(rest)
    const continues =
      trace && offset && Number.parseInt(offset, 16) + 0x40 === Number.parseInt(trace[1] ?? '', 16)
    // A line more only where one as long as the first has been filled, as a terminal does.
    if (!continues && (forced || (lines > 0 && at - lineStart !== line.length))) break
    const next = continues ? trace[0] : FOLDED.exec(rest)?.[0]
    if (!next) break
    WORD.lastIndex = at + next.length
    // The first character may be the padding.
    const [word] = /^=+/.exec(text.slice(WORD.lastIndex, WORD.lastIndex + 2)) ?? WORD.exec(text) ?? []
    if (!word || (!continues && isName(text, at + next.length, word))) break
    whole += word
    lineStart = at + next.lastIndexOf('\n') + 1
    at += next.length + word.length
    if (continues) {
      forced = true
      offset = trace[1]
    }
  }
  return { whole: whole === first ? '' : whole, forced, next: text.slice(at, at + 2) }
}
