// What these SDKs alone do: streams, helpers, pages, responses as they are; each without the plugin and with it.
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { getRequestId, getRequestInfo, type RequestIdOptions } from '@requestid/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { escaping, kept } from '../../../test/contract/outcomes.js'
import { formatSupportReport, withRequestId } from '../src/index.js'
import { anthropicVersions, openaiVersions } from './versions.js'
import {
  type AiWire,
  anthropicOf,
  chatEvents,
  KEY,
  messageEvents,
  openaiOf,
  PROMPT,
  REPLY,
  startAnthropic,
  startOpenAI,
} from './wire.js'

// biome-ignore lint/suspicious/noExplicitAny: the releases declare their methods in different ways.
type Client = any

interface Situation {
  readonly run: (client: Client, server: AiWire) => unknown
  readonly inject?: (server: AiWire) => void
  /** Whose id the outcome has; of the last response where it is not said. */
  readonly id?: 'none' | 'earlier'
  /** Whether it is an error. */
  readonly fails?: true
}

const always = Number.POSITIVE_INFINITY
const chat = { model: 'm', messages: [{ role: 'user', content: PROMPT }] }
const message = { ...chat, max_tokens: 5 }
const tool = {
  type: 'function',
  function: { name: 'tool', parameters: {}, function: () => 'r', parse: JSON.parse },
}
const speech = { model: 'm', voice: 'v', input: PROMPT }

async function drain<T extends AsyncIterable<unknown>>(events: T): Promise<T> {
  for await (const _ of events);
  return events
}

const cut = (server: AiWire) => server.inject({ reset: 'mid-body', times: always })
const stalled = (server: AiWire) => server.inject({ stall: 'mid-body', times: always })
const refused = (status: number) => (server: AiWire) => server.inject({ status, times: always })

/** An error, as a listener gets it. */
const heard = (helper: Client, event: string) =>
  new Promise((resolve) => helper.on(event, (error: unknown) => resolve(error)))

/** Aborts what has an answer, and not the end of it. */
async function aborted(server: AiWire, made: (signal: AbortSignal) => unknown) {
  const controller = new AbortController()
  vi.waitFor(() => expect(server.exchanges.length).toBeGreaterThan(0), { interval: 5 })
    .then(() => sleep(50))
    .then(() => controller.abort())
  return made(controller.signal)
}

/** Of two pages. */
const listOf = (c: Client) => (c.chat ? c.files : c.models).list()

const ofBoth = {
  'a retry that succeeds': {
    inject: (server) => server.inject({ status: 503 }),
    run: (c) => c.models.retrieve('a'),
  },
  'no connection after a response': {
    inject(server) {
      server.inject({ status: 503 })
      server.inject({ reset: 'before-headers' })
    },
    run: (c) => c.models.retrieve('a'),
    id: 'earlier',
    fails: true,
  },
  'no connection': {
    inject: (s) => s.inject({ reset: 'before-headers', times: always }),
    run: (c) => c.models.retrieve('a'),
    id: 'none',
    fails: true,
  },
  'a body that is cut': { inject: cut, run: (c) => c.models.retrieve('a'), fails: true },
  'a body that is no JSON': {
    inject: (s) => s.inject({ status: 200, body: '{"a":' }),
    run: (c) => c.models.retrieve('a'),
    fails: true,
  },
  'an error that is a page': {
    inject: (s) => s.inject({ status: 502, body: '<html>Bad Gateway</html>', times: always }),
    run: (c) => c.models.retrieve('a'),
    fails: true,
  },
  'a page': { run: (c) => c.models.list() },
  'a page that is the next one': { run: async (c) => (await listOf(c)).getNextPage() },
  'a page of iterPages()': {
    async run(c) {
      let last: unknown
      for await (const page of (await listOf(c)).iterPages()) last = page
      return last
    },
  },
  'all items of a list, the second page refused': {
    inject: (s) => s.inject({ status: 403 }, ({ query }) => query.has('after') || query.has('after_id')),
    run: (c) => drain(listOf(c)),
    fails: true,
  },
  'what withResponse() gives': { run: (c) => c.models.retrieve('a').withResponse() },
  'the data in it': { run: async (c) => (await c.models.retrieve('a').withResponse()).data },
  'a response as it is': { run: (c) => c.models.retrieve('a').asResponse() },
  'a response as it is, refused': {
    inject: refused(403),
    run: (c) => c.models.retrieve('a').asResponse(),
    fails: true,
  },
  'catch alone': {
    inject: refused(403),
    run: (c) => c.models.retrieve('a').catch((error: unknown) => error),
  },
  finally: { inject: refused(403), run: (c) => c.models.retrieve('a').finally(() => {}), fails: true },
  'a client of withOptions()': { run: (c) => c.withOptions({ timeout: 5000 }).models.retrieve('a') },
  'and one of that': {
    inject: refused(403),
    run: (c) => c.withOptions({}).withOptions({ maxRetries: 0 }).models.retrieve('a'),
    fails: true,
  },
  'a request of one’s own': { run: (c) => c.get('/models/a') },
  'options that never come': {
    run: (c) => c.get('/models/a', Promise.reject(new Error('of the user'))),
    id: 'none',
    fails: true,
  },
} satisfies Record<string, Situation>

