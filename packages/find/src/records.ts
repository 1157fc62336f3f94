/** A line with which something new begins: a response, or an entry of a log. */
const RECORD =
  /^(?:[<>*+] )?(?:HTTP\/\d|[A-Z]{3,7} \S+ HTTP\/\d|\[?\d{4}[-/]\d\d[-/]\d\d[T ]|\[?\d\d[-/:]\d\d[-/: ]|[A-Z][a-z]{2} [ \d]\d \d\d:|--\d{4}|\$ |(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|PHP )\b|\{"|<\d{1,3}>|(?:\S{1,80} ){2,3}\[\d)/

/** How much of a line tells whether it begins something. */
export const HEAD = 300

/** @param at where a line begins */
export function beginsRecord(text: string, at: number): boolean {
  return RECORD.test(text.slice(at, at + HEAD))
}

/** A line of terraform's box, behind the time that GitHub Actions writes. */
const BOXED = /^\d{4}-\d\d-\d\dT[\d:.]{8,20}Z [│┃║]/

/** A line that is longer is read with what is around it, like many. */
export const LONGEST_LINE = 4096

/** A name and a value, or a value, and nothing behind: one of several lines that belong together. */
const LAST_WORD = /^\W{0,40}[\w+/=.-]+(?![\w+/=.-])\W*$/

/**
 * Whether a line is an entry of a log, all by itself: what is around it tells nothing of it.
 * @param start where the line begins, and `end` where it ends, both in `text`
 * @param place where the last place worth a look ends, in that line
 */
export function isOwnRecord(text: string, start: number, end: number, place: number): boolean {
  if (end - start > LONGEST_LINE || !beginsRecord(text, start)) return false
  if (end + 1 < text.length && (!beginsRecord(text, end + 1) || BOXED.test(text.slice(end + 1, end + 60))))
    return false
  return text.charAt(start) === '{' || !LAST_WORD.test(text.slice(place, end))
}
