/** Tencent Cloud Object Storage, and Cloud Infinite, its data processing. */
import type { Evidence, IdForm, Shape, Text, Ticket, Vendor } from './record.js'
import { decodeBase64 } from './shared/base64.js'
import { hex, timed } from './shared/form.js'

/**
 * Hosts of Cloud Infinite answer with `x-ci-request-id` alone; where both are present the storage's own id wins, as in
 * cos-nodejs-sdk-v5 since 2.15 (sdk/util.js, formatResult).
 * Source: https://cloud.tencent.com/document/product/436/7729 and 436/7730.
 */
export const wire: Vendor = {
  name: 'tencent-cos',
  headers: { requestId: ['x-cos-request-id', 'x-ci-request-id'], traceId: ['x-cos-trace-id'] },
  body: { requestId: ['RequestId', 'requestId'], traceId: ['TraceId'] },
  within: 'Response',
}

export const shape: Shape = {
  vendor: wire,
  // Of results and errors, and of the body of an error, which the SDK hands on as `error`.
  marks: [
    ['RequestId', 'headers', 'statusCode'],
    ['Code', 'Message', 'RequestId', 'TraceId'],
  ],
  evidence,
}

function evidence(outcome: Record<PropertyKey, unknown>): Evidence {
  const err = (outcome.err || {}) as { headers?: unknown }
  return {
    // `header`: what downloadFile makes up for an archived or changed object (sdk/advance.js, downloadFile).
    // `err`: what the mini program's SDK makes of the error of a part (src/advance.js, sliceUploadFile).
    headers: outcome.headers || outcome.header || err.headers,
    // The parsed body of an error; in a result, the root elements of Cloud Infinite's and of an error in a 200.
    bodies: () => [outcome.error, outcome.Error, outcome.Response, { RequestId: outcome.RequestId }],
    statusCode: outcome.statusCode,
    // What multer-cos hands on of an error.
    part: outcome.error,
  }
}

const name = 'tencent-cos'

/** The last id and what it decodes to: each is asked for several things in a row. */
let lastId = ''
let lastParts: readonly string[] = []

function partsOf(id: string): readonly string[] {
  if (id !== lastId) {
    lastParts = decodeBase64(id.replace(/=+$/, '')).split('_')
    lastId = id
  }
  return lastParts
}

/**
 * Base64 of four numbers in hex, `time_server_process_count`; in 2017 the second one was shorter. So are all 254
 * public examples; no document of Tencent's describes it.
 */
const numbers: IdForm = /* @__PURE__ */ timed(
  /N[2TWjmz][0-9A-Za-z+/]{9}f[0-9A-Za-z+/]{12,42}={0,2}/,
  (id) => hex(partsOf(id)[0]?.slice(0, 8) ?? '') * 1000,
  (id) =>
    /^[\da-f]{8}_[\da-f]{5,8}_[\da-f]{1,8}_[\da-f]{1,8}$/.test(partsOf(id).join('_')) &&
    // COS's own documents have ids with too much of the padding.
    (id.length % 4 === 0 || id.endsWith('=')),
  {
    vendor: name,
    distinct: true,
    grows: true,
    // An IPv4 address, its bytes in reverse: of 58 ids 33 end in 10 and 12 in 100, none begins so.
    server(id) {
      const address = partsOf(id)[1] ?? ''
      if (address.length < 7) return ''
      const bytes = address.padStart(8, '0').match(/../g) ?? []
      return bytes.map(hex).reverse().join('.')
    },
    complete: (beginning) => `${beginning.slice(0, 11)}fMDAwMDAwMDBfMDAwMF8wMDAw`,
  },
)

export const forms: readonly IdForm[] = [numbers]

export const text: Text = {
  vendor: name,
  hints: /x-cos-|myqcloud|qcloud|cosxml|tencent-cos|\bCos[A-Z]/,
  labels: ['x-cos-request-id', 'x-ci-request-id'],
  known: true,
  bare: {
    place: /N[2TWjmz][\dA-Za-z+/]{9}f(?=[\dA-Za-z+/]{7}(?:f|.X|...[89]|....f))/,
    form: numbers,
  },
  companions: [
    {
      of: {
        kind: 'traceId',
        name: 'trace id',
        label: /(?:x-?cos-?)?trace[ _-]?id(?![\dA-Za-z])/,
        parts: ['race-', 'raceI', 'race_', 'race I', 'race i', 'racei', 'RACE'],
        /** Base64 of hex. */
        is: (id) => id.length >= 80 && id.length % 4 === 0 && /^[\da-f]{60,}$/.test(decodeBase64(id)),
      },
    },
  ],
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Tencent Cloud COS', zh: '腾讯云对象存储 COS' },
  // COS writes its ids so: https://cloud.tencent.com/document/product/436/7730.
  terms: {
    en: { requestId: 'RequestId', traceId: 'TraceId' },
    zh: { requestId: 'RequestId', traceId: 'TraceId' },
  },
  hosts: [
    // https://cloud.tencent.com/document/product/436/6224; `ci` and `pic` are data processing's.
    /^(?:(?<bucket>[\w-]+-\d+)\.)?(?<service>cos(?:-internal|-website)?|ci|pic)\.(?:accelerate|(?<region>[\w-]+))\.(?:myqcloud\.com|tencentcos\.(?:cn|com))$/,
  ],
  // It has the bucket, as that of S3 may not: https://cloud.tencent.com/document/product/436/7730.
  named: (get) => ({ resource: get('error', 'Resource') || get('Resource') }),
  // https://cloud.tencent.com/document/product/436/41623
  diagnosis: ({ requestId }) => requestId && 'https://console.cloud.tencent.com/cos/diagnose',
}
