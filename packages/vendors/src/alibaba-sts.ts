/** Alibaba Cloud Security Token Service, an API of the RPC kind. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { diagnosisOf, terms } from './shared/alibaba.js'
import { guid } from './shared/guid.js'

/** Source: https://help.aliyun.com/document_detail/28763.html. */
export const wire: Vendor = {
  name: 'alibaba-sts',
  headers: { requestId: ['x-acs-request-id'] },
  body: { requestId: ['RequestId'] },
  shared: true,
}

const name = 'alibaba-sts'

export const forms: readonly IdForm[] = [guid]

/** Of the host, of an action, or of a code that other services do not have. */
const NEAR =
  /\bsts[\w.-]*\.aliyuncs\.com|\bsts:AssumeRole|Code\W{1,6}(?:NoPermission|EntityNotExist\.Role|InvalidParameter\.RoleArn|InvalidSecurityToken)/i

const claims: Text['claims'] = (word, around) => guid.matches(word) && NEAR.test(around.near(400))

export const text: Text = {
  vendor: name,
  evidence: /sts:AssumeRole|NoPermission|EntityNotExist|InvalidParameter|InvalidSecurityToken/,
  hints: /sts[.\w-]*\.aliyuncs/,
  alike: { labels: ['x-acs-request-id'], behind: claims },
  claims,
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Alibaba Cloud STS', zh: '阿里云 STS' },
  terms,
  diagnosis: ({ requestId }) => diagnosisOf(requestId),
}
