import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findRequestIds } from '../src/index.js'

interface Capture {
  file: string
  expected: { vendor: string; requestId: string; extendedRequestId?: string; traceId?: string }[]
}

const folder = new URL('captures/', import.meta.url)
const captures: Capture[] = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8'))

export function ids(found: readonly { vendor: string; requestId: string }[]) {
  return found.map((one) => {
    const { vendor, requestId, extendedRequestId, traceId } = one as Capture['expected'][number]
    return {
      vendor,
      requestId,
      ...(extendedRequestId && { extendedRequestId }),
      ...(traceId && { traceId }),
    }
  })
}

test.each(captures)('$file', ({ file, expected }) => {
  const text = readFileSync(new URL(file, folder), 'utf8')
  expect(ids(findRequestIds(text))).toEqual(expected)
})
