/** Tells ids of the application's own from their bytes alone: in most logs each line has one. */
import { texts } from '@requestid/vendors'
import { Evidence, LONGEST } from './evidence.js'
import { naming } from './named.js'

const evidence = new Evidence([
  naming,
  ...texts.flatMap(({ hints, evidence }) =>
    [hints, evidence].filter((one): one is RegExp => one !== undefined),
  ),
])

/** What tells of a vendor is looked for in blocks of so many bytes, and as far as this around an id. */
const BLOCK = 2048
const REACH = 1600
/** For so many blocks it is remembered. */
const ROOM = 16

/** What a byte may be: a digit, a part of a word, or what stands between a label and its value. */
const HEX = 1
const NAME = 2
const BETWEEN = 4

const kinds = new Uint8Array(256)
for (const character of 'ghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.-+/~*=#')
  kinds[code(character)] = NAME
for (const character of '0123456789abcdef') kinds[code(character)] = HEX | NAME
for (const character of ' "\':=[({') kinds[code(character)] = BETWEEN
// All of UTF-8 beyond ASCII: an ellipsis hides the rest of an id.
kinds.fill(NAME, 0x80)

function code(character: string): number {
  return character.charCodeAt(0)
}

const FEED = 10
const RETURN = 13
const DASH = 0x2d
const ZERO = 0x30

/** Where nothing else tells of a vendor, a label that many use leads to no vendor's GUID, nor to digits in lower case. */
export class Dull {
  readonly #bytes: Uint8Array
  /** Of each block that was looked at its number, and whether something in it tells of a vendor. */
  readonly #blocks = new Float64Array(ROOM).fill(-1)
  readonly #telling = new Uint8Array(ROOM)

  /** @param bytes the buffer that is read, from its beginning to its end */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /**
   * @param at a place worth a look
   * @param filled how much of the buffer is filled
   * @param passed how many bytes there were before it
   * @returns whether no id is there
   */
  is(at: number, filled: number, passed: number): boolean {
    const end = this.#wordEnd(at)
    if (end < 0 || end >= filled) return false
    const last = Math.floor((passed + end + REACH) / BLOCK)
    for (let block = Math.floor((passed + at - REACH) / BLOCK); block <= last; block++)
      if (this.#tells(block, filled, passed)) return false
    return true
  }

  #kind(at: number): number {
    return kinds[this.#bytes[at] ?? 0] ?? 0
  }

  #isLetter(at: number, letter: string): boolean {
    return ((this.#bytes[at] ?? 0) | 0x20) === code(letter)
  }

  /** Where the word behind a label ends; -1 if it is another label, or another word. */
  #wordEnd(label: number): number {
    const bytes = this.#bytes
    // req, request
    if (!this.#isLetter(label + 2, 'q') || this.#kind(label - 1) & NAME) return -1
    let at = label + (this.#isLetter(label + 3, 'u') ? 7 : 3)
    if (!this.#isLetter(at, 'i')) at++
    if (!this.#isLetter(at, 'i') || !this.#isLetter(at + 1, 'd')) return -1
    at += 2
    const limit = at + 8
    while (at < limit && this.#kind(at) & BETWEEN) at++
    const start = at
    while (this.#kind(at) & HEX) at++
    const isGuid = bytes[at] === DASH
    if (isGuid) {
      for (at = start; at < start + 36; at++) {
        const isDash = at === start + 8 || at === start + 13 || at === start + 18 || at === start + 23
        if (isDash ? bytes[at] !== DASH : !(this.#kind(at) & HEX)) return -1
      }
      // Azure's end so.
      if (bytes[at - 1] === ZERO && bytes[at - 2] === ZERO && bytes[at - 3] === ZERO) return -1
    } else if (at - start < 17 || at - start > 40) return -1
    const next = bytes[at]
    if (this.#kind(at) & NAME || (!isGuid && (next === FEED || next === RETURN))) return -1
    return at
  }

  #tells(block: number, filled: number, passed: number): boolean {
    const way = block & (ROOM - 1)
    if (this.#blocks[way] === block) return this.#telling[way] === 1
    const start = block * BLOCK - passed
    const end = start + BLOCK + LONGEST
    const tells = evidence.isIn(this.#bytes, Math.max(0, start), Math.min(end, filled))
    // More of it may come.
    if (end <= filled) {
      this.#blocks[way] = block
      this.#telling[way] = Number(tells)
    }
    return tells
  }
}