const ofOpenAI: Record<string, Situation> = {
  'a completion': { run: (c) => c.chat.completions.create(chat) },
  'a response': { run: (c) => c.responses.create({ model: 'm', input: PROMPT }) },
  embeddings: { run: (c) => c.embeddings.create({ model: 'm', input: PROMPT }) },
  'an upload': { run: (c) => c.files.create({ file: new File([PROMPT], 'a.txt'), purpose: 'batch' }) },
  'an upload, refused': {
    inject: refused(413),
    run: (c) => c.files.create({ file: new File([PROMPT], 'a.txt'), purpose: 'batch' }),
    fails: true,
  },
  'a stream': { run: async (c) => drain(await c.chat.completions.create({ ...chat, stream: true })) },
  'a stream, refused': {
    inject: refused(400),
    run: (c) => c.chat.completions.create({ ...chat, stream: true }),
    fails: true,
  },
  'a stream that is cut': {
    inject: cut,
    run: async (c) => drain(await c.chat.completions.create({ ...chat, stream: true })),
    fails: true,
  },
  'half of a stream in two': {
    inject: cut,
    async run(c) {
      const [left, right] = (await c.chat.completions.create({ ...chat, stream: true })).tee()
      const both = await Promise.allSettled([drain(left), drain(right)])
      throw (both[1] as PromiseRejectedResult).reason
    },
    fails: true,
  },
  'a stream that has an error in it': {
    inject: (s) =>
      s.inject({
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: 'data: {"error":{"message":"m"}}\n\n',
      }),
    run: async (c) => drain(await c.chat.completions.create({ ...chat, stream: true })),
    fails: true,
  },
  'a stream that is no JSON': {
    inject: (s) =>
      s.inject({ status: 200, headers: { 'content-type': 'text/event-stream' }, body: 'data: {"a\n\n' }),
    run: async (c) => drain(await c.chat.completions.create({ ...chat, stream: true })),
    fails: true,
  },
  'a stream that its reader leaves': {
    async run(c) {
      const stream = await c.chat.completions.create({ ...chat, stream: true })
      for await (const _ of stream) break
      return stream
    },
  },
  'a stream that is read once more': {
    async run(c) {
      const stream = await c.chat.completions.create({ ...chat, stream: true })
      await drain(stream)
      return drain(stream)
    },
    fails: true,
  },
  'stream(): what it ends with': { run: (c) => c.chat.completions.stream(chat).finalChatCompletion() },
  'stream(): a message': { run: (c) => c.chat.completions.stream(chat).finalMessage() },
  'stream(): itself': { run: (c) => drain(c.chat.completions.stream(chat)) },
  'stream(): cut': {
    inject: cut,
    run: (c) => c.chat.completions.stream(chat).finalChatCompletion(),
    fails: true,
  },
  'stream(): cut, to a listener': {
    inject: cut,
    run: (c) => heard(c.chat.completions.stream(chat), 'error'),
  },
  'stream(): aborted, to a listener': {
    inject: stalled,
    run: (c, s) => aborted(s, (signal) => heard(c.chat.completions.stream(chat, { signal }), 'abort')),
  },
  'stream(): refused': {
    inject: refused(400),
    run: (c) => c.chat.completions.stream(chat).done(),
    fails: true,
  },
  'responses.stream()': { run: (c) => c.responses.stream({ model: 'm', input: PROMPT }).finalResponse() },
  'responses.stream(): cut': {
    inject: cut,
    run: (c) => drain(c.responses.stream({ model: 'm', input: PROMPT })),
    fails: true,
  },
  'runTools()': { run: (c) => c.chat.completions.runTools({ ...chat, tools: [tool] }).finalChatCompletion() },
  'runTools(): the second turn refused': {
    inject(s) {
      s.inject({ status: 400 }, () => s.exchanges.length > 0)
    },
    run: (c) => c.chat.completions.runTools({ ...chat, tools: [tool] }).done(),
    fails: true,
  },
  'parse()': { run: (c) => c.chat.completions.parse(chat) },
  sound: { run: (c) => c.audio.speech.create(speech) },
  'sound that is cut': {
    inject: cut,
    run: async (c) => (await c.audio.speech.create(speech)).arrayBuffer(),
    fails: true,
  },
  'sound that is cut, as a stream': {
    inject: cut,
    run: async (c) => drain((await c.audio.speech.create(speech)).body),
    fails: true,
  },
  'aborted in the middle': {
    inject: stalled,
    run: (c, s) => aborted(s, (signal) => c.models.retrieve('a', { signal })),
    fails: true,
  },
  'a time-out': {
    inject: (s) => s.inject({ stall: 'before-headers', times: always }),
    run: (c) => c.models.retrieve('a', { timeout: 30 }),
    id: 'none',
    fails: true,
  },
}

