// Ids of the application's own are passed over quickly, and no vendor's with them.
import { texts } from '@requestid/vendors'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { Dull } from '../src/dull.js'
import { Evidence } from '../src/evidence.js'
import { RequestIdFinder } from '../src/stream.js'

const GUID = '0cab70b4-18d2-422b-89a0-c3921d2e1b4a'
const encoder = new TextEncoder()

describe('Evidence', () => {
  const telling = texts.flatMap(({ hints, evidence }) => [hints, evidence]).filter((one) => one !== undefined)
  it.each(telling.map((expression) => [expression.source, expression] as const))(
    'finds all that %s matches',
    (_, expression) => {
      const own = new Evidence([expression])
      const all = new Evidence(telling)
      fc.assert(
        fc.property(
          fc.stringMatching(new RegExp(expression.source.replaceAll('\\b', ''))),
          fc.boolean(),
          fc.nat(300),
          (text, isUpper, before) => {
            const word = isUpper ? text.toUpperCase() : text
            const around = `${'x '.repeat(before)} ${word} `
            fc.pre(word.length < 150 && new RegExp(expression.source, 'i').test(around))
            const bytes = encoder.encode(around)
            expect(own.isIn(bytes, 0, bytes.length)).toBe(true)
            expect(all.isIn(bytes, 0, bytes.length)).toBe(true)
          },
        ),
      )
    },
  )

  it('finds nothing in a log of none of them', () => {
    const bytes = encoder.encode(
      '2026-11-21T10:00:00Z INFO http-nio-8080 Service: GET /api/v1/items done status=200\n',
    )
    expect(new Evidence([/amazonaws|\bs3\b|x-(?:oss|cos)-request/]).isIn(bytes, 0, bytes.length)).toBe(false)
  })

  it('takes alternatives, groups, classes and what may be left out apart', () => {
    const evidence = new Evidence([/(?:ab|cd)xyz|k[lm]nop?q|\bs3\b|r{2,3}st/])
    const isIn = (text: string) => evidence.isIn(encoder.encode(text), 0, text.length)
    for (const text of ['abxyz', 'cdXYZ', 'klnoq', 'kmnopq', 'an s3.', 'rrst'])
      expect(isIn(text), text).toBe(true)
    for (const text of ['xyz', 'knoq', 'as3', 's34', 'rst']) expect(isIn(text), text).toBe(false)
  })
})

describe('Dull', () => {
  const isDull = (text: string, label = /req/i) => {
    const bytes = encoder.encode(text)
    return new Dull(bytes).is(text.search(label), bytes.length, 0)
  }
  it.each([
    `a request_id=${GUID} b`,
    `{"requestId":"${GUID}"}`,
    `{"requestId": "${GUID}", "a": 1}`,
    `a Request ID: ${GUID}\n`,
    `a reqid=${GUID};`,
    `a req-id: 4bf92f3577b34da6a3ce929d0e0e4736 b`,
  ])('%s', (text) => expect(isDull(text)).toBe(true))

  it.each([
    `x-amz-request-id: ${GUID} b`,
    `a request_id=${GUID.toUpperCase()} b`,
    `a request_id=${GUID}-1 b`,
    `a request_id=${GUID}… b`,
    'a request_id=0cab70b4-18d2-422b-89a0-c3921d000000 b',
    'a request_id=66a1b2c39935e338 b',
    'a request_id=66A1B2C39935E338390F6F6B b',
    'a request_id=4bf92f3577b34da6a3ce929d0e0e4736\n',
    `a request_id=${GUID} amazonaws.com`,
    `a request_id=${GUID} vendor=openstack-swift b`,
    `a request_id=${GUID} \n\u670d\u52a1: A b`,
    `a request_id=${GUID} "Response": { b`,
    `a request_id=${GUID} NoPermission b`,
    `a request_id=${GUID} SDK.ServerError b`,
    `a request_id=${GUID} dashscope b`,
    `a request_id=${GUID} client-request-id b`,
    `a request_id=${GUID} google.rpc.RequestInfo b`,
    `a request_id=${GUID} requestContext b`,
    `a request_id=${GUID} recipientAccountId b`,
    `a request_id=${GUID} Error: a b`,
    `a request_id=${GUID} qingstor b`,
    `START RequestId: ${GUID} b`,
    `${'a '.repeat(700)} volcengine request_id=${GUID} b`,
    `a request_id=${GUID}`,
  ])('%s is not', (text) => expect(isDull(text)).toBe(false))
})

it('the finder passes over no id that it would find', () => {
  const words = [
    ...[
      'request_id=',
      'requestId: ',
      '"requestId":"',
      ' RequestID: ',
      'x-request-id: ',
      'x-amzn-requestid: ',
    ],
    ...[
      'volcengine',
      ' tos ',
      'bcebos',
      'Service: AmazonDynamoDBv2; Status Code: 400; ',
      'status code: 400, ',
    ],
    ...[
      'ResponseMetadata',
      ', eventID: ',
      'Time: 2026-11-21',
      '$metadata',
      'x-log-',
      'acs:log:',
      'log_store',
    ],
    ...[
      'START RequestId: ',
      ' Version: $LATEST',
      '"Response":{"Error":{}, ',
      'SDK.ServerError ',
      'Code: NoPermission ',
      'TencentCloudSDKException ',
      'client-request-id ',
      'google.rpc.RequestInfo',
      '"requestContext":{"stage":1,',
      'LogicalResourceId',
      'recipientAccountId',
      'RespMetadata: {',
      'vendor=ceph ',
      '\n\u670d\u52a1: \u91d1\u5c71\u4e91\u5bf9\u8c61\u5b58\u50a8 KS3\n',
      'x-qs-a ks3 ',
    ],
    ...[
      GUID,
      GUID.toUpperCase(),
      '4bf92f3577b34da6a3ce929d0e0e4736',
      '66a1b2c39935e338390f6f6b',
      '"',
      ', ',
      ' ',
      '\n',
    ],
    ...['2026-11-21T10:00:00Z INFO ', '\n{"time":1,"msg":"', 'x '.repeat(400), ' end of the line\n'],
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 12 }), (parts) => {
      const text = `${parts.join('')} end\n`
      const find = () => {
        const finder = new RequestIdFinder()
        return [...finder.push(encoder.encode(text)), ...finder.end()]
      }
      const fast = find()
      const slow = vi.spyOn(Dull.prototype, 'is').mockReturnValue(false)
      const all = find()
      slow.mockRestore()
      expect(fast).toEqual(all)
    }),
    { numRuns: 1000 },
  )
})
