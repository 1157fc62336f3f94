// The services by their real host names, and Azure OpenAI, which has ids of its own.
import { getRequestId, getRequestInfo } from '@requestid/core'
import { describe, expect, it } from 'vitest'
import { describeNock, useNock } from '../../../test/kit/nock.js'
import { withRequestId } from '../src/index.js'
import { type AnthropicSDK, anthropicVersions, type OpenAISDK, openaiVersions } from './versions.js'

const options = { apiKey: 'key', maxRetries: 0 }
const ofOpenAI = 'req_0123456789abcdef0123456789abcdef'
const ofAnthropic = 'req_011CYEXr8tVywV7AFBGxgYh2'

describeNock<OpenAISDK>({
  name: 'openai',
  versions: openaiVersions,
  host: 'api.openai.com',
  path: '/v1/models/m',
  headers: { 'x-request-id': ofOpenAI },
  exchange: { vendor: 'openai' },
  method: 'DELETE',
  send: (sdk) => withRequestId(new sdk.OpenAI(options)).models.delete('m').asResponse(),
  get: (sdk) => withRequestId(new sdk.OpenAI(options)).models.retrieve('m'),
  missing: {
    body: '{"error":{"message":"m"}}',
    error: { status: 404, requestID: ofOpenAI },
    info: { vendor: 'openai' },
  },
})

describeNock<AnthropicSDK>({
  name: '@anthropic-ai/sdk',
  versions: anthropicVersions,
  host: 'api.anthropic.com',
  path: '/v1/messages/batches/m',
  headers: { 'request-id': ofAnthropic },
  exchange: { vendor: 'anthropic' },
  method: 'DELETE',
  send: (sdk) => withRequestId(new sdk.Anthropic(options)).messages.batches.delete('m').asResponse(),
  get: (sdk) => withRequestId(new sdk.Anthropic(options)).messages.batches.retrieve('m'),
  missing: {
    body: '{"type":"error","error":{"type":"not_found_error","message":"m"}}',
    error: { status: 404, requestID: ofAnthropic },
    info: { vendor: 'anthropic' },
  },
})

describe.each(openaiVersions)('openai %s, and who answers', (_, sdk) => {
  const nock = useNock()
  const origin = 'https://name.openai.azure.com'
  const chat = { model: 'gpt', messages: [{ role: 'user' as const, content: 'x' }] }
  const azure = () =>
    withRequestId(new sdk.AzureOpenAI({ ...options, endpoint: origin, apiVersion: '2024-10-21' }))
  const ids = {
    'apim-request-id': '9a1c3f3b-8d58-4c1e-9e6f-0c5a7c1b2d3e',
    'x-request-id': '0f8fad5b-d9cb-469f-a165-70867728950e',
    'x-ms-client-request-id': 'of-the-client',
  }
  const post = () => nock(origin).post('/openai/deployments/gpt/chat/completions').query(true)

  it('AzureOpenAI: the id of the gateway, and that of the model beside it', async () => {
    post().reply(
      200,
      { id: 'c', object: 'chat.completion', choices: [] },
      { ...ids, 'content-type': 'application/json' },
    )
    const result = await azure().chat.completions.create(chat)
    expect(result).toMatchObject({ requestId: ids['apim-request-id'], _request_id: ids['x-request-id'] })
    expect(getRequestInfo(result)).toMatchObject({
      vendor: 'azure',
      otherIds: { 'x-request-id': ids['x-request-id'] },
    })
    const clone = azure().withOptions({ apiVersion: '2024-10-21' } as object)
    post().reply(429, { error: { message: 'm' } }, ids)
    await expect(clone.chat.completions.create(chat)).rejects.toMatchObject({
      requestId: ids['apim-request-id'],
      requestID: ids['x-request-id'],
    })
  })

  it('AzureOpenAI, where there is one of them, or only the client’s', async () => {
    const { 'x-request-id': only, 'x-ms-client-request-id': client } = ids
    post().reply(400, { error: { message: 'm' } }, { 'x-request-id': only, 'x-ms-client-request-id': client })
    await expect(azure().chat.completions.create(chat)).rejects.toMatchObject({ requestId: only })
    post().reply(
      400,
      { error: { message: 'm' } },
      { 'x-ms-client-request-id': client, 'x-client-request-id': client },
    )
    const error = await azure()
      .chat.completions.create(chat)
      .catch((error: unknown) => error)
    expect(error).not.toHaveProperty('requestId')
  })

  it('another service with an API like OpenAI’s', async () => {
    const baseURL = 'https://models.example.com/v1'
    const client = withRequestId(new sdk.OpenAI({ ...options, baseURL }))
    const get = () => nock('https://models.example.com').get('/v1/models/m')
    get().reply(404, {}, { 'x-request-id': 'any' })
    await expect(client.models.retrieve('m')).rejects.toMatchObject({ requestId: 'any' })
    // Anthropic’s own.
    get().reply(404, {}, { 'request-id': ofAnthropic })
    const error = await client.models.retrieve('m').catch((error: unknown) => error)
    expect(getRequestInfo(error)).toMatchObject({ vendor: 'anthropic', requestId: ofAnthropic })
    get().reply(404, {}, { 'cf-ray': 'r', 'idempotency-key': 'stainless-node-retry-1' })
    await expect(client.models.retrieve('m')).rejects.not.toHaveProperty('requestId')
  })

  it('a page and an error without the plugin are read by the lookups', async () => {
    const client = new sdk.OpenAI(options)
    const get = () => nock('https://api.openai.com').get('/v1/models')
    const headers = { 'x-request-id': 'any', 'content-type': 'application/json' }
    get().reply(200, { object: 'list', data: [] }, headers)
    expect(getRequestInfo(await client.models.list())).toMatchObject({
      vendor: 'openai',
      requestId: 'any',
      source: 'outcome',
    })
    get().reply(403, { error: { message: 'm' } }, headers)
    expect(getRequestInfo(await client.models.list().catch((error: unknown) => error))).toMatchObject({
      vendor: 'openai',
      requestId: 'any',
      statusCode: 403,
    })
  })
})

describe.each(anthropicVersions)('@anthropic-ai/sdk %s without the plugin', (_, sdk) => {
  const nock = useNock()
  const headers = { 'request-id': 'any', 'x-request-id': 'of-a-proxy', 'content-type': 'application/json' }

  it('a page, a result and an error are read by the lookups', async () => {
    const client = new sdk.Anthropic(options)
    const origin = nock('https://api.anthropic.com')
    origin.get('/v1/models').reply(200, { data: [], has_more: false }, headers)
    origin.post('/v1/messages/count_tokens').reply(200, { input_tokens: 1 }, headers)
    origin.get('/v1/models/m').reply(404, { type: 'error', error: { type: 't', message: 'm' } }, headers)
    const outcomes = [
      await client.models.list(),
      await client.messages.countTokens({ model: 'm', messages: [] }),
      await client.models.retrieve('m').catch((error: unknown) => error),
    ]
    for (const outcome of outcomes) expect(getRequestId(outcome)).toBe('any')
    for (const outcome of [outcomes[0], outcomes[2]])
      expect(getRequestInfo(outcome)?.vendor).toBe('anthropic')
  })
})

it('what looks like a page of theirs, and is another’s, has no id', () => {
  const response = { status: 200, headers: new Headers({ 'x-powered-by': 'any' }) }
  expect(getRequestId({ options: {}, response, body: {}, data: [] })).toBeUndefined()
})