const ofAnthropic: Record<string, Situation> = {
  'a message': { run: (c) => c.messages.create(message) },
  tokens: { run: (c) => c.messages.countTokens(chat) },
  'an upload': { run: (c) => c.beta.files.upload({ file: new File([PROMPT], 'a.txt') }) },
  'a file': { run: (c) => c.beta.files.download('a') },
  'a file that is cut': {
    inject: cut,
    run: async (c) => (await c.beta.files.download('a')).text(),
    fails: true,
  },
  'the results of a batch': { run: async (c) => drain(await c.messages.batches.results('a')) },
  'the results of a batch, cut': {
    inject: (s) => s.inject({ reset: 'mid-body' }, ({ path }) => path.endsWith('results')),
    run: async (c) => drain(await c.messages.batches.results('a')),
    fails: true,
  },
  'a stream': { run: async (c) => drain(await c.messages.create({ ...message, stream: true })) },
  'a stream, refused': {
    inject: refused(429),
    run: (c) => c.messages.create({ ...message, stream: true }),
    fails: true,
  },
  'a stream that is cut': {
    inject: cut,
    run: async (c) => drain(await c.messages.create({ ...message, stream: true })),
    fails: true,
  },
  'half of a stream in two': {
    inject: cut,
    async run(c) {
      const [left, right] = (await c.messages.create({ ...message, stream: true })).tee()
      const both = await Promise.allSettled([drain(left), drain(right)])
      throw (both[1] as PromiseRejectedResult).reason
    },
    fails: true,
  },
  'a stream that has an error in it': {
    inject: (s) =>
      s.inject({
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"m"}}\n\n',
      }),
    run: async (c) => drain(await c.messages.create({ ...message, stream: true })),
    fails: true,
  },
  'a stream that its reader leaves': {
    async run(c) {
      const stream = await c.messages.create({ ...message, stream: true })
      for await (const _ of stream) break
      return stream
    },
  },
  'stream(): what it ends with': { run: (c) => c.messages.stream(message).finalMessage() },
  'stream(): itself': { run: (c) => drain(c.messages.stream(message)) },
  'stream(): its response': { run: async (c) => (await c.messages.stream(message).withResponse()).response },
  'stream(): cut': { inject: cut, run: (c) => c.messages.stream(message).finalMessage(), fails: true },
  'stream(): cut, to a listener': { inject: cut, run: (c) => heard(c.messages.stream(message), 'error') },
  'stream(): aborted, to a listener': {
    inject: stalled,
    run: (c, s) => aborted(s, (signal) => heard(c.messages.stream(message, { signal }), 'abort')),
  },
  'stream(): refused': { inject: refused(400), run: (c) => c.messages.stream(message).done(), fails: true },
  'beta.stream()': { run: (c) => c.beta.messages.stream(message).finalMessage() },
  'toolRunner()': { run: async (c) => await c.beta.messages.toolRunner({ ...message, tools: [] }) },
  'toolRunner(), refused': {
    inject: refused(400),
    run: (c) => c.beta.messages.toolRunner({ ...message, tools: [] }).runUntilDone(),
    fails: true,
  },
  'parse()': { run: (c) => c.messages.parse(message) },
  'aborted in the middle': {
    inject: stalled,
    run: (c, s) => aborted(s, (signal) => c.models.retrieve('a', {}, { signal })),
    fails: true,
  },
  'a time-out': {
    inject: (s) => s.inject({ stall: 'before-headers', times: always }),
    run: (c) => c.models.retrieve('a', {}, { timeout: 30 }),
    id: 'none',
    fails: true,
  },
}

