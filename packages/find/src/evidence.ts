/** Looks, at the speed of a loop over bytes, for words that tell of a vendor. */

/** The longest text that tells. */
export const LONGEST = 200
const TABLE = 1 << 14
const THREE = 0xffffff

/** The characters of a log, from the commonest on, and words that most have. */
const COMMON = ' -.:=/0123456789etaoinsrhldcumfpgwybvkxjqz'
const WORDS =
  'requestid request_id request response status service server error exception time info debug http://'

/** Finds what matches one of many expressions, in any letter case. */
export class Evidence {
  /** Expressions by three characters that all they match has. */
  readonly #expressions = new Map<number, RegExp>()
  /** Whether there may be such for a hash of three characters. */
  readonly #table = new Uint8Array(TABLE)
  /** What has no three characters. */
  readonly #others: RegExp | undefined

  constructor(expressions: readonly RegExp[]) {
    const sources = new Map<number, string[]>()
    const others: string[] = []
    for (const alternative of expressions.flatMap(({ source }) => alternativesOf(source))) {
      const runs = literalsOf(alternative)
      const keys = keysOf(rarestOf(runs))
      if (keys.size === 0) others.push(alternative)
      for (const key of keys) sources.set(key, [...(sources.get(key) ?? []), alternative])
    }
    for (const [key, alternatives] of sources) {
      this.#expressions.set(key, new RegExp(alternatives.join('|'), 'i'))
      this.#table[hash(key)] = 1
    }
    if (others.length > 0) this.#others = new RegExp(others.join('|'), 'i')
  }

  /** @returns whether there is any between two places; what stands around them may belong to it */
  isIn(bytes: Uint8Array, from: number, to: number): boolean {
    const table = this.#table
    let key = 0
    // Two characters may be the last ones.
    for (let at = from; at <= to; at++) {
      key = next(key, bytes[at] as number)
      if (
        table[hash(key)] === 1 &&
        this.#matches(this.#expressions.get(key & THREE), bytes, at - LONGEST, at + LONGEST)
      )
        return true
    }
    return this.#matches(this.#others, bytes, from, to)
  }

  #matches(expression: RegExp | undefined, bytes: Uint8Array, from: number, to: number): boolean {
    return expression?.test(decoder.decode(bytes.subarray(Math.max(0, from), to))) ?? false
  }
}

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

/** The characters, side by side, that all that an alternative matches has. */
function literalsOf(alternative: string): string[] {
  const runs = ['']
  let depth = 0
  const tokens = alternative.match(new RegExp(`\\{\\d*,?\\d*\\}|${TOKEN.source}`, 'g')) ?? []
  for (const [index, token] of tokens.entries()) {
    if (token.startsWith('(')) depth++
    const literal = /^[^\\[()|.?*+{}^$]$/.test(token)
      ? token
      : /^\\[^bBdDsSwWunrt]$/.test(token)
        ? token.charAt(1)
        : ''
    const isOptional = QUANTIFIER.test(tokens[index + 1] ?? '')
    if (depth === 0 && literal && !isOptional) runs[runs.length - 1] += literal
    else if (!/^\\[bB]$/.test(token)) runs.push('')
    if (token === ')') depth--
  }
  return runs
}

/** Three characters of one of the runs, or two, of which the rest of a text is not likely to have many. */
function rarestOf(runs: readonly string[]): string {
  const parts = runs.flatMap((run) =>
    [...run].flatMap((_, at) => [run.slice(at, at + 3), run.slice(at, at + 2)]),
  )
  const rarity = (part: string) =>
    [...part].reduce((sum, letter) => sum + COMMON.indexOf(letter), WORDS.includes(part) ? -50 : 0)
  const ranked = parts
    .filter(({ length }) => length > 1)
    .map((part) => ({ part, rank: rarity(part.toLowerCase()) }))
  return ranked.sort((a, b) => b.rank - a.rank)[0]?.part ?? ''
}

/** Two characters may have any behind them. */
function keysOf(part: string): Set<number> {
  const key = [...part].reduce((key, letter) => next(key, letter.charCodeAt(0)) & THREE, 0)
  if (part.length > 2) return new Set([key])
  return new Set(part ? Array.from({ length: 256 }, (_, byte) => next(key, byte) & THREE) : [])
}
