import type Anthropic from '@anthropic-ai/sdk'
import type OpenAI from 'openai'
import { describeFuzz, type Fuzzed } from '../../../test/kit/fuzz.js'
import { withRequestId } from '../src/index.js'
import { type AnthropicSDK, anthropicVersions, type OpenAISDK, openaiVersions } from './versions.js'
import { type AiWire, anthropicOf, openaiOf, startAnthropic, startOpenAI } from './wire.js'

/** What is compared as JSON: without the response, which is not, and what is read of it. */
async function read<T extends AsyncIterable<unknown>>(events: Promise<T>): Promise<T> {
  const stream = await events
  for await (const _ of stream);
  return stream
}

/** Without the id of what it wraps: that is an outcome too. */
async function unwrapped<T>(outcome: Promise<T>): Promise<T> {
  return outcome.catch((error: Error) => {
    Reflect.deleteProperty(Object(error.cause), 'requestId')
    throw error
  })
}

const common = {
  fill: async () => {},
  bodiless: [],
  statuses: [200, 201, 204, 301, 304, 400, 401, 403, 404, 408, 409, 413, 429, 500, 503, 529],
  bodies: [
    '',
    '{}',
    '[]',
    'null',
    '"text"',
    '{"error":{"message":"m"}}',
    '{"error":"text"}',
    '{"type":"error","error":{"type":"t","message":"m"},"request_id":"\\u0007bad id"}',
    '{"request_id":7}',
    '<html><body>Bad Gateway</body></html>',
    'data: {"error":{"message":"m"}}\n\n',
    'event: error\ndata: {"type":"error","error":{}}\n\n',
  ],
  maxFaults: 3,
  runs: 20,
  changing: /ID\d{4}|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT/g,
} satisfies Partial<Fuzzed<unknown, object, AiWire>>

const chat = { model: 'm', messages: [{ role: 'user' as const, content: 'x' }] }

describeFuzz<OpenAISDK, OpenAI, AiWire>({
  ...common,
  name: 'openai',
  versions: openaiVersions,
  start: startOpenAI,
  createClient: (server, sdk) => openaiOf(sdk, server),
  withRequestId,
  headers: [false, 'request-id'],
  calls: {
    retrieve: (client) => client.models.retrieve('a'),
    create: (client) => client.chat.completions.create(chat),
    stream: (client) => read(client.chat.completions.create({ ...chat, stream: true })),
    withResponse: async (client) => (await client.models.retrieve('a').withResponse()).data,
    helper: (client) => unwrapped(client.chat.completions.stream(chat).finalChatCompletion()),
  },
  bodyIds: () => [undefined],
})

describeFuzz<AnthropicSDK, Anthropic, AiWire>({
  ...common,
  name: '@anthropic-ai/sdk',
  versions: anthropicVersions,
  start: startAnthropic,
  createClient: (server, sdk) => anthropicOf(sdk, server),
  withRequestId,
  headers: [false, 'x-ms-request-id'],
  calls: {
    retrieve: (client) => client.models.retrieve('a'),
    create: (client) => client.messages.create({ ...chat, max_tokens: 5 }),
    stream: (client) => read(client.messages.create({ ...chat, max_tokens: 5, stream: true })),
    withResponse: async (client) => (await client.models.retrieve('a').withResponse()).data,
    helper: (client) => unwrapped(client.messages.stream({ ...chat, max_tokens: 5 }).finalMessage()),
  },
  bodyIds: (_issued, _fault, id) => [id, undefined],
})
