/** Alibaba Cloud Security Token Service, an API of the RPC kind. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { diagnosisOf, terms } from './shared/alibaba.js'
import { guid } from './shared/guid.js'

/** Source: https://help.aliyun.com/document_detail/28763.html. */
export const wire: Vendor = {
  name: 'alibaba-sts',
  headers: { requestId: ['x-acs-request-id'] },
  body: { requestId: ['RequestId'] },
}

const name = 'alibaba-sts'

export const forms: readonly IdForm[] = [guid]

export const text: Text = {
  vendor: name,
  hints: /sts[.\w-]*\.aliyuncs|x-acs-/,
  labels: ['x-acs-request-id'],
  claims: (word, around) =>
    guid.matches(word) && /^(?:\W|\\n)*HostId\W+sts[\w.-]*\.aliyuncs/i.test(around.after(60)),
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Alibaba Cloud STS', zh: '阿里云 STS' },
  terms,
  diagnosis: ({ requestId }) => diagnosisOf(requestId),
}
