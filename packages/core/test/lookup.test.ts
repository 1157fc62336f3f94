import { tencentCos } from '@requestid/vendors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { getRequestId, getRequestInfo } from '../src/index.js'
import { Operation } from '../src/plugin.js'

function outcome<T extends object>(value: T, id = 'id'): T {
  const operation = new Operation({ options: {}, vendors: [tencentCos], evidence: () => ({}) })
  operation.open('GET', 'host', '/').respond(200, { 'x-cos-request-id': id })
  operation.settle(value)
  return value
}

describe('getRequestId and getRequestInfo', () => {
  it('find what was wrapped', () => {
    const error = outcome(new Error('inner'))
    const wrapped = [
      error,
      new Error('outer', { cause: error }),
      new Error('outermost', { cause: new Error('outer', { cause: error }) }),
      new AggregateError([new Error('other'), error]),
      new Error('outer', { cause: new AggregateError([error]) }),
      { cause: error },
    ]
    expect(wrapped.map(getRequestId)).toEqual(wrapped.map(() => 'id'))
    expect(wrapped.map(getRequestInfo)).toEqual(wrapped.map(() => getRequestInfo(error)))
  })

  it('ask the nearest first', () => {
    const outer = outcome(new Error('outer', { cause: outcome(new Error('inner'), 'inner') }), 'outer')
    expect(getRequestId(outer)).toBe('outer')
  })

  it('a copy has the id alone', () => {
    const copy = { ...outcome({ a: 1 }) }
    expect(getRequestId(copy)).toBe('id')
    expect(getRequestInfo(copy)).toBeUndefined()
    expect(getRequestId(JSON.parse(JSON.stringify(copy)))).toBe('id')
    expect(getRequestId({ requestId: 'not an id' })).toBeUndefined()
    expect(getRequestId({ requestId: 98 })).toBeUndefined()
  })

  it('end where errors wrap each other', () => {
    const error = new Error('a') as Error & { cause: unknown; errors: unknown[] }
    error.cause = new Error('b', { cause: error })
    error.errors = [error, error.cause]
    expect(getRequestId(error)).toBeUndefined()
  })

  it('end where every look makes up a new cause, and where there are very many errors', () => {
    const endless = (): object => new Proxy({}, { get: () => endless() })
    class Endless extends Error {
      override get cause(): unknown {
        return new Endless()
      }
    }
    for (const value of [endless(), new Endless()]) expect(getRequestId(value)).toBeUndefined()
    const many = [outcome(new Error('first')), ...Array.from({ length: 1e6 }, () => ({}))]
    expect(getRequestId(new AggregateError(many))).toBe('id')
  })

  it('survive hostile values', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const throwing = Object.defineProperty({}, 'requestId', {
      get() {
        throw new Error('hostile')
      },
    })
    for (const value of [proxy, throwing, { cause: proxy }, { errors: [throwing, proxy] }]) {
      expect(getRequestId(value)).toBeUndefined()
      expect(getRequestInfo(value)).toBeUndefined()
    }
  })

  it('never throw', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (value) => {
        const id = getRequestId(value)
        expect(id === undefined || typeof id === 'string').toBe(true)
        expect(getRequestInfo(value)).toBeUndefined()
      }),
    )
  })
})
