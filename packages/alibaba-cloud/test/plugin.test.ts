// Each kind of client in many situations: the kind of its outcome is that of the plain SDK, and its id is the server's.
import type { Fault } from '@requestid/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { escaping } from '../../../test/contract/outcomes.js'
import { type Exchange, getRequestId, getRequestInfo, withRequestId } from '../src/index.js'
import { openApiVersions, popCoreVersions, stsVersions } from './versions.js'
import {
  type AlibabaWire,
  gatewayOf,
  openApiOf,
  paramsOf,
  roaOf,
  rpcOf,
  startAlibabaWire,
  stsOf,
} from './wire.js'

let server: AlibabaWire
beforeAll(async () => {
  server = await startAlibabaWire()
})
afterAll(() => server.close())

interface Kind {
  readonly create: (more?: object) => object
  readonly call: (client: never) => Promise<unknown>
  /** Whether the plugin sees a response ahead of its body. */
  readonly early: boolean
}

const kinds: Record<string, Kind> = {}
for (const [version, sdk] of popCoreVersions) {
  kinds[`RPCClient ${version}`] = {
    create: (more) => rpcOf(sdk, server, { readTimeout: 100, connectTimeout: 5000, ...more }),
    call: (client: ReturnType<typeof rpcOf>) => client.request('getCallerIdentity'),
    early: true,
  }
  kinds[`verbose RPCClient ${version}`] = {
    create: (more) => rpcOf(sdk, server, { readTimeout: 100, connectTimeout: 5000, ...more }, true),
    call: (client: ReturnType<typeof rpcOf>) => client.request('getCallerIdentity', {}, { method: 'POST' }),
    early: true,
  }
  kinds[`ROAClient ${version}`] = {
    create: (more) => roaOf(sdk, server, undefined, { readTimeout: 100, connectTimeout: 5000, ...more }),
    call: (client: ReturnType<typeof roaOf>) => client.get('/a'),
    early: true,
  }
}
for (const [version, sdk] of stsVersions)
  kinds[`STS ${version}`] = {
    create: (more) => stsOf(sdk, server, { readTimeout: 100, connectTimeout: 5000, ...more }),
    call: (client: ReturnType<typeof stsOf>) => client.getCallerIdentity?.() as Promise<unknown>,
    early: false,
  }
for (const [version, sdk] of openApiVersions) {
  const settings = { readTimeout: 100, connectTimeout: 5000 }
  const call = (client: ReturnType<typeof openApiOf>) => client.callApi(paramsOf('a'), {}, {})
  kinds[version] = {
    create: (more) => openApiOf(sdk, server, undefined, { ...settings, ...more }),
    call,
    early: false,
  }
  kinds[`${version} with a gateway`] = {
    create: (more) => gatewayOf(sdk, server, { ...settings, ...more }),
    call,
    early: true,
  }
}

