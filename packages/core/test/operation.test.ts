import { PassThrough } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { alibabaOss, aws, tencentCos } from '@requestid/vendors'
import { describe, expect, it, vi } from 'vitest'
import { type Exchange, getRequestId, getRequestInfo, type RequestIdOptions } from '../src/index.js'
import { type Evidence, Operation } from '../src/plugin.js'

const evidence = ({ headers, body }: Record<PropertyKey, unknown>): Evidence => ({
  headers,
  bodies: () => [body],
})
const begin = (options: RequestIdOptions = {}, parent?: Operation) =>
  new Operation({ options, vendors: [tencentCos, aws], evidence }, parent)
const headersOf = (id: string) => ({ 'x-cos-request-id': id })

/** An operation that received responses with these ids; none for a failed connection. */
function received(...ids: (string | undefined)[]): Operation {
  const operation = begin()
  for (const id of ids) {
    const exchange = operation.open('GET', 'host', '/key?q-signature=secret')
    if (id) exchange.respond(200, headersOf(id))
    else exchange.fail('ECONNRESET')
  }
  return operation
}

describe('which vendor is named', () => {
  const vendors = [tencentCos, aws] as const
  const vendorOf = (headers: object, fallback?: typeof aws) => {
    const operation = new Operation({ options: {}, vendors, ...(fallback && { fallback }), evidence })
    operation.open('GET', 'host', '/').respond(200, headers)
    const outcome = { headers: {}, body: { requestID: 'x', HostId: 'host' } }
    operation.settle(outcome)
    expect(getRequestInfo(outcome)?.vendor).toBe(operation.exchanges[0]?.vendor)
    return getRequestInfo(outcome)?.vendor
  }

  it('the first whose id is there', () => {
    expect(vendorOf({ 'x-amz-request-id': 'a', 'x-cos-request-id': 'b' })).toBe('tencent-cos')
    expect(vendorOf({ 'x-amz-request-id': 'a' })).toBe('aws')
  })

  it('the first, or the one that is said, where none is', () => {
    expect(vendorOf({})).toBe('tencent-cos')
    expect(vendorOf({}, aws)).toBe('aws')
    expect(vendorOf({ 'x-cos-request-id': 'b' }, aws)).toBe('tencent-cos')
  })
})

