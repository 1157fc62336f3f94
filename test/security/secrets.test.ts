import { spawnSync } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import {
  captureExchanges,
  errorSerializer,
  formatSupportReport,
  getRequestId,
  getRequestInfo,
  requestIdFields,
} from '@requestid/core'
import { RequestIdInstrumentation } from '@requestid/opentelemetry'
import { withRequestId as ofOss } from '@requestid/oss'
import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type RawServer, startRawServer } from './raw-server.js'
import { type Subject, secrets, subjects } from './sdks.js'

// Where an SDK keeps what nobody may see, and where an endpoint sends it back, it does not get into anything that
// this project attaches, records, hands out or prints. An SDK's own message is the SDK's, and stays untouched.

const exporter = new InMemorySpanExporter()
const instrumentation = new RequestIdInstrumentation({ enabled: false })
let server: RawServer
/** What the last request was: its head and its body. */
let request = ''
beforeAll(async () => {
  for (const method of ['warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(() => {})
  server = await startRawServer()
  const spanProcessors = [new SimpleSpanProcessor(exporter)]
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }))
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  instrumentation.enable()
})
afterAll(async () => {
  instrumentation.disable()
  vi.restoreAllMocks()
  await server[Symbol.asyncDispose]()
})

const header = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(request)?.[1]?.trim() ?? ''

/** All that the project says of one call, under the names of where it says it. */
async function said(get: (options: object) => Promise<unknown>): Promise<[object, Record<string, unknown>]> {
  exporter.reset()
  const heard: unknown[] = []
  const published: unknown[] = []
  const errors: unknown[] = []
  const listener = (exchange: unknown) => void published.push(exchange)
  subscribe('requestid:exchange', listener)
  const options = {
    onExchange(exchange: unknown) {
      heard.push(exchange)
      throw new Error('of the listener')
    },
    onError: (error: unknown) => errors.push(error),
  }
  const { value, exchanges } = await captureExchanges(() =>
    trace.getTracer('test').startActiveSpan('job', async (span) => {
      const outcome = await get(options)
      span.end()
      return outcome as object
    }),
  )
  unsubscribe('requestid:exchange', listener)
  expect(heard).not.toEqual([])
  const { requestId, extendedRequestId } = value as Record<string, unknown>
  return [
    value,
    {
      requestId,
      extendedRequestId,
      getRequestId: getRequestId(value),
      getRequestInfo: getRequestInfo(value),
      onExchange: heard,
      onError: errors.map((error) => inspect(error)),
      captureExchanges: exchanges,
      'diagnostics channel': published,
      requestIdFields: requestIdFields(value),
      errorSerializer: value instanceof Error ? errorSerializer(value) : undefined,
      formatSupportReport: [formatSupportReport(value), formatSupportReport(value, { language: 'zh' })],
      OpenTelemetry: exporter.getFinishedSpans().map(({ attributes, events }) => [attributes, events]),
    },
  ]
}

/** What must not be said, of the request that was made. */
function forbidden(): string[] {
  const authorization = header('authorization')
  const signed = /signature=([\w%+/=-]+)/i.exec(authorization)?.[1] ?? authorization.split(':')[1] ?? ''
  expect(signed.length).toBeGreaterThan(20)
  return [...Object.values(secrets), secrets.cookie.split('=')[1] ?? '', authorization, signed]
}

function expectUnsaid(text: Record<string, unknown>, secrets = forbidden()): void {
  for (const [place, value] of Object.entries(text)) {
    for (const secret of secrets) expect(inspect(value, { depth: 9 }), place).not.toContain(secret)
    expect(JSON.stringify(value) ?? '', place).not.toMatch(/authorization|cookie|security-token/i)
  }
}

const bin = fileURLToPath(new URL('../../packages/cli/dist/esm/bin.js', import.meta.url))
const GOOD: Record<string, string> = {
  'x-cos-request-id': 'NjUwZTU5ZTZfNjc4OWM5MGFfMTIzYV80NTY3OA==',
  'x-oss-request-id': '5C3D9175B6FC201293AD4890',
  'x-amz-request-id': '4YVZ1ZP7X3T2A9BC',
}

