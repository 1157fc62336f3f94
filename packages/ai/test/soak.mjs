// How the soak calls the clients for models: test/soak.

import { randomUUID } from 'node:crypto'
import { Anthropic } from '@anthropic-ai/sdk'
import { OpenAI } from 'openai-6.49'
import { endpointOf } from '../../../test/soak/endpoint.mjs'

export { withRequestId } from '@requestid/ai'

const startModels = (idHeader) =>
  endpointOf({
    idHeader,
    newId: () => `req_${randomUUID().replaceAll('-', '')}`,
    answer: ({ key, failure }) => ({
      headers: { 'content-type': 'application/json', 'retry-after-ms': '1' },
      body: JSON.stringify(failure ? { error: { message: 'm' } } : { id: key, object: 'model' }),
    }),
  })

const settings = ({ url }) => ({ baseURL: url })

export const endpoints = {
  openai: { start: startModels('x-request-id'), settings },
  anthropic: { start: startModels('request-id'), settings },
}

/** At once, where the SDK would wait for half a second. */
const soon = (client) => Object.assign(client, { calculateDefaultRetryTimeoutMillis: () => 1 })

const of = (endpoint, Client, retrieve) => ({
  share: 5,
  endpoint,
  create: ({ baseURL }, timeout) =>
    soon(new Client({ apiKey: 'key', baseURL, timeout, maxRetries: 2, logLevel: 'off' })),
  cutsUnseen: true,
  calls: {
    post: [3, (client, key) => client.post(`/models/${key}`, { body: {} })],
    get: [3, retrieve],
    unhandled: [1, retrieve],
  },
})

export const sdks = {
  openai: of('openai', OpenAI, (client, key) => client.models.retrieve(key)),
  '@anthropic-ai/sdk': of('anthropic', Anthropic, (client, key) => client.models.retrieve(key)),
}
