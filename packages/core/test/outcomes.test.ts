import { describe, expect, it } from 'vitest'
import { tap } from '../src/plugin.js'

describe('tap', () => {
  it('shows the outcome first, and hands on the same', async () => {
    const seen: unknown[] = []
    const note = (error: unknown, data: unknown) => seen.push([error, data])
    expect(await tap(Promise.resolve('data'), note)).toBe('data')
    const error = new Error('m')
    await expect(tap(Promise.reject(error), note)).rejects.toBe(error)
    expect(seen).toEqual([
      [undefined, 'data'],
      [error, undefined],
    ])
  })

  it('hands on what has a `then` alone, which may return nothing', async () => {
    const seen: unknown[] = []
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: it is what the test is about
      then(resolve: (data: unknown) => void) {
        resolve('data')
      },
    }
    expect(await tap(thenable as never, (_, data) => seen.push(data))).toBe('data')
    expect(seen).toEqual(['data'])
  })
})
