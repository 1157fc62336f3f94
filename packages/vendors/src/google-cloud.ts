/** Errors of Google Cloud's APIs, in text alone: https://cloud.google.com/apis/design/errors. */
import type { Text, Ticket } from './record.js'

const name = 'google-cloud'

const BESIDE = /google\.rpc\.RequestInfo/

export const text: Text = {
  vendor: name,
  hints: BESIDE,
  // Each service has its own.
  claims: (word, around) => /\d/.test(word) && /^[\w-]+={0,2}$/.test(word) && BESIDE.test(around.near(250)),
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Google Cloud', zh: 'Google Cloud' },
  hosts: [/^(?<other>[\w-]+)\.googleapis\.com$/],
}
