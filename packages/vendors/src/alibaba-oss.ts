/** Alibaba Cloud Object Storage Service. */
import type { Evidence, IdForm, Shape, Surroundings, Text, Ticket, Vendor } from './record.js'
import { bracketBefore, columns } from './shared/access-log.js'
import { diagnosisOf, terms } from './shared/alibaba.js'
import { hex, timed } from './shared/form.js'
import { guid } from './shared/guid.js'
import { isSixteen, labels } from './shared/s3.js'

/** Source: https://help.aliyun.com/document_detail/32005.html. */
export const wire: Vendor = {
  name: 'alibaba-oss',
  headers: { requestId: ['x-oss-request-id'], ec: ['x-oss-ec'] },
  body: { requestId: ['RequestId'], ec: ['EC'] },
}

export const shape: Shape = {
  vendor: wire,
  marks: [
    ['requestId', 'status', 'code', 'hostId'],
    ['requestId', 'status', 'code', 'host'],
  ],
  evidence,
}

function evidence(outcome: Record<PropertyKey, unknown>): Evidence {
  const { headers, status } = (outcome.res || outcome) as { headers?: unknown; status?: unknown }
  return {
    headers,
    // What the SDK took from the body of an error.
    bodies: () => [{ RequestId: outcome.requestId, EC: outcome.ecCode }],
    statusCode: outcome.status || status,
  }
}

const name = 'alibaba-oss'

/** 24 digits in upper case, which tells them from the ids of MongoDB; the first eight are the time in seconds. */
const digits: IdForm = /* @__PURE__ */ timed(
  /[4-7][0-9A-F]{23}/,
  (id) => hex(id.slice(0, 8)) * 1000,
  (id) => /[A-F]/.test(id),
  { vendor: name, complete: (beginning) => beginning.slice(0, 8).padEnd(24, 'A') },
)

export const forms: readonly IdForm[] = [digits]

const HOST_ID = /^(?:\W|\\n|RequestId){1,40}HostId\W{1,40}[\w.-]{0,80}aliyun/i

/** Its early ids were as long as S3's, and the very early ones had no time. */
function isEarly(word: string, around: Surroundings): boolean {
  return (
    isSixteen(word) &&
    ((/^[4-6][\dA-F]{15}$/.test(word) && around.vendors()[0] === name) ||
      (/^[\dA-F]+$/.test(word) && HOST_ID.test(around.after(100))))
  )
}

/** `192.0.2.1 - - [03/Jan/2021:14:59:49 +0800] "GET /example.jpg HTTP/1.0" 200 … "6B016EC4B3AF779D8856924D" …` */
const LOG =
  /^\[(\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4})\] "([A-Z]{3,7}) ([^\s"?]*)[^"]*" (\d{3}|-) [^[\]]*$/

export const text: Text = {
  vendor: name,
  hints: /x-oss-|\boss\b|ali-?oss|aliyuncs|aliyun|\boss2|OSSException|OssException|ossutil/,
  labels: ['x-oss-request-id'],
  behind: (word) => /^(?:[\dA-F]{16,30}|[\da-f]{24})$/.test(word) || guid.matches(word),
  alike: {
    labels,
    behind: (word, around) => isEarly(word, around) || (digits.matches(word) && around.others()[0] === name),
  },
  claims: (word, around) => digits.matches(word) || (/[A-F]/.test(word) && isEarly(word, around)),
  logs: [
    {
      // A quoted field: https://help.aliyun.com/document_detail/31868.html.
      place: /"[4-7][\dA-F]{23}"/,
      read(text, place) {
        const start = place + 1
        const end = start + 24
        const requestId = text.slice(start, end)
        const match = digits.matches(requestId) && LOG.exec(bracketBefore(text, start))
        if (!match) return undefined
        const [, time = '', method = '', url = '', status = ''] = match
        return { requestId, start, end, ...columns({ time, method, url, status }) }
      },
    },
  ],
  companions: [
    {
      of: {
        kind: 'ec',
        name: 'EC',
        label: /(?<![\dA-Za-z])(?:x[-_]oss[-_])?ec(?:code)?(?![\dA-Za-z])/,
        parts: ['EC', 'Ec', 'oss-ec', 'oss_ec', 'ecCode', 'ec"', 'ec:', "ec'"],
        /** https://www.alibabacloud.com/help/en/oss/user-guide/error-codes */
        is: (id) => /^\d{4}-\d{8}$/.test(id),
      },
    },
  ],
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Alibaba Cloud OSS', zh: '阿里云对象存储 OSS' },
  terms,
  hosts: [
    // https://help.aliyun.com/zh/oss/user-guide/regions-and-endpoints; `s3.` for the API of S3, the second form for IPv6.
    /^(?:(?<bucket>[\w-]+)\.)?(?:s3\.)?(?<service>oss)-(?:accelerate(?:-overseas)?|(?<region>[\w-]+?))(?:-internal)?\.aliyuncs\.com$/,
    /^(?:(?<bucket>[\w-]+)\.)?(?<region>[\w-]+)\.(?<service>oss)\.aliyuncs\.com$/,
  ],
  // ali-oss has what it was called with in each error.
  named: (get) => get('code') && { bucket: get('params', 'bucket'), key: get('params', 'object') },
  // It takes the EC, not the id.
  diagnosis: ({ ec }) => diagnosisOf(ec),
}
