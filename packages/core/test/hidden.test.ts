import { expect, it } from 'vitest'
import { hidden } from '../src/plugin.js'

it('knows what was said of each object, frozen ones and proxies too, and shows it nowhere', () => {
  const [first, second] = [hidden<number>(), hidden<number>()]
  const proxy = new Proxy({}, { get: () => expect.fail('read'), set: () => expect.fail('written') })
  for (const object of [{}, Object.freeze({}), proxy, [], () => {}, Object.create(null)]) {
    const keys = Reflect.ownKeys(object)
    expect(first.get(object)).toBeUndefined()
    first.set(object, 1)
    first.set(object, 2)
    expect(first.get(object)).toBe(2)
    expect(second.get(object)).toBeUndefined()
    expect(Reflect.ownKeys(object)).toEqual(keys)
    first.set(object, undefined)
    expect(first.get(object)).toBeUndefined()
  }
  expect(first.get(Object.create(first))).toBeUndefined()
})
