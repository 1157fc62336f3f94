// The wire of test/kit for both SDKs, and how their clients are made.
import type Anthropic from '@anthropic-ai/sdk'
import type OpenAI from 'openai'
import { startWire, type Wire, type WireFacts } from '../../../test/kit/wire.js'
import type { AnthropicSDK, OpenAISDK } from './versions.js'

export type AiWire = Wire<string>
type Answer = NonNullable<WireFacts<string>['answer']>

/** Of a request, of an answer, and of a client: what nobody may keep. */
export const PROMPT = 'the prompt in confidence'
export const REPLY = 'the reply in confidence'
export const KEY = 'sk-secret-key'

const json = (body: object) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
const stream = (body: string) => ({ status: 200, headers: { 'content-type': 'text/event-stream' }, body })

/** Server-sent events, each of which has its type as a name where the SDK asks for that. */
const sse = (events: readonly object[], named = true) =>
  events
    .map((data) => `${named ? `event: ${Reflect.get(data, 'type')}\n` : ''}data: ${JSON.stringify(data)}\n\n`)
    .join('')

const completion = {
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [choice({ content: REPLY })],
}
function choice(message: object) {
  return {
    index: 0,
    finish_reason: 'stop',
    logprobs: null,
    message: { role: 'assistant', refusal: null, ...message },
  }
}
const chunks = [...REPLY.split(' '), ''].map((content, i, { length }) => ({
  ...completion,
  object: 'chat.completion.chunk',
  choices: [
    { index: 0, delta: { role: 'assistant', content }, finish_reason: i === length - 1 ? 'stop' : null },
  ],
}))
export const chatEvents = `${sse(chunks, false)}data: [DONE]\n\n`

const response = {
  id: 'r',
  object: 'response',
  created_at: 1,
  status: 'completed',
  model: 'm',
  output: [
    {
      type: 'message',
      id: 'msg',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: REPLY, annotations: [] }],
    },
  ],
}
const responseEvents = sse([
  {
    type: 'response.created',
    sequence_number: 0,
    response: { ...response, status: 'in_progress', output: [] },
  },
  { type: 'response.completed', sequence_number: 1, response },
])

const call = choice({
  content: null,
  tool_calls: [{ id: 't', type: 'function', function: { name: 'tool', arguments: '{}' } }],
})

const list = (query: URLSearchParams) => {
  const more = !query.get('after') && !query.get('after_id')
  return json({
    object: 'list',
    data: [{ id: more ? 'a' : 'b' }],
    has_more: more,
    first_id: 'a',
    last_id: more ? 'a' : 'b',
  })
}

const answerOfOpenAI: Answer = ({ method, path, query }, key, _, body) => {
  const text = Buffer.from(body).toString()
  if (path.endsWith('/chat/completions') && method === 'POST') {
    if (/"stream": ?true/.test(text)) return stream(chatEvents)
    return json(
      text.includes('"tools"') && !text.includes('"tool_call_id"')
        ? { ...completion, choices: [call] }
        : completion,
    )
  }
  if (path.endsWith('/responses'))
    return /"stream": ?true/.test(text) ? stream(responseEvents) : json(response)
  if (key === 'speech' || key === 'content')
    return { status: 200, headers: { 'content-type': 'audio/mpeg' }, body: 'x'.repeat(5000) }
  if (key === 'transcriptions') return { status: 200, headers: { 'content-type': 'text/plain' }, body: REPLY }
  if (method === 'GET' && /\/(?:models|files|batches)$/.test(path)) return list(query)
  if (key === 'embeddings') return json({ object: 'list', data: [{ embedding: [1], index: 0 }] })
  return json({ id: key, object: 'any', status: 'completed' })
}

const message = {
  id: 'm',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [{ type: 'text', text: REPLY }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 1, output_tokens: 1 },
}
export const messageEvents = sse([
  { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  ...REPLY.split(' ').map((text) => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text },
  })),
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 1 } },
  { type: 'message_stop' },
])

const answerOfAnthropic: Answer = ({ method, path, query }, key, _, body) => {
  if (path.endsWith('/v1/messages'))
    return /"stream": ?true/.test(Buffer.from(body).toString()) ? stream(messageEvents) : json(message)
  if (key === 'results')
    return {
      status: 200,
      headers: { 'content-type': 'application/x-jsonl' },
      body: '{"custom_id":"a"}\n{"custom_id":"b"}\n',
    }
  if (key === 'content')
    return { status: 200, headers: { 'content-type': 'application/pdf' }, body: 'x'.repeat(5000) }
  if (method === 'GET' && /\/(?:models|files|batches)$/.test(path)) return list(query)
  const results_url = `/v1/messages/batches/${key}/results`
  return json({ id: key, type: 'any', processing_status: 'ended', results_url })
}

const start = (
  requestIdHeader: string,
  answer: Answer,
  error: NonNullable<WireFacts<string>['error']>,
): Promise<AiWire> =>
  startWire({
    requestIdHeader,
    // Without it a client waits for half a second before it sends again.
    headers: { 'content-type': 'application/json', 'retry-after-ms': '1' },
    clientOptions: (host) => `http://${host}`,
    answer,
    error,
  })

export const startOpenAI = () =>
  start('x-request-id', answerOfOpenAI, (status) =>
    JSON.stringify({ error: { message: `m${status}`, type: 't', code: 'c' } }),
  )

export const startAnthropic = () =>
  start('request-id', answerOfAnthropic, (status, request_id) =>
    JSON.stringify({ type: 'error', error: { type: 'api_error', message: `m${status}` }, request_id }),
  )

/** Two attempts, at once also where there was no answer. */
const soon = <C extends object>(client: C): C =>
  Object.assign(client, { calculateDefaultRetryTimeoutMillis: () => 1 })

export const openaiOf = (sdk: OpenAISDK, server: AiWire, Client = sdk.OpenAI, more: object = {}): OpenAI =>
  soon(
    new Client({
      apiKey: KEY,
      baseURL: `${server.clientOptions()}/v1`,
      maxRetries: 1,
      logLevel: 'off',
      ...more,
    }),
  )

export const anthropicOf = (
  sdk: AnthropicSDK,
  server: AiWire,
  Client = sdk.Anthropic,
  more: object = {},
): Anthropic =>
  soon(new Client({ apiKey: KEY, baseURL: server.clientOptions(), maxRetries: 1, logLevel: 'off', ...more }))
