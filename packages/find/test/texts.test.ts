import { expect, test } from 'vitest'
import { findRequestIds } from '../src/index.js'
import { texts } from './texts.js'

test.each(texts)('$name', ({ text, ids }) => {
  const found = findRequestIds(text).map(({ vendor, requestId, extendedRequestId, traceId, ec }) =>
    [vendor, requestId, extendedRequestId ?? traceId ?? ec ?? ''].join(' ').trim(),
  )
  expect(found).toEqual(ids)
})
