/** What stands around a word, and whose text it is. */
import { type Surroundings, texts } from '@requestid/vendors'

const hinting = texts.flatMap(({ vendor, hints }) => (hints ? [[vendor, hints] as const] : []))
const HINT = new RegExp(hinting.map(([, { source }]) => `(${source})`).join('|'), 'gi')

/** How far the surroundings of an id reach. */
const REACH = 1500

/** A word that tells of a vendor. */
interface Hint {
  readonly vendor: string
  readonly at: number
  readonly end: number
}

/** Ids that stand close share their surroundings, which are read in pieces of this size, once. */
const PIECE = 1024
/** The longest hint. */
const LONGEST = 200

interface Read {
  readonly text: string
  readonly pieces: Map<number, readonly Hint[]>
}

let read: Read | undefined

/** Lets go of the text that was read last, which may be large. */
export function forgetText(): void {
  read = undefined
}

function hintsIn(text: string, piece: number): readonly Hint[] {
  if (text !== read?.text) read = { text, pieces: new Map() }
  const { pieces } = read
  const known = pieces.get(piece)
  if (known) return known
  const hints: Hint[] = []
  const end = (piece + 1) * PIECE
  const part = text.slice(0, end + LONGEST)
  HINT.lastIndex = piece * PIECE
  for (let match = HINT.exec(part); match && match.index < end; match = HINT.exec(part)) {
    const index = match.slice(1).findIndex((group) => group !== undefined)
    hints.push({ vendor: hinting[index]?.[0] ?? '', at: match.index, end: HINT.lastIndex })
  }
  pieces.set(piece, hints)
  return hints
}

/** The vendors that the text around a place names, the nearest first; those of the same line before all others. */
function vendorsAround(text: string, start: number, end: number): readonly string[] {
  const from = Math.max(0, start - REACH)
  const to = Math.min(text.length, end + REACH)
  // Within reach only: a line may be very long.
  const lineStart = from + text.slice(from, start).lastIndexOf('\n') + 1
  const lineBreak = text.slice(end, to).indexOf('\n')
  const lineEnd = lineBreak < 0 ? text.length : end + lineBreak
  const near = new Map<string, number>()
  for (let piece = Math.floor(from / PIECE); piece * PIECE < to; piece++) {
    for (const hint of hintsIn(text, piece)) {
      if (hint.at < from || hint.end > to) continue
      let distance = hint.at < start ? start - hint.at : hint.at - end
      if (hint.at < lineStart || hint.at > lineEnd) distance += 2 * REACH
      if (distance < (near.get(hint.vendor) ?? Number.POSITIVE_INFINITY)) near.set(hint.vendor, distance)
    }
  }
  return [...near].sort((a, b) => a[1] - b[1]).map(([vendor]) => vendor)
}

/** The text around a word from `start` to `end`, with its label from `labelStart`. */
export class Around implements Surroundings {
  #vendors: readonly string[] | undefined

  /** @param owner the vendor whose header the label is, if it is one's */
  constructor(
    private readonly text: string,
    private readonly labelStart: number,
    private readonly start: number,
    private readonly end: number,
    private readonly owner: string | undefined,
  ) {}

  before(length: number): string {
    return this.text.slice(Math.max(0, this.start - length), this.start)
  }

  after(length: number): string {
    return this.text.slice(this.end, this.end + length)
  }

  near(length: number): string {
    return this.text.slice(Math.max(0, this.start - length), this.end + length)
  }

  lead(length: number): string {
    return this.text.slice(Math.max(0, this.labelStart - length), this.labelStart)
  }

  label(): string {
    return this.text.slice(this.labelStart, this.start)
  }

  vendors(): readonly string[] {
    this.#vendors ??= vendorsAround(this.text, this.start, this.end)
    return this.#vendors
  }

  others(): readonly string[] {
    return this.vendors().filter((vendor) => vendor !== this.owner)
  }
}
