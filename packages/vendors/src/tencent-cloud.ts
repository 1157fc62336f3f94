/** Tencent Cloud API 3.0, which all of its services other than object storage have. */
import type { IdForm, Shape, Text, Ticket, Vendor } from './record.js'
import { guid } from './shared/guid.js'

/** Source: https://cloud.tencent.com/document/api/213/30435. */
export const wire: Vendor = {
  name: 'tencent-cloud',
  headers: {},
  body: { requestId: ['RequestId'] },
  within: 'Response',
}

/**
 * A result is the answer's `Response`, and has `RequestId`. An exception has that as `requestId`, or `''`, beside the
 * id of the client's trace.
 */
export const shape: Shape = {
  vendor: wire,
  // None of its own: an application's errors may have the same.
  marks: [],
  evidence({ RequestId, requestId, getRequestId, httpCode }) {
    const id = RequestId || (getRequestId && requestId)
    // An id is of an answer, whatever that says; anything else is an exception without one.
    return { bodies: () => [{ RequestId: id }], statusCode: httpCode || (id ? 200 : undefined) }
  },
}

const name = 'tencent-cloud'

export const forms: readonly IdForm[] = [guid]

const SDK = /TencentCloudSDK(?:Exception|Error)/
/** The answer's only member, in JSON and in JSON within JSON, up to the id. */
const RESPONSE = /\bResponse\\*["']?\s{0,9}:\s{0,9}\{/

export const text: Text = {
  vendor: name,
  evidence: /\bResponse\\*["']?\s{0,9}:\s{0,9}\{/,
  hints: /TencentCloud|tencentcloudapi|tccli/,
  known: true,
  claims: (word, around) =>
    guid.matches(word) &&
    ((around.vendors().includes(name) && SDK.test(around.lead(1500))) ||
      (/^RequestId/.test(around.label()) && RESPONSE.test(around.lead(1500))) ||
      around.vendors()[0] === name),
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Tencent Cloud', zh: '腾讯云' },
  terms: { en: { requestId: 'RequestId' }, zh: { requestId: 'RequestId' } },
}
