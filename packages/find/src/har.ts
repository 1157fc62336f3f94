/** Reads the requests of a HAR file's entries. */

export interface HarEntry {
  index: number
  method?: string
  url?: string
  time?: string
}

const HAR_REQUEST = /"request"(?=\s{0,99}:\s{0,99}\{)/y

/** Where the requests of a HAR file's entries stand. */
export function harRequests(text: string): number[] {
  const starts: number[] = []
  for (let at = text.indexOf('"request"'); at >= 0; at = text.indexOf('"request"', at + 1)) {
    HAR_REQUEST.lastIndex = at
    if (HAR_REQUEST.test(text)) starts.push(at)
  }
  return starts
}

/** What the entry's request says, which stands at a place. */
export function readHarRequest(text: string, at: number, index: number): HarEntry {
  const entry: HarEntry = { index }
  const head = text.slice(at, at + 4000)
  const method = /"method"\s*:\s*"([A-Z]{1,20})"/.exec(head)?.[1]
  const url = /"url"\s*:\s*"([^"?#]{1,2000})/.exec(head)?.[1]
  const time = /"startedDateTime"\s*:\s*"([^"]{1,40})"/g
  const times = [...text.slice(Math.max(0, at - 300), at).matchAll(time)]
  if (method) entry.method = method
  if (url) entry.url = url
  const started = times[times.length - 1]?.[1]
  if (started) entry.time = started
  return entry
}
