// The contract of ARCHITECTURE.md, row by row, for an SDK of any service. A plugin is done when this passes.
import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setTimeout as sleep } from 'node:timers/promises'
import { captureExchanges, type Exchange, getRequestId, getRequestInfo } from '@requestid/core'
import type { Server } from '@requestid/testing'
import { describe, expect, it, vi } from 'vitest'
import type { CallAdapter } from './adapter.js'
import { type Bench, createBench } from './bench.js'
import { describeClient } from './client.js'
import { failure, ids, kept, type Outcome, streamError } from './outcomes.js'

const always = Number.POSITIVE_INFINITY

/** @param describeMore further tests of the same suite */
export function describeCall<C extends object, S extends Server>(
  adapter: CallAdapter<C, S>,
  describeMore?: (bench: Bench<C, S>) => void,
): void {
  describe(`contract: ${adapter.name}`, () => {
    const bench = createBench(adapter)
    describeOutcomes(adapter, bench)
    describeClient(adapter, bench)
    describeMore?.(bench)
  })
}

export function callback<C extends object>(
  adapter: Pick<CallAdapter<C>, 'callWithCallback'>,
  client: C,
  key: string,
): Promise<unknown[]> {
  return new Promise((resolve) => adapter.callWithCallback?.(client, key, (...args) => resolve(args)))
}

