/** GitHub's API. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { hex, timed } from './shared/form.js'
import { guid } from './shared/guid.js'

/** Source: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api. */
export const wire: Vendor = {
  name: 'github',
  headers: { requestId: ['x-github-request-id'] },
  body: {},
}

const name = 'github'

/** Numbers in hex, of which the last is the time in seconds: five, and four until 2018. */
const numbers: IdForm = /* @__PURE__ */ timed(
  /[0-9A-F]{1,8}(?::[0-9A-F]{1,12}){2,3}:[0-9A-F]{8}/,
  (id) => hex(id.slice(-8)) * 1000,
  undefined,
  { vendor: name, distinct: true, punctuated: true },
)

export const forms: readonly IdForm[] = [numbers, guid]

export const text: Text = {
  vendor: name,
  hints: /api\.github\.com|x-github-/,
  labels: ['x-github-request-id'],
  known: true,
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'GitHub', zh: 'GitHub' },
  hosts: [/^(?<other>api)\.github\.com$/],
}