describe('which id an outcome gets', () => {
  const settled = (operation: Operation, outcome: Record<string, unknown> = {}) => {
    operation.settle(outcome)
    return outcome.requestId
  }

  it('that of its own headers, whatever came later', () => {
    const operation = begin()
    const headers = headersOf('first')
    operation.open('GET', 'host', '/').respond(503, headers)
    operation.open('GET', 'host', '/').respond(200, headersOf('second'))
    const outcome: Record<string, unknown> = { headers }
    expect(settled(operation, outcome)).toBe('first')
    expect(getRequestInfo(outcome)).toMatchObject({ requestId: 'first', statusCode: 503 })
  })

  it('that of headers that come beside it', () => {
    const operation = begin()
    const headers = {}
    operation.open('GET', 'host', '/').respond(200, headersOf('first'))
    operation.open('GET', 'host', '/').respond(200, headers)
    operation.open('GET', 'host', '/').respond(200, headersOf('third'))
    const [byId, byIdentity]: Record<string, unknown>[] = [{}, {}]
    operation.settle(byId, headersOf('first'))
    operation.settle(byIdentity, headers)
    expect([byId?.requestId, byIdentity?.requestId]).toEqual(['first', undefined])
    const outcome: Record<string, unknown> = { headers: headersOf('own') }
    begin().settle(outcome, headersOf('beside'))
    expect(outcome.requestId).toBe('beside')
  })

  it('that of its own headers, whatever its body names', () => {
    expect(settled(received('a', 'b', 'c'), { headers: headersOf('a'), body: { RequestId: 'b' } })).toBe('a')
    const other = { headers: headersOf('of-another'), body: { RequestId: 'b' } }
    expect(settled(received('a', 'b', 'c'), other)).toBe('of-another')
  })

  it('that of a copy of its headers', () => {
    expect(settled(received('first', 'second'), { headers: headersOf('first') })).toBe('first')
  })

  it('that of its body where the headers have none', () => {
    const operation = begin()
    const headers = {}
    operation.open('GET', 'host', '/').respond(403, headers)
    const outcome: Record<string, unknown> = { headers, body: { RequestId: 'of-body', TraceId: 'trace' } }
    expect(settled(operation, outcome)).toBe('of-body')
    expect(getRequestInfo(outcome)).toMatchObject({ traceId: 'trace', statusCode: 403 })
    expect(operation.exchanges[0]?.requestId).toBe('of-body')
  })

  it('that of the last response where it names none', () => {
    expect(settled(received('first', 'second'))).toBe('second')
    expect(settled(received('first', 'second', undefined))).toBe('second')
  })

  it('none where the response that decided has none', () => {
    const operation = received('first')
    operation.open('GET', 'host', '/').respond(502, {})
    expect(settled(operation)).toBeUndefined()
  })

  it.each(['respond', 'fail'] as const)('that of the response of which more came last: %s', (end) => {
    for (const id of ['a', undefined]) {
      const whole = begin()
      const part = begin({}, whole)
      const first = part.open('GET', 'host', '/')
      first.respond(403, id && headersOf(id))
      part.open('GET', 'host', '/').respond(200, headersOf('b'))
      if (end === 'fail') first.fail('ECONNRESET')
      else first.respond(403, id && headersOf(id))
      expect(settled(part)).toBe(id)
      expect(settled(whole)).toBe(id)
      expect(whole.exchanges.map(({ statusCode }) => statusCode)).toEqual([403, 200])
    }
  })

  it('that of the later of two exchanges with one id', () => {
    const operation = begin()
    operation.open('GET', 'host', '/').respond(503, headersOf('same'))
    operation.open('GET', 'host', '/').respond(200, headersOf('same'))
    const outcome = { headers: headersOf('same') }
    operation.settle(outcome)
    expect(getRequestInfo(outcome)?.statusCode).toBe(200)
  })

  it('its own alone where exchanges may be missing', () => {
    const operation = received('other')
    operation.incomplete = true
    expect(settled(operation)).toBeUndefined()
    expect(settled(operation, { headers: headersOf('own') })).toBe('own')
  })

  it('none where no response came, and the property is absent', () => {
    const outcome = {}
    received(undefined, undefined).settle(outcome)
    expect('requestId' in outcome).toBe(false)
    expect(getRequestInfo(outcome)?.exchanges).toMatchObject([
      { errorCode: 'ECONNRESET' },
      { errorCode: 'ECONNRESET' },
    ])
    expect(getRequestInfo(outcome)).not.toHaveProperty('statusCode')
  })

  it('nothing is remembered where no request was made', () => {
    const outcome = {}
    begin().settle(outcome)
    expect(getRequestInfo(outcome)).toBeUndefined()
  })

  it('that of its body where an exchange has it, whatever came later', () => {
    expect(settled(received('first', 'second'), { body: { RequestId: 'first' } })).toBe('first')
  })

  it('that of the last response’s headers where the body names another, with no other id of that body', () => {
    const outcome = { body: { RequestId: 'of-body', TraceId: 'of-another' } }
    const operation = received('of-headers')
    expect(settled(operation, outcome)).toBe('of-headers')
    expect(getRequestInfo(outcome)).not.toHaveProperty('traceId')
    expect(operation.exchanges[0]).not.toHaveProperty('traceId')
  })

  it('what a part of the operation found, with all exchanges of the whole', () => {
    const whole = begin()
    const [one, two] = [begin({}, whole), begin({}, whole)]
    one.open('PUT', 'host', '/1').respond(403, headersOf('1'))
    two.open('PUT', 'host', '/2').respond(200, headersOf('2'))
    const error = {}
    one.settle(error)
    whole.settle(error)
    expect(getRequestInfo(error)).toMatchObject({ requestId: '1', statusCode: 403 })
    expect(getRequestInfo(error)?.exchanges).toBe(whole.exchanges)
  })

  it('that of another part’s response, where a part got none', () => {
    const whole = begin()
    const [one, two] = [begin({}, whole), begin({}, whole)]
    one.open('GET', 'host', '/1').respond(503, headersOf('1'))
    two.open('GET', 'host', '/2').fail('ECONNRESET')
    const error: Record<string, unknown> = {}
    two.settle(error)
    expect(error).not.toHaveProperty('requestId')
    whole.settle(error)
    expect(error.requestId).toBe('1')
  })

  it('what another operation found, whose error a callback of this one threw', () => {
    const error = {}
    const own = received('own')
    const inner = received('inner')
    inner.settle(error)
    own.settle(error)
    expect(getRequestInfo(error)).toMatchObject({ requestId: 'inner', exchanges: inner.exchanges })
  })

  describe('where one object is the outcome of several operations', () => {
    it('its own headers tell', () => {
      const error = { headers: headersOf('first') }
      received('first').settle(error)
      received('second').settle(error)
      expect(getRequestId(error)).toBe('first')
    })

    it('that of the later one, once the earlier one has settled', () => {
      const error: Record<string, unknown> = {}
      received('first').settle(error)
      received('second').settle(error)
      expect([error.requestId, getRequestId(error)]).toEqual(['second', 'second'])
      received(undefined).settle(error)
      expect(error).not.toHaveProperty('requestId')
      expect(getRequestInfo(error)?.exchanges).toMatchObject([{ errorCode: 'ECONNRESET' }])
    })

    it('nothing, where the later one made no request', () => {
      const error: Record<string, unknown> = {}
      received('first').settle(error)
      begin().settle(error)
      expect(error).not.toHaveProperty('requestId')
      expect(getRequestInfo(error)).toBeUndefined()
    })

    it('none, where both were under way', () => {
      const error: Record<string, unknown> = {}
      const [one, two] = [received('first'), received('second')]
      one.settle(error)
      two.settle(error)
      expect(error).not.toHaveProperty('requestId')
      expect(getRequestId(error)).toBeUndefined()
    })

    it('its own headers tell then too', () => {
      const error = { headers: headersOf('first') }
      const [one, two] = [received('first'), received('second')]
      one.settle(error)
      two.settle(error)
      expect(error).toHaveProperty('requestId', 'first')
      expect(getRequestInfo(error)?.exchanges).toBe(one.exchanges)
    })

    it('and a string of the SDK’s stays', () => {
      const error = { requestId: 'own' }
      received('first').settle(error)
      received('second').settle(error)
      expect(error.requestId).toBe('own')
      expect(getRequestId(error)).toBe('second')
    })
  })

  describe('where an outcome says its id, and others are told of it too', () => {
    const said = { headers: headersOf('first') }

    it('a call that waited for another one has what that one has, in whichever order they settle', () => {
      for (const order of [
        [0, 1, 2],
        [1, 0, 2],
        [2, 1, 0],
      ]) {
        const outcome: Record<string, unknown> = { ...said }
        const calls = [received('first'), begin(), begin()]
        for (const i of order) calls[i]?.settle(outcome)
        expect(outcome.requestId).toBe('first')
        expect(getRequestInfo(outcome)).toMatchObject({ requestId: 'first', statusCode: 200 })
        expect(getRequestInfo(outcome)?.exchanges).toBe(calls[0]?.exchanges)
      }
    })

    it('so has one that waited for an error which says nothing', () => {
      const error: Record<string, unknown> = {}
      const [one, two] = [received('first'), begin()]
      one.settle(error)
      two.settle(error)
      expect([error.requestId, getRequestInfo(error)?.exchanges]).toEqual(['first', one.exchanges])
    })

    it('a later call that gives it out of a cache leaves it as it is', () => {
      for (const headers of [undefined, headersOf('first')]) {
        // The second time, only what was handed out beside the outcome had named its response.
        const outcome: Record<string, unknown> = headers ? {} : { ...said }
        received('first').settle(outcome, headers)
        const info = getRequestInfo(outcome)
        begin().settle(outcome)
        received('second').settle(outcome.headers ? outcome : {})
        expect(outcome.requestId).toBe('first')
        expect(getRequestInfo(outcome)).toBe(info)
      }
    })

    it('what it says now, where an SDK writes that anew on one object', () => {
      const error: Record<string, unknown> = {}
      const calls = ['first', 'second', 'third'].map((id) => [id, received(id)] as const)
      for (const [id, call] of calls) {
        error.headers = headersOf(id)
        call.settle(error)
        expect([error.requestId, getRequestId(error)]).toEqual([id, id])
      }
      error.headers = undefined
      received('fourth').settle(error)
      expect([error.requestId, getRequestId(error)]).toEqual(['third', 'third'])
    })

    it('an error that broke off the input of another call keeps its id, and the requests of that call come after', () => {
      const error: Record<string, unknown> = {}
      const [source, sink] = [received('source'), received('sink')]
      source.settle(error, headersOf('source'))
      sink.settle(error)
      sink.settle(error)
      sink.open('PUT', 'host', '/late').fail('ECONNABORTED')
      expect(error.requestId).toBe('source')
      expect(getRequestInfo(error)).toMatchObject({ requestId: 'source', statusCode: 200 })
      expect(getRequestInfo(error)?.exchanges.map(({ requestId }) => requestId)).toEqual([
        'source',
        'sink',
        undefined,
      ])
      expect(source.exchanges).toHaveLength(1)
    })
  })

  describe('where the request that decided got no response', () => {
    it('the id is that of an earlier one, and says so', () => {
      const error: Record<string, unknown> = {}
      const operation = received('good')
      operation.open('GET', 'host', '/').fail('ESOCKETTIMEDOUT')
      operation.settle(error)
      expect(error.requestId).toBe('good')
      expect(getRequestInfo(error)).toMatchObject({
        requestId: 'good',
        idOf: 'earlier',
        errorCode: 'ESOCKETTIMEDOUT',
      })
      expect(getRequestInfo(error)).not.toHaveProperty('statusCode')
    })

    it('also of a part, whatever its siblings receive in the meantime', () => {
      const whole = begin()
      const [one, two, three] = [begin({}, whole), begin({}, whole), begin({}, whole)]
      one.open('PUT', 'host', '/1').respond(200, headersOf('1'))
      two.open('PUT', 'host', '/2').fail('ECONNRESET')
      const error = {}
      two.settle(error)
      three.open('PUT', 'host', '/3').respond(200, headersOf('3'))
      whole.settle(error)
      expect(getRequestInfo(error)).toMatchObject({
        requestId: '3',
        idOf: 'earlier',
        errorCode: 'ECONNRESET',
      })
      expect(getRequestInfo(error)).not.toHaveProperty('statusCode')
    })

    it('there is no such mark where a response decided, or where there is no id', () => {
      const outcomes: object[] = [{}, {}]
      received(undefined, 'last').settle(outcomes[0])
      received(undefined).settle(outcomes[1])
      for (const outcome of outcomes) expect(getRequestInfo(outcome)).not.toHaveProperty('idOf')
      expect(getRequestInfo(outcomes[0])).not.toHaveProperty('errorCode')
    })
  })

  describe('the status', () => {
    const status = (statusCode: unknown, evidenced: Evidence = { bodies: () => [{ RequestId: 'id' }] }) => {
      const outcome = {}
      const operation = new Operation({
        options: {},
        vendors: [tencentCos],
        evidence: () => ({ statusCode, ...evidenced }),
      })
      operation.settle(outcome)
      return getRequestInfo(outcome)
    }

    it('is the one the outcome has where no exchange was seen, and lets an id in its body count', () => {
      expect(status(403)).toMatchObject({ requestId: 'id', statusCode: 403, exchanges: [] })
      expect(status(403, { headers: headersOf('id') })).toMatchObject({ requestId: 'id', statusCode: 403 })
    })

    it.each([-1, -2, 0, 99, 600, 200.5, '200', Number.NaN, null, undefined])('%j is none', (statusCode) => {
      expect(status(statusCode)).toBeUndefined()
      expect(status(statusCode, { headers: headersOf('id') })).not.toHaveProperty('statusCode')
    })
  })

  it('the vendor is the one whose header it is', () => {
    const operation = begin()
    operation.open('GET', 'host', '/').respond(200, { 'x-amz-request-id': 'id', 'x-amz-id-2': 'host-id' })
    const error = new Error('m') as Error & { extendedRequestId?: string }
    operation.settle(error)
    expect(getRequestInfo(error)).toMatchObject({ vendor: 'aws', extendedRequestId: 'host-id' })
    expect(error.extendedRequestId).toBe('host-id')
  })

  it('the property follows what is known of a stream whose second response is the one', () => {
    const operation = begin()
    const stream: Record<string, unknown> = {}
    operation.follow(stream)
    for (const id of ['first', 'second']) {
      operation.open('GET', 'host', '/').respond(200, headersOf(id))
      expect([stream.requestId, getRequestId(stream)]).toEqual([id, id])
    }
  })

  it('extendedRequestId is on errors, not on results', () => {
    const operation = begin()
    operation.open('GET', 'host', '/').respond(200, { 'x-amz-request-id': 'id', 'x-amz-id-2': 'host-id' })
    const result = {}
    operation.settle(result)
    expect(result).toEqual({ requestId: 'id' })
  })
})

