// How the soak calls Octokit: test/soak.

import { randomUUID } from 'node:crypto'
import { retry } from '@octokit/plugin-retry'
import { Octokit } from '@octokit/rest'
import { endpointOf } from '../../../test/soak/endpoint.mjs'

export { withRequestId } from '@requestid/octokit'

export const endpoints = {
  github: {
    start: endpointOf({
      idHeader: 'x-github-request-id',
      newId: randomUUID,
      answer: ({ key, failure }) => ({
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(failure ? { message: 'm' } : { key }),
      }),
    }),
    settings: ({ url }) => ({ baseUrl: url }),
  },
}

const log = { debug() {}, info() {}, warn() {}, error() {} }
const get = (client, key) => client.request(`GET /repos/${key}`)

export const sdks = {
  '@octokit/rest': {
    share: 5,
    endpoint: 'github',
    create: ({ baseUrl }, timeout) =>
      new (Octokit.plugin(retry))({
        baseUrl,
        log,
        retry: { retryAfterBaseValue: 1 },
        request: { fetch: (url, init) => fetch(url, { signal: AbortSignal.timeout(timeout), ...init }) },
      }),
    cutsUnseen: true,
    calls: {
      post: [3, (client, key) => client.request(`POST /repos/${key}`, { name: key })],
      get: [3, get],
      unhandled: [1, get],
    },
  },
}
