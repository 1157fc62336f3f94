import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decodeRequestId, findRequestIds } from '../src/index.js'

const capture = (name: string) => readFileSync(new URL(`captures/${name}`, import.meta.url), 'utf8')

test('an id without a kind stands under the name of its header, beside the id that it goes with', () => {
  const requestId = '0cab70b4-18d2-422b-89a0-c3921d2e1b4a'
  const found = (other: string) =>
    findRequestIds(`x-amzn-requestid: ${requestId}\nx-amz-apigw-id: ${other}\n`)
  const otherIds = { 'x-amz-apigw-id': 'KjY2ZFHAvHcFbrA=' }
  expect(found('KjY2ZFHAvHcFbrA=')).toEqual([{ vendor: 'aws', requestId, otherIds, line: 1 }])
  for (const none of ['null', 'two words', '****'])
    expect(found(none)).toEqual([{ vendor: 'aws', requestId, line: 1 }])
})

describe('what the text tells of a response', () => {
  test('comes of its own surroundings, not of the next id’s', () => {
    const [first, second] = findRequestIds(capture('sdk/tos-go-err.txt'))
    expect(first).not.toHaveProperty('statusCode')
    expect(second).toMatchObject({ statusCode: 404 })
  })

  test('HTTP', () => {
    expect(findRequestIds(capture('curl/mixed-session-typescript.txt'))).toMatchObject([
      {
        statusCode: 403,
        errorCode: 'AccessDenied',
        method: 'GET',
        url: '127.0.0.1:18101/st403.txt',
        line: 13,
      },
      {
        statusCode: 403,
        errorCode: 'AccessDenied',
        method: 'GET',
        url: '127.0.0.1:18102/st403.txt',
        line: 40,
      },
      {
        statusCode: 403,
        errorCode: 'AccessDenied',
        method: 'GET',
        url: '127.0.0.1:18103/st403.txt',
        line: 69,
      },
    ])
  })

  test('HAR', () => {
    expect(findRequestIds(capture('har/mixed-minimal-omit.har'))[6]).toMatchObject({
      harEntry: 6,
      method: 'HEAD',
      statusCode: 404,
      time: '2026-11-21T10:01:17.595Z',
    })
  })

  test('access logs', () => {
    expect(findRequestIds(capture('logs/oss-access.log'))[1]).toMatchObject({
      line: 2,
      time: '03/Jan/2021:15:01:02 +0800',
      method: 'PUT',
      url: '/a%20b.jpg',
      statusCode: 403,
    })
    expect(findRequestIds(capture('logs/cloudfront.log'))[0]).toMatchObject({
      line: 3,
      time: '2019-12-04T21:02:31Z',
      method: 'GET',
      url: 'd111111abcdef8.cloudfront.net/index.html',
      statusCode: 403,
    })
  })

  test('has no query and no controls in it', () => {
    const [found] = findRequestIds(
      '2026-11-21T10:00:00Z GET https://h/a\u0007\u202eb?Signature=secret RequestId: 66A1B2C39935E338390F6F6B, x',
    )
    expect(found).toMatchObject({ url: 'https://h/ab' })
  })
})

test('every occurrence, each with all that is known of the id', () => {
  const found = findRequestIds(capture('curl/s3-i-403.txt'), { all: true })
  expect(found.map(({ line }) => line)).toEqual([5, 10])
  for (const one of found) expect(one).toMatchObject({ extendedRequestId: expect.stringMatching(/^HaT3/) })
})

test('whose an id is, rather than whose it may be by its form', () => {
  const id = '0CAB70B4-18D2-422B-89A0-C3921D2E1B4A'
  const guess = `{"RequestId":"${id}"}\n`
  const sure = `[TencentCloudSDKException] code:X requestId:${id}\n`
  const far = 'x\n'.repeat(2000)
  expect(findRequestIds(guess)).toMatchObject([{ vendor: 'alibaba-cloud', confidence: 'low' }])
  for (const text of [guess + far + sure, sure + far + guess]) {
    const [found] = findRequestIds(text)
    expect(found?.vendor).toBe('tencent-cloud')
    expect(found).not.toHaveProperty('confidence')
  }
})

test('an id by itself', () => {
  expect(decodeRequestId('NWQ1ZjY4MTBfMjZiMjU4NjRfOWI1N180NDBiYTY=')).toEqual([
    {
      vendor: 'tencent-cos',
      confidence: 'certain',
      time: '2019-08-23T04:14:08.000Z',
      server: '100.88.178.38',
    },
  ])
  expect(decodeRequestId('4iYAAABkvKRlbLAX')).toMatchObject([
    { vendor: 'qiniu-kodo', confidence: 'possible' },
  ])
  expect(decodeRequestId('')).toEqual([])
})
