/** Anthropic. */
import type { IdForm, Shape, Text, Ticket, Vendor } from './record.js'
import { timed } from './shared/form.js'
import { headerOf, PAGE } from './shared/stainless.js'

/** Source: https://docs.anthropic.com/en/api/errors#request-id. */
export const wire: Vendor = {
  name: 'anthropic',
  headers: { requestId: ['request-id'] },
  body: { requestId: ['request_id'] },
  shared: true,
}

/** A result has the id hidden as `_request_id`, an error as `requestID`. SDKs of others too: the body tells. */
export const shape: Shape = {
  vendor: wire,
  marks: [
    ['_request_id', 'type'],
    ['_request_id', '_workspace_id'],
    ['requestID', 'headers', 'status', 'error'],
    PAGE,
  ],
  evidence: ({ headers, status, error, requestID, _request_id, response }) => ({
    headers,
    bodies: () => {
      const isOwn = error === undefined || (error as { type?: unknown } | null)?.type === 'error'
      return isOwn ? [{ request_id: requestID || _request_id || headerOf(response, 'request-id') }] : []
    },
    statusCode: status,
  }),
}

const name = 'anthropic'

const DIGITS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/**
 * A UUID of version 7 in base 58, which begins with the milliseconds. So are the 14 public ones that stand beside a
 * date; no document describes it.
 */
const uuid: IdForm = /* @__PURE__ */ timed(
  /req_01[1-9A-HJ-NP-Za-km-z]{22}/,
  (id) => {
    let number = 0
    for (const digit of id.slice(6)) number = number * 58 + DIGITS.indexOf(digit)
    return Math.floor(number / 2 ** 80)
  },
  undefined,
  { vendor: name, distinct: true },
)

export const forms: readonly IdForm[] = [uuid]

export const text: Text = {
  vendor: name,
  hints: /anthropic/,
  known: true,
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Anthropic', zh: 'Anthropic' },
  hosts: [/^(?<other>api)\.anthropic\.com$/],
}
