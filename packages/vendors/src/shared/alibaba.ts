/** What the tickets of Alibaba Cloud's services have in common. */
import type { OwnTerms } from '../record.js'

/** https://help.aliyun.com/zh/oss/user-guide/obtain-request-ids-1 */
export const terms: OwnTerms = {
  en: { key: 'Object', host: 'Endpoint' },
  zh: { requestId: 'Request ID', bucket: 'Bucket', key: 'Object', host: 'Endpoint' },
}

export const diagnosisOf = (query: string | undefined) =>
  query && `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(query)}`
