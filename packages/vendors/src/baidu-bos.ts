/** Baidu Object Storage. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { guid } from './shared/guid.js'
import { body } from './shared/s3.js'

/** Source: https://intl.cloud.baidu.com/doc/BOS/s/Vkkrz66n8-en. */
export const wire: Vendor = {
  name: 'baidu-bos',
  headers: { requestId: ['x-bce-request-id'], traceId: ['x-bce-debug-id'] },
  body,
}

const name = 'baidu-bos'

export const forms: readonly IdForm[] = [guid]

export const text: Text = {
  vendor: name,
  hints: /x-bce-|bcebos|baidubce|BceServiceException|BceBos/,
  labels: ['x-bce-request-id'],
  known: true,
  claims: (word, around) => guid.matches(word) && around.vendors()[0] === name,
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Baidu AI Cloud BOS', zh: '百度智能云 BOS' },
  hosts: [/^(?:(?<bucket>[\w-]+)\.)?s3\.(?<region>\w+)\.(?<service>bcebos)\.com$/],
}
