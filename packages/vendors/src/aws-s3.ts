/** Amazon S3, and what writes its header and is no one else. */
import type { IdForm, Text, Ticket } from './record.js'
import { bracketBefore, columns, lineAfter } from './shared/access-log.js'
import { form } from './shared/form.js'
import { GO_HOST_ID, GO_STATUS, hostId, isPlain, isSixteen, labels } from './shared/s3.js'
import { terms } from './shared/s3-terms.js'

const name = 'aws-s3'

/**
 * 16 characters: until 2020 digits of hex in upper case, since then of Crockford's Base32, which has no I, L, O
 * and U. They hold no time.
 */
const characters: IdForm = /* @__PURE__ */ form(
  /[0-9A-HJKMNP-TV-Z]{16}/,
  (id) => /[A-Z]/.test(id) && !/^[A-F]+$/.test(id),
  // Digits of hex alone are what most other ids consist of.
  { vendor: name, vague: (id) => !/[G-Z]/.test(id) || !/\d/.test(id) },
)

export const forms: readonly IdForm[] = [characters]

/** What an answer of S3's API, or who prints one, has around its id. */
const ANSWER =
  /<RequestId>|\$metadata(?!#)|ResponseMetadata|\bExtRid\b|extended_?request_?id|\bhost_?id\b|xAmz|S3Exception|AmazonServiceException/i
/** What other programs have there too. */
const ERROR =
  /status ?code: \d{3}|\bcode\W{1,4}[A-Z][a-z]+[A-Z]|\b(?:AccessDenied|NoSuch[A-Z]\w+|Invalid[A-Z]\w+|SignatureDoesNotMatch|InternalError|SlowDown|RequestTime\w+|PermanentRedirect|PreconditionFailed)\b|\b[Bb]ucket/

/** Whether digits and letters change as often as chance has it: in a date or a number they do not. */
const isRandom = (word: string) => (word.match(/\d(?=[A-Z])|[A-Z](?=\d)/g) ?? []).length >= 4

/** Up to the id, then the operation. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html. */
const LOG = /^\[(\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4})\] \S+ (?:\S+|"[^"]*") ([\dA-Z]{16})$/
/** Key, request line, status, error code; further on the host id stands before the version of the signature. */
const LOG_REST =
  /^ (?:REST|SOAP|WEBSITE|BATCH|S3)\.[\w.]+ \S+ (?:"([A-Z]+) ([^\s"?]*)[^"]*"|-) (\d{3}|-) ([A-Z]\w+|-)/
const LOG_HOST_ID = / ([\dA-Za-z+/]{40,108}={0,2}) (?:SigV\d|-) /

export const text: Text = {
  vendor: name,
  hints: /x-amz-|amazons3|amazonaws|\bs3\b|s3a?:\/\/|\baws|boto|S3Exception|S3 Extended|\bhost[ _]?id\b/,
  labels,
  label: /(?<=,)Rid/,
  behind: (word) => (isSixteen(word) && (/\d/.test(word) || characters.matches(word))) || isPlain(word),
  claims(word, around) {
    // Go's SDK for S3, against a service with ids of its own.
    if (/^[\da-f]{16}$/.test(word))
      return GO_STATUS.test(around.lead(300)) && GO_HOST_ID.test(around.after(20))
    if (!characters.matches(word)) return false
    const near = around.near(300)
    if (ANSWER.test(near) || around.vendors().includes(name)) return true
    if (!isRandom(word)) return false
    // Digits of hex alone are what most other ids consist of.
    return ERROR.test(near) || (/[G-Z]/.test(word) && 'low')
  },
  logs: [
    {
      place: / (?:REST|SOAP|WEBSITE|BATCH|S3)\.[A-Z]+\./,
      read(text, end) {
        const match = LOG.exec(bracketBefore(text, end))
        const [, time = '', requestId = ''] = match ?? []
        if (!match || !/\d/.test(requestId)) return undefined
        const line = lineAfter(text, end)
        const [, method = '', url = '', status = '', errorCode = ''] = LOG_REST.exec(line) ?? []
        const extendedRequestId = LOG_HOST_ID.exec(line)?.[1]
        return {
          requestId,
          start: end - 16,
          end,
          ...columns({ time, method, url, status }),
          ...(errorCode && errorCode !== '-' && { errorCode }),
          ...(extendedRequestId && { extendedRequestId }),
        }
      },
    },
  ],
  companions: [
    {
      of: hostId,
      // 56 bytes in Base64 mostly, which are printed without a label too.
      suits: (id) => id.length % 4 === 0 && id.length >= 36,
      bare: { length: 76, end: '=' },
    },
  ],
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Amazon S3', zh: 'Amazon S3' },
  terms,
}
