// The contract of a call, for both SDKs. What they do with streams, pages and helpers plugin.test.ts holds.
import type Anthropic from '@anthropic-ai/sdk'
import type OpenAI from 'openai'
import type { CallAdapter } from '../../../test/contract/adapter.js'
import { describeCall } from '../../../test/contract/call.js'
import { withRequestId } from '../src/index.js'
import { type AnthropicSDK, anthropicVersions, type OpenAISDK, openaiVersions } from './versions.js'
import { type AiWire, anthropicOf, openaiOf, startAnthropic, startOpenAI } from './wire.js'

const common = {
  attempts: 2,
  settlesCutBodies: true,
  withRequestId,
  example: 'new OpenAI() or new Anthropic()',
  resultIds: 'hidden',
  privateMembers: true,
  errorCodes: { reset: 'ECONNRESET', refused: 'ECONNREFUSED', timeout: 'ECONNABORTED' },
} as const

const openai = (version: string, sdk: OpenAISDK): CallAdapter<OpenAI, AiWire> => ({
  ...common,
  name: `openai ${version}`,
  vendor: 'openai',
  requestIdHeader: 'x-request-id',
  shared: () => [
    sdk.OpenAI.prototype,
    sdk.OpenAI,
    sdk.OpenAI.Models.prototype,
    sdk.OpenAI.Chat.Completions.prototype,
  ],
  start: startOpenAI,
  Client: sdk.OpenAI as never,
  createClient: (server, Client) => openaiOf(sdk, server, Client as never),
  impatient: (server) => openaiOf(sdk, server, undefined, { timeout: 100, maxRetries: 0 }),
  call: (client, key) => client.models.retrieve(key),
  calls: [
    (client, key) => client.models.retrieve(key),
    (client, key) => client.models.retrieve(key).withResponse(),
    (client, key) => client.models.retrieve(key).asResponse(),
    (client, key) => client.models.delete(key),
    (client, key) => client.batches.retrieve(key),
  ],
  methods: {
    get: (client, key) => client.get(`/models/${key}`) as Promise<object>,
    request: (client, key) => client.request({ method: 'get', path: `/models/${key}` }) as Promise<object>,
  },
  callWithSignal: (client, key, signal) => client.models.retrieve(key, { signal }),
  ownRequestId(client, server) {
    server.inject({ status: 200, body: JSON.stringify({ requestId: 'own' }) })
    return client.models.retrieve('a')
  },
})

const anthropic = (version: string, sdk: AnthropicSDK): CallAdapter<Anthropic, AiWire> => ({
  ...common,
  name: `@anthropic-ai/sdk ${version}`,
  vendor: 'anthropic',
  requestIdHeader: 'request-id',
  shared: () => [
    sdk.Anthropic.prototype,
    sdk.Anthropic,
    sdk.Anthropic.Models.prototype,
    sdk.Anthropic.Messages.prototype,
  ],
  start: startAnthropic,
  Client: sdk.Anthropic as never,
  createClient: (server, Client) => anthropicOf(sdk, server, Client as never),
  impatient: (server) => anthropicOf(sdk, server, undefined, { timeout: 100, maxRetries: 0 }),
  call: (client, key) => client.models.retrieve(key),
  calls: [
    (client, key) => client.models.retrieve(key),
    (client, key) => client.models.retrieve(key).withResponse(),
    (client, key) => client.models.retrieve(key).asResponse(),
    (client, key) => client.messages.batches.retrieve(key),
    (client, key) => client.messages.batches.delete(key),
  ],
  methods: {
    get: (client, key) => client.get(`/v1/models/${key}`) as Promise<object>,
    request: (client, key) => client.request({ method: 'get', path: `/v1/models/${key}` }) as Promise<object>,
  },
  callWithSignal: (client, key, signal) => client.models.retrieve(key, {}, { signal }),
  ownRequestId(client, server) {
    server.inject({ status: 200, body: JSON.stringify({ requestId: 'own' }) })
    return client.models.retrieve('a')
  },
  errorBody: (id) => JSON.stringify({ type: 'error', error: { type: 't', message: 'm' }, request_id: id }),
})

for (const [version, sdk] of openaiVersions) describeCall(openai(version, sdk))
for (const [version, sdk] of anthropicVersions) describeCall(anthropic(version, sdk))
