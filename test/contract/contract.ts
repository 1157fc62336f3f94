import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { captureExchanges, type Exchange, getRequestId, getRequestInfo } from '@requestid/core'
import { type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Adapter } from './adapter.js'

type Outcome = Record<string, unknown>

/** The contract of ARCHITECTURE.md, row by row, against the real SDK. A plugin is done when this passes. */
export function describeContract<C extends object>(adapter: Adapter<C>): void {
  describe(`contract: ${adapter.name}`, () => {
    const { vendor, exposeHeaders = [] } = adapter
    let server: TestServer
    beforeAll(async () => {
      server = await startServer({ vendor, exposeHeaders })
    })
    afterAll(() => server.close())
    beforeEach(() => server.clear())

    const plain = () => adapter.createClient(server)
    const registered = (options?: Parameters<typeof adapter.withRequestId>[1]) =>
      adapter.withRequestId(plain(), options)
    const last = (): IssuedExchange => {
      const exchange = server.exchanges.at(-1)
      if (!exchange) throw new Error('the server received nothing')
      return exchange
    }
    /** A listing of uploads has the key in its query. */
    const issuedFor = (key: string) =>
      server.exchanges.filter(
        (exchange) => exchange.key === key || new URLSearchParams(exchange.query).get('prefix') === key,
      )
    const stored = async (key: string, body = 'content') => {
      await adapter.put(plain(), key, body)
    }

    describe('1: every outcome after a response with an id has it', () => {
      it('result of a promise', async () => {
        const result = (await adapter.put(registered(), 'a', 'x')) as Outcome
        expect(result.requestId).toBe(last().requestId)
      })

      it('error of a promise', async () => {
        const error = await failure(adapter.get(registered(), 'missing'))
        expect(error.requestId).toBe(last().requestId)
      })

      it('error without a body', async () => {
        const error = await failure(adapter.head(registered(), 'missing'))
        expect(error.requestId).toBe(last().requestId)
      })

      it.runIf(adapter.getWithCallback)('callback', async () => {
        await stored('a')
        const client = registered()
        const [, data] = await callback(adapter, client, 'a')
        expect((data as Outcome).requestId).toBe(last().requestId)
        const [error] = await callback(adapter, client, 'missing')
        expect((error as Outcome).requestId).toBe(last().requestId)
      })

      it.runIf(adapter.getStream)('stream, before its first data', async () => {
        await stored('a')
        const stream = await adapter.getStream?.(registered(), 'a')
        if (!stream) throw new Error('no stream')
        const early = await new Promise((resolve) => stream.once('data', () => resolve(getRequestId(stream))))
        expect(early).toBe(last().requestId)
        expect((stream as unknown as Outcome).requestId).toBe(last().requestId)
        expect(Object.keys(stream)).not.toContain('requestId')
      })

      it.runIf(adapter.getStream)('error of a stream', async () => {
        const error = await streamError(adapter.getStream?.(registered(), 'missing'))
        expect(error.requestId).toBe(last().requestId)
      })

      it.runIf(adapter.getStream && adapter.settlesCutBodies)(
        'error of a stream cut in mid-body',
        async () => {
          await stored('a', 'x'.repeat(1000))
          server.inject({ reset: 'mid-body' }, { method: 'GET' })
          const error = await streamError(adapter.getStream?.(registered(), 'a'))
          expect(error.requestId).toBe(last().requestId)
        },
      )

      it.runIf(adapter.upload)('upload in parts', async () => {
        const result = (await adapter.upload?.(registered(), 'big')) as Outcome
        expect(result.requestId).toBe(last().requestId)
        expect(getRequestInfo(result)?.exchanges.length).toBe(server.exchanges.length)
      })

      it.runIf(adapter.upload)('the part that fails', async () => {
        // The other parts may arrive after the upload has failed: on a server of their own.
        await using server = await startServer({ vendor, exposeHeaders })
        server.inject({ status: 403, times: Number.POSITIVE_INFINITY }, { query: 'partNumber' })
        const client = adapter.withRequestId(adapter.createClient(server))
        const error = await failure(adapter.upload?.(client, 'big'))
        const rejected = server.exchanges.filter(({ statusCode }) => statusCode === 403)
        expect(rejected.map(({ requestId }) => requestId)).toContain(error.requestId)
      })

      it.runIf(adapter.uploadBatch)('each item of a batch', async () => {
        server.inject({ status: 403, times: Number.POSITIVE_INFINITY }, ({ key }) => key === 'refused')
        const batch = await adapter.uploadBatch?.(registered(), ['one', 'refused', 'two'])
        for (const { key, outcome } of batch?.items ?? []) {
          const issued = issuedFor(key)
          expect((outcome as Outcome).requestId).toBe(issued.at(-1)?.requestId)
          expect(ids(getRequestInfo(outcome)?.exchanges ?? [])).toEqual(ids(issued))
        }
        expect(getRequestId(batch?.result)).toBeDefined()
        const issued = batch?.items.flatMap(({ key }) => issuedFor(key)) ?? []
        expect(ids(getRequestInfo(batch?.result)?.exchanges ?? [])).toEqual(ids(issued))
      })
    })

    describe('2: the id is that of the response that decided the outcome', () => {
      it.runIf(adapter.attempts > 1)('a retry that succeeds', async () => {
        await stored('a')
        server.clear()
        await stored('a')
        server.inject({ status: 503 }, { method: 'GET' })
        const result = (await adapter.get(registered(), 'a')) as Outcome
        expect(result.requestId).toBe(last().requestId)
        expect(getRequestInfo(result)?.exchanges.map(({ statusCode }) => statusCode)).toEqual([503, 200])
      })

      it('retries that all fail', async () => {
        server.inject({ status: 503, times: Number.POSITIVE_INFINITY })
        const error = await failure(adapter.get(registered(), 'a'))
        expect(server.exchanges.length).toBe(adapter.attempts)
        expect(error.requestId).toBe(last().requestId)
      })

      it.runIf(adapter.attempts > 1)('a failed connection after a response', async () => {
        server.inject({ status: 503 })
        server.inject({ reset: 'before-headers', times: Number.POSITIVE_INFINITY })
        const error = await failure(adapter.get(registered(), 'a'))
        expect(error.requestId).toBe(server.exchanges[0]?.requestId)
      })

      it('no response at all: the property is absent', async () => {
        server.inject({ reset: 'before-headers', times: Number.POSITIVE_INFINITY })
        const error = await failure(adapter.get(registered(), 'a'))
        expect(error).not.toHaveProperty('requestId')
        expect(getRequestId(error)).toBeUndefined()
        expect(getRequestInfo(error)?.exchanges.at(-1)).toMatchObject({
          errorCode: adapter.resetErrorCode ?? 'ECONNRESET',
          method: 'GET',
        })
      })

      it.runIf(adapter.settlesCutBodies)('a response cut after its headers', async () => {
        await stored('a', 'x'.repeat(1000))
        server.inject({ reset: 'mid-body', times: Number.POSITIVE_INFINITY }, { method: 'GET' })
        const error = await failure(adapter.get(registered(), 'a'))
        expect(error.requestId).toBe(last().requestId)
      })
    })

    describe('3: header before body', () => {
      it('both, and they differ', async () => {
        server.inject({ status: 403, bodyRequestId: 'different' })
        const error = await failure(adapter.get(registered(), 'a'))
        const { headerRequestId, bodyRequestId } = last()
        expect(getRequestId(error)).toBe(headerRequestId)
        expect(bodyRequestId).not.toBe(headerRequestId)
        expect(error.requestId).toBe(adapter.setsRequestId ? bodyRequestId : headerRequestId)
      })

      it('in the body alone', async () => {
        server.inject({ status: 403, requestIdHeader: false, times: Number.POSITIVE_INFINITY })
        const error = await failure(adapter.get(registered(), 'a'))
        expect(error.requestId).toBe(last().bodyRequestId)
        expect(getRequestInfo(error)?.exchanges.at(-1)?.requestId).toBe(last().bodyRequestId)
      })

      it('nowhere', async () => {
        server.inject({
          status: 403,
          requestIdHeader: false,
          bodyRequestId: false,
          times: Number.POSITIVE_INFINITY,
        })
        const error = await failure(adapter.get(registered(), 'a'))
        expect(error).not.toHaveProperty('requestId')
      })
    })

    describe('4: an own, enumerable, writable, configurable data property', () => {
      const shown = { enumerable: true, writable: true, configurable: true }

      it('of results and errors', async () => {
        const client = registered()
        const result = await adapter.put(client, 'a', 'x')
        expect(Object.getOwnPropertyDescriptor(result, 'requestId')).toEqual({
          ...shown,
          value: last().requestId,
        })
        const error = await failure(adapter.get(client, 'missing'))
        expect(Object.getOwnPropertyDescriptor(error, 'requestId')).toEqual({
          ...shown,
          value: last().requestId,
        })
        expect(JSON.parse(JSON.stringify(error)).requestId).toBe(last().requestId)
        expect({ ...error }.requestId).toBe(last().requestId)
      })

      it('not enumerable where the option says so', async () => {
        const result = await adapter.put(registered({ enumerable: false }), 'a', 'x')
        expect(Object.keys(result)).not.toContain('requestId')
        expect((result as Outcome).requestId).toBe(last().requestId)
      })
    })

    it.runIf(adapter.ownRequestId)(
      '5: a string of the service stays, getRequestId gives the server id',
      async () => {
        const result = (await adapter.ownRequestId?.(registered(), server)) as Outcome
        expect(result.requestId).toBe('own')
        expect(getRequestId(result)).toBe(last().requestId)
      },
    )

    it('6: lookup takes what the outcome was wrapped in', async () => {
      const error = await failure(adapter.get(registered(), 'missing'))
      const { requestId } = last()
      expect(getRequestId(new Error('outer', { cause: error }))).toBe(requestId)
      expect(getRequestId(new AggregateError([new Error('other'), error]))).toBe(requestId)
      expect(getRequestId(Object.freeze({ ...error }))).toBe(requestId)
      expect(getRequestInfo(new Error('outer', { cause: error }))).toBe(getRequestInfo(error))
    })

    it('7: every exchange in order, as the server saw it', async () => {
      server.inject({ status: 503, times: Math.min(2, adapter.attempts - 1) })
      const before = Date.now()
      const error = await failure(adapter.get(registered(), 'dir/missing file'))
      const info = getRequestInfo(error)
      expect(info).toMatchObject({ vendor: adapter.vendor, requestId: last().requestId, statusCode: 404 })
      expect(info?.exchanges).toHaveLength(server.exchanges.length)
      for (const [i, issued] of server.exchanges.entries()) {
        const { startTime = 0, durationMs = -1, ...exchange }: Partial<Exchange> = info?.exchanges[i] ?? {}
        const { requestId, extendedRequestId, method, host, path, statusCode, traceId, ec } = issued
        expect(exchange).toEqual({
          vendor: adapter.vendor,
          requestId,
          method,
          host: adapter.dropsPort ? `${host}:${server.port}` : host,
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

    it('8: an extended request id is a property of the error, where there is one', async () => {
      const error = await failure(adapter.get(registered(), 'missing'))
      const { extendedRequestId } = last()
      expect(error.extendedRequestId).toBe(extendedRequestId)
      expect('extendedRequestId' in error).toBe(extendedRequestId !== undefined)
    })

    it('9: concurrency never mixes ids', async () => {
      const clients = [registered(), registered()]
      server.inject({ status: 503, delayMs: 5, times: 20 }, ({ key = '' }) => key.endsWith('7'))
      server.inject({ status: 403, delayMs: 3, times: Number.POSITIVE_INFINITY }, ({ key = '' }) =>
        key.endsWith('3'),
      )
      server.inject({ reset: 'before-headers', times: 10 }, ({ key = '' }) => key.endsWith('5'))
      server.inject({ delayMs: 4, times: 30 }, ({ key = '' }) => key.endsWith('2'))
      const calls = Array.from({ length: 120 }, async (_, i) => {
        const key = `${i % 4}-${i}`
        const client = clients[i % 2] as C
        const call = [adapter.put, adapter.get, adapter.head, adapter.upload ?? adapter.put][i % 4]
        const outcome = await call?.(client, key, 'body').catch((error: unknown) => error)
        return { key, outcome: outcome as Outcome }
      })
      for (const { key, outcome } of await Promise.all(calls)) {
        const issued = issuedFor(key)
        const answered = issued.filter(({ headerRequestId }) => headerRequestId)
        const { exchanges = [] } = getRequestInfo(outcome) ?? {}
        expect(exchanges.length, key).toBe(issued.length)
        expect(ids(exchanges), key).toEqual(ids(answered))
        expect(outcome.requestId, key).toBe(answered.at(-1)?.requestId)
      }
    })

    describe('10: nothing else changes', () => {
      it('the same results and errors, but for the id', async () => {
        for (const client of [plain(), registered()]) await adapter.put(client, 'a', 'x')
        for (const call of [adapter.get, adapter.head]) {
          for (const key of ['a', 'missing']) {
            const [without, having] = await Promise.all(
              [plain(), registered()].map((client) =>
                call(client, key).catch((error: unknown) => error as object),
              ),
            )
            expect(shape(having)).toEqual(shape(without))
            expect((having as object).constructor).toBe((without as object).constructor)
          }
        }
      })

      it.runIf(adapter.getWithCallback)(
        'the callback: its arguments, its number and its return',
        async () => {
          await stored('a')
          const calls = [plain(), registered()].map(async (client) => {
            const seen: unknown[] = []
            const returned = adapter.getWithCallback?.(client, 'a', function (this: unknown, ...args) {
              seen.push([this, args.length, args[0]])
            })
            while (seen.length === 0) await sleep(5)
            await sleep(20)
            return { returned, seen }
          })
          const [without, having] = await Promise.all(calls)
          expect(having).toEqual(without)
        },
      )

      it('an unhandled rejection is one, and stays unhandled', async () => {
        const seen: unknown[] = []
        const listeners = process.listeners('unhandledRejection')
        process.removeAllListeners('unhandledRejection')
        process.on('unhandledRejection', (reason) => seen.push(reason))
        try {
          void adapter.get(registered(), 'missing')
          for (let i = 0; i < 100 && seen.length === 0; i++) await sleep(10)
          await sleep(20)
        } finally {
          process.removeAllListeners('unhandledRejection')
          for (const listener of listeners) process.on('unhandledRejection', listener)
        }
        expect(seen).toHaveLength(1)
        expect((seen[0] as Outcome).requestId).toBe(last().requestId)
      })

      it.runIf(adapter.throwing)('what throws still throws the same', () => {
        const errors = [plain(), registered()].map((client) => {
          try {
            return adapter.throwing?.(client)
          } catch (error) {
            return error
          }
        })
        expect(errors[0]).toBeInstanceOf(Error)
        expect(errors[1]).toEqual(errors[0])
      })

      it('the client keeps its keys, its class and its loop', () => {
        const client = plain()
        const keys = () => {
          const all: string[] = []
          for (const key in client) all.push(key)
          return [Object.keys(client), all.sort(), client.constructor]
        }
        const before = keys()
        adapter.withRequestId(client)
        expect(keys()).toEqual(before)
      })
    })

    describe('11: registering', () => {
      it('twice is once', async () => {
        const seen: Exchange[] = []
        const onExchange = (exchange: Exchange) => void seen.push(exchange)
        const client = plain()
        expect(adapter.withRequestId(client, { onExchange })).toBe(client)
        expect(adapter.withRequestId(client, { onExchange })).toBe(client)
        await adapter.put(client, 'a', 'x')
        expect(seen).toHaveLength(1)
      })

      it('leaves other clients and what they share alone', async () => {
        const snapshot = () => adapter.shared.map((object) => Object.getOwnPropertyDescriptors(object))
        const before = snapshot()
        const other = plain()
        const method = Reflect.get(other, adapter.getMethod)
        await adapter.put(registered(), 'a', 'x')
        expect(snapshot()).toEqual(before)
        expect(Reflect.get(other, adapter.getMethod)).toBe(method)
        expect(await adapter.get(other, 'a')).not.toHaveProperty('requestId')
        expect(getRequestInfo(await failure(adapter.get(plain(), 'missing')))).toBeUndefined()
      })
    })

    describe('12: onExchange', () => {
      it('comes once per exchange, before the operation settles', async () => {
        const order: string[] = []
        const client = registered({ onExchange: ({ statusCode }) => order.push(`exchange ${statusCode}`) })
        server.inject({ status: 503, times: adapter.attempts - 1 })
        await adapter.get(client, 'missing').catch(() => order.push('settled'))
        expect(order).toEqual([
          ...Array(adapter.attempts - 1).fill('exchange 503'),
          'exchange 404',
          'settled',
        ])
      })

      it('tells what subscribers of the diagnostics channel are told', async () => {
        const told: Exchange[] = []
        const published: unknown[] = []
        const listener = (exchange: unknown) => void published.push(exchange)
        subscribe('requestid:exchange', listener)
        const client = registered({ onExchange: (exchange) => told.push(exchange) })
        server.inject({ status: 503, times: adapter.attempts - 1 })
        await adapter.get(client, 'missing').catch(() => {})
        unsubscribe('requestid:exchange', listener)
        expect(told).toHaveLength(adapter.attempts)
        expect(published).toEqual(told)
      })

      it('comes with the headers, even where the body never ends', async () => {
        await stored('a', 'x'.repeat(1000))
        server.inject({ stall: 'mid-body' }, { method: 'GET' })
        const id = await new Promise<unknown>((resolve) => {
          const client = registered({ onExchange: ({ requestId }) => resolve(requestId) })
          adapter.get(client, 'a').catch(() => {})
        })
        expect(id).toBe(last().requestId)
      })

      it('may throw or reject: it reaches onError and nobody else', async () => {
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
        expect(await adapter.put(throwing, 'a', 'x')).toHaveProperty('requestId', last().requestId)
        const rejecting = registered({ onError, onExchange: async () => Promise.reject(thrown) })
        expect(await adapter.put(rejecting, 'a', 'x')).toHaveProperty('requestId', last().requestId)
        await sleep(1)
        expect(errors).toEqual([thrown, thrown])
      })
    })

    it.each([
      ['spaces', 'two words'],
      ['not ASCII', 'caf\u00e9'],
      ['a parameter', 'q-signature=c0ffee'],
      ['two ids', 'id-1,id-2'],
      ['too long', 'x'.repeat(257)],
      ['no id', 'undefined'],
    ])('13: an id is checked: %s', async (_, id) => {
      server.inject({
        status: 403,
        requestIdHeader: false,
        times: Number.POSITIVE_INFINITY,
        body: `<Error><Code>A</Code><Message>m</Message><RequestId>${id}</RequestId></Error>`,
      })
      const error = await failure(adapter.get(registered(), 'a'))
      expect(getRequestId(error)).toBeUndefined()
      // A string of the SDK's stays, but for the word of a server that has no id.
      if (adapter.setsRequestId && id !== 'undefined') expect(error.requestId).toBe(id)
      else expect(error).not.toHaveProperty('requestId')
    })

    it.each([
      ['spaces', 'two words'],
      ['too long', 'x'.repeat(257)],
      ['no id', 'null'],
    ])('13: and so is that of the headers: %s; the one of the body counts then', async (_, id) => {
      server.inject({
        status: 403,
        headers: { [adapter.requestIdHeader]: id },
        times: Number.POSITIVE_INFINITY,
      })
      const error = await failure(adapter.get(registered(), 'a'))
      expect(error.requestId).toBe(last().requestId)
      expect(last().headerRequestId).toBe(id)
    })

    it('14: an id keeps neither its client nor its response', async () => {
      const gone: WeakRef<object>[] = []
      const keep = await (async () => {
        const client = registered()
        gone.push(new WeakRef(client))
        const { requestId, ...rest } = (await adapter.put(client, 'a', 'x')) as Outcome
        const error = await failure(adapter.get(client, 'missing'))
        for (const value of [...Object.values(rest), error]) {
          if (typeof value === 'object' && value) gone.push(new WeakRef(value))
        }
        return [requestId, getRequestInfo(error)]
      })()
      for (let i = 0; i < 20 && gone.some((ref) => ref.deref()); i++) {
        await sleep(10)
        collectGarbage()
      }
      expect(gone.filter((ref) => ref.deref())).toEqual([])
      expect(keep).toHaveLength(2)
    })

    it('captureExchanges gives the exchanges of a job, and of its inner jobs', async () => {
      const client = registered()
      const inner: (readonly Exchange[])[] = []
      const outside = adapter.put(client, 'outside', 'x')
      const { value, exchanges } = await captureExchanges(async () => {
        await adapter.put(client, 'a', 'x')
        const captured = await captureExchanges(() => adapter.put(registered(), 'b', 'x'))
        inner.push(captured.exchanges)
        await adapter.get(client, 'missing').catch(() => {})
        return 'done'
      })
      await outside
      expect(value).toBe('done')
      expect(exchanges.map(called)).toEqual(['PUT/a', 'PUT/b', 'GET/missing'])
      expect(inner[0]?.map(called)).toEqual(['PUT/b'])

      const error = await failure(
        captureExchanges(async () => {
          await adapter.put(client, 'a', 'x')
          throw new Error('of the job')
        }),
      )
      expect(getRequestInfo(error)?.exchanges.map(called)).toEqual(['PUT/a'])
    })
  })
}

/** What a rejecting promise rejects with. */
export async function failure(promise: Promise<unknown> | undefined): Promise<Outcome> {
  return Promise.resolve(promise).then(
    (value) => {
      throw new Error(`expected a rejection, got ${JSON.stringify(value)}`)
    },
    (error: Outcome) => error,
  )
}

/** What a stream fails with, or the call that was to give it. */
export async function streamError(stream: Readable | Promise<Readable> | undefined): Promise<Outcome> {
  try {
    const readable = await stream
    return await new Promise((resolve) => readable?.resume().once('error', resolve))
  } catch (error) {
    return error as Outcome
  }
}

export function callback<C extends object>(adapter: Adapter<C>, client: C, key: string): Promise<unknown[]> {
  return new Promise((resolve) => adapter.getWithCallback?.(client, key, (...args) => resolve(args)))
}

export function ids(exchanges: readonly { requestId?: string }[]): string[] {
  return exchanges.flatMap(({ requestId = [] }) => requestId).sort()
}

/** The method and the key; some clients have the bucket in the path. */
const called = ({ method, path }: Exchange) => method + path.slice(path.lastIndexOf('/'))

const CHANGING =
  /request-?id|^hostid$|^x-amz-id-2$|trace-?id|^date$|last-modified|server-time|^rt$|^keepAliveSocket$|^socketHandled|^x-oss-err$/i

/** An outcome with the values that differ from call to call made alike. */
function shape(outcome: unknown): unknown {
  const { requestId: _, extendedRequestId: _extended, ...rest } = outcome as Outcome
  const text = JSON.stringify(rest, (key, value) =>
    CHANGING.test(key) && typeof value !== 'object' ? '*' : value,
  ).replace(/<(RequestId|TraceId)>[^<]*/g, '<$1>*')
  return [
    JSON.parse(text),
    Object.getOwnPropertyNames(outcome).filter((name) => !/^(?:extendedR|r)equestId$/.test(name)),
  ]
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