/** What nobody handles while `run` runs. */
async function rejectionsOf(run: () => Promise<void>): Promise<readonly unknown[]> {
  const { escaped } = await escaping(() => run().then(() => sleep(60)), ['unhandledRejection'])
  return escaped
}

/** What an outcome is, without what differs from call to call. */
function kindOf(outcome: unknown): unknown {
  if (typeof outcome !== 'object' || outcome === null) return outcome
  const { name, message } = outcome as Partial<Error>
  const text = String(message).replace(/ID\d+/g, 'ID')
  const keys = Object.keys(outcome).filter((key) => key !== 'requestId')
  return [outcome.constructor.name, name, text, keys]
}

/** The members of a response that the plugin watches do not show, and are not looked for. */
const isResponse = (outcome: unknown) => outcome instanceof Response

const sdks = [
  ...openaiVersions.map(([version, sdk]) => ({
    name: `openai ${version}`,
    start: startOpenAI,
    create: (server: AiWire, more?: object): Client => openaiOf(sdk, server, undefined, more),
    own: ofOpenAI,
    events: chatEvents,
    stream: (c: Client) => c.chat.completions.create({ ...chat, stream: true }),
    helper: (c: Client) => c.chat.completions.stream(chat),
    prompt: (c: Client, body: object = chat) => c.chat.completions.create(body),
  })),
  ...anthropicVersions.map(([version, sdk]) => ({
    name: `@anthropic-ai/sdk ${version}`,
    start: startAnthropic,
    create: (server: AiWire, more?: object): Client => anthropicOf(sdk, server, undefined, more),
    own: ofAnthropic,
    events: messageEvents,
    stream: (c: Client) => c.messages.create({ ...message, stream: true }),
    helper: (c: Client) => c.messages.stream(message),
    prompt: (c: Client, body: object = message) => c.messages.create(body),
  })),
]

