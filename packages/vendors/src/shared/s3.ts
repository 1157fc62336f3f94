/** The names of S3's API, which services that are compatible with it write too. */
import type { Companion, IdNames } from '../record.js'
import { guid } from './guid.js'

/** In the order of @smithy/core, protocols/HttpProtocol deserializeMetadata. */
export const headers: IdNames = {
  requestId: ['x-amzn-requestid', 'x-amzn-request-id', 'x-amz-request-id'],
  extendedRequestId: ['x-amz-id-2'],
}

export const body: IdNames = {
  requestId: ['RequestId', 'RequestID', 'requestId'],
  extendedRequestId: ['HostId'],
}

/** In a text they also stand in Rust's SDK, in the metrics of Java's, and in what Lambda hands to its functions. */
export const labels = ['x-amzn-requestid', 'x-amzn-request-id', 'x-amz-request-id', 'aws-request-id']

/** Whether a word behind S3's header can be an id of a service whose ids have no form. */
export const isPlain = (word: string) => /^[\dA-Za-z]{12,}$/.test(word) && /\d.*\d/.test(word)

/** Sixteen characters: S3's own, and those of services that imitate them. */
export const isSixteen = (word: string) => /^[\dA-Z]{16}$/.test(word)

/** What Go's SDK prints behind an id, in front of which it has printed the status. */
export const GO_STATUS = /status(?:Code| code): \d{3}, $/
export const GO_HOST_ID = /^, host ?id: (\S)/i

/** The second half of a pair. */
export const hostId: Companion = {
  kind: 'extendedRequestId',
  name: 'extended id',
  label:
    /(?:x[-_][a-z]{3}[-_]id[-_]2|(?<![\dA-Za-z])id[-_]?2|host[ _-]?id|extended[ _-]?request[ _-]?id|(?<=,)extrid|扩展请求 id)(?![\dA-Za-z])/,
  parts: [
    'd-2',
    'd_2',
    'd2',
    'D2',
    'ostI',
    'ost_i',
    'ost i',
    'ost I',
    'ost-',
    'OST',
    'osti',
    'xtended',
    'XTENDED',
    'ExtRid',
    '扩展',
  ],
  is(id) {
    if (id.length < 16 || !/^[\w+/-]+={0,2}$/.test(id)) return false
    // Base64 of digits has none.
    if (!/\d/.test(id) && (id.length < 60 || !/[A-Z].*[a-z]|[a-z].*[A-Z]/.test(id))) return false
    if (/[+/=]/.test(id) || id.length >= 40)
      return id.length >= 40 && (id.length % 4 === 0 || id.startsWith('32AAA'))
    return /^[\dA-Za-z-]+$/.test(id)
  },
  /** Base64 that ends in its padding, or what 48 bytes in Base64, 16 and 32 in hex, and a GUID come to. */
  whole: (id) => id.endsWith('=') || id.length === 64 || /^[\da-f]{32}$/.test(id) || guid.matches(id),
}
