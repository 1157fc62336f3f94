import { expect, test } from 'vitest'
import { Seen } from '../src/seen.js'

const id = (index: number) => `66A1B2C39935E338${(index + 0x10000000).toString(16).toUpperCase()}`

test('remembers the last half a million of any number, in constant memory', () => {
  const before = process.memoryUsage().arrayBuffers
  const seen = new Seen()
  let taken = 0
  for (let index = 0; index < 1_500_000; index++) {
    if (seen.has(id(index))) taken++
    seen.add(id(index))
    // Nothing is lost where the table grows.
    if (index === 5000) for (let old = 0; old <= index; old++) expect(seen.has(id(old))).toBe(true)
  }
  expect(taken).toBe(0)
  let forgotten = 0
  for (let index = 1_000_000; index < 1_500_000; index += 7) if (!seen.has(id(index))) forgotten++
  expect(forgotten).toBeLessThan(50)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(24_000_000)
})
