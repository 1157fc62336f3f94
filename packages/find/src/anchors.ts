/** What stands at every place worth a look. */
export enum Anchor {
  /** `request id` in any spelling, and the two headers named otherwise. */
  Label,
  /** An id of COS, which needs no label. */
  Cos,
  /** An id of Ceph, likewise. */
  Ceph,
  /** A field of an OSS access log. */
  OssLog,
  /** The operation in an S3 access log, which follows the id. */
  S3Log,
  /** The end of an id in a CloudFront log. */
  CloudFrontLog,
  /** `equestI` in Base64: an error body within a HAR file, or OSS's x-oss-err. */
  Base64,
  /** A HAR entry's request. */
  HarRequest,
}

// In the order of Anchor. scan.ts finds the same places; change both.
const PLACES: readonly string[] = [
  String.raw`[Rr][Ee][Qq](?:[Uu][Ee][Ss][Tt])?[ _.\t-]?[Ii][Dd](?![\dA-Za-z])|[Xx]-[Aa][Mm][Zz]-[Cc][Ff]-[Ii][Dd](?![\dA-Za-z])|[Gg][Uu][Pp]loader-[Uu]pload[Ii][Dd](?![\dA-Za-z])|(?:请求|æ±‚) ?[Ii][Dd](?![\dA-Za-z])`,
  String.raw`N[2TWjmz][\dA-Za-z+/]{9}f(?=[\dA-Za-z+/]{7}(?:f|.X|...[89]|....f))`,
  String.raw`tx[\da-f]{21}-`,
  String.raw`"[4-7][\dA-F]{23}"`,
  String.raw` (?:REST|SOAP|WEBSITE|BATCH|S3)\.[A-Z]+\.`,
  String.raw`==\t`,
  'VxdWVzdE|cXVlc3RJ|ZXF1ZXN0S',
  String.raw`(?<=")request"(?=\s{0,99}:\s{0,99}\{)`,
]

const ANCHOR = PLACES.map((place) => `(${place})`).join('|')

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
  return group - 1
}
