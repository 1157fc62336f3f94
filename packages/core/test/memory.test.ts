// What another release of core, or anybody, may have left under the registered symbol harms no call.
import { runInNewContext } from 'node:vm'
import { tencentCos } from '@requestid/vendors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Core, loadCore } from './doors.js'

const key = Symbol.for('@requestid/core@1')
const own = Object.getOwnPropertyDescriptor(globalThis, key)
function fail(): never {
  throw new Error('of another release')
}

/** A memory as a release with the same number makes it, but for some of it. */
function memory(changes: object = {}) {
  const found = new WeakMap()
  return {
    findings: {
      get: (object: object) => found.get(object),
      set: (object: object, finding: unknown) => void found.set(object, finding),
    },
    clock: 0,
    ...changes,
  }
}

/** Core as it is loaded with this under the symbol. */
async function load(value: unknown): Promise<Core> {
  Object.defineProperty(globalThis, key, { value, configurable: true })
  vi.resetModules()
  return loadCore()
}

const problems: unknown[] = []
function call({ Operation }: Core, outcome: object, name = 'call'): object {
  const options = { onError: (error: unknown) => void problems.push(error) }
  const operation = new Operation({ options, vendors: [tencentCos], evidence: () => ({}) }, undefined, name)
  operation.open('GET', 'host', '/a').respond(200, { 'x-cos-request-id': 'a' })
  operation.settle(outcome)
  return outcome
}

beforeEach(() => {
  problems.length = 0
})
afterEach(() => {
  Reflect.deleteProperty(globalThis, key)
  if (own) Object.defineProperty(globalThis, key, own)
  vi.resetModules()
})

describe('what is no memory', () => {
  it.each([
    ['a string', 'text'],
    ['a number', 1],
    ['null', null],
    ['false', false],
    ['an empty object', {}],
    ['a function', fail],
    ['a frozen memory', Object.freeze(memory())],
    ['one without a clock that can be set', Object.defineProperty(memory(), 'clock', { get: () => 1 })],
    ['one without findings', memory({ findings: undefined })],
    ['one that cannot find', memory({ findings: { set: () => {} } })],
    ['one that cannot set', memory({ findings: { get: () => {} } })],
    ['one that throws', memory({ findings: { get: fail, set: fail } })],
    ['a proxy that throws', new Proxy({}, { get: fail })],
    ['a proxy that is revoked', revoked()],
  ])('is not used, and stays: %s', async (_, value) => {
    const core = await load(value)
    const outcome = call(core, {})
    expect(outcome).toEqual({ requestId: 'a' })
    expect(core.getRequestInfo(outcome)).toMatchObject({ requestId: 'a', exchanges: [{ requestId: 'a' }] })
    const { exchanges } = await core.captureExchanges(() => call(core, {}))
    expect(exchanges).toHaveLength(1)
    expect(problems).toEqual([])
    if (value) expect(Reflect.get(globalThis, key)).toBe(value)
  })

  it('nor is a global object that does not let it be read', async () => {
    Reflect.deleteProperty(globalThis, key)
    Object.defineProperty(globalThis, key, { get: fail, configurable: true })
    vi.resetModules()
    const core = await loadCore()
    expect(call(core, {})).toEqual({ requestId: 'a' })
  })
})

