/** Makes forms. Each call needs a `@__PURE__`, so that a bundle has no form that it does not use. */
import type { IdForm } from '../record.js'

/** Times in ids are of these years: 2010 to 2037. */
const FIRST = /* @__PURE__ */ Date.UTC(2010, 0)
const LAST = /* @__PURE__ */ Date.UTC(2038, 0)

export const isTime = (time: number) => time >= FIRST && time < LAST

export const hex = (digits: string) => Number.parseInt(digits, 16)

/** @param is what an id has to be beside matching the pattern */
export function form(
  { source: pattern }: RegExp,
  is?: (id: string) => boolean,
  more?: Partial<IdForm>,
): IdForm {
  const whole = new RegExp(`^(?:${pattern})$`)
  return { pattern, distinct: false, matches: (text) => whole.test(text) && (!is || is(text)), ...more }
}

/** A form that always holds a time, which has to be a likely one. */
export function timed(
  pattern: RegExp,
  time: (id: string) => number,
  is?: (id: string) => boolean,
  more?: Partial<IdForm>,
): IdForm {
  return form(pattern, (id) => isTime(time(id)) && (!is || is(id)), { time, ...more })
}
