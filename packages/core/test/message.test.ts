// The option `message`: the id at the end of an error's message, and of the first line of its stack.
import { inspect } from 'node:util'
import { tencentCos } from '@requestid/vendors'
import { describe, expect, it, vi } from 'vitest'
import { getRequestId, type RequestIdOptions } from '../src/index.js'
import { type Evidence, Operation } from '../src/plugin.js'

const evidence = ({ headers }: Record<PropertyKey, unknown>): Evidence => ({ headers })
const headersOf = (id: string) => ({ 'x-cos-request-id': id })

/** An operation that received responses with these ids; none for a failed connection. */
function received(options: RequestIdOptions, ...ids: (string | undefined)[]): Operation {
  const operation = new Operation({ options, vendors: [tencentCos], evidence })
  for (const id of ids) {
    const attempt = operation.open('GET', 'host', '/key')
    if (id) attempt.respond(403, headersOf(id))
    else attempt.fail('ECONNRESET')
  }
  return operation
}

class Refused extends Error {
  override name = 'Refused'
  headers: object | undefined
}
/** An error that names its response, as SDKs make them. */
function refusal(id: string, message = 'Access Denied'): Refused {
  return Object.assign(new Refused(message), { headers: headersOf(id) })
}
const written = (error: Error) => [error.message, error.stack?.split('\n')[0]?.replace(/^\w+: /, '')]

describe('the message of an error', () => {
  it('stays without the option', () => {
    for (const options of [{}, { message: false }]) {
      const error = refusal('id')
      const { stack } = error
      received(options, 'id').settle(error)
      expect([error.message, error.stack]).toEqual(['Access Denied', stack])
    }
  })

  it('ends with the id, and so does the first line of the stack', () => {
    const error = refusal('id')
    const { stack = '' } = error
    received({ message: true }, 'id').settle(error)
    // The name in the stack is that of construction.
    expect(error.stack).toBe(stack.replace('Access Denied', 'Access Denied (request ID: id)'))
    expect(error.message).toBe('Access Denied (request ID: id)')
    expect(Object.keys(error)).not.toContain('message')
    expect(inspect(error)).toMatch(/^Refused: Access Denied \(request ID: id\)\n/)
  })

  it.each([
    ['of several lines', refusal('id', 'one\ntwo'), 'one'],
    ['with a code in the stack', new TypeError('m'), 'TypeError [E_X]: m (request ID: id)'],
    ['that is the name as well', refusal('id', 'Error'), 'Error (request ID: id)'],
    ['that is empty', refusal('id', ''), undefined],
  ])('%s', (_, error, first) => {
    const { message, stack } = error
    Object.assign(error, { headers: headersOf('id') })
    error.stack = `${error.stack}`.replace('TypeError: ', 'TypeError [E_X]: ')
    received({ message: true }, 'id').settle(error)
    expect(error.message).toBe(`${message} (request ID: id)`)
    if (first) expect(written(error)[1]).toBe(first)
    // No end of the head is an empty message.
    else expect(error.stack).toBe(stack)
    expect(error.stack).toMatch(/\n {4}at /)
  })

  it('is what a function says', () => {
    const error = refusal('id')
    received({ message: ({ vendor, requestId }) => ` [${vendor} ${requestId}]` }, 'id').settle(error)
    expect(written(error)).toEqual(Array(2).fill('Access Denied [tencent-cos id]'))
  })

  it('stays where a function returns nothing, or throws, which reaches onError alone', () => {
    const failures: unknown[] = []
    const onError = (failure: unknown) => void failures.push(failure)
    for (const message of [
      () => '',
      () => undefined as never,
      () => {
        throw new Error('of the user')
      },
    ]) {
      const error = refusal('id')
      received({ message, onError }, 'id').settle(error)
      expect(error).toMatchObject({ message: 'Access Denied', requestId: 'id' })
    }
    expect(failures).toEqual([new Error('of the user')])
  })

  it('has an id once, also where the service wrote it there', () => {
    const error = refusal('id')
    const operation = received({ message: true }, 'id')
    for (let i = 0; i < 3; i++) operation.settle(error)
    received({ message: true }, 'id').settle(error)
    expect(error.message).toBe('Access Denied (request ID: id)')
    const told = refusal('id', 'Access Denied; Request ID: id')
    received({ message: true }, 'id').settle(told)
    expect(told.message).toBe('Access Denied; Request ID: id')
  })

  it('follows the id of an object that ends several calls', () => {
    const error = refusal('first')
    received({ message: true }, 'first').settle(error)
    error.headers = headersOf('second')
    received({ message: true }, 'second').settle(error)
    expect(written(error)).toEqual(Array(2).fill('Access Denied (request ID: second)'))
  })

  it('has none again, where an object ends two calls at once and so has no id', () => {
    const error = Object.assign(new Error('shared'), { code: 'ECONNRESET' })
    const operations = ['one', 'other'].map((id) => received({ message: true }, id, undefined))
    operations[0]?.settle(error)
    expect(error.message).toBe('shared (request ID: one)')
    operations[1]?.settle(error)
    expect(getRequestId(error)).toBeUndefined()
    expect(written(error)).toEqual(Array(2).fill('shared'))
  })

  it('has the id of an earlier response, where the error is that of the connection', () => {
    const error = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    received({ message: true }, 'id', undefined).settle(error)
    expect(error.message).toBe('socket hang up (request ID: id)')
  })

  it.each([
    ['one that names neither response nor failure', new Error('of the user')],
    ['the reason of an abort', Object.assign(new Error('enough'), { name: 'AbortError' })],
    ['one whose message is an accessor', new DOMException('enough', 'NetworkError')],
    ['a frozen one', Object.freeze(refusal('id'))],
    [
      'one whose message cannot be written',
      Object.defineProperty(refusal('id'), 'message', { writable: false }),
    ],
  ])('stays of %s', (_, error) => {
    const before = [error.message, error.stack]
    const onError = vi.fn()
    const operation = received({ message: true, onError }, 'id')
    operation.open('GET', 'host', '/key').fail('ECONNABORTED')
    operation.settle(error)
    expect([error.message, error.stack]).toEqual(before)
    expect(onError).not.toHaveBeenCalled()
  })

  it('stays of one that was there before the call', () => {
    const error = Object.assign(new Error('constant'), { code: 'ECONNRESET' })
    received({}, 'first', undefined).settle(error)
    received({ message: true }, 'second', undefined).settle(error)
    expect(error.message).toBe('constant')
  })

  it('stays of results', () => {
    const result = { message: 'of the service', headers: headersOf('id') }
    received({ message: true }, 'id').settle(result)
    expect(result.message).toBe('of the service')
  })

  it('leaves a stack that does not begin with it', () => {
    const error = refusal('id')
    error.stack = 'Access Denied: elsewhere'
    received({ message: true }, 'id').settle(error)
    expect(error).toMatchObject({
      message: 'Access Denied (request ID: id)',
      stack: 'Access Denied: elsewhere',
    })
  })
})
