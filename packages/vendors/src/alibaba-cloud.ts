/** Alibaba Cloud OpenAPI, which most of its services have, and Model Studio. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { diagnosisOf, terms } from './shared/alibaba.js'
import { guid } from './shared/guid.js'

/** Source: https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature. */
export const wire: Vendor = {
  name: 'alibaba-cloud',
  headers: { requestId: ['x-acs-request-id'] },
  body: { requestId: ['RequestId', 'requestId'] },
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
