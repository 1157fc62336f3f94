/** Alibaba Cloud Simple Log Service. Its ids have the form of those of object storage. */
import { forms as storageForms } from './alibaba-oss.js'
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { terms } from './shared/alibaba.js'
import { guid } from './shared/guid.js'

/** Source: https://help.aliyun.com/document_detail/29008.html. */
export const wire: Vendor = {
  name: 'alibaba-sls',
  headers: { requestId: ['x-log-requestid'] },
  body: { requestId: ['requestId'] },
}

const name = 'alibaba-sls'

export const forms: readonly IdForm[] = storageForms

const NEAR = /x-log-|log\.aliyuncs|LogException|aliyun[._-]log|acs:log:|log_?store/i

export const text: Text = {
  vendor: name,
  hints: NEAR,
  labels: ['x-log-requestid'],
  behind: (word) => /^(?:[\dA-F]{16,30}|[\da-f]{24})$/.test(word) || guid.matches(word),
  claims: (word, around) =>
    forms.some((form) => form.matches(word)) && NEAR.test(around.near(400)) && around.vendors()[0] === name,
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Alibaba Cloud Simple Log Service', zh: '阿里云日志服务 SLS' },
  terms,
}
