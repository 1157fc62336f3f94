/** Whose id a word is, if it is one. */
import { type Claim, forms, texts } from '@requestid/vendors'
import type { Label } from './labels.js'
import { namedAround } from './named.js'
import { Around } from './surroundings.js'

/** The names of headers, which stand where an id would in a list of them. */
const HEADER_NAME = /^(?:x-|content-|etag|date$|server$)|redact/i
/** What is written where an id would stand: sixteen characters of which most are one, and the GUID of zeros. */
const MADE_UP = /^(?=.{16}$)[\dA-Z]*([\dA-Z])\1{7}|^0{8}-(?:0{4}-){3}0{12}$/

type Tells = readonly (readonly [vendor: string, is: (word: string) => boolean])[]

/** What needs no label is its vendor's behind any. */
const anywhere: Tells = texts.flatMap(({ vendor, bare }) =>
  bare ? [[vendor, bare.form.matches] as const] : [],
)

/** What needs no words around, behind a label that many use. */
const certain: Tells = [
  ...Object.entries(forms).flatMap(([vendor, all]) =>
    all.filter(({ distinct }) => distinct).map(({ matches }) => [vendor, matches] as const),
  ),
  ...texts.flatMap(({ vendor, always }) => (always ? [[vendor, always] as const] : [])),
]

/** Behind a label that many use. */
const claims: readonly (readonly [vendor: string, claim: Claim])[] = texts.flatMap(({ vendor, claims }) =>
  claims ? [[vendor, claims] as const] : [],
)

/** Whose id a word is. */
export interface Verdict {
  readonly vendor: string
  readonly confidence?: 'low'
}

/**
 * Whose id a word is; undefined if it is none.
 * @param label what stands before it
 * @param text the text they stand in: the label from `labelStart`, the word from `start` to `end`
 */
export function classify(
  word: string,
  { header, weak }: Label,
  text: string,
  labelStart: number,
  start: number,
  end: number,
): Verdict | undefined {
  if (word.length < 8 || HEADER_NAME.test(word) || MADE_UP.test(word)) return undefined
  for (const [vendor, is] of header ? anywhere : certain) if (is(word)) return { vendor }
  const around = new Around(text, labelStart, start, end, header?.vendor)
  const named = header ? undefined : namedAround(word, around)
  if (named) return { vendor: named }
  if (weak) return undefined
  for (const [vendor, claim] of header?.claims ?? claims) {
    const is = claim(word, around)
    if (is) return is === 'low' ? { vendor, confidence: is } : { vendor }
  }
  return undefined
}
