/** Looks, at the speed of a loop over bytes, for words that tell of a vendor. */

/** The longest text that tells. */
export const LONGEST = 200
const TABLE = 1 << 14
const THREE = 0xffffff

/** The characters of a log, from the commonest on, and words that most have. */
const COMMON = ' -.:=/0123456789etaoinsrhldcumfpgwybvkxjqz'
const WORDS =
  'requestid request_id request response status service server error exception time info debug http://'

/** What all that an expression matches has. */
interface Literal {
  /** Without letter case. */
  readonly bytes: readonly number[]
  /** Where the key ends by which it is found. */
  readonly end: number
  readonly expression: RegExp
}

/** Finds what matches one of many expressions, in any letter case. */
export class Evidence {
  /** By three characters. */
  readonly #literals = new Map<number, Literal[]>()
  /** Whether there may be such for a hash of three characters. */
  readonly #table = new Uint8Array(TABLE)
  /** What has no three characters. */
  readonly #others: RegExp | undefined

  constructor(expressions: readonly RegExp[]) {
    const others: string[] = []
    for (const alternative of expressions.flatMap(({ source }) => alternativesOf(source))) {
      const rarest = rarestOf(literalsOf(alternative))
      if (!rarest) others.push(alternative)
      else this.#add(rarest, new RegExp(alternative, 'i'))
    }
    if (others.length > 0) this.#others = new RegExp(others.join('|'), 'i')
  }

  #add({ run, at, part }: Rarest, expression: RegExp): void {
    const bytes = Array.from(run, (letter) => letter.charCodeAt(0) | 0x20)
    for (const key of keysOf(part)) {
      this.#literals.set(key, [...(this.#literals.get(key) ?? []), { bytes, end: at + 3, expression }])
      this.#table[hash(key)] = 1
    }
  }

  /** @returns whether there is any between two places; what stands around them may belong to it */
  isIn(bytes: Uint8Array, from: number, to: number): boolean {
    const table = this.#table
    let key = 0
    // Two characters may be the last ones.
    for (let at = from; at <= to; at++) {
      key = next(key, bytes[at] as number)
      if (table[hash(key)] === 1 && this.#isAt(key & THREE, bytes, at + 1)) return true
    }
    return this.#matches(this.#others, bytes, from, to)
  }

  #isAt(key: number, bytes: Uint8Array, end: number): boolean {
    for (const literal of this.#literals.get(key) ?? []) {
      const start = end - literal.end
      if (
        literal.bytes.every((byte, index) => ((bytes[start + index] ?? 0) | 0x20) === byte) &&
        this.#matches(literal.expression, bytes, end - LONGEST, end + LONGEST)
      )
        return true
    }
    return false
  }

  #matches(expression: RegExp | undefined, bytes: Uint8Array, from: number, to: number): boolean {
    return expression?.test(decoder.decode(bytes.subarray(Math.max(0, from), to))) ?? false
  }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The last characters, of which three count, and a letter has either case. */
function next(key: number, byte: number): number {
  return (key << 8) | byte | 0x20
}

/** Of the lower 24 bits. */
function hash(key: number): number {
  return (key ^ (key >>> 10)) & (TABLE - 1)
}

/** Parts of an expression: an escape, a class, one side of a group, or a character. */
const TOKEN = /\\[bBdDsSwW]|\\u[\da-f]{4}|\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]))?|\)|[^\\]/g
const QUANTIFIER = /^(?:[?*]|\{\d*,?\d*\})$/

/** What stands between the bars of an expression, but for those in groups. */
function alternativesOf(source: string): string[] {
  const alternatives = ['']
  let depth = 0
  for (const [token] of source.matchAll(TOKEN)) {
    if (token.startsWith('(')) depth++
    else if (token === ')') depth--
    if (token === '|' && depth === 0) alternatives.push('')
    else alternatives[alternatives.length - 1] += token
  }
  return alternatives
}

/** The character that a part of an expression stands for, if it is one. */
function literalOf(token: string): string {
  if (/^\\u/.test(token)) return String.fromCharCode(Number.parseInt(token.slice(2), 16))
  if (/^\\[^bBdDsSwWnrt]$/.test(token)) return token.charAt(1)
  return /^[^\\[()|.?*+{}^$]$/.test(token) ? token : ''
}

/** The characters, side by side, that all that an alternative matches has; of UTF-8, the bytes. */
function literalsOf(alternative: string): string[] {
  const runs = ['']
  let depth = 0
  const tokens = alternative.match(new RegExp(`\\{\\d*,?\\d*\\}|${TOKEN.source}`, 'g')) ?? []
  for (const [index, token] of tokens.entries()) {
    if (token.startsWith('(')) depth++
    const literal = literalOf(token)
    const isOptional = QUANTIFIER.test(tokens[index + 1] ?? '')
    if (depth === 0 && literal && !isOptional) runs[runs.length - 1] += literal
    else if (!/^\\[bB]$/.test(token)) runs.push('')
    if (token === ')') depth--
  }
  return runs.map((run) => String.fromCharCode(...encoder.encode(run)))
}

/** A part of a run of characters. */
interface Rarest {
  readonly run: string
  readonly at: number
  readonly part: string
}

/** Three characters of one of the runs, or two, of which the rest of a text is not likely to have many. */
function rarestOf(runs: readonly string[]): Rarest | undefined {
  const parts = runs.flatMap((run) =>
    [...run].flatMap((_, at) => [3, 2].map((length) => ({ run, at, part: run.slice(at, at + length) }))),
  )
  const rarity = ({ part }: Rarest) =>
    [...part.toLowerCase()].reduce(
      (sum, letter) => sum + (letter > '\x7f' ? COMMON.length : COMMON.indexOf(letter)),
      WORDS.includes(part.toLowerCase()) ? -50 : 0,
    )
  return parts.filter(({ part }) => part.length > 1).sort((a, b) => rarity(b) - rarity(a))[0]
}

/** Two characters may have any behind them. */
function keysOf(part: string): Set<number> {
  const key = [...part].reduce((key, letter) => next(key, letter.charCodeAt(0)) & THREE, 0)
  if (part.length > 2) return new Set([key])
  return new Set(Array.from({ length: 256 }, (_, byte) => next(key, byte) & THREE))
}
