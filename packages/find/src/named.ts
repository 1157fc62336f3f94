/** Reads the vendor that this project's own output names beside an id: the fields of a log line, a support report. */
import { forms, type Surroundings, texts, tickets } from '@requestid/vendors'

const VENDOR = /\bvendor\\*["']?\s?[:=]\s?\\*["']?([a-z][\da-z]*(?:-[\da-z]+)*)/g
/** A line of a report: \u670d\u52a1 is what it is called in Chinese. */
const SERVICE = /(?:^|\n)(?:Service|\u670d\u52a1): ([^\n]{2,60})/
const BELOW = ['Service: ', '\u670d\u52a1: ']

/** What one of both has. */
export const naming = /\bvendor\\*["']?\s?[:=]|Service: |\u670d\u52a1: /

/** How far the name may stand from the id. */
const REACH = 400

const vendors = new Set([...texts, ...tickets].map(({ vendor }) => vendor))

/** The longest first: several begin alike. */
const services = tickets
  .flatMap(({ vendor, service }) => [service.en, service.zh].map((name) => [name, vendor] as const))
  .sort((a, b) => b[0].length - a[0].length)

/** The vendor that is named beside an id, if the word can be one of its ids. */
export function namedAround(word: string, around: Surroundings): string | undefined {
  const vendor = nearestVendor(around) ?? serviceBelow(around)
  if (!vendor || !vendors.has(vendor)) return undefined
  const own = forms[vendor]
  const known = texts.find((text) => text.vendor === vendor)?.known
  const is = known
    ? own?.some((form) => form.matches(word))
    : /\d/.test(word) && /^[\w+/=.:-]{8,}$/.test(word)
  return is ? vendor : undefined
}

function nearestVendor(around: Surroundings): string | undefined {
  const before = around.before(REACH)
  const after = around.after(REACH)
  if (!before.includes('vendor') && !after.includes('vendor')) return undefined
  let last: RegExpExecArray | undefined
  for (const match of before.matchAll(VENDOR)) last = match
  const next = [...after.matchAll(VENDOR)][0]
  if (last && next) return before.length - last.index <= next.index ? last[1] : next[1]
  return (last ?? next)?.[1]
}

function serviceBelow(around: Surroundings): string | undefined {
  const after = around.after(2 * REACH)
  // To look for the words first is quick, and mostly enough.
  const name = BELOW.some((word) => after.includes(word)) ? SERVICE.exec(after)?.[1] : undefined
  return name && services.find(([service]) => name.startsWith(service))?.[1]
}
