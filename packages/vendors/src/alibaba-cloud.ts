/** Alibaba Cloud OpenAPI, which most of its services have, and Model Studio. */
import type { Evidence, IdForm, Shape, Text, Ticket, Vendor } from './record.js'
import { diagnosisOf, terms } from './shared/alibaba.js'
import { guid } from './shared/guid.js'

/** Source: https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature. */
export const wire: Vendor = {
  name: 'alibaba-cloud',
  headers: { requestId: ['x-acs-request-id'] },
  body: { requestId: ['RequestId', 'requestId'] },
}

/** Results of the generated clients have their response's headers; most errors have the body alone, as `data` or `result`. */
export const shape: Shape = {
  vendor: wire,
  marks: [
    ['code', 'description', 'accessDeniedDetail', 'data'],
    ['code', 'description', 'detail', 'requestId'],
    ['code', 'url', 'entry', 'data'],
    ['code', 'statusCode', 'result'],
  ],
  evidence,
}

function evidence(outcome: Record<PropertyKey, unknown>): Evidence {
  // Where a client of pop-core is verbose, the second of a result's two has the response.
  const { response } = Object(outcome.entry || outcome[1])
  const { headers, statusCode } = Object(response || outcome)
  return {
    headers,
    bodies: () => [outcome, outcome.data, outcome.result, outcome.body, outcome[0]],
    statusCode,
  }
}

const name = 'alibaba-cloud'

export const forms: readonly IdForm[] = [guid]

/** Its ids are in upper case, but those of Model Studio. */
const isUpper = (word: string) => !/[a-f]/.test(word)
const NEAR = /aliyun|alibaba|\bacs:/i
const DASHSCOPE = /dashscope/i

/** A member of an answer. */
const MEMBER = /^RequestId(?:\\*"\s?:|>)/

const LEAD =
  /SDK\.(?:Server)?Error|Aliyun API Error|AliyunOpenApi|\bacs:|HostId\W{1,12}[\w.-]+\.aliyuncs\.com/i
const REST =
  /^[^{}]{0,300}?(?:HostId\W{1,12}[\w.-]+\.aliyuncs\.com|Recommend\W{1,12}https?:\\?\/\\?\/[\w.-]*(?:aliyun|alibabacloud)\.com)/i

export const text: Text = {
  vendor: name,
  evidence: /aliyun|alibaba|acs:|dashscope|SDK\.(?:Server)?Error/,
  labels: ['x-acs-request-id'],
  known: true,
  claims(word, around) {
    if (!guid.matches(word)) return false
    const upper = isUpper(word)
    if (LEAD.test(around.lead(500)) || REST.test(around.after(400))) return true
    if ((upper ? NEAR : DASHSCOPE).test(around.near(500))) return true
    return upper && /[A-F]/.test(word) && MEMBER.test(around.label()) && 'low'
  },
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Alibaba Cloud', zh: '阿里云' },
  terms,
  diagnosis: ({ requestId }) => diagnosisOf(requestId),
}
