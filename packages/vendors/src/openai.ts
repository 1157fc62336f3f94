/** OpenAI. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { form } from './shared/form.js'

/** Source: https://platform.openai.com/docs/api-reference/debugging-requests. */
export const wire: Vendor = {
  name: 'openai',
  headers: { requestId: ['x-request-id'] },
  body: {},
}

const name = 'openai'

const digits: IdForm = /* @__PURE__ */ form(/req_[0-9a-f]{32}/, undefined, { vendor: name, distinct: true })

export const forms: readonly IdForm[] = [digits]

export const text: Text = {
  vendor: name,
  hints: /openai/,
  known: true,
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'OpenAI', zh: 'OpenAI' },
  hosts: [/^(?<other>api)\.openai\.com$/],
}
