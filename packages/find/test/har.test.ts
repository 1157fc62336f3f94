// A HAR file may have its members in any order: each id goes with its own entry, and what was sent is none.
import { expect, test } from 'vitest'
import { findInStream, findRequestIds } from '../src/index.js'

const ids = ['66A1B2C39935E338390F6F6B', '60CAB8775423BA3639E2504A', '60DE88BB38B0ED3236CD7129']

type Entry = { readonly [name: string]: unknown }

const entry = (id: string, index: number): Entry => ({
  startedDateTime: `2026-11-21T10:00:0${index}.000Z`,
  request: {
    method: ['GET', 'PUT', 'HEAD'][index],
    url: `https://b.example.com/${index}.txt?Signature=x`,
    headers: [{ name: 'x-oss-request-id', value: `5D5D5D5D5423BA3639E2504${index}` }],
    postData: { text: '{"a":"}"}' },
  },
  response: {
    status: 403,
    headers: [{ name: 'x-oss-request-id', value: id, comment: '' }],
    content: { text: 'x'.repeat(5000) },
  },
  time: 12,
})

/** The same with its members in another order. */
function sorted(value: unknown, order: (a: string, b: string) => number): unknown {
  if (Array.isArray(value)) return value.map((one) => sorted(one, order))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).sort(([a], [b]) => order(a, b))
  return Object.fromEntries(members.map(([name, inner]) => [name, sorted(inner, order)]))
}

const up = (a: string, b: string) => (a < b ? -1 : 1)
const places = ['name', 'comment', 'value']
const log = {
  version: '1.2',
  entries: ids.map(entry),
  pages: [{ startedDateTime: '2001-01-01T00:00:00.000Z' }],
}

test.each([
  ['as it is', log, (): number => 0],
  ['sorted', log, up],
  ['the other way round', log, (a: string, b: string) => up(b, a)],
  ['a comment between', log, (a: string, b: string) => places.indexOf(a) - places.indexOf(b)],
])('%s', async (_, log, order) => {
  for (const indent of [0, 2]) {
    const text = JSON.stringify({ log: sorted(log, order) }, undefined, indent).replaceAll('/', '\\/')
    const found = findRequestIds(text)
    expect(
      found.map(({ requestId, harEntry, method, url, time }) => [requestId, harEntry, method, url, time]),
    ).toEqual(
      ids.map((id, index) => [
        id,
        index,
        ['GET', 'PUT', 'HEAD'][index],
        `https://b.example.com/${index}.txt`,
        `2026-11-21T10:00:0${index}.000Z`,
      ]),
    )
    for (const size of [7, 1000]) {
      const streamed = []
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
        text.slice(at * size, (at + 1) * size),
      )
      for await (const one of findInStream(chunks)) streamed.push(one)
      expect(streamed).toEqual(found)
    }
  }
})
