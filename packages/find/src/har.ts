/** Reads the requests of a HAR file's entries, in whatever order an entry has its members. */

export interface HarEntry {
  index: number
  method?: string
  url?: string
  time?: string
}

const HAR_REQUEST = /"request"(?=\s{0,99}:\s{0,99}\{)/y

/** How much of a file tells that it is one, and how much the order of its members. */
export const HAR_START = 1000
export const HAR_HEAD = 65_536

/** How far before a request its entry may begin, and how long a request may be that is read. */
export const HAR_BEFORE = 2000
export const HAR_REQUEST_LENGTH = 65_536

/** Whether a text is the beginning of a HAR file. */
export function isHar(head: string): boolean {
  return /^\s*\{\s*"log"\s*:\s*\{/.test(head)
}

/** Whether each response stands before its request. */
export function isReversed(head: string): boolean {
  return /"(request|response)"\s{0,99}:\s{0,99}\{/.exec(head)?.[1] === 'response'
}

/** Where the requests of a HAR file's entries stand. */
export function harRequests(text: string): number[] {
  const starts: number[] = []
  for (let at = text.indexOf('"request"'); at >= 0; at = text.indexOf('"request"', at + 1)) {
    HAR_REQUEST.lastIndex = at
    if (HAR_REQUEST.test(text)) starts.push(at)
  }
  return starts
}

/**
 * Where the object behind a place ends.
 * @param codeAt gives a character, or a byte
 * @returns the limit if it does not end before
 */
export function objectEnd(codeAt: (at: number) => number | undefined, from: number, limit: number): number {
  let depth = 0
  let isString = false
  for (let at = from; at < limit; at++) {
    const code = codeAt(at)
    if (code === 0x22) isString = !isString
    else if (isString) at += code === 0x5c ? 1 : 0
    else if (code === 0x7b) depth++
    else if (code === 0x7d && --depth === 0) return at + 1
  }
  return limit
}

/** Where the entry begins that a place stands in; 0 if that is not in the text. */
function entryStart(text: string, at: number): number {
  let depth = 0
  for (let start = at - 1; start >= 0; start--) {
    const character = text.charAt(start)
    if (character === '}' || character === ']') depth++
    else if ((character === '{' || character === '[') && --depth < 0) return start
  }
  return 0
}

/** What the entry's request says, which stands at a place. */
export function readHarRequest(text: string, at: number, index: number): HarEntry {
  const entry: HarEntry = { index }
  const end = objectEnd((at) => text.charCodeAt(at), at, Math.min(text.length, at + HAR_REQUEST_LENGTH))
  const request = text.slice(at, end)
  const method = /"method"\s*:\s*"([A-Z]{1,20})"/.exec(request)?.[1]
  const url = /"url"\s*:\s*"([^"?#]{1,2000})/.exec(request)?.[1]?.replace(/\\\//g, '/')
  const before = text.slice(Math.max(0, at - HAR_BEFORE), at)
  const started = timeIn(before.slice(entryStart(before, before.length)))
  if (method) entry.method = method
  if (url) entry.url = url
  if (started) entry.time = started
  return entry
}

/** The time of the entry before, where it stands behind its response. */
export function timeBefore(text: string, at: number): string | undefined {
  const before = text.slice(Math.max(0, at - HAR_BEFORE), at)
  return timeIn(before.slice(0, entryStart(before, before.length)))
}

/** The same of the last entry, out of the end of the file; pages have times too. */
export function timeAtEnd(tail: string): string | undefined {
  return timeIn(tail.slice(tail.lastIndexOf('"request"') + 1).split(/"pages"\s{0,99}:/, 1)[0] ?? '')
}

/** The last time of an entry in a text. */
export function timeIn(text: string): string | undefined {
  return [...text.matchAll(/"startedDateTime"\s*:\s*"([^"]{1,40})"/g)].pop()?.[1]
}
