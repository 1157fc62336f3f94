import { expect, test } from 'vitest'
import { findRequestIds } from '../src/index.js'
import { texts } from './texts.js'

test.each(texts)('$name', ({ text, ids }) => {
  const found = findRequestIds(text).map(({ vendor, requestId, extendedRequestId, traceId }) =>
    [vendor, requestId, extendedRequestId ?? traceId ?? ''].join(' ').trim(),
  )
  expect(found).toEqual(ids)
})
