/** Kingsoft Cloud Standard Storage Service, which imitates S3. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { form } from './shared/form.js'
import { body, labels } from './shared/s3.js'

/** Source: https://docs.ksyun.com/documents/924. */
export const wire: Vendor = {
  name: 'kingsoft-ks3',
  headers: { requestId: ['x-kss-request-id'] },
  body,
}

const name = 'kingsoft-ks3'

/** A GUID without its dashes. */
const digits: IdForm = /* @__PURE__ */ form(/[0-9a-f]{32}/, (id) => /\d/.test(id) && /[a-f]/.test(id))

export const forms: readonly IdForm[] = [digits]

const claims: Text['claims'] = (word, around) => digits.matches(word) && around.others()[0] === name

export const text: Text = {
  vendor: name,
  hints: /x-kss-|ksyun|\bks3\b|kss\.sdk/,
  labels: ['x-kss-request-id'],
  behind: (word) => /^[\dA-Za-z]{16,}$/.test(word) && /\d/.test(word),
  alike: { labels, behind: claims },
  claims,
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Kingsoft Cloud KS3', zh: '金山云对象存储 KS3' },
  hosts: [/^(?:(?<bucket>[\w-]+)\.)?(?<service>ks3)-(?<region>[\w-]+?)(?:-internal)?\.ksyuncs\.com$/],
}
