import { tencentCos } from '@requestid/vendors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { captureExchanges, getRequestId, getRequestInfo } from '../src/index.js'
import { Operation } from '../src/plugin.js'
import { type Core, loadCore } from './doors.js'

const begin = () => new Operation({ options: {}, vendors: [tencentCos], evidence: () => ({}) })
function call(id: string, operation = begin()): { operation: Operation } {
  operation.open('GET', 'host', `/${id}`).respond(200, { 'x-cos-request-id': id })
  return { operation }
}
const tick = () => new Promise((resolve) => setTimeout(resolve, 1))
const idsOf = (exchanges: readonly { requestId?: string }[] = []) =>
  exchanges.map(({ requestId }) => requestId)

describe('captureExchanges', () => {
  it('gives value and exchanges, also of what fn awaits', async () => {
    const { value, exchanges } = await captureExchanges(async () => {
      call('a')
      await tick()
      call('b')
      return 42
    })
    expect(value).toBe(42)
    expect(idsOf(exchanges)).toEqual(['a', 'b'])
  })

  it('takes a synchronous fn', async () => {
    expect(await captureExchanges(() => 'value')).toEqual({ value: 'value', exchanges: [] })
  })

  it('keeps jobs that run at once apart, and gives the outer job those of the inner', async () => {
    const job = (name: string) =>
      captureExchanges(async () => {
        call(`${name}1`)
        const inner = await captureExchanges(async () => {
          await tick()
          call(`${name}2`)
        })
        await tick()
        call(`${name}3`)
        return idsOf(inner.exchanges)
      })
    for (const [i, { value, exchanges }] of (await Promise.all([job('a'), job('b')])).entries()) {
      const name = 'ab'[i]
      expect(value).toEqual([`${name}2`])
      expect(idsOf(exchanges)).toEqual([`${name}1`, `${name}2`, `${name}3`])
    }
  })

  it('counts an operation where it began, wherever its response comes in', async () => {
    const before = begin()
    const { exchanges } = await captureExchanges(async () => {
      call('before', before)
      call('within')
    })
    expect(idsOf(exchanges)).toEqual(['within'])
  })

  it('does not grow after fn has settled', async () => {
    let late: Operation | undefined
    const { exchanges } = await captureExchanges(() => {
      late = begin()
    })
    call('late', late)
    expect(exchanges).toEqual([])
  })

  it('rejects with the very error, for which getRequestInfo gives all exchanges', async () => {
    const inner = new Error('inner')
    const error = new Error('of the job', { cause: inner })
    const rejected = captureExchanges(async () => {
      call('a')
      call('b').operation.settle(inner)
      throw error
    })
    await expect(rejected).rejects.toBe(error)
    expect(idsOf(getRequestInfo(error)?.exchanges)).toEqual(['a', 'b'])
    expect(getRequestId(error)).toBe('b')
    expect(idsOf(getRequestInfo(inner)?.exchanges)).toEqual(['b'])
  })

  it('nor do those of its error', async () => {
    const late: Operation[] = []
    const error = await captureExchanges(() => {
      call('a')
      late.push(begin())
      throw new Error('of fn')
    }).catch((error: unknown) => error)
    for (const operation of late) call('late', operation)
    expect(idsOf(getRequestInfo(error)?.exchanges)).toEqual(['a'])
  })

  it('claims no id for an error that no response decided', async () => {
    const error = new Error('of the job')
    await captureExchanges(() => {
      call('a')
      throw error
    }).catch(() => {})
    expect(getRequestId(error)).toBeUndefined()
    expect(getRequestInfo(error)).toMatchObject({ vendor: 'tencent-cos', exchanges: [{ requestId: 'a' }] })
  })

  it.each([['a string'], [undefined], [null]])('rejects with a primitive as it is: %s', async (thrown) => {
    const rejected = captureExchanges(() => {
      call('a')
      throw thrown
    })
    await expect(rejected).rejects.toBe(thrown)
  })
})

describe('captureExchanges where there is no AsyncLocalStorage, as in browsers', () => {
  let core: Core
  const call = (id: string) =>
    new core.Operation({ options: {}, vendors: [tencentCos], evidence: () => ({}) })
      .open('GET', 'host', `/${id}`)
      .respond(200, { 'x-cos-request-id': id })

  beforeEach(async () => {
    Reflect.deleteProperty(globalThis, Symbol.for('@requestid/core@1'))
    vi.resetModules()
    vi.stubGlobal('process', { ...process, getBuiltinModule: undefined })
    core = await loadCore()
  })
  afterEach(async () => {
    const { sharedMemory } = await import('../src/memory.js')
    // Nothing is collected, and kept, for a job that has ended.
    const observers = [...(sharedMemory().observers?.values() ?? [])]
    expect(observers.map((observe) => observe({ name: 'call', vendors: [] }))).toEqual([undefined])
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  it('gives what begins between the start and the end of fn, whoever began it', async () => {
    call('before')
    const captured = core.captureExchanges(async () => {
      call('a')
      await tick()
      call('b')
      return 42
    })
    call('others')
    const { value, exchanges } = await captured
    call('after')
    expect(value).toBe(42)
    expect(idsOf(exchanges)).toEqual(['a', 'others', 'b'])
  })

  it('gives an inner job its own, and the outer one all, once', async () => {
    const outer = await core.captureExchanges(async () => {
      call('a')
      const inner = await core.captureExchanges(async () => {
        await tick()
        call('b')
      })
      call('c')
      return idsOf(inner.exchanges)
    })
    expect(outer.value).toEqual(['b'])
    expect(idsOf(outer.exchanges)).toEqual(['a', 'b', 'c'])
  })

  it('takes jobs that end in another order', async () => {
    const first = core.captureExchanges(() => tick())
    const second = core.captureExchanges(async () => {
      await first
      await tick()
      call('late')
    })
    call('both')
    expect(idsOf((await first).exchanges)).toEqual(['both'])
    expect(idsOf((await second).exchanges)).toEqual(['both', 'late'])
  })

  it('ends with a failure of fn too, and gives its exchanges', async () => {
    const error = new Error('of the job')
    for (const fail of [
      () => {
        call('a')
        throw error
      },
      async () => {
        call('b')
        throw error
      },
    ]) {
      await expect(core.captureExchanges(fail)).rejects.toBe(error)
      call('after')
    }
    expect(idsOf(core.getRequestInfo(error)?.exchanges)).toEqual(['b'])
  })
})
