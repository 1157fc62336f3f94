/** OpenAI. */
import type { IdForm, IdNames, Shape, Text, Ticket, Vendor } from './record.js'
import { form } from './shared/form.js'
import { headerOf, PAGE } from './shared/stainless.js'

const name = 'openai'

const headers: IdNames = { requestId: ['x-request-id'] }

/** Source: https://platform.openai.com/docs/api-reference/debugging-requests. */
export const wire: Vendor = { name, headers, body: {}, shared: true }

/** A result has the id hidden as `_request_id`, an error as `requestID` beside the response's headers. A page has that. */
export const shape: Shape = {
  vendor: { name, headers, body: { requestId: ['requestID', '_request_id'] } },
  marks: [['_request_id'], ['requestID', 'headers', 'status'], PAGE],
  evidence: ({ headers, status, requestID, _request_id, response }) => ({
    headers,
    bodies: () => [{ requestID: requestID || headerOf(response, 'x-request-id'), _request_id }],
    statusCode: status,
  }),
}

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