describe.each(subjects.map((subject) => [subject.name, subject] as const))('%s', (_, subject: Subject) => {
  const good = GOOD[subject.idHeader] ?? ''
  const answer = (id: string, inBody = id) => {
    const body = `<Error><Code>AccessDenied</Code><Message>m</Message><RequestId>${inBody}</RequestId><HostId>${inBody}</HostId></Error>`
    const head = ['HTTP/1.1 403 Forbidden', 'Connection: close', `Content-Length: ${Buffer.byteLength(body)}`]
    const ids = [subject.idHeader, 'x-amz-id-2', 'x-cos-trace-id', 'x-oss-ec'].map((name) => `${name}: ${id}`)
    return `${[...head, ...(id ? ids : [])].join('\r\n')}\r\n\r\n${body}`
  }
  const get = (options: object) => subject.get(server.host, options)

  it('sends what is looked for here', async () => {
    server.answer = (received) => {
      request = received
      return answer(good)
    }
    await get({})
    expect(header('authorization').length).toBeGreaterThan(40)
    expect(request).toContain(secrets.token)
    expect(request).toContain(secrets.cookie)
    expect(request).toContain(secrets.signature)
  })

  it.each(['an answer', 'no answer', 'a cut answer'])('says nothing of it: %s', async (kind) => {
    server.answer = (received) => {
      request = received
      return kind === 'an answer' ? answer(good) : kind === 'no answer' ? '' : answer(good).slice(0, -20)
    }
    const [, text] = await said(get)
    expectUnsaid(text)
    if (kind === 'an answer') expect(text.getRequestId).toBe(good)
  })

  it.each([
    ['the authorization', () => header('authorization')],
    ['the token', () => secrets.token],
    ['the cookie', () => `Cookie: ${header('cookie')}`],
    ['the request line', () => request.split('\r\n')[0] ?? ''],
    ['the query', () => /\?(\S+)/.exec(request)?.[1] ?? ''],
    ['all headers', () => request.split('\r\n').join(' ')],
  ])('an endpoint that sends %s back in the place of ids', async (_, of) => {
    for (const where of ['headers', 'body', 'both']) {
      server.answer = (received) => {
        request = received
        const id = of()
        expect(id.length).toBeGreaterThan(20)
        const escaped = id.replace(/&/g, '&amp;')
        return answer(where === 'body' ? '' : id, where === 'headers' ? good : escaped)
      }
      const [, { requestId, ...text }] = await said(get)
      expectUnsaid(subject.setsRequestId ? text : { requestId, ...text })
    }
  })

  it('a log of what the SDK shows, through the command', async () => {
    server.answer = (received) => {
      request = received
      return answer(good)
    }
    const [outcome] = await said(get)
    const shown = inspect(outcome, { depth: 9, showHidden: true, maxStringLength: null })
    const url = `https://examplebucket.example.com/a?Signature=${secrets.signature}&security-token=${secrets.token}`
    const log = [
      request.replace(/\r/g, ''),
      `> GET ${url}`,
      `< ${subject.idHeader}: ${good}`,
      shown,
      `ERROR GET ${url} 403 ${subject.idHeader}: ${good}`,
      '',
    ].join('\n')
    for (const args of [['--no-progress'], ['--json'], ['--csv'], ['--all', '--json'], ['report']]) {
      const color = args[0] === '--no-progress' ? ['--color'] : []
      const { stdout, stderr } = spawnSync(process.execPath, [bin, ...args, ...color], {
        input: log,
        encoding: 'utf8',
      })
      expect(stdout, args.join(' ')).toContain(good)
      for (const secret of forbidden()) expect(stdout + stderr, args.join(' ')).not.toContain(secret)
    }
  })
})

it("the credentials that STS gives, and the signed form that asks for them, are nobody's but the caller's", async () => {
  const credentials = { AccessKeyId: secrets.id, AccessKeySecret: secrets.key, SecurityToken: secrets.token }
  const get = (options: object) => {
    const { id: accessKeyId, key: accessKeySecret } = secrets
    const endpoint = `http://${server.host}`
    const sts = ofOss(new OSS.STS({ accessKeyId, accessKeySecret, endpoint } as never), options)
    return sts.assumeRole('acs:ram::1:role/r', undefined, 900, 's').catch((error: unknown) => error)
  }
  for (const status of ['200 OK', '403 Forbidden']) {
    server.answer = (received) => {
      request = received
      const body = JSON.stringify({
        RequestId: '4B0C1D5C-6E9F-4A6E-9D1D-0A1B2C3D4E5F',
        Credentials: credentials,
        Code: 'Forbidden',
        Message: 'm',
      })
      return `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    }
    const [, text] = await said(get)
    const signature = /Signature=([\w%]+)/.exec(request)?.[1] ?? ''
    expect(signature.length).toBeGreaterThan(20)
    expectUnsaid(text, [...Object.values(secrets), signature, decodeURIComponent(signature)])
    expect(text.getRequestId).toBe('4B0C1D5C-6E9F-4A6E-9D1D-0A1B2C3D4E5F')
  }
})