describe.each(sdks)('$name', ({ start, create, own, events, stream, helper, prompt }) => {
  let server: AiWire
  beforeAll(async () => {
    server = await start()
    vi.spyOn(console, 'error').mockImplementation(() => {})
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await server.close()
  })

  async function observe(plugin: boolean, { run, inject }: Situation) {
    server.clear()
    const errors: unknown[] = []
    const client = create(server)
    if (plugin) withRequestId(client, { onError: (error) => errors.push(error) })
    inject?.(server)
    const before = server.exchanges.length
    const [settled, outcome] = await Promise.resolve()
      .then(() => run(client, server))
      .then(
        (result) => ['result', result] as const,
        (error: unknown) => ['error', error] as const,
      )
    return { settled, outcome, errors, issued: server.exchanges.slice(before) }
  }

  it('a page has no member more, but for its id', async () => {
    server.clear()
    const [plain, page] = [
      await create(server).models.list(),
      await withRequestId(create(server)).models.list(),
    ]
    expect(Reflect.ownKeys(page).filter((name) => name !== 'requestId')).toEqual(Reflect.ownKeys(plain))
  })

  it.each(Object.entries<Situation>({ ...ofBoth, ...own }))('%s', async (_, situation) => {
    const plain = await observe(false, situation)
    const { settled, outcome, errors, issued } = await observe(true, situation)
    expect(errors).toEqual([])
    expect(plain.settled).toBe(situation.fails ? 'error' : 'result')
    expect(settled).toBe(plain.settled)
    if (!isResponse(outcome)) expect(kindOf(outcome)).toEqual(kindOf(plain.outcome))
    expect(issued).toHaveLength(plain.issued.length)
    const ids = issued.map(({ headerRequestId }) => headerRequestId).filter(Boolean)
    const id = situation.id === 'none' ? undefined : ids.at(-1)
    expect((outcome as { requestId?: string }).requestId).toBe(id)
    expect(getRequestId(outcome)).toBe(id)
    expect(getRequestInfo(outcome)?.idOf).toBe(situation.id === 'earlier' ? 'earlier' : undefined)
    // A result may be sent back, and then it is to be as it came.
    if (!(outcome instanceof Error)) expect(Object.keys(outcome as object)).not.toContain('requestId')
    // What the SDK itself has.
    const { _request_id, requestID } = outcome as Record<string, unknown>
    const { _request_id: plainId, requestID: plainID } = Object(plain.outcome)
    expect([typeof _request_id, typeof requestID]).toEqual([typeof plainId, typeof plainID])
  })

  it('a stream that is cut at ten places', async () => {
    for (let i = 1; i <= 10; i++) {
      const at = Math.floor((events.length * i) / 10)
      const inject = () =>
        server.inject({
          status: 200,
          headers: { 'content-type': 'text/event-stream' },
          body: events.slice(0, at) + ' '.repeat(at),
          reset: 'mid-body',
        })
      const read = async (client: Client) => {
        const seen: unknown[] = []
        const error = await (async () => {
          for await (const event of await stream(client)) seen.push(event)
        })().catch((error: unknown) => error)
        return { seen, error }
      }
      const outcomes = []
      for (const plugin of [false, true]) {
        const { outcome } = await observe(plugin, { inject, run: read })
        outcomes.push(outcome as Awaited<ReturnType<typeof read>>)
      }
      const [without, having] = outcomes
      expect(having?.seen).toEqual(without?.seen)
      expect(kindOf(having?.error)).toEqual(kindOf(without?.error))
      if (having?.error) expect(having.error).toHaveProperty('requestId', server.exchanges.at(-1)?.requestId)
    }
  })

  it('as many unhandled rejections', async () => {
    const runs: [what: string, run: (client: Client) => unknown, inject?: (server: AiWire) => void][] = [
      ['nobody asks', (c) => void c.models.retrieve('missing')],
      ['a list', (c) => void c.models.list(), refused(403)],
      ['then alone', (c) => void c.models.retrieve('missing').then(() => {})],
      ['twice', (c) => [c.models.retrieve('missing')].map((p) => [p.then(), p.then()])],
      ['handled', (c) => c.models.retrieve('missing').catch(() => {})],
      ['a list, handled', (c) => c.models.list().catch(() => {}), refused(403)],
      ['asResponse() alone', (c) => void c.models.retrieve('missing').asResponse()],
      [
        'asResponse(), handled',
        (c) =>
          c.models
            .retrieve('missing')
            .asResponse()
            .catch(() => {}),
      ],
      [
        'withResponse(), handled',
        (c) =>
          c.models
            .retrieve('missing')
            .withResponse()
            .catch(() => {}),
      ],
      [
        'no JSON, and nobody asks',
        (c) => void c.models.retrieve('a'),
        (s) => s.inject({ status: 200, body: '{' }),
      ],
      ['a stream that nobody reads', (c) => stream(c), cut],
      ['a stream, handled', async (c) => drain(await stream(c)).catch(() => {}), cut],
      ['a helper that nobody reads', (c) => void helper(c), refused(400)],
      ['a helper with a listener', (c) => void helper(c).on('error', () => {}), refused(400)],
      [
        'a helper, handled',
        (c) =>
          helper(c)
            .done()
            .catch(() => {}),
        cut,
      ],
      ['a helper’s end and nothing else', (c) => void helper(c).finalMessage(), cut],
    ]
    const seen: string[][] = []
    for (const plugin of [false, true]) {
      const rejections = await rejectionsOf(async () => {
        for (const [, run, inject] of runs) {
          server.clear()
          inject?.(server)
          const client = create(server)
          if (plugin) withRequestId(client)
          run(client)
          await vi.waitFor(() => expect(server.exchanges.length).toBeGreaterThan(0), { interval: 5 })
          await sleep(20)
        }
      })
      seen.push(rejections.map((error) => JSON.stringify(kindOf(error))).sort())
    }
    expect(seen[0]?.length).toBeGreaterThan(5)
    expect(seen[1]).toEqual(seen[0])
  })

  it('the promise keeps its class and its members', async () => {
    const shapes = [false, true].map((plugin) => {
      const client = create(server)
      if (plugin) withRequestId(client)
      return [client.models.retrieve('a'), client.models.list()].map((promise) => {
        promise.catch(() => {})
        return [promise.constructor.name, Object.keys(promise), promise instanceof Promise]
      })
    })
    expect(shapes[1]).toEqual(shapes[0])
  })

  it('100 at once mix nothing', async () => {
    server.clear()
    const client = withRequestId(create(server))
    await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        const { id, requestId } = await client.models.retrieve(`k${i}`)
        expect(id).toBe(`k${i}`)
        expect(requestId).toBe(server.exchanges.find(({ key }) => key === id)?.requestId)
      }),
    )
  })

  it('neither a prompt, an answer nor a key is in what it keeps, tells or prints', async () => {
    const told: unknown[] = []
    const options: RequestIdOptions = { onExchange: (exchange) => told.push(exchange), debug: true }
    const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...args) => void told.push(args)),
    )
    for (const inject of [() => {}, refused(400), cut]) {
      server.clear()
      inject(server)
      const client = withRequestId(create(server), options)
      for (const call of [
        prompt,
        async (c: Client) => drain(await stream(c)),
        (c: Client) => helper(c).done(),
      ]) {
        const outcome = await Promise.resolve(call(client)).catch((error: unknown) => error)
        told.push(getRequestInfo(outcome), formatSupportReport(outcome))
      }
    }
    for (const spy of printed) spy.mockRestore()
    const text = inspect(told, { depth: 20, showHidden: true })
    expect(told.length).toBeGreaterThan(20)
    for (const secret of [PROMPT, REPLY, KEY]) expect(text).not.toContain(secret)
  })

  it('keeps neither the prompt nor the answer alive', async () => {
    server.clear()
    const gone: WeakRef<object>[] = []
    const client = withRequestId(create(server))
    const info = await (async () => {
      const body = { ...message }
      const answer = await prompt(client, body)
      gone.push(new WeakRef(body), new WeakRef(answer))
      return getRequestInfo(answer)
    })()
    expect(await kept(gone)).toEqual([])
    expect(info?.requestId).toMatch(/^ID/)
  })

  it('the SDK’s own log says the same', async () => {
    const logs = []
    for (const plugin of [false, true]) {
      server.clear()
      const lines: string[] = []
      const log = (...args: unknown[]) => void lines.push(inspect(args, { depth: 9, showHidden: true }))
      const logger = { debug: log, info: log, warn: log, error: log }
      const client = create(server, { logger, logLevel: 'debug' })
      if (plugin) withRequestId(client)
      await prompt(client)
      await client.models.list()
      await helper(client).done()
      logs.push(
        lines.map((line) =>
          line
            .replace(/ID\d+|log_\w+|:\d+|(?<=in |durationMs: )\d+|'?date'?: .*/g, '*')
            .replace(/undici[\s\S]*$|Symbol[\s\S]*$/, ''),
        ),
      )
    }
    expect(logs[1]).toEqual(logs[0])
  })

  it('a fetch of the user’s gets what it got before', async () => {
    const calls: unknown[][] = [[], []]
    for (const [i, plugin] of [false, true].entries()) {
      server.clear()
      const fetch = async (url: string, init: object) => {
        calls[i]?.push([String(url), Reflect.ownKeys(init)])
        return globalThis.fetch(url, init as RequestInit)
      }
      const client = create(server, { fetch })
      if (plugin) withRequestId(client)
      await prompt(client)
      await client.models.list()
    }
    expect(calls[0]).toHaveLength(2)
    expect(calls[1]).toEqual(calls[0])
  })
})