const always = { times: Number.POSITIVE_INFINITY }
const json = { 'content-type': 'application/json' }
const situations: Readonly<Record<string, Fault>> = {
  success: {},
  'success, id in the headers alone': { status: 200, body: '{"AccountId":"1"}' },
  'success, id in the body alone': {
    status: 200,
    requestIdHeader: false,
    body: ({ requestId }) => JSON.stringify({ RequestId: requestId }),
  },
  'success without an id': { status: 200, requestIdHeader: false, body: '{"AccountId":"1"}' },
  'no content': { status: 204, body: '' },
  error: { status: 400 },
  'error of the server': { status: 500 },
  'error, id in the headers alone': { status: 403, bodyRequestId: false },
  'error, id in the body alone': { status: 404, requestIdHeader: false },
  'error without an id': { status: 403, requestIdHeader: false, bodyRequestId: false },
  throttling: {
    status: 429,
    body: ({ requestId }) => JSON.stringify({ Code: 'Throttling.User', Message: 'm', RequestId: requestId }),
  },
  'an id that is null': {
    status: 400,
    requestIdHeader: false,
    body: '{"Code":"C","Message":"m","RequestId":null}',
  },
  'an error with status 200': {
    status: 200,
    body: ({ requestId }) => JSON.stringify({ Code: 'C', Message: 'm', RequestId: requestId }),
  },
  'error in XML': {
    status: 400,
    headers: { 'content-type': 'text/xml;charset=utf-8' },
    body: ({ requestId }) =>
      `<?xml version="1.0"?><Error><RequestId>${requestId}</RequestId><HostId>h</HostId><Code>C</Code><Message>m</Message></Error>`,
  },
  'a page of a proxy': {
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: '<html>Bad Gateway</html>',
  },
  'an empty body': { status: 200, body: '' },
  'JSON cut short': { status: 200, body: '{"RequestId":' },
  'JSON of another kind': { status: 200, body: '["a"]' },
  'reset before the headers': { reset: 'before-headers' },
  'reset after the headers': { reset: 'after-headers' },
  'reset in the body': { reset: 'mid-body' },
  'time-out before the headers': { stall: 'before-headers' },
  'time-out in the body': { stall: 'mid-body' },
}

async function outcomeOf(call: () => Promise<unknown>) {
  try {
    return { value: await call() }
  } catch (error) {
    return { error: error as Error }
  }
}
type Outcome = Awaited<ReturnType<typeof outcomeOf>>

/** What the SDK gives, without ids and what is in a signature. */
function kindOf({ error, value }: Outcome): unknown {
  const keysOf = (object: unknown) =>
    Object(object) === object
      ? Object.keys(object as object).filter((name) => !/^(?:requestId|stack)$/.test(name))
      : object
  const { data, body, message } = (error || value || {}) as Record<string, unknown>
  const { code, statusCode } = (error || value || {}) as Record<string, unknown>
  return {
    failed: !!error,
    of: Object(error || value).constructor?.name,
    name: error?.name,
    keys: keysOf(error || value),
    data: keysOf(data),
    body: keysOf(body),
    message: String(message).replace(/ID\d+|127\.0\.0\.1:\d+|\?[^ ]+/g, ''),
    code,
    statusCode,
  }
}

describe.each(Object.entries(kinds))('%s', (_name, { create, call, early }) => {
  const run = async (fault: Fault, client: object) => {
    server.clear()
    if (Object.keys(fault).length > 0) server.inject({ headers: json, ...fault, ...always })
    const { value, escaped } = await escaping(() => outcomeOf(() => call(client as never)))
    expect(escaped).toEqual([])
    return value
  }

  it.each(Object.entries(situations))('%s', async (_, fault) => {
    const plain = await run(fault, create())
    const failures: unknown[] = []
    const seen: Exchange[] = []
    const client = withRequestId(create(), {
      onError: (error) => failures.push(error),
      onExchange: (exchange) => seen.push(exchange),
    })
    const outcome = await run(fault, client)
    expect(kindOf(outcome)).toEqual(kindOf(plain))
    expect(failures).toEqual([])
    const thing = outcome.error ?? outcome.value
    const { headerRequestId, bodyRequestId } = server.exchanges[0] ?? {}
    const id = headerRequestId ?? bodyRequestId
    // What a client that shows no response early has of it: a result, or an error that the SDK itself made of it.
    const told = JSON.stringify([
      plain.value ?? '',
      (plain.error as { data?: object } | undefined)?.data ?? '',
    ])
    const expected = early || /"RequestId":"|x-acs-request-id/i.test(told) ? id : undefined
    if (Object(thing) === thing) {
      expect(getRequestId(thing)).toBe(expected)
      const { requestId } = thing as { requestId?: string }
      expect(requestId).toBe(expected)
      expect('requestId' in (thing as object)).toBe(expected !== undefined)
      if (expected) expect(getRequestInfo(thing)).toMatchObject({ vendor: 'alibaba-cloud', requestId: id })
    }
    if (early) expect(seen).toHaveLength(1)
  })
})
