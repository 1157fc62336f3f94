// What the types of a registered client say, and what the augmentation adds.
import Anthropic from '@anthropic-ai/sdk'
import type {} from '@requestid/ai/augment'
import OpenAI, { AzureOpenAI, toFile } from 'openai'
import { expectTypeOf, it } from 'vitest'
import { withRequestId } from '../src/index.js'

type Id = string | undefined

const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello' }]
const chat = { model: 'm', messages }

it('results have requestId, and each client is still the SDK’s', () => {
  const use = async () => {
    const client = withRequestId(new OpenAI())
    expectTypeOf(client).toExtend<OpenAI>()
    expectTypeOf(withRequestId(new AzureOpenAI())).toExtend<AzureOpenAI>()
    const completion = await client.chat.completions.create(chat)
    expectTypeOf(completion.requestId).toEqualTypeOf<Id>()
    expectTypeOf(completion).toExtend<OpenAI.ChatCompletion>()
    expectTypeOf(completion._request_id).toEqualTypeOf<string | null | undefined>()
    const stream = await client.chat.completions.create({ ...chat, stream: true })
    expectTypeOf(stream.requestId).toEqualTypeOf<Id>()
    for await (const chunk of stream) expectTypeOf(chunk).toEqualTypeOf<OpenAI.ChatCompletionChunk>()
    expectTypeOf((await client.models.list()).requestId).toEqualTypeOf<Id>()
    for await (const page of (await client.models.list()).iterPages())
      expectTypeOf(page.requestId).toEqualTypeOf<Id>()
    expectTypeOf((await client.withOptions({}).models.retrieve('a')).requestId).toEqualTypeOf<Id>()
    const file = await toFile(Buffer.from('x'), 'x')
    expectTypeOf(
      await client.files.create({ file, purpose: 'batch' }).then(({ requestId }) => requestId),
    ).toEqualTypeOf<Id>()
    // @ts-expect-error: its types are the SDK's
    client.models.retrieve(1)
    // @ts-expect-error: no such member
    completion.requestid
  }
  expectTypeOf(use).returns.resolves.toBeVoid()
})

it('of Anthropic too', () => {
  const use = async () => {
    const client = withRequestId(new Anthropic())
    expectTypeOf(client).toExtend<Anthropic>()
    const body = {
      model: 'm',
      max_tokens: 5,
      messages: [{ role: 'user', content: 'x' }],
    } satisfies Anthropic.MessageCreateParams
    const message = await client.messages.create(body)
    expectTypeOf(message.requestId).toEqualTypeOf<Id>()
    expectTypeOf(message).toExtend<Anthropic.Message>()
    expectTypeOf((await client.messages.create({ ...body, stream: true })).requestId).toEqualTypeOf<Id>()
    expectTypeOf((await client.models.list()).requestId).toEqualTypeOf<Id>()
  }
  expectTypeOf(use).returns.resolves.toBeVoid()
})

it('errors', () => {
  expectTypeOf<InstanceType<typeof OpenAI.APIConnectionError>['requestId']>().toEqualTypeOf<Id>()
  expectTypeOf<InstanceType<typeof OpenAI.RateLimitError>['requestID']>().toEqualTypeOf<
    string | null | undefined
  >()
  expectTypeOf<InstanceType<typeof Anthropic.APIError>['requestId']>().toEqualTypeOf<Id>()
})

it('what is no client does not compile', () => {
  const refused = () => {
    // @ts-expect-error: got a class
    withRequestId(OpenAI)
    // @ts-expect-error: got no client
    withRequestId({ apiKey: 'key' })
    // @ts-expect-error: got a client of another SDK
    withRequestId({ signatureUrl: () => '' })
    // @ts-expect-error: got a promise
    withRequestId(Promise.resolve(new Anthropic()))
  }
  expectTypeOf(refused).toBeFunction()
})
