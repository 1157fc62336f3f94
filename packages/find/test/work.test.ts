// No text is slow: a search for one that costs much, in characters looked at, which no machine makes more or fewer.
import { forms, texts } from '@requestid/vendors'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { findRequestIds } from '../src/index.js'
import { RequestIdFinder } from '../src/stream.js'

/** How many characters regular expressions and decoders have looked at. */
let looked = 0

/** A search for a text goes through so many at once, at least. */
const AT_ONCE = 8

const { exec } = RegExp.prototype
const { indexOf, lastIndexOf, includes } = String.prototype
const { decode } = TextDecoder.prototype

RegExp.prototype.exec = function (this: RegExp, text: string) {
  const from = this.global || this.sticky ? this.lastIndex : 0
  const match = Reflect.apply(exec, this, [text]) as RegExpExecArray | null
  const isBound = this.sticky || (this.source.startsWith('^') && !this.multiline)
  const end = match ? match.index + match[0].length : isBound ? from : text.length
  looked += 1 + Math.max(0, end - from)
  return match
}
String.prototype.indexOf = function (this: string, part: string, from = 0) {
  const at = Reflect.apply(indexOf, this, [part, from]) as number
  looked += ((at < 0 ? this.length : at) - Math.min(from, this.length)) / AT_ONCE
  return at
}
String.prototype.lastIndexOf = function (this: string, part: string, from = this.length) {
  const at = Reflect.apply(lastIndexOf, this, [part, from]) as number
  looked += (Math.min(from, this.length) - Math.max(0, at)) / AT_ONCE
  return at
}
String.prototype.includes = function (this: string, part: string) {
  const at = Reflect.apply(indexOf, this, [part]) as number
  looked += (at < 0 ? this.length : at) / AT_ONCE
  return at >= 0
}
TextDecoder.prototype.decode = function (this: TextDecoder, ...given: Parameters<typeof decode>) {
  const text = Reflect.apply(decode, this, given) as string
  looked += text.length
  return text
}
afterAll(() => {
  RegExp.prototype.exec = exec
  Object.assign(String.prototype, { indexOf, lastIndexOf, includes })
  TextDecoder.prototype.decode = decode
})

const encoder = new TextEncoder()

/** How many characters are looked at for each of a text. */
function work(text: string): { inText: number; inStream: number } {
  const bytes = encoder.encode(text)
  looked = 0
  findRequestIds(text)
  const inText = looked / text.length
  looked = 0
  const finder = new RequestIdFinder()
  finder.push(bytes)
  finder.end()
  return { inText, inStream: looked / text.length }
}

const SIZE = 30_000
const repeat = (unit: string) => unit.repeat(Math.ceil(SIZE / unit.length)).slice(0, SIZE)

const GUID = '0cab70b4-18d2-422b-89a0-c3921d2e1b4a'
const labels = [
  'request_id=',
  '"requestId":"',
  'RequestId: ',
  'request id ',
  '请求ID：',
  ...texts.flatMap(({ labels = [] }) => labels.map((label) => `${label}: `)),
]
const hints = [
  'amazonaws.com',
  ' s3 ',
  'aliyuncs',
  'x-oss-',
  'x-cos-',
  'azure',
  'minio',
  'huawei',
  ' tos ',
  'x-log-',
  'bcebos',
  'qiniu',
]
const others = [
  ' REST.GET.',
  '"66A1B2C39935E338390F6F6B"',
  '[21/Nov/2026:10:00:00 +0000] ',
  'cXVlc3RJ',
  'x-amz-cf-id: ',
  'tx00000000000000001a2b3-',
  'status code: 403, ',
  'HTTP/1.1 403 ',
  '<Code>AccessDenied',
  'https://h/',
  'GET ',
  'id-2: ',
  'host id: ',
  'EC: ',
  'Error: ',
  'Time: 2026-11-21',
]
const separators = [
  ' ',
  '\n',
  ', ',
  '"',
  '=',
  '\\n',
  '\t',
  '|',
  '<',
  '>',
  ';',
  '2026-11-21T10:00:00Z ',
  '{"a":1,"',
  'x'.repeat(40),
  '\n> ',
]
const word = fc.oneof(
  fc.constantFrom(
    GUID,
    '66A1B2C39935E338390F6F6B',
    '4KZAZ961HQGG0RSG',
    'NjZhMWIyYzNfOWJiZGI3MDlfYTFmNl8yMTgwNGNk',
    '4bf92f3577b34da6a3ce929d0e0e4736',
    '17AEE4329FDE2964',
  ),
  ...Object.values(forms).flatMap((all) =>
    all.map(({ pattern }) => fc.stringMatching(new RegExp(`^(?:${pattern})$`))),
  ),
)
const part = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...labels) },
  { weight: 3, arbitrary: word },
  { weight: 2, arbitrary: fc.constantFrom(...separators) },
  { weight: 1, arbitrary: fc.constantFrom(...hints) },
  { weight: 1, arbitrary: fc.constantFrom(...others) },
)

/** So many characters may be looked at for each: what a real log of ids takes is a sixteenth of it. */
const MOST = 250

/** Slow once: without line feeds, of one id over and over, of rows of a log, of Base64. */
const found = [
  '请求ID：',
  'x-reqid: ',
  'x-reqid: , \n',
  '140A00A00A00A0AA"requestId":"',
  '"requestId":"1AD2FDF0E37D0297',
  '"796DAD741AE1FF70520A2A5F',
  ' REST.GET.',
  'cXVlc3RJ',
]

it.each(found)('little is looked at in a text of %s', (unit) => {
  const { inText, inStream } = work(repeat(unit))
  expect(inText).toBeLessThan(MOST)
  expect(inStream).toBeLessThan(MOST)
})

it('little is looked at in any text', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
      const { inText, inStream } = work(repeat(parts.join('')))
      expect(inText).toBeLessThan(MOST)
      expect(inStream).toBeLessThan(MOST)
    }),
    { numRuns: 300 },
  )
}, 120_000)

const entry = (id: string) =>
  `2026-11-21T10:00:00.000Z INFO GET /api/v1/items/1 completed request_id=${id} status=200 ms=3\n`

it.each([
  ['an id of its own in each line', entry(GUID), 1],
  [
    'the same in JSON',
    `{"time":"2026-11-21T10:00:00.000Z","requestId":"${GUID}","msg":"done","status":200}\n`,
    1,
  ],
  ['an id of a vendor in each line', entry('66A1B2C39935E338390F6F6B'), 25],
  ['prose', 'a request id is what support asks for, and no word of this is one. ', 25],
])('of a log with %s', (_, unit, most) => {
  expect(work(repeat(unit)).inStream).toBeLessThan(most)
})
