import { tencentCos } from '@requestid/vendors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { captureExchanges } from '../src/index.js'
import { Operation } from '../src/plugin.js'

const began = Date.UTC(2026, 0, 2, 3, 4, 5, 6)
const begin = () => new Operation({ options: {}, vendors: [tencentCos], evidence: () => ({}) })
const headers = { 'x-cos-request-id': 'id' }
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

beforeEach(() => void vi.useFakeTimers({ now: began, toFake: ['Date', 'performance', 'setTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** Lets what was begun go on until it is done. */
async function finish<T>(promise: Promise<T>): Promise<T> {
  await vi.runAllTimersAsync()
  return promise
}

describe('the times of captured exchanges', () => {
  it('are when each was sent, and how long until its headers or its failure', async () => {
    const { exchanges } = await finish(
      captureExchanges(async () => {
        await sleep(1000)
        const operation = begin()
        const first = operation.open('GET', 'host', '/a')
        await sleep(250)
        first.respond(503, headers)
        await sleep(2000)
        const second = operation.open('GET', 'host', '/a')
        await sleep(30_000)
        second.fail('ETIMEDOUT')
      }),
    )
    expect(exchanges.map(({ startTime, durationMs }) => [startTime, durationMs])).toEqual([
      [began + 1000, 250],
      [began + 3250, 30_000],
    ])
  })

  it('of runs within one another and beside each other are each their own', async () => {
    const call = async (ms: number) => {
      const exchange = begin().open('GET', 'host', '/a')
      await sleep(ms)
      exchange.respond(200, headers)
    }
    const times = ({ exchanges }: Awaited<ReturnType<typeof captureExchanges>>) =>
      exchanges.map(({ startTime, durationMs }) => [startTime - began, durationMs])
    const [outer, beside] = await finish(
      Promise.all([
        captureExchanges(async () => {
          await call(100)
          const inner = await captureExchanges(() => call(200))
          await call(300)
          return times(inner)
        }),
        captureExchanges(() => call(250)),
      ]),
    )
    expect(outer.value).toEqual([[100, 200]])
    expect(times(outer)).toEqual([
      [0, 100],
      [100, 200],
      [300, 300],
    ])
    expect(times(beside)).toEqual([[0, 250]])
  })

  it('do not go backwards with the clock of the machine', async () => {
    const { exchanges } = await finish(
      captureExchanges(async () => {
        const exchange = begin().open('GET', 'host', '/a')
        vi.setSystemTime(began - 3_600_000)
        await sleep(250)
        exchange.respond(200, headers)
      }),
    )
    expect(exchanges).toMatchObject([{ startTime: began, durationMs: 250 }])
  })
})
