/** Reads the word at a place that may be an id. */
import { forms, type IdForm } from '@requestid/vendors'
import type { Place } from './anchors.js'
import { classify } from './classify.js'
import type { Add } from './found.js'
import { type Label, readLabel } from './labels.js'
import { readValue, skipBetween } from './value.js'

/** Half an id of these forms may look like a whole one. */
const growing = Object.values(forms)
  .flat()
  .filter(({ grows }) => grows)

/** The longest name that a label may be part of. */
const NAME = 60

/** The label at a place, and where it begins. */
export function labelAt(text: string, { start, end }: Place): { label: Label | undefined; begin: number } {
  let begin = start
  while (begin > start - NAME && isName(text.charCodeAt(begin - 1))) begin--
  return { label: readLabel(text.slice(begin, end), text.slice(Math.max(0, begin - 24), begin)), begin }
}

/** Reads the id behind a label, if there is one. */
export function labelled(text: string, place: Place, add: Add): void {
  const { label, begin } = labelAt(text, place)
  if (!label) return
  const from = skipBetween(text, place.end)
  if (from < 0) return
  const value = readValue(text, from)
  if (!value?.text) return
  // A fold may have cut the id in two.
  const longer = growing.some((form) => form.matches(value.joined))
  const words = longer ? [value.joined, value.text] : [value.text, value.joined]
  for (const word of words) {
    const vendor = word && classify(word, label, text, begin, value.start, value.end)
    if (!vendor) continue
    add(vendor, word, value.start, value.end)
    break
  }
}

/** Letters, digits, `-`, `.` and `_`. */
function isName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 45 ||
    code === 46 ||
    code === 95
  )
}

/** Reads an id that has no label. */
export function bare(
  text: string,
  start: number,
  { vendor, form }: { readonly vendor: string; readonly form: IdForm },
  add: Add,
): void {
  if (/[\w+/=-]/.test(text.charAt(start - 1)) && !/\\[nrt]$/.test(text.slice(start - 2, start))) return
  const value = readValue(text, start)
  if (!value?.text) return
  const words = form.grows ? [value.joined, value.text] : [value.text]
  const word = words.find((word) => form.matches(word))
  if (word) add(vendor, word, start, value.end)
}