it('a settled operation holds no headers', async () => {
  const operation = begin()
  const response = new WeakRef(headersOf('id'))
  operation.open('GET', 'host', '/').respond(200, response.deref())
  const outcome = {}
  operation.settle(outcome)
  // What a WeakRef was asked for stays until the end of the turn.
  await new Promise((resolve) => setTimeout(resolve))
  collectGarbage()
  expect(response.deref()).toBeUndefined()
  expect(getRequestId(outcome)).toBe('id')
  expect(operation.exchanges).toHaveLength(1)
})

describe('how it is attached', () => {
  it.each([
    ['an array', []],
    ['a buffer', Buffer.alloc(1)],
    ['an ArrayBuffer', new ArrayBuffer(1)],
    ['a stream', new PassThrough()],
    ['a web stream', new ReadableStream()],
    ['a function', () => {}],
  ])('not enumerable on %s', (_, outcome) => {
    received('id').settle(outcome)
    expect(Object.getOwnPropertyDescriptor(outcome, 'requestId')).toEqual({
      value: 'id',
      enumerable: false,
      writable: true,
      configurable: true,
    })
  })

  it.each([
    ['an accessor', { set: vi.fn() }],
    ['a value that cannot be written', { value: undefined }],
  ])('as a property of its own where its class has %s of the name', (_, descriptor) => {
    const outcome = Object.create(Object.defineProperty({}, 'requestId', descriptor))
    received('id').settle(outcome)
    if ('set' in descriptor) expect(descriptor.set).not.toHaveBeenCalled()
    expect(Object.getOwnPropertyDescriptor(outcome, 'requestId')).toEqual({
      value: 'id',
      enumerable: true,
      writable: true,
      configurable: true,
    })
  })

  it('what is there stays, whatever it is', () => {
    const values = ['own', '', 'undefined', 98, 0, null, false, ['id']]
    const outcomes = [...values, undefined].map((requestId) => ({ requestId }))
    const errors = values.map((requestId) => Object.assign(new Error('m'), { requestId }))
    const operation = received('id')
    for (const outcome of [...outcomes, ...errors]) operation.settle(outcome)
    expect(outcomes.map(({ requestId }) => requestId)).toEqual([...values, 'id'])
    expect(errors.map(({ requestId }) => requestId)).toEqual(values)
    expect(new Set([...outcomes, ...errors].map(getRequestId))).toEqual(new Set(['id']))
  })

  describe('what an SDK is known to put under `requestId` of its errors', () => {
    const misusesRequestId = vi.fn(({ status, requestId }) => status && requestId !== 'own')
    const settled = (id: string | undefined, outcome: object) => {
      const operation = new Operation({ options: {}, vendors: [tencentCos], evidence, misusesRequestId })
      const exchange = operation.open('GET', 'host', '/')
      if (id) exchange.respond(403, headersOf(id))
      else exchange.fail('ECONNRESET')
      operation.settle(outcome)
      return outcome
    }
    const error = (more: object) => Object.assign(new Error('m'), more)

    it.each([undefined, null, '', 'undefined', 98])(
      '%j gives way to an id, and goes where there is none',
      (requestId) => {
        expect(settled('id', error({ status: 403, requestId }))).toHaveProperty('requestId', 'id')
        expect(settled(undefined, error({ status: -1, requestId }))).not.toHaveProperty('requestId')
      },
    )

    it('and nothing else: no other value, no other error, no other name, no result', () => {
      for (const id of ['id', undefined]) {
        expect(settled(id, error({ status: 403, requestId: 'own' }))).toHaveProperty('requestId', 'own')
        expect(settled(id, error({ requestId: 98 }))).toHaveProperty('requestId', 98)
        expect(settled(id, { status: 403, requestId: 98 })).toHaveProperty('requestId', 98)
        const other = settled(id, error({ status: 403, extendedRequestId: null }))
        expect(other).toHaveProperty('extendedRequestId', null)
      }
    })
  })

  it('and a string of the SDK’s stays', () => {
    const error = Object.assign(new Error('m'), { requestId: 'own' })
    received(undefined).settle(error)
    expect(error.requestId).toBe('own')
  })

  it('a frozen outcome stays as it is, and can be looked up', () => {
    const onError = vi.fn()
    const outcome = Object.freeze({ a: 1 })
    const operation = begin({ onError })
    operation.open('GET', 'host', '/').respond(200, headersOf('id'))
    operation.settle(outcome)
    expect(outcome).toEqual({ a: 1 })
    expect(getRequestId(outcome)).toBe('id')
    expect(onError).not.toHaveBeenCalled()
  })

  it.each([[undefined], [null], ['text'], [7], [true], [Symbol('s')]])('%s is left alone', (value) => {
    expect(() => received('id').settle(value)).not.toThrow()
  })

  it('headers that throw when looked at reach onError alone', () => {
    const onError = vi.fn()
    const operation = begin({ onError })
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error('hostile')
        },
      },
    )
    expect(operation.open('GET', 'host', '/').respond(200, hostile)).toBe(false)
    expect(onError).toHaveBeenCalledTimes(1)
  })

  it('an outcome that throws when looked at reaches onError alone', () => {
    const onError = vi.fn()
    const hostile = Object.defineProperty({}, 'headers', {
      get() {
        throw new Error('hostile')
      },
    })
    const operation = begin({ onError })
    operation.open('GET', 'host', '/').respond(200, headersOf('id'))
    operation.settle(hostile)
    expect(onError).toHaveBeenCalledTimes(1)
  })
})

