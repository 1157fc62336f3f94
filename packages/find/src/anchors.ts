/** Where a text is worth a look. */
import { type IdForm, type Text, texts } from '@requestid/vendors'

/** What stands at a place worth a look. */
export type Anchor =
  /** `request id` in any spelling, and the headers named otherwise. */
  | { readonly kind: 'label' }
  /** An id that needs no label. */
  | { readonly kind: 'bare'; readonly vendor: string; readonly form: IdForm }
  /** A place in a row of a service's own log. */
  | {
      readonly kind: 'log'
      readonly vendor: string
      readonly read: NonNullable<Text['logs']>[number]['read']
    }
  /** `equestI` in Base64: an error body within a HAR file, or in a header. */
  | { readonly kind: 'base64' }
  /** A HAR entry's request. */
  | { readonly kind: 'har' }

/**
 * What stands in front of `ID` in the languages of the vendors' consoles, with its bytes in GBK if it has such. Bytes
 * are looked for too, one character each: so the plain scanner reads.
 */
const translated = [
  ['请求', 'c7ebc7f3'],
  ['請求', 'd588c7f3'],
  ['リクエスト', 'a5eaa5afa5a8a5b9a5c8'],
  ['요청'],
  ['Anforderungs-'],
].flatMap(([word = '', gbk = '']) => {
  const bytes = Uint8Array.from(gbk.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
  const latin1 = new TextDecoder('latin1')
  return [word, latin1.decode(new TextEncoder().encode(word)), latin1.decode(bytes)].filter(Boolean)
})

const labels = [
  '[Rr][Ee][Qq](?:[Uu][Ee][Ss][Tt])?[ _.\\t-]?[Ii][Dd]',
  ...texts.flatMap(({ label }) => (label ? [label.source] : [])),
  `(?:${[...new Set(translated)].join('|')}) ?[Ii][Dd]`,
].map((label) => `${label}(?![\\dA-Za-z])`)

// assembly/scan.ts finds the same places; change both.
const PLACES: readonly (readonly [Anchor, place: string])[] = [
  [{ kind: 'label' }, labels.join('|')],
  ...texts.flatMap(({ vendor, bare }) =>
    bare ? [[{ kind: 'bare', vendor, form: bare.form }, bare.place.source] as const] : [],
  ),
  ...texts.flatMap(({ vendor, logs = [] }) =>
    logs.map(({ place, read }) => [{ kind: 'log', vendor, read }, place.source] as const),
  ),
  [{ kind: 'base64' }, 'VxdWVzdE|cXVlc3RJ|ZXF1ZXN0S'],
  [{ kind: 'har' }, String.raw`(?<=")request"(?=\s{0,99}:\s{0,99}\{)`],
]

const ANCHOR = PLACES.map(([, place]) => `(${place})`).join('|')

export interface Place {
  readonly anchor: Anchor
  readonly start: number
  readonly end: number
}

/** The places between two offsets of a text. */
export function* findPlaces(text: string, from: number, to: number): Generator<Place> {
  // Not farther than the longest place that begins there.
  const part = text.slice(0, to + 300)
  const expression = new RegExp(ANCHOR, 'g')
  expression.lastIndex = from
  for (let match = expression.exec(part); match && match.index < to; match = expression.exec(part)) {
    yield { anchor: anchorOf(match), start: match.index, end: expression.lastIndex }
  }
}

const HERE = new RegExp(ANCHOR, 'y')

/** The places at offsets where one may begin. */
export function placesAt(text: string, offsets: readonly number[]): Place[] {
  const places: Place[] = []
  for (const start of offsets) {
    HERE.lastIndex = start
    const match = HERE.exec(text)
    if (match) places.push({ anchor: anchorOf(match), start, end: start + match[0].length })
  }
  return places
}

function anchorOf(match: RegExpExecArray): Anchor {
  let group = 1
  while (match[group] === undefined) group++
  return (PLACES[group - 1] as (typeof PLACES)[number])[0]
}
