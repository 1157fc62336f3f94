/** Reads the ids of a response, by what its vendor's record says. */
import type { Ids, Vendor } from '@requestid/vendors'

export type { Vendor }

// Visible ASCII without " & ' , < = >, and up to two = at the end.
const ID = /^(?!(?:null|undefined)$)[!#-%(-+\--;?-~]+={0,2}$/

/**
 * Whether a value can be a request id: 1 to 256 visible ASCII characters, none of them one of `"&',<>`, and a `=` only
 * at the end, where Base64 has it. It comes from a server, or from whoever answers in its place, and ends up in logs
 * and on pages: no line break, terminal escape or markup may pass, nor a parameter of a signed query, nor two ids that a
 * platform has joined. Servers and proxies that have no id to give write `null` or `undefined`; those are not ids
 * either.
 */
export function isRequestId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 256 && ID.test(value)
}

/**
 * The ids in a response's headers.
 * @param headers a plain object in any letter case, as Node and the SDKs have it, or a `Headers`
 */
export function readHeaders(vendor: Vendor, headers: unknown): Ids {
  return readVendor([vendor], headers).ids
}

/** Whose response it is, where its headers tell, and the ids they carry. */
export interface Reading {
  readonly vendor?: Vendor | undefined
  readonly ids: Ids
}

/** The first vendor whose id the headers carry, and that id; where there is none, the other ids of the first. */
export function readVendor(vendors: readonly Vendor[], headers: unknown): Reading {
  if (!isObject(headers)) return { ids: {} }
  if (typeof headers.get === 'function') return readEach(vendors, headers, getHeader)
  const found = readEach(vendors, headers, readMember)
  if (found.vendor) return found
  // Node gives lower case; mini programs and custom transports give what the server wrote.
  const lowerCase: Record<string, unknown> = {}
  for (const name in headers) lowerCase[name.toLowerCase()] = headers[name]
  return readEach(vendors, lowerCase, readMember)
}

/** How a name is read. Not a closure over the object, as this runs for each response. */
type Read = (from: Members, name: string) => unknown
type Members = Record<PropertyKey, unknown>

const getHeader: Read = (headers, name) => (headers.get as (name: string) => unknown)(name)

const readMember: Read = (from, name) => {
  const value = from[name]
  return Array.isArray(value) ? value[0] : value
}

function readEach(vendors: readonly Vendor[], from: Members, read: Read): Reading {
  let first: Vendor | undefined
  for (const vendor of vendors) {
    if (vendor.is && !isOf(vendor, from, read)) continue
    first ||= vendor
    const requestId = readId(vendor.headers.requestId, from, read)
    if (requestId) return { vendor, ids: readAll(vendor, requestId, from, read) }
  }
  return { vendor: undefined, ids: first ? readAll(first, undefined, from, read) : {} }
}

const isOf = ({ is }: Vendor, from: Members, read: Read) => is?.((name) => read(from, name))

function readAll({ headers, others }: Vendor, requestId: string | undefined, from: Members, read: Read): Ids {
  const ids: Ids = readIds(headers, from, read, requestId ? { requestId } : {})
  if (others) {
    const otherIds = readIds(others, from, read, {})
    for (const _ in otherIds) ids.otherIds = otherIds
  }
  return ids
}

/**
 * The ids in a response's body.
 * @param body its text (XML or JSON, whole or cut short), or the object an SDK parsed it into
 */
export function readBody(vendor: Vendor, body: unknown): Ids {
  if (typeof body === 'string')
    return readIds(vendor.body, { body }, (_, name) => element(body, name, vendor.within), {})
  return isObject(body) ? readIds(vendor.body, body, readOwn, {}) : {}
}

const readOwn: Read = (body, name) => body[name]

type Names = { readonly [name: string]: readonly string[] }

/** @param names by the name that each id is to have */
function readIds(
  names: Names,
  from: Members,
  read: Read,
  ids: Record<string, string>,
): Record<string, string> {
  for (const kind in names) {
    const id = !ids[kind] && readId(names[kind], from, read)
    if (id) ids[kind] = id
  }
  return ids
}

function readId(names: readonly string[] | undefined, from: Members, read: Read): string | undefined {
  if (!names) return undefined
  for (const name of names) {
    const value = read(from, name)
    if (isRequestId(value)) return value
  }
  return undefined
}

/**
 * The value of a named element of XML, or of a member of a JSON object, which may be cut short. Which of the two it is
 * decides first: an object's key, which anybody can choose, may look like the other. No expression here backtracks.
 */
function element(text: string, name: string, within?: string): string | undefined {
  if (/^\s*</.test(text)) {
    const [, id] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text) || []
    return id?.trim()
  }
  if (!/^\s*\{/.test(text)) return undefined
  // A body may list requests of others, each with its id: only a member of the object itself is this one's.
  const tokens = /("(?:[^"\\]|\\[\s\S]?)*(?:"|$))\s*(:?)|[{}[\]]/g
  let depth = 0
  let key = ''
  let outer = ''
  for (let token = tokens.exec(text); token; token = tokens.exec(text)) {
    const [mark, literal, colon] = token
    if (!literal) {
      depth += /[{[]/.test(mark) ? 1 : -1
      if (depth === 1) outer = ''
      else outer ||= key
    } else if (colon) key = literal
    else if (key === `"${name}"` && (depth < 2 || (depth === 2 && outer === `"${within}"`))) {
      try {
        return JSON.parse(literal)
      } catch {
        return undefined
      }
    }
  }
  return undefined
}

/** Whether a value is an HTTP status: ali-oss has -1 and -2 where no response came. */
export function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 100 && (value as number) < 600
}

export function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