it.each(openaiVersions)(
  'openai %s with workload identity: what follows a refused token does not get the id of the refusal',
  async (_, { OpenAI }) => {
    const server = await startOpenAI()
    const workloadIdentity = {
      identityProviderId: 'provider',
      serviceAccountId: 'account',
      provider: { tokenType: 'jwt' as const, getToken: async () => 'subject' },
    }
    const given = (input: unknown, init?: RequestInit) =>
      String(input).startsWith('https://auth.')
        ? Promise.resolve(Response.json({ access_token: 'token' }))
        : fetch(input as string, init)
    const make = () =>
      new OpenAI({
        baseURL: `${server.clientOptions()}/v1`,
        workloadIdentity,
        fetch: given as typeof fetch,
        logLevel: 'off',
      })
    const outcomes: unknown[] = []
    for (const client of [make(), withRequestId(make())]) {
      server.inject({ status: 401 })
      server.inject({ malformed: true })
      outcomes.push(await client.models.retrieve('a').catch((error: unknown) => error))
    }
    expect(server.exchanges.map(({ statusCode }) => statusCode)).toEqual([401, 200, 401, 200])
    const [plain, error] = outcomes
    expect(error).toBeInstanceOf(SyntaxError)
    expect(String(error)).toBe(String(plain))
    expect(getRequestId(error)).toBeUndefined()
    await server.close()
  },
)
