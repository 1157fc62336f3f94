// What wrong use at registration is told, for all plugins: the value that is no client, and the options.
import type { RequestIdOptions } from '@requestid/core'
import { checkOptions, notAClient } from '@requestid/core/plugin'
import { describe, expect, it } from 'vitest'

const members = ['put', 'get', 'list', 'options']
const messageFor = (value: unknown) => notAClient(value, 'new Client()', members).message
const rejected = (options: unknown) => {
  try {
    checkOptions(options as RequestIdOptions)
  } catch (error) {
    return error
  }
  return undefined
}

describe('a value that is no client', () => {
  class Client {
    readonly options = {}
    put() {}
    get() {}
  }

  it.each([
    ['a class', Client, 'the class Client; pass an instance: new Client()'],
    ['a class of another kind', URL, 'the class URL; pass an instance: new Client()'],
    ['a function', () => {}, 'a function; pass an instance: new Client()'],
    ['a promise', Promise.resolve(), 'a promise; await it first'],
    // biome-ignore lint/suspicious/noThenProperty: such as the result of a query builder
    ['a thenable', { then() {} }, 'a promise; await it first'],
    ['undefined', undefined, 'undefined; pass an instance: new Client()'],
    ['null', null, 'null; pass an instance: new Client()'],
    ['a number', 1, 'a number; pass an instance: new Client()'],
    ['what nearly fits', new Client(), 'an instance of Client without list; pass an instance: new Client()'],
    ['what has half', { put() {}, get() {} }, 'an instance of Object; pass an instance: new Client()'],
    [
      'an object without a class',
      Object.create(null),
      'an instance of undefined; pass an instance: new Client()',
    ],
  ])('is called by what it is: %s', (_, value, message) => {
    expect(messageFor(value)).toBe(`withRequestId: got ${message}.`)
  })

  it('is not repeated, as it may be a key', () => {
    for (const value of ['secret', Symbol('secret'), { key: 'secret' }, ['secret']])
      expect(messageFor(value)).not.toContain('secret')
  })
})

describe('options', () => {
  const onExchange = () => {}

  it('are taken as they are, and what is undefined is absent', () => {
    const options = { onExchange, onError: undefined, enumerable: false, debug: true, onExchnge: undefined }
    expect(checkOptions(options)).toBe(options)
    for (const none of [undefined, null, {}]) expect(checkOptions(none)).toEqual({})
  })

  it.each([
    ['onExchnge', 'onExchange'],
    ['onexchange', 'onExchange'],
    ['exchange', 'onExchange'],
    ['onExchanges', 'onExchange'],
    ['onEror', 'onError'],
    ['onerror', 'onError'],
    ['error', 'onError'],
    ['enumrable', 'enumerable'],
    ['Enumerable', 'enumerable'],
    ['debgu', 'debug'],
    ['Debug', 'debug'],
    ['proprety', 'property'],
    ['timeout', 'onExchange,onError,enumerable,debug,property,message'],
  ])('an unknown one names the nearest: %s', (name, nearest) => {
    expect(rejected({ [name]: 'secret' })).toEqual(
      new TypeError(`withRequestId: got unknown option ${name}; pass ${nearest}.`),
    )
  })

  it.each([
    ['onExchange', 'log', 'a string', 'a function'],
    ['onError', new Map(), 'an instance of Map', 'a function'],
    ['onError', null, 'null', 'a function'],
    ['enumerable', 'secret', 'a string', 'a boolean'],
    ['debug', 1, 'a number', 'a boolean'],
    ['debug', onExchange, 'a function', 'a boolean'],
    ['property', 1, 'a number', 'a string'],
    ['message', 'yes', 'a string', 'a boolean or function'],
  ])('one of another type is told which: %s', (name, value, given, expected) => {
    expect(rejected({ [name]: value })).toEqual(
      new TypeError(`withRequestId: got ${given} for ${name}; pass ${expected}.`),
    )
  })

  it.each(['', '__proto__', 'constructor', 'message', 'then', 'stack', 'extendedRequestId'])(
    'no property is named as others are: %s',
    (property) => {
      expect(rejected({ property })).toEqual(
        new TypeError('withRequestId: got a string for property; pass another string.'),
      )
      expect(rejected({ property: `${property}Id` })).toBeUndefined()
    },
  )

  it('that are no object are refused where they have members', () => {
    expect(rejected('log')).toBeInstanceOf(TypeError)
    expect(rejected([onExchange])).toBeInstanceOf(TypeError)
  })
})
