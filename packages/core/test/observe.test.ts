import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { tencentCos } from '@requestid/vendors'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { captureExchanges, type Exchange, getRequestInfo, type RequestIdOptions } from '../src/index.js'
import { channel, sharedMemory } from '../src/memory.js'
import { Operation, type OperationListener, observeOperations } from '../src/plugin.js'
import { loadCore } from './doors.js'

const begin = (options: RequestIdOptions = {}, parent?: Operation) =>
  new Operation({ options, vendors: [tencentCos], evidence: () => ({}) }, parent)
const respond = (operation: Operation, id: string) =>
  operation.open('GET', 'host', `/${id}?secret`).respond(200, { 'x-cos-request-id': id })

/** Registers an observer for one test, and gives what it saw. */
function observe(name = 'test', listener: Partial<OperationListener> = {}) {
  const seen: string[] = []
  const stop = observeOperations(name, () => {
    seen.push('begin')
    return {
      exchange: ({ requestId }) => void seen.push(`exchange ${requestId}`),
      settle: ({ requestId }) => void seen.push(`settle ${requestId}`),
      ...listener,
    }
  })
  onTestFinished(stop)
  return { seen, stop }
}

describe('observeOperations', () => {
  it('shows where an operation begins, each exchange, and each outcome', () => {
    const { seen } = observe()
    const operation = begin()
    respond(operation, 'a')
    respond(operation, 'b')
    operation.settle({})
    operation.settle({})
    expect(seen).toEqual(['begin', 'exchange a', 'exchange b', 'settle b', 'settle b'])
  })

  it('shows the outcome with its id, before the caller has it', () => {
    const outcome = {}
    const seen: unknown[] = []
    observe('test', { settle: (info) => void seen.push(info === getRequestInfo(outcome), { ...outcome }) })
    const operation = begin()
    respond(operation, 'a')
    operation.settle(outcome)
    expect(seen).toEqual([true, { requestId: 'a' }])
  })

  it('shows a part of an operation as the operation it is a part of', () => {
    const { seen } = observe()
    const operation = begin()
    const part = begin({}, operation)
    respond(part, 'a')
    part.settle({})
    operation.settle({})
    expect(seen).toEqual(['begin', 'exchange a', 'settle a'])
  })

  it('begins in the context of the caller, wherever the response comes in', async () => {
    const { seen } = observe()
    let operation: Operation | undefined
    await captureExchanges(() => {
      operation = begin()
    })
    const late = await captureExchanges(() => respond(operation as Operation, 'a'))
    expect(late.exchanges).toEqual([])
    expect(seen).toEqual(['begin', 'exchange a'])
  })

  it('registers a name once, and takes off what is still registered', () => {
    const first = observe()
    const second = observe()
    first.stop()
    respond(begin(), 'a')
    expect([first.seen, second.seen]).toEqual([[], ['begin', 'exchange a']])
    second.stop()
    respond(begin(), 'b')
    expect(second.seen).toHaveLength(2)
  })

  it('costs nothing once nobody is registered', async () => {
    sharedMemory().observers?.clear()
    observe().stop()
    expect(sharedMemory().begin).toBeUndefined()
  })

  it('lets several see, and none of them harm the others or the call', () => {
    const onError = vi.fn()
    const fail = () => {
      throw new Error('of the observer')
    }
    observe('a', { exchange: fail, settle: fail })
    const { seen } = observe('b')
    onTestFinished(observeOperations('c', fail))
    onTestFinished(observeOperations('d', () => undefined))
    const operation = begin({ onError })
    respond(operation, 'a')
    const outcome = {}
    operation.settle(outcome)
    expect(outcome).toEqual({ requestId: 'a' })
    expect(seen).toEqual(['begin', 'exchange a', 'settle a'])
    expect(onError).toHaveBeenCalledTimes(3)
  })
})

describe('the diagnostics channel requestid:exchange', () => {
  const published: unknown[] = []
  const listener = (exchange: unknown) => void published.push(exchange)
  afterEach(() => {
    unsubscribe('requestid:exchange', listener)
    published.length = 0
  })

  it('has each exchange, once, as onExchange has it', () => {
    const told: Exchange[] = []
    const onExchange = (exchange: Exchange) => void told.push(exchange)
    const operation = begin({ onExchange })
    const part = begin({}, operation)
    respond(operation, 'before')
    subscribe('requestid:exchange', listener)
    respond(operation, 'a')
    respond(part, 'b')
    part.open('GET', 'host', '/').fail('ECONNRESET')
    unsubscribe('requestid:exchange', listener)
    respond(operation, 'after')
    expect(published).toEqual(told.slice(1, 4))
    expect(published.map((exchange) => told.indexOf(exchange as Exchange))).toEqual([1, 2, 3])
    expect(JSON.stringify(published)).not.toContain('secret')
  })

  it('is asked whether anybody listens, and given nothing otherwise', () => {
    const publish = vi.spyOn(channel as { publish(message: unknown): void }, 'publish')
    onTestFinished(() => publish.mockRestore())
    respond(begin(), 'a')
    expect(publish).not.toHaveBeenCalled()
  })

  it('is not missed where there is none', async () => {
    const { process } = globalThis
    const key = Symbol.for('@requestid/core@1')
    const memory = Object.getOwnPropertyDescriptor(globalThis, key)
    onTestFinished(() => {
      vi.unstubAllGlobals()
      if (memory) Object.defineProperty(globalThis, key, memory)
    })
    for (const without of [undefined, { ...process, getBuiltinModule: undefined }]) {
      Reflect.deleteProperty(globalThis, key)
      vi.resetModules()
      vi.stubGlobal('process', without)
      const core = await loadCore()
      const operation = new core.Operation({ options: {}, vendors: [tencentCos], evidence: () => ({}) })
      const outcome = {}
      respond(operation as never, 'a')
      operation.settle(outcome)
      expect(outcome).toEqual({ requestId: 'a' })
    }
  })
})
