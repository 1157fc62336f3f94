/** Ranges and conditions of a read. */
import type { IncomingHttpHeaders } from 'node:http'
import type { StoredObject } from '../store.js'
import { ApiError } from './api.js'
import type { Answer } from './dialect.js'

/** The first and last byte of a range. */
export type Range = readonly [start: number, end: number]

/** The bytes that a range header asks for. */
export function parseRange(range: string, size: number): Range | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? []
  if (!from && !to) return undefined
  const start = from ? Number(from) : Math.max(size - Number(to), 0)
  const end = from && to ? Math.min(Number(to), size - 1) : size - 1
  if (start > end) throw new ApiError(416, 'InvalidRange')
  return [start, end]
}

export const slice = (body: Buffer, range: Range | undefined) =>
  range ? body.subarray(range[0], range[1] + 1) : body

const hasEtag = (etags: string, { etag }: StoredObject) =>
  etags === '*' || etags.includes(etag.replace(/"/g, ''))

/** HTTP dates have no milliseconds. */
const modifiedAt = ({ lastModified }: StoredObject) => Math.floor(lastModified.getTime() / 1000) * 1000

export function isNotModified(headers: IncomingHttpHeaders, object: StoredObject): boolean {
  const etags = headers['if-none-match']
  if (etags !== undefined) return hasEtag(etags, object)
  return modifiedAt(object) <= Date.parse(headers['if-modified-since'] ?? '')
}

export function failsPrecondition(headers: IncomingHttpHeaders, object: StoredObject): boolean {
  const etags = headers['if-match']
  if (etags !== undefined) return !hasEtag(etags, object)
  return modifiedAt(object) > Date.parse(headers['if-unmodified-since'] ?? '')
}

export const validators = ({ etag, lastModified }: StoredObject): Record<string, string> => ({
  etag,
  'last-modified': lastModified.toUTCString(),
})

/** An object, or a range of it, as a response. */
export function represent(object: StoredObject, query: URLSearchParams, range: Range | undefined): Answer {
  const headers: Record<string, string> = {
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    ...object.headers,
    ...validators(object),
  }
  for (const [name, value] of query) {
    if (name.startsWith('response-')) headers[name.slice('response-'.length)] = value
  }
  if (range) headers['content-range'] = `bytes ${range[0]}-${range[1]}/${object.body.length}`
  return { status: range ? 206 : 200, headers, body: slice(object.body, range) }
}
