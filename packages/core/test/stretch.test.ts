// What an SDK works on where its `this` does not tell: that it ends with the synchronous stretch.

import { expect, it } from 'vitest'
import { createStretch } from '../src/plugin.js'

it('is for nothing at first', () => {
  expect(createStretch().current).toBeUndefined()
})

it('runs a method for some work, nested in other work, with its `this`, its arguments and what it returns', () => {
  const stretch = createStretch<string>()
  const self = {}
  const inner = () => stretch.current
  function outer(this: unknown, ...args: number[]) {
    return [this === self, args, stretch.current, stretch.run('inner', inner, undefined, []), stretch.current]
  }
  expect(stretch.run('outer', outer, self, [1, 2])).toEqual([true, [1, 2], 'outer', 'inner', 'outer'])
  expect(stretch.current).toBeUndefined()
})

it('is what it was before, where the method throws, enters other work or leaves', () => {
  const stretch = createStretch<string>()
  stretch.enter('work')
  const error = new Error('thrown')
  const fail = () => {
    throw error
  }
  expect(() => stretch.run('other', fail, undefined, [])).toThrow(error)
  expect(stretch.current).toBe('work')
  stretch.run('other', stretch.enter, undefined, ['further'])
  expect(stretch.current).toBe('work')
  stretch.run('other', stretch.leave, undefined, [])
  expect(stretch.current).toBe('work')
})

it('runs code of the user for nothing', () => {
  const stretch = createStretch<string>()
  stretch.enter('work')
  expect(stretch.run(undefined, () => stretch.current, undefined, [])).toBeUndefined()
  expect(stretch.current).toBe('work')
})

it('does not run on with an async method, beyond its first await', async () => {
  const stretch = createStretch<string>()
  async function method() {
    const before = stretch.current
    await undefined
    return [before, stretch.current]
  }
  expect(await stretch.run('work', method, undefined, [])).toEqual(['work', undefined])
})

it('enters work for the rest of the synchronous stretch', async () => {
  const stretch = createStretch<string>()
  stretch.enter('first')
  stretch.enter('second')
  expect(stretch.current).toBe('second')
  await undefined
  expect(stretch.current).toBeUndefined()
})

it('enters work from nothing within other work, no longer than for the synchronous stretch', async () => {
  const stretch = createStretch<string>()
  let within: unknown
  const leaving = () => {
    stretch.leave()
    stretch.enter('entered')
    within = stretch.current
  }
  stretch.run('work', leaving, undefined, [])
  expect([within, stretch.current]).toEqual(['entered', undefined])
  stretch.enter('next')
  await undefined
  expect(stretch.current).toBeUndefined()
})

it('leaves work', () => {
  const stretch = createStretch<string>()
  stretch.enter('work')
  stretch.leave()
  expect(stretch.current).toBeUndefined()
})

it('runs a later step once, when the next work is left', async () => {
  const stretch = createStretch<string>()
  const steps: unknown[] = []
  stretch.enter('work')
  stretch.later(() => steps.push('step', stretch.current))
  expect([stretch.current, steps]).toEqual([undefined, []])
  stretch.enter('next')
  stretch.leave()
  expect(steps).toEqual(['step', undefined])
  stretch.leave()
  await undefined
  expect(steps).toEqual(['step', undefined])
})

it('runs a later step in a microtask, where nothing is left before, and ahead of another one', async () => {
  const stretch = createStretch<string>()
  const steps: string[] = []
  stretch.later(() => steps.push('first'))
  stretch.later(() => steps.push('second'))
  expect(steps).toEqual(['first'])
  await undefined
  expect(steps).toEqual(['first', 'second'])
})
