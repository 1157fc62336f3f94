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
  const { get } = headers
  if (typeof get === 'function') return readEach(vendors, (name) => get.call(headers, name))
  const found = readEach(vendors, (name) => first(headers[name]))
  if (found.vendor) return found
  // Node gives lower case; mini programs and custom transports give what the server wrote.
  const lowerCase: Record<string, unknown> = {}
  for (const name in headers) lowerCase[name.toLowerCase()] = headers[name]
  return readEach(vendors, (name) => first(lowerCase[name]))
}

function readEach(vendors: readonly Vendor[], read: (name: string) => unknown): Reading {
  const possible = vendors.filter(({ is }) => !is || is(read))
  const vendor = possible.find(({ headers }) => readId(headers.requestId, read))
  const { headers, others } = vendor || possible[0] || NONE
  const ids: Ids = readIds(headers, read)
  const otherIds = readIds(others, read)
  for (const _ in otherIds) ids.otherIds = otherIds
  return { vendor, ids }
}

const NONE: Pick<Vendor, 'headers' | 'others'> = { headers: {} }

/**
 * The ids in a response's body.
 * @param body its text (XML or JSON, whole or cut short), or the object an SDK parsed it into
 */
export function readBody(vendor: Vendor, body: unknown): Ids {
  if (typeof body === 'string') return readIds(vendor.body, (name) => element(body, name, vendor.within))
  if (isObject(body)) return readIds(vendor.body, (name) => body[name])
  return {}
}

type Names = { readonly [name: string]: readonly string[] } | undefined

/** @param names by the name that each id is to have */
function readIds(names: Names, read: (name: string) => unknown): Record<string, string> {
  const ids: Record<string, string> = {}
  for (const kind in names) {
    const id = readId(names[kind], read)
    if (id) ids[kind] = id
  }
  return ids
}

function readId(names: readonly string[] | undefined, read: (name: string) => unknown): string | undefined {
  for (const name of names || []) {
    const value = read(name)
    if (isRequestId(value)) return value
  }
  return undefined
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value
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