describe('exchanges', () => {
  it('have no query, and the first end counts', () => {
    const operation = begin()
    const exchange = operation.open('GET', 'host:8080', '/a/b?x=secret#y\nz')
    exchange.respond(200, headersOf('id'))
    exchange.fail('ECONNRESET')
    exchange.respond(500, headersOf('late'))
    expect(operation.exchanges).toMatchObject([
      { requestId: 'id', statusCode: 200, method: 'GET', host: 'host:8080', path: '/a/b' },
    ])
    expect(operation.exchanges[0]).not.toHaveProperty('errorCode')
  })

  it('an error code is checked as ids are', () => {
    const operation = begin()
    operation.open('GET', 'host', '/').fail('\u001b[31mE\nX')
    expect(operation.exchanges).toMatchObject([{ errorCode: 'UNKNOWN' }])
  })

  it('a body comes in text or in bytes', () => {
    for (const chunk of [Buffer.from('<RequestId>id</RequestId>'), '<RequestId>id</RequestId>']) {
      for (const bytes of [chunk, typeof chunk === 'string' ? chunk : new Uint8Array(chunk)]) {
        const operation = begin()
        const exchange = operation.open('GET', 'host', '/')
        exchange.respond(500, {})
        expect(exchange.read(bytes)).toBe(true)
        expect(operation.exchanges[0]?.requestId).toBe('id')
      }
    }
  })

  it('times are the clock’s', () => {
    vi.useFakeTimers({ now: 1_700_000_000_000 })
    try {
      const operation = begin()
      const exchange = operation.open('GET', 'host', '/')
      vi.advanceTimersByTime(25)
      exchange.respond(200, {})
      expect(operation.exchanges[0]).toMatchObject({ startTime: 1_700_000_000_000, durationMs: 25 })
    } finally {
      vi.useRealTimers()
    }
  })

  it('an id found in the body later reaches what was handed out before', () => {
    const operation = begin()
    const stream = new PassThrough()
    operation.follow(stream)
    const exchange = operation.open('GET', 'host', '/')
    expect(exchange.body('<RequestId>early</RequestId>')).toBe(false)
    expect(exchange.respond(403, {})).toBe(false)
    expect(getRequestId(stream)).toBeUndefined()
    expect(exchange.body('<RequestId>of-body</RequestId>')).toBe(true)
    expect(getRequestId(stream)).toBe('of-body')
  })

  it('the body adds what the headers do not have, and replaces nothing', () => {
    const operation = new Operation({ options: {}, vendors: [alibabaOss], evidence })
    const exchange = operation.open('GET', 'host', '/')
    exchange.respond(403, { 'x-oss-request-id': 'of-headers' })
    const body = '<Error><RequestId>of-body</RequestId><EC>0003-00000001</EC></Error>'
    expect(exchange.body(body)).toBe(false)
    expect(operation.exchanges).toMatchObject([{ requestId: 'of-headers', ec: '0003-00000001' }])
  })

  it('a part reports to the whole, not to its sisters', () => {
    const seen: Exchange[] = []
    const options = { onExchange: (exchange: Exchange) => void seen.push(exchange) }
    const whole = begin(options)
    const [one, two] = [begin(options, whole), begin(options, whole)]
    one.open('PUT', 'host', '/1').respond(200, headersOf('1'))
    two.open('PUT', 'host', '/2').respond(200, headersOf('2'))
    const paths = (exchanges: readonly Exchange[]) => exchanges.map(({ path }) => path)
    expect([one, two, whole].map(({ exchanges }) => paths(exchanges))).toEqual([['/1'], ['/2'], ['/1', '/2']])
    expect(paths(seen)).toEqual(['/1', '/2'])
  })

  it('an exchange that ends after the operation has settled is still one of its exchanges', () => {
    const operation = received('first')
    const late = operation.open('PUT', 'host', '/')
    const error = {}
    operation.settle(error)
    late.respond(200, headersOf('second'))
    expect(getRequestInfo(error)?.exchanges.map(({ requestId }) => requestId)).toEqual(['first', 'second'])
    expect(error).toEqual({ requestId: 'first' })
  })
})