/** What outcomes, exchanges and listeners have. */
function describeOutcomes<C extends object, S extends Server>(
  adapter: CallAdapter<C, S>,
  bench: Bench<C, S>,
): void {
  const { plain, registered, last, issuedFor, arranged, failed } = bench
  const { call, attempts, errorBody, buffersBodies } = adapter
  const losesCut = buffersBodies && !adapter.showsCutBodies
  /** What stands under `requestId` of an error where there is no id. */
  const none = adapter.emptyIds ? '' : undefined
  const expectNone = (error: Outcome) => {
    if (adapter.emptyIds) expect(error.requestId).toBe(none)
    else expect(error).not.toHaveProperty('requestId')
  }

  describe('1: every outcome after a response with an id has it', () => {
    it('result of a promise', async () => {
      await arranged('a')
      const result = (await call(registered(), 'a')) as Outcome
      expect(result.requestId).toBe(last().requestId)
    })

    it('error of a promise', async () => {
      const error = await failed(call(registered(), 'missing'))
      expect(error.requestId).toBe(last().requestId)
    })

    it.runIf(adapter.callWithCallback)('callback', async () => {
      await arranged('a')
      const client = registered()
      const [, data] = await callback(adapter, client, 'a')
      expect((data as Outcome).requestId).toBe(last().requestId)
      const [error] = await callback(adapter, client, 'missing')
      expect((error as Outcome).requestId).toBe(last().requestId)
    })

    it.runIf(adapter.callForStream)('stream, before its first data', async () => {
      await arranged('a')
      const stream = await adapter.callForStream?.(registered(), 'a')
      if (!stream) throw new Error('no stream')
      const early = await new Promise((resolve) => stream.once('data', () => resolve(getRequestId(stream))))
      expect(early).toBe(last().requestId)
      expect((stream as unknown as Outcome).requestId).toBe(last().requestId)
      expect(Object.keys(stream)).not.toContain('requestId')
    })

    it.runIf(adapter.callForStream)('error of a stream', async () => {
      const error = await streamError(adapter.callForStream?.(registered(), 'missing'))
      expect(error.requestId).toBe(last().requestId)
    })

    it.runIf(adapter.callForStream && adapter.settlesCutBodies)(
      'error of a stream cut in mid-body',
      async () => {
        await arranged('a', 'x'.repeat(1000))
        bench.server.inject({ reset: 'mid-body' }, { method: 'GET' })
        const error = await streamError(adapter.callForStream?.(registered(), 'a'))
        expect(error.requestId).toBe(last().requestId)
      },
    )
  })

  describe('2: the id is that of the response that decided the outcome', () => {
    it.runIf(attempts > 1)('a retry that succeeds', async () => {
      await arranged('a')
      const before = bench.server.exchanges.length
      bench.server.inject({ status: 503 })
      const result = (await call(registered(), 'a')) as Outcome
      expect(result.requestId).toBe(last().requestId)
      expect(getRequestInfo(result)?.exchanges.map(({ statusCode }) => statusCode)).toEqual([503, 200])
      expect(bench.server.exchanges).toHaveLength(before + 2)
    })

    it('retries that all fail', async () => {
      bench.server.inject({ status: 503, times: always })
      const error = await failed(call(registered(), 'a'))
      expect(bench.server.exchanges.length).toBe(attempts)
      expect(error.requestId).toBe(last().requestId)
    })

    it.runIf(attempts > 1)('a failed connection after a response', async () => {
      bench.server.inject({ status: 503 })
      bench.server.inject({ reset: 'before-headers', times: always })
      const error = await failure(call(registered(), 'a'))
      expect(error.requestId).toBe(bench.server.exchanges[0]?.requestId)
      expect(getRequestInfo(error)).toMatchObject({ idOf: 'earlier' })
    })

    it('no response at all: the property is absent', async () => {
      bench.server.inject({ reset: 'before-headers', times: always })
      const error = await failure(call(registered(), 'a'))
      expectNone(error)
      expect(getRequestId(error)).toBeUndefined()
      expect(getRequestInfo(error)?.exchanges.at(-1)).toMatchObject({
        errorCode: adapter.errorCodes?.reset ?? 'ECONNRESET',
        method: expect.stringMatching(/^[A-Z]+$/),
      })
    })

    it('nobody listens', async () => {
      const closed = await adapter.start()
      const client = adapter.createClient(closed)
      await closed.close()
      const error = await failure(call(adapter.withRequestId(client), 'a'))
      expectNone(error)
      expect(getRequestInfo(error)?.exchanges.at(-1)).toMatchObject({
        errorCode: adapter.errorCodes?.refused ?? 'ECONNREFUSED',
      })
    })

    it.runIf(adapter.settlesCutBodies).each(['after-headers', 'mid-body'] as const)(
      'a response cut %s',
      async (reset) => {
        await arranged('a', 'x'.repeat(1000))
        bench.server.inject({ reset, times: always })
        const error = await failure(call(registered(), 'a'))
        expect(error.requestId).toBe(losesCut ? undefined : last().requestId)
      },
    )

    it.runIf(adapter.impatient)('a time-out', async () => {
      const client = adapter.withRequestId(adapter.impatient?.(bench.server) as C)
      // The first request of a client takes longest: on a slow machine it is given up before the server gets it.
      await call(client, 'missing').catch(() => {})
      bench.server.clear()
      bench.server.inject({ stall: 'before-headers', times: always })
      const error = await failure(call(client, 'a'))
      expectNone(error)
      const exchanges = getRequestInfo(error)?.exchanges ?? []
      expect(exchanges).toHaveLength(bench.server.exchanges.length)
      for (const { errorCode, statusCode } of exchanges) {
        expect([adapter.errorCodes?.timeout, error.code, error.name]).toContain(errorCode)
        expect(statusCode).toBeUndefined()
      }
    })

    it.runIf(adapter.callWithSignal)('an abort, before an answer and in the middle of one', async () => {
      await arranged('a', 'x'.repeat(1000))
      for (const stall of ['before-headers', 'mid-body'] as const) {
        const errors = []
        for (const client of [plain(), registered()]) {
          const before = bench.server.exchanges.length
          bench.server.inject({ stall })
          const controller = new AbortController()
          const aborted = failure(adapter.callWithSignal?.(client, 'a', controller.signal))
          await vi.waitFor(() => expect(bench.server.exchanges.length).toBe(before + 1))
          await sleep(50)
          controller.abort()
          errors.push(await aborted)
        }
        const [without, having] = errors
        expect([having?.name, having?.message]).toEqual([without?.name, without?.message])
        const seen = stall === 'mid-body' && !losesCut
        expect(getRequestId(having)).toBe(seen ? last().requestId : undefined)
        // Older ones try to send again all the same.
        expect(getRequestInfo(having)?.exchanges[0]).toMatchObject(
          seen || (stall === 'mid-body' && adapter.idsInBodies)
            ? { statusCode: 200 }
            : { errorCode: expect.any(String) },
        )
      }
    })
  })

  describe.runIf(errorBody)('3: header before body', () => {
    it.skipIf(adapter.idsInBodies)('both, and they differ', async () => {
      bench.server.inject({ status: 403, bodyRequestId: 'different' })
      const error = await failed(call(registered(), 'a'))
      const { headerRequestId, bodyRequestId } = last()
      expect(getRequestId(error)).toBe(headerRequestId)
      expect(bodyRequestId).not.toBe(headerRequestId)
      expect(error.requestId).toBe(adapter.copiesBodyId ? bodyRequestId : headerRequestId)
    })

    it('in the body alone', async () => {
      bench.server.inject({ status: 403, requestIdHeader: false, times: always })
      const error = await failed(call(registered(), 'a'))
      expect(error.requestId).toBe(last().bodyRequestId)
      expect(getRequestInfo(error)?.exchanges.at(-1)?.requestId).toBe(last().bodyRequestId)
    })
  })

  it('3: neither in the headers nor in the body', async () => {
    bench.server.inject({ status: 403, requestIdHeader: false, bodyRequestId: false, times: always })
    const error = await failed(call(registered(), 'a'))
    expectNone(error)
  })

  describe('4: an own, enumerable, writable, configurable data property', () => {
    const shown = { enumerable: !adapter.rawResponses, writable: true, configurable: true }

    it('of results and errors', async () => {
      await arranged('a')
      const client = registered()
      const result = await call(client, 'a')
      expect(Object.getOwnPropertyDescriptor(result, 'requestId')).toEqual({
        ...shown,
        ...(adapter.resultIds === 'hidden' && { enumerable: false }),
        value: last().requestId,
      })
      const error = await failed(call(client, 'missing'))
      expect(Object.getOwnPropertyDescriptor(error, 'requestId')).toEqual({
        ...shown,
        value: last().requestId,
      })
      if (adapter.rawResponses) return
      if (!adapter.ownJson) expect(JSON.parse(JSON.stringify(error)).requestId).toBe(last().requestId)
      expect({ ...error }.requestId).toBe(last().requestId)
    })

    it.skipIf(adapter.copiesHeaderId || adapter.resultIds)(
      'not enumerable where the option says so',
      async () => {
        await arranged('a')
        const result = await call(registered({ enumerable: false }), 'a')
        expect(Object.keys(result)).not.toContain('requestId')
        expect((result as Outcome).requestId).toBe(last().requestId)
      },
    )
  })

  it('4: with `message`, errors end with the id, and so does the first line of their stacks', async () => {
    // Each error of the plain SDK with its own id out of the way, as services may write it into the text.
    const textOf = (error: Outcome) => String(error.message).replaceAll(last().requestId, '')
    const plainly = await failed(call(plain(), 'missing'))
    const expected = textOf(plainly)
    const error = await failed(call(registered({ message: true }), 'missing'))
    if (!(error instanceof Error)) {
      expect(Object.keys(error)).toEqual([...Object.keys(plainly), 'requestId'])
      return
    }
    const { requestId } = last()
    expect(error.requestId).toBe(requestId)
    const told = String(plainly.message).length > expected.length
    expect(error.message).toBe(told ? error.message : `${expected} (request ID: ${requestId})`)
    expect(error.message).toContain(requestId)
    expect(error.stack?.split('\n    at ')[0]).toContain(error.message)
    expect(Object.keys(error)).toEqual(Object.keys(await failed(call(registered(), 'missing'))))
  })

  it.runIf(adapter.ownRequestId)(
    '5: a string of the service stays, getRequestId gives the server id',
    async () => {
      const result = (await adapter.ownRequestId?.(registered(), bench.server)) as Outcome
      expect(result.requestId).toBe('own')
      expect(getRequestId(result)).toBe(last().requestId)
    },
  )

  it('6: lookup takes what the outcome was wrapped in', async () => {
    const error = await failed(call(registered(), 'missing'))
    const { requestId } = last()
    expect(getRequestId(new Error('outer', { cause: error }))).toBe(requestId)
    expect(getRequestId(new AggregateError([new Error('other'), error]))).toBe(requestId)
    expect(getRequestId(Object.freeze({ ...error, requestId }))).toBe(requestId)
    expect(getRequestInfo(new Error('outer', { cause: error }))).toBe(getRequestInfo(error))
  })

  it('7: every exchange in order, as the server saw it', async () => {
    bench.server.inject({ status: 503, times: Math.min(2, attempts - 1) })
    const before = Date.now()
    const error = await failed(call(registered(), 'missing file'))
    const info = getRequestInfo(error)
    expect(info).toMatchObject({ vendor: adapter.vendor, requestId: last().requestId, statusCode: 404 })
    expect(info?.exchanges).toHaveLength(bench.server.exchanges.length)
    for (const [i, issued] of bench.server.exchanges.entries()) {
      const { startTime = 0, durationMs = -1, ...exchange }: Partial<Exchange> = info?.exchanges[i] ?? {}
      const { requestId, extendedRequestId, method, host, path, statusCode, traceId, ec } = issued
      expect(exchange).toEqual({
        vendor: adapter.vendor,
        requestId,
        method,
        host: adapter.dropsPort ? `${host}:${bench.server.port}` : host,
        path,
        statusCode,
        ...(extendedRequestId && { extendedRequestId }),
        ...(traceId && { traceId }),
        ...(ec && { ec }),
      })
      expect(path).not.toContain('?')
      expect(startTime).toBeGreaterThanOrEqual(before)
      expect(durationMs).toBeGreaterThanOrEqual(0)
      expect(durationMs).toBeLessThan(10_000)
    }
  })

  it('7: and no secret, of what is sent with every request', async () => {
    await arranged('a')
    const seen: Exchange[] = []
    const client = registered({ onExchange: (exchange) => void seen.push(exchange) })
    const infos = [await call(client, 'a'), await failed(call(client, 'missing'))].map(getRequestInfo)
    expect(seen.length).toBeGreaterThan(1)
    expect(JSON.stringify([seen, infos])).not.toMatch(
      /secret|signature|authorization|credential|token|access-?key/i,
    )
  })

  it('8: an extended request id is a property of the error, where there is one', async () => {
    const error = await failed(call(registered(), 'missing'))
    const { extendedRequestId } = last()
    expect(error.extendedRequestId).toBe(extendedRequestId)
    expect('extendedRequestId' in error).toBe(extendedRequestId !== undefined)
  })

  describe('9: concurrency never mixes ids', () => {
    it('of many calls on two clients', async () => {
      const { server } = bench
      const clients = [registered(), registered()]
      server.inject({ status: 503, delayMs: 5, times: 20 }, ({ key = '' }) => key.endsWith('7'))
      server.inject({ status: 403, delayMs: 3, times: always }, ({ key = '' }) => key.endsWith('3'))
      server.inject({ reset: 'before-headers', times: 10 }, ({ key = '' }) => key.endsWith('5'))
      server.inject({ delayMs: 4, times: 30 }, ({ key = '' }) => key.endsWith('2'))
      const { calls = [call] } = adapter
      const outcomes = Array.from({ length: 120 }, async (_, i) => {
        const key = `${i % 4}-${i}`
        const made = calls[i % calls.length]?.(clients[i % 2] as C, key)
        const outcome = await made?.catch((error: unknown) => error)
        return { key, outcome: outcome as Outcome }
      })
      for (const { key, outcome } of await Promise.all(outcomes)) {
        const issued = issuedFor(key)
        const answered = issued.filter(({ headerRequestId }) => headerRequestId)
        const { exchanges = [] } = getRequestInfo(outcome) ?? {}
        expect(exchanges.length, key).toBe(issued.length)
        expect(ids(exchanges), key).toEqual(ids(answered))
        expect(outcome.requestId, key).toBe(answered.at(-1)?.requestId ?? none)
      }
    })

    it.runIf(adapter.callWithCallback)('a call within a callback is one of its own', async () => {
      await arranged('outer')
      await arranged('inner')
      const client = registered()
      const before = bench.server.exchanges.length
      const [outer, inner] = await new Promise<unknown[]>((resolve) => {
        adapter.callWithCallback?.(client, 'outer', (_, outer) => {
          adapter.callWithCallback?.(client, 'inner', (_, inner) => resolve([outer, inner]))
        })
      })
      const issued = bench.server.exchanges.slice(before)
      for (const [i, outcome] of [outer, inner].entries()) {
        expect((outcome as Outcome).requestId).toBe(issued[i]?.requestId)
        expect(ids(getRequestInfo(outcome)?.exchanges ?? [])).toEqual([issued[i]?.requestId])
      }
    })
  })

  describe('12: onExchange', () => {
    it('comes once per exchange, before the operation settles', async () => {
      const order: string[] = []
      const client = registered({ onExchange: ({ statusCode }) => order.push(`exchange ${statusCode}`) })
      bench.server.inject({ status: 503, times: attempts - 1 })
      await failed(call(client, 'missing')).then(() => order.push('settled'))
      expect(order).toEqual([...Array(attempts - 1).fill('exchange 503'), 'exchange 404', 'settled'])
    })

    it('tells what subscribers of the diagnostics channel are told', async () => {
      const told: Exchange[] = []
      const published: unknown[] = []
      const listener = (exchange: unknown) => void published.push(exchange)
      subscribe('requestid:exchange', listener)
      const client = registered({ onExchange: (exchange) => told.push(exchange) })
      bench.server.inject({ status: 503, times: attempts - 1 })
      await failed(call(client, 'missing'))
      unsubscribe('requestid:exchange', listener)
      expect(told).toHaveLength(attempts)
      expect(published).toEqual(told)
    })

    it.skipIf(buffersBodies)('comes with the headers, even where the body never ends', async () => {
      await arranged('a', 'x'.repeat(1000))
      bench.server.inject({ stall: 'mid-body' })
      const id = await new Promise<unknown>((resolve) => {
        const client = registered({ onExchange: ({ requestId }) => resolve(requestId) })
        call(client, 'a').catch(() => {})
      })
      expect(id).toBe(last().requestId)
    })

    it('may throw or reject: it reaches onError and nobody else', async () => {
      await arranged('a')
      const errors: unknown[] = []
      const onError = (error: unknown) => {
        errors.push(error)
        throw new Error('of onError')
      }
      const thrown = new Error('of onExchange')
      const throwing = registered({
        onError,
        onExchange() {
          throw thrown
        },
      })
      expect(await call(throwing, 'a')).toHaveProperty('requestId', last().requestId)
      const rejecting = registered({ onError, onExchange: async () => Promise.reject(thrown) })
      expect(await call(rejecting, 'a')).toHaveProperty('requestId', last().requestId)
      await sleep(1)
      expect(errors).toEqual([thrown, thrown])
    })
  })

  describe('13: an id is checked', () => {
    it.runIf(errorBody).each([
      ['spaces', 'two words'],
      ['not ASCII', 'caf\u00e9'],
      ['a parameter', 'q-signature=c0ffee'],
      ['two ids', 'id-1,id-2'],
      ['too long', 'x'.repeat(257)],
      ['no id', 'undefined'],
    ])('%s', async (_, id) => {
      const body = errorBody?.(id) ?? ''
      bench.server.inject({ status: 403, requestIdHeader: false, times: always, body })
      const error = await failed(call(registered(), 'a'))
      expect(getRequestId(error)).toBeUndefined()
      // A string of the SDK's stays, but for the word of a server that has no id.
      if (adapter.copiesBodyId && id !== 'undefined') expect(error.requestId).toBe(id)
      else expectNone(error)
    })

    it.each([
      ['spaces', 'two words'],
      ['too long', 'x'.repeat(257)],
      ['no id', 'null'],
    ])('and so is that of the headers: %s; the one of the body counts then', async (_, id) => {
      bench.server.inject({ status: 403, headers: { [adapter.requestIdHeader]: id }, times: always })
      const error = await failed(call(registered(), 'a'))
      expect(last().headerRequestId).toBe(id)
      expect(getRequestId(error)).toBe(errorBody && last().requestId)
      expect(error.requestId).toBe(
        adapter.copiesHeaderId && id !== 'null' ? id : errorBody && last().requestId,
      )
    })
  })

  describe('14: an id keeps', () => {
    it('neither its client nor its response', async () => {
      await arranged('a')
      const gone: WeakRef<object>[] = []
      const keep = await (async () => {
        const client = registered()
        gone.push(new WeakRef(client))
        const { requestId, ...rest } = (await call(client, 'a')) as Outcome
        const error = await failed(call(client, 'missing'))
        for (const value of [...Object.values(rest), error]) {
          if (typeof value === 'object' && value) gone.push(new WeakRef(value))
        }
        return [requestId, getRequestInfo(error)]
      })()
      expect((await kept(gone)).length).toBeLessThanOrEqual(adapter.keepsLast ? 1 : 0)
      expect(keep).toHaveLength(2)
    })
  })

  it('captureExchanges gives the exchanges of a job, and of its inner jobs', async () => {
    for (const key of ['a', 'b', 'outside']) await arranged(key)
    const client = registered()
    const inner: (readonly Exchange[])[] = []
    const outside = call(client, 'outside')
    const { value, exchanges } = await captureExchanges(async () => {
      await call(client, 'a')
      const captured = await captureExchanges(() => call(registered(), 'b'))
      inner.push(captured.exchanges)
      await failed(call(client, 'missing'))
      return 'done'
    })
    await outside
    expect(value).toBe('done')
    const keys = (captured?: readonly Exchange[]) =>
      captured?.map(({ requestId }) => bench.server.exchanges.find((one) => one.requestId === requestId)?.key)
    expect(keys(exchanges)).toEqual(['a', 'b', 'missing'])
    expect(keys(inner[0])).toEqual(['b'])

    const error = await failure(
      captureExchanges(async () => {
        await call(client, 'a')
        throw new Error('of the job')
      }),
    )
    expect(keys(getRequestInfo(error)?.exchanges)).toEqual(['a'])
  })

  it('AsyncLocalStorage is not switched on', async () => {
    await arranged('a')
    const spies = (['run', 'enterWith'] as const).map((name) => vi.spyOn(AsyncLocalStorage.prototype, name))
    const runs = async (client: C) => {
      for (const spy of spies) spy.mockClear()
      for (const one of [call, ...(adapter.calls ?? [])]) await one(client, 'a')
      await failed(call(client, 'missing'))
      return spies.map((spy) => spy.mock.calls.length)
    }
    try {
      expect(await runs(registered())).toEqual(await runs(plain()))
    } finally {
      for (const spy of spies) spy.mockRestore()
    }
  })
}
