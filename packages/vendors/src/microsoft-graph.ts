/** Microsoft Graph. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { guid } from './shared/guid.js'

/** Source: https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support. */
export const wire: Vendor = {
  name: 'microsoft-graph',
  headers: { requestId: ['request-id'] },
  body: { requestId: ['request-id'] },
  shared: true,
}

const name = 'microsoft-graph'

export const forms: readonly IdForm[] = [guid]

const BESIDE = /\bclient-request-id\b|x-ms-ags-diagnostic|inner_?error|graph\.microsoft/i

export const text: Text = {
  vendor: name,
  evidence: /client-request-id|inner_?error/,
  hints: /graph\.microsoft|MSGraph|Microsoft\.Graph/,
  known: true,
  claims: (word, around) =>
    guid.matches(word) &&
    ((/^request-id/i.test(around.label()) && BESIDE.test(around.near(600))) ||
      (/^request_?id/i.test(around.label()) && around.vendors()[0] === name)),
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Microsoft Graph', zh: 'Microsoft Graph' },
  hosts: [/^(?<other>graph)\.microsoft\.(?:com|us)$/],
}
