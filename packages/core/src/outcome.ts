/** Reads what an outcome that no plugin saw says by itself. */
import type { RequestInfo } from './exchange.js'
import { learnt } from './learnt.js'
import { own } from './own.js'
import { isObject } from './vendor.js'

/** In the order in which an operation does, as one that heard nothing. No getter is called, as it may do anything. */
export function readOutcome(outcome: object): RequestInfo | undefined {
  const seen = view(outcome)
  const http = isObject(seen.response) ? seen.response : seen
  for (const [{ vendor: fallback, marks, evidence }, { vendors, decide }] of learnt.shapes) {
    const said = evidence(seen)
    const isMarked = marks.some((names) => names.every((name) => seen[name] !== undefined))
    if (!isMarked) said.bodies = undefined
    said.headers ||= http.headers || (isMarked && {})
    said.statusCode ||= http.status || http.statusCode
    if (!isObject(said.headers)) continue
    const heard = { began: 0, exchanges: [], incomplete: true }
    const finding = decide({ vendors, fallback }, heard, said)
    if (finding) {
      finding.info.source = 'outcome'
      return finding.info
    }
  }
  return undefined
}

/** What an object holds by itself, and what that holds. */
function view(object: object): Record<PropertyKey, unknown> {
  const isResponse = / Response]/.test(tagOf(object))
  // Not the object, which may be frozen: then a proxy has to give what is in it as it is.
  return new Proxy(Object.create(object), {
    get(_, name) {
      // Those of `fetch` have getters that say what they say.
      const value = isResponse ? (object as Record<PropertyKey, unknown>)[name] : own(object, name)
      return isObject(value) && !/ (Headers|Map)]/.test(tagOf(value)) ? view(value) : value
    },
  })
}

const tagOf = (object: object) => Object.prototype.toString.call(object)
