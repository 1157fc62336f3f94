import { aws, tencentCos } from '@requestid/vendors'
import { describe, expect, it } from 'vitest'
import { errorSerializer, getRequestInfo, requestIdFields } from '../src/index.js'
import { Operation } from '../src/plugin.js'

/** An outcome of a call that was answered with an id. */
function settled<T extends object>(
  outcome: T,
  headers: object = { 'x-cos-request-id': 'id', 'x-cos-trace-id': 'trace' },
): T {
  const operation = new Operation({ options: {}, vendors: [tencentCos], evidence: () => ({}) })
  operation.open('GET', 'host', '/').respond(404, headers)
  operation.settle(outcome)
  return outcome
}
const ids = { vendor: 'tencent-cos', requestId: 'id', traceId: 'trace' }

describe('requestIdFields', () => {
  it('gives the vendor and its ids, also of what wraps an outcome', () => {
    const error = settled(new Error('failed'))
    expect(requestIdFields(error)).toEqual(ids)
    expect(requestIdFields(new Error('outer', { cause: error }))).toEqual(ids)
    expect(requestIdFields(new AggregateError([error]))).toEqual(ids)
    expect(requestIdFields({ ...error })).toEqual({ requestId: 'id' })
  })

  it('gives an id without a kind under the name of its header', () => {
    const operation = new Operation({ options: {}, vendors: [aws], evidence: () => ({}) })
    operation.open('GET', 'host', '/').respond(404, { 'x-amzn-requestid': 'id', 'x-amz-apigw-id': 'gateway' })
    const error = new Error('failed')
    operation.settle(error)
    const otherIds = { 'x-amz-apigw-id': 'gateway' }
    expect(getRequestInfo(error)).toMatchObject({ otherIds, exchanges: [{ otherIds }] })
    expect(requestIdFields(error)).toEqual({ vendor: 'aws', requestId: 'id', otherIds })
    expect(errorSerializer(error)).toMatchObject({ requestId: 'id', otherIds })
  })

  it.each([[undefined], [null], ['text'], [{}], [new Error('failed')], [settled(new Error('failed'), {})]])(
    'gives nothing where there is no id: %s',
    (value) => {
      expect(requestIdFields(value)).toEqual({})
    },
  )
})

describe('errorSerializer', () => {
  it('keeps what identifies an error, and nothing else of it', () => {
    const error = settled(
      Object.assign(new TypeError('failed'), {
        code: 'NoSuchKey',
        url: 'https://host/?q-signature=secret',
        headers: { authorization: 'secret' },
      }),
    )
    expect(errorSerializer(error)).toEqual({
      name: 'TypeError',
      message: 'failed',
      stack: error.stack,
      code: 'NoSuchKey',
      statusCode: 404,
      ...ids,
    })
    expect(JSON.stringify(errorSerializer(error))).not.toContain('secret')
  })

  it('masks what a message has of a signed URL, in the stack too', () => {
    const url = 'http://host/a?x-oss-credential=secret1&partNumber=1&x-oss-signature=secret2'
    const error = new Error(
      `socket hang up, GET ${url} -1 (connected: true)\nheaders: {"authorization":"OSS secret3"}`,
    )
    const { message, stack } = errorSerializer(error) as Error
    expect(message).toBe(
      'socket hang up, GET http://host/a?x-oss-credential=***&partNumber=1&x-oss-signature=*** -1 (connected: true)\nheaders: {"authorization":"***"}',
    )
    expect(stack).not.toContain('secret')
    expect(error.message).toContain('secret1')
  })

  it('takes the errors that one wraps, and says each id where it belongs', () => {
    const inner = settled(new Error('inner'))
    const outer = new Error('outer', { cause: new AggregateError([inner, 'text'], 'several') })
    expect(errorSerializer(outer)).toMatchObject({
      message: 'outer',
      ...ids,
      cause: { message: 'several', errors: [{ message: 'inner', ...ids }, 'text'] },
    })
  })

  it('takes an error of a client without the plugin, and one that is a plain object', () => {
    expect(errorSerializer({ name: 'abort', message: 'aborted', status: 0 })).toEqual({
      name: 'abort',
      message: 'aborted',
    })
    expect(errorSerializer({ name: 'NoSuchKeyError', message: 'm', status: 404 })).toHaveProperty(
      'statusCode',
      404,
    )
  })

  it('never gives the code of a failure the status of an earlier response', () => {
    const operation = new Operation({ options: {}, vendors: [tencentCos], evidence: () => ({}) })
    operation.open('GET', 'host', '/').respond(200, { 'x-cos-request-id': 'id' })
    operation.open('GET', 'host', '/').fail('ESOCKETTIMEDOUT')
    const error = Object.assign(new Error('failed'), { code: 'ESOCKETTIMEDOUT', statusCode: 200 })
    operation.settle(error)
    const fields = errorSerializer(error)
    expect(fields).toMatchObject({ code: 'ESOCKETTIMEDOUT', requestId: 'id', idOf: 'earlier' })
    expect(fields).not.toHaveProperty('statusCode')
    expect(requestIdFields(error)).toEqual({ vendor: 'tencent-cos', requestId: 'id', idOf: 'earlier' })
  })

  it.each([[undefined], [null], ['text'], [42], [{ requestId: 'id' }]])('leaves %s as it is', (value) => {
    expect(errorSerializer(value)).toBe(value)
  })

  it('ends, whatever it is given', () => {
    const circular = new AggregateError([], 'circular')
    circular.errors.push(...Array(50).fill(circular), new Error('inner', { cause: circular }))
    expect(errorSerializer(circular)).toMatchObject({ errors: [{ message: 'inner' }] })
    const endless = () => Object.defineProperty(new Error('endless'), 'cause', { get: endless })
    expect(JSON.stringify(errorSerializer(endless())).match(/"endless"/g)).toHaveLength(100)
    const { proxy, revoke } = Proxy.revocable(new Error('gone'), {})
    revoke()
    const hostile = Object.defineProperty(new Error('failed'), 'code', {
      get() {
        throw new Error('no')
      },
    })
    for (const value of [proxy, hostile]) expect(errorSerializer(value)).toBe('[unreadable]')
  })
})
