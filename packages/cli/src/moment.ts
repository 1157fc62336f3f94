/** When a request was made or answered. */
import { forms } from '@requestid/vendors'
import type { Facts } from './row.js'

const ZONE = /(?:Z|GMT|UTC|[+-]\d\d:?\d\d)$/

/** Whether a time in a text says of which zone it is. */
export function hasZone(time: string): boolean {
  return ZONE.test(time)
}

/** The time in the id, by the server's clock; else the one in the text, if it names its zone. */
export function momentOf(facts: Facts): number | undefined {
  const { vendor, requestId, time = '' } = facts
  const form = forms[vendor]?.find((form) => form.matches(requestId))
  return form?.time?.(requestId) || (hasZone(time) ? parseTime(time) : undefined)
}

/** The same, or else the one in the text without its zone. */
export function localMomentOf(facts: Facts): number | undefined {
  return momentOf(facts) ?? parseTime(facts.time ?? '')
}

/** @returns milliseconds since the epoch; a time without a zone is one of this machine's */
export function parseTime(time: string): number | undefined {
  // As access logs and Python have it.
  const log = /^(\d\d)\/(\w{3})\/(\d{4}):([\d:]{8} [+-]\d{4})$/.exec(time)
  const text = log ? `${log[1]} ${log[2]} ${log[3]} ${log[4]}` : time.replace(/(:\d\d),(?=\d)/, '$1.')
  return Date.parse(text) || undefined
}
