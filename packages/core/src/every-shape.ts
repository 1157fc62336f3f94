/** How the outcomes of every vendor's SDKs are read, and where libraries keep the errors that theirs wrap. */
import { type Shape, shapes } from '@requestid/vendors'
import { isError } from './attach.js'
import { decide } from './decide.js'
import { everyVendor } from './every-vendor.js'
import type { Knowledge } from './learn.js'
import { own } from './own.js'
import { isObject, type Vendor } from './vendor.js'

export function learnAll(knowledge: Knowledge): Knowledge {
  const vendors = everyVendor()
  for (const shape of [...shapes, ofNode(vendors[0])]) knowledge.shapes.set(shape, { vendors, decide })
  knowledge.wrappedBy = wrappedBy
  return knowledge
}

/** The part of it that is used. */
interface IncomingMessage {
  readonly rawHeaders?: readonly string[]
  readonly statusCode?: number | null
}

/** An `IncomingMessage`, whose headers are made when they are read. */
const ofNode = (vendor: Vendor): Shape => ({
  vendor,
  marks: [],
  evidence(outcome) {
    const { rawHeaders: raw, statusCode } = (outcome.response || outcome) as IncomingMessage
    // That of a server has none: its headers are a request's.
    if (!raw || !statusCode) return {}
    const headers: Record<string, unknown> = {}
    for (let i = 0; i < raw.length; i += 2) headers[String(raw[i]).toLowerCase()] ||= raw[i + 1]
    return { headers, statusCode }
  },
})

/** What is in Effect's errors. */
const FIBER = /* @__PURE__ */ Symbol.for('effect/Runtime/FiberFailure/Cause')

/** VError; GraphQL; nested-error-stacks; Nest; SuppressedError and Effect. */
const MEMBERS = ['jse_cause', 'originalError', 'nested', 'response', 'error', 'suppressed', 'defect', FIBER]

/** VError's MultiError; Effect; middy's `cause`. */
const LISTS = ['ase_errors', 'reasons', 'data', 'cause']

/** Lists can be of any length. */
const LIMIT = 1000

/** Errors alone, and the trees of Effect: any other object in such a place may be the user's. */
function wrappedBy(object: object): readonly unknown[] {
  const context = own(object, 'context')
  const found = MEMBERS.map((name) => own(object, name))
  // Of OneTable.
  if (isObject(context)) found.push(own(context, 'err'))
  for (const name of LISTS) {
    const list = own(object, name)
    if (Array.isArray(list)) found.push(...list.slice(0, LIMIT))
  }
  if (isOfEffect(object)) found.push(own(object, 'left'), own(object, 'right'))
  return found.filter((value) => isObject(value) && (isError(value) || isOfEffect(value)))
}

/** A node of its trees, which has nothing of the user's but the errors. */
function isOfEffect(object: object): boolean {
  return /^(Fail|Die|Sequential|Parallel)$/.test(String(own(object, '_tag')))
}
