/** MinIO, a server with the API of S3. */
import type { Evidence, IdForm, Shape, Surroundings, Text, Ticket, Vendor } from './record.js'
import { hex, timed } from './shared/form.js'
import { body, headers, hostId, isSixteen, labels } from './shared/s3.js'

export const wire: Vendor = {
  name: 'minio',
  headers,
  body,
  is: (header) => /^MinIO/.test(String(header('server'))),
}

export const shape: Shape = {
  vendor: wire,
  marks: [
    ['amzRequestid', 'code'],
    ['requestid', 'hostid', 'code'],
  ],
  evidence,
}

/** A stream of an object is the response itself. An error has the ids of the headers, and what its body said. */
function evidence({
  headers,
  amzRequestid,
  amzId2,
  requestid,
  hostid,
}: Record<PropertyKey, unknown>): Evidence {
  const ofHeaders = { RequestId: amzRequestid, HostId: amzId2 }
  return { headers, bodies: () => [ofHeaders, { RequestId: requestid, HostId: hostid }] }
}

const name = 'minio'

/** 16 digits: nanoseconds since the epoch. Source: minio/cmd/generic-handlers.go, addCustomHeaders. */
const digits: IdForm = /* @__PURE__ */ timed(
  /1[0-9A-F]{15}/,
  (id) => Math.floor(hex(id) / 1e6),
  (id) => /[A-F]/.test(id),
  { vendor: name },
)

export const forms: readonly IdForm[] = [digits]

/** MinIO is of 2015; a time to come is none. */
function isLikely(time = 0): boolean {
  return time >= Date.UTC(2015, 0) && time < Date.now() + 366 * 86_400_000
}

/** The second half of S3's pair. Where it is 64 digits of hex, or none, it is MinIO's. */
const EXTENDED = /[\dA-Za-z+/]{60,107}={0,2}(?![\dA-Za-z+/=])/g
/** Base64, and not a path. */
const isOfS3 = (extended: string) =>
  /[A-Z]/.test(extended) && /[a-z]/.test(extended) && extended.split('/').length < 8

const SERVER = /\bserver\W{1,8}minio\b/i

/** To look for a part of it first is quick, and mostly enough. */
function isOfAmazon(around: Surroundings): boolean {
  const near = around.near(1500)
  return near.includes('mazon') && /amazonaws\.com|AmazonS3\b/.test(near)
}

const claims: Text['claims'] = (word, around) =>
  isSixteen(word) &&
  digits.matches(word) &&
  isLikely(digits.time?.(word)) &&
  !around.near(400).match(EXTENDED)?.some(isOfS3) &&
  (around.vendors().includes(name) || !isOfAmazon(around))

export const text: Text = {
  vendor: name,
  hints: /minio/,
  // Until 2016 its ids were any letters and digits.
  alike: {
    labels,
    behind: (word, around) => claims(word, around) || (isSixteen(word) && SERVER.test(around.near(600))),
  },
  claims,
  silent: ['minio-go'],
  companions: [{ of: hostId }],
}

export const ticket: Ticket = { vendor: name, service: { en: 'MinIO', zh: 'MinIO' } }