describe('failures of the plugin', () => {
  it('go to the console where debug asks for it, and to nobody otherwise', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    try {
      const failing = {
        onExchange() {
          throw new Error('of onExchange')
        },
      }
      begin(failing).open('GET', 'host', '/').fail('E')
      expect(error).not.toHaveBeenCalled()
      begin({ ...failing, debug: true })
        .open('GET', 'host', '/')
        .fail('E')
      expect(error).toHaveBeenCalledTimes(1)
    } finally {
      error.mockRestore()
    }
  })
})

describe('what an operation is called', () => {
  const registration = { options: {}, vendors: [tencentCos] as const, evidence }
  const respond = (operation: Operation, id: string) =>
    operation.open('GET', 'host', '/').respond(200, headersOf(id))

  it('is known of its outcome, and a part is called like the whole', () => {
    const whole = new Operation(registration, undefined, 'uploadFile')
    const part = new Operation(registration, whole)
    respond(part, 'a')
    const [ofPart, ofWhole] = [{ headers: headersOf('a') }, { headers: headersOf('a') }]
    part.settle(ofPart)
    whole.settle(ofWhole)
    expect([ofPart, ofWhole].map((outcome) => getRequestInfo(outcome)?.operation)).toEqual([
      'uploadFile',
      'uploadFile',
    ])
  })

  it('is absent where the plugin does not say', () => {
    const operation = new Operation(registration)
    respond(operation, 'a')
    const outcome = {}
    operation.settle(outcome)
    expect(getRequestInfo(outcome)).not.toHaveProperty('operation')
  })
})

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