describe('the memory of another release with the same number', () => {
  it('is used, and what is more in it stays', async () => {
    const shared = memory({ later: 'yes' })
    const core = await load(shared)
    const outcome = call(core, {})
    expect(shared.findings.get(outcome)).toMatchObject({ info: { requestId: 'a' } })
    expect(core.getRequestInfo(outcome)).toBe(shared.findings.get(outcome).info)
    expect(shared).toMatchObject({ later: 'yes' })
  })

  it.each([
    ['a string', 'finding'],
    ['an empty one', {}],
    ['one without info', { began: 1 }],
    ['one whose info is null', { info: null }],
    ['one without exchanges', { info: { vendor: 'other' } }],
    ['one whose exchanges are no list', { info: { exchanges: 1 } }],
    ['one that throws', Object.defineProperty({}, 'info', { get: fail })],
  ])('may hold a finding that is none: %s', async (_, finding) => {
    const shared = memory()
    const core = await load(shared)
    const outcome = new Error('failed')
    shared.findings.set(outcome, finding)
    expect(core.getRequestInfo(outcome)).toBeUndefined()
    expect(core.getRequestId(outcome)).toBeUndefined()
    expect(core.formatSupportReport(outcome)).toBeUndefined()
    expect(core.errorSerializer(outcome)).toMatchObject({ message: 'failed' })
    await expect(core.captureExchanges(() => Promise.reject(outcome))).rejects.toBe(outcome)
    expect(call(core, outcome)).toHaveProperty('requestId', 'a')
    expect(core.getRequestInfo(outcome)?.exchanges).toHaveLength(1)
    expect(problems).toEqual([])
  })

  it('may hold a finding that says more, and less', async () => {
    const shared = memory()
    const core = await load(shared)
    const outcome = {}
    shared.findings.set(outcome, {
      info: { requestId: 'b', exchanges: [], later: true },
      own: 'later',
      began: 'later',
    })
    expect(core.getRequestId(outcome)).toBe('b')
    expect(core.getRequestInfo(outcome)).toMatchObject({ requestId: 'b', later: true })
    expect(core.formatSupportReport(outcome)).toContain('b')
    call(core, outcome)
    expect(problems).toEqual([])
  })

  it('may come to throw: the call goes on, and its client is told', async () => {
    const shared = memory()
    const core = await load(shared)
    call(core, {})
    Object.assign(shared.findings, { get: fail, set: fail })
    const outcome = new Error('failed')
    call(core, outcome)
    expect(problems).toHaveLength(1)
    expect(core.getRequestInfo(outcome)).toBeUndefined()
    const captured = core.captureExchanges(() => {
      call(core, {})
      throw outcome
    })
    await expect(captured).rejects.toBe(outcome)
  })

  it.each([
    ['throws', fail],
    ['is none', 'later'],
    ['gives a string', () => 'later'],
    ['gives nothing to call', () => ({})],
    ['gives what throws', () => ({ exchange: fail, settle: fail })],
  ])('may have a `begin` that %s', async (_, begin) => {
    const core = await load(memory({ begin }))
    const outcome = call(core, {})
    expect(outcome).toEqual({ requestId: 'a' })
    expect(core.getRequestInfo(outcome)?.exchanges).toHaveLength(1)
    expect(problems.length).toBeGreaterThan(0)
  })

  it.each([
    ['an object', {}],
    ['a string', 'later'],
    [
      'one that throws',
      {
        set: fail,
        values: fail,
        get size() {
          return fail()
        },
      },
    ],
  ])('may have `observers` that are no Map: %s', async (_, observers) => {
    const core = await load(memory({ observers }))
    const stop = core.observeOperations('mine', () => undefined)
    const { value, exchanges } = await core.captureExchanges(() => call(core, {}))
    expect(value).toEqual({ requestId: 'a' })
    expect(exchanges).toHaveLength(1)
    stop()
  })

  it('may have observers of its own, also of another realm, which see a plain record', async () => {
    const observers: Map<unknown, unknown> = runInNewContext('new Map()')
    const seen: unknown[] = []
    observers.set('theirs', (operation: object) => {
      seen.push({ ...operation }, Object.getPrototypeOf(operation))
      return { exchange: fail }
    })
    observers.set('throws', fail)
    observers.set('none', 'later')
    const core = await load(memory({ observers }))
    const { exchanges } = await core.captureExchanges(() => call(core, {}, 'putObject'))
    expect(exchanges).toHaveLength(1)
    expect(seen).toEqual([{ name: 'putObject', vendors: [tencentCos] }, Object.prototype])
    expect(problems).toHaveLength(3)
  })
})

it('two copies that capture, one within the other, each get the exchanges of both', async () => {
  const one = await load(undefined)
  vi.resetModules()
  const two = await loadCore()
  const outer = await one.captureExchanges(async () => {
    call(one, {})
    const { exchanges } = await two.captureExchanges(() => [call(one, {}), call(two, {})])
    call(two, {})
    return exchanges.length
  })
  expect(one).not.toBe(two)
  expect([outer.value, outer.exchanges.length]).toEqual([2, 4])
})

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
