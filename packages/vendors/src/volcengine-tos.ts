/** Volcengine Torch Object Storage, which is BytePlus TOS abroad. */
import type { IdForm, Shape, Text, Ticket, Vendor } from './record.js'
import { form, hex, isTime } from './shared/form.js'
import { body, hostId } from './shared/s3.js'

/** Source: https://docs.byteplus.com/en/docs/tos/reference-common-parameters. */
export const wire: Vendor = {
  name: 'volcengine-tos',
  headers: { requestId: ['x-tos-request-id'], extendedRequestId: ['x-tos-id-2'], ec: ['x-tos-ec'] },
  body: { ...body, ec: ['EC'] },
}

/** A `TosServerError` and a result have the headers, an error of axios its response. */
export const shape: Shape = {
  vendor: wire,
  marks: [['requestId', 'id2', 'statusCode']],
  evidence(outcome) {
    const { response = outcome, requestId } = outcome
    const { headers, data, status, statusCode } = Object(response)
    // What an object contains is the user's, also where it looks like an error.
    const body = outcome instanceof Error && data
    return {
      headers,
      bodies: () => [{ RequestId: requestId }, body],
      statusCode: statusCode || status,
    }
  },
}

const name = 'volcengine-tos'

/** The time in seconds where 24 digits are in front; then an address and, since 2021, where the server stands. */
const digits: IdForm = /* @__PURE__ */ form(
  /[0-9a-f]{15,34}-[0-9a-f]{7,8}-[0-9A-Za-z-]*-tos-[0-9A-Za-z_-]*[0-9A-Za-z_]/,
  undefined,
  {
    vendor: name,
    distinct: true,
    time(id) {
      const time = /^[\da-f]{24}-/.test(id) ? hex(id.slice(16, 24)) * 1000 : 0
      return isTime(time) ? time : 0
    },
  },
)

export const forms: readonly IdForm[] = [digits]

export const text: Text = {
  vendor: name,
  hints: /x-tos-|\btos\b|volces\.com|volcengine|TosServer/,
  labels: ['x-tos-request-id'],
  behind: (word) => digits.matches(word) || /^[\da-f]{15,34}(?:-[\w-]+)?$/.test(word),
  claims: (word, around) => /^[\da-f]{15,34}(?:-[\da-f]{7,8})?$/.test(word) && around.vendors()[0] === name,
  companions: [{ of: hostId }],
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Volcengine TOS', zh: '火山引擎 TOS' },
  hosts: [
    /^(?:(?<bucket>[\w-]+)\.)?(?<service>tos)(?:-s3)?-(?<region>[\w-]+)\.(?:i?volces\.com|bytepluses\.com)$/,
  ],
}
