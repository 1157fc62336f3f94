import { readFileSync } from 'node:fs'
import { texts as vendorTexts } from '@requestid/vendors'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { compile } from '../scripts/build-scan.mjs'
import { Reader } from '../src/find.js'
import { type FoundRequestId, findInStream, findRequestIds, RequestIdFinder } from '../src/index.js'
import { createFastScanner, createPlainScanner } from '../src/scan.js'
import { texts } from './texts.js'

const folder = new URL('captures/', import.meta.url)
const captures: { file: string }[] = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8'))

async function collect(chunks: Iterable<Uint8Array | string>, all = false): Promise<FoundRequestId[]> {
  const found = []
  for await (const one of findInStream(chunks, { all })) found.push(one)
  return found
}

function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

test.each(captures)('$file in chunks', async ({ file }) => {
  const bytes = readFileSync(new URL(file, folder))
  for (const all of [false, true]) {
    const whole = findRequestIds(bytes.toString(), { all })
    expect(await collect(cut(bytes, [7, 1, 1000]), all)).toEqual(whole)
    expect(await collect([bytes], all)).toEqual(whole)
  }
})

test.each(texts)('$name, in chunks', async ({ text }) => {
  const bytes = Buffer.from(text)
  expect(await collect(cut(bytes, [7, 1, 1000]), true)).toEqual(findRequestIds(text, { all: true }))
})

test('a text far larger than the buffer', async () => {
  const filler = `${'2026-11-21T10:02:03Z INFO nothing to see in this request here, it is long enough'.repeat(3)}\n`
  const parts = texts.filter(({ ids }) => ids.length > 0)
  const chunks: Buffer[] = []
  const expected: string[] = []
  for (const [index, { text, ids }] of parts.entries()) {
    // So that some stand at the end of the buffer, some at its beginning.
    chunks.push(
      Buffer.from(filler.repeat(1000 + ((137 * index) % 2000))),
      Buffer.from(text),
      Buffer.from('\n'),
    )
    expected.push(...ids.map((id) => id.split(' ')[1] ?? ''))
  }
  const bytes = Buffer.concat(chunks)
  expect(bytes.length).toBeGreaterThan(20_000_000)
  const found = await collect(cut(bytes, [65_536]))
  expect(found.map(({ requestId }) => requestId)).toEqual([...new Set(expected)])
  const lines = bytes.toString().split('\n')
  for (const { line, requestId } of found) {
    expect(lines.slice(line - 1, line + 3).join('')).toContain(requestId.slice(0, 4))
  }
})

test('a table larger than the buffer, and what follows it', async () => {
  const id = (row: number) => `66A1B2C3${row.toString(16).toUpperCase().padStart(16, '0')}`
  const rows = Array.from(
    { length: 7000 },
    (_, row) => `"a, 图 ${row} ${'k'.repeat(280)}",${row % 2 ? 404 : 403},${id(row)}\n`,
  )
  // Without the empty line the last one would be a row.
  const text = `\nkey,status,request_id\n${rows.join('')}\na,404,${id(9999)}\nx-oss-request-id: ${id(8888)}\n`
  const bytes = Buffer.from(text)
  expect(bytes.length).toBeGreaterThan(2 * 1_048_576)
  const whole = findRequestIds(text)
  expect(whole.map(({ requestId }) => requestId)).toEqual([...rows.keys(), 8888].map(id))
  expect(whole[0]).toEqual({ vendor: 'alibaba-oss', requestId: id(0), statusCode: 403, line: 3 })
  expect(whole[6999]).toEqual({
    vendor: 'alibaba-oss',
    requestId: id(6999),
    statusCode: 404,
    line: 7002,
  })
  expect(await collect(cut(bytes, [65_536]))).toEqual(whole)
  expect(await collect(cut(bytes, [65_537, 1, 333]), true)).toEqual(whole)
})

test('the rows of a table as they come', () => {
  const finder = new RequestIdFinder()
  const push = (text: string) => {
    finder.push(Buffer.from(text))
    return finder.flush().map(({ requestId, line }) => `${line} ${requestId}`)
  }
  expect(push('request_id,status\n')).toEqual([])
  expect(push('66A1B2C39935E338390F6F6B,403\n60CAB877')).toEqual(['2 66A1B2C39935E338390F6F6B'])
  expect(push('5423BA3639E2504A,404\n')).toEqual(['3 60CAB8775423BA3639E2504A'])
  expect(push('60DE88BB38B0ED3236CD7129,404')).toEqual([])
  expect(finder.end()).toMatchObject([{ requestId: '60DE88BB38B0ED3236CD7129', line: 4 }])
})

describe('encodings', () => {
  const text = readFileSync(new URL('curl/cos-i-403.txt', folder), 'utf8')
  const whole = findRequestIds(text)
  const utf16 = Buffer.from(text, 'utf16le')
  test.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without', utf16],
    ['UTF-16, the high byte first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('%s', async (_, bytes) => {
    expect(await collect(cut(bytes, [333]))).toEqual(whole)
  })
  test('GBK', async () => {
    // "error: the request to /<picture>.png, RequestId:"
    const line = Buffer.concat([
      Buffer.from('b4edcef3a3bac7ebc7f3', 'hex'),
      Buffer.from(' GET https://b.oss-cn-hangzhou.aliyuncs.com/'),
      Buffer.from('cdbcc6ac', 'hex'),
      Buffer.from('.png?Signature=x 403 RequestId:66A1B2C39935E338390F6F6B\n'),
    ])
    expect(await collect([line])).toMatchObject([
      {
        requestId: '66A1B2C39935E338390F6F6B',
        method: 'GET',
        url: 'https://b.oss-cn-hangzhou.aliyuncs.com/图片.png',
      },
    ])
  })
})

test('a web stream', async () => {
  const stream = new Blob(['x-oss-request-id: 66A1B2C39935E338390F6F6B\n']).stream()
  const found = []
  for await (const one of findInStream(stream)) found.push(one.requestId)
  expect(found).toEqual(['66A1B2C39935E338390F6F6B'])
})

test('what is known already can be had before the end', () => {
  const finder = new RequestIdFinder()
  expect(finder.push(Buffer.from('x-oss-request-id: 66A1B2C39935E338390F6F6B\n'))).toEqual([])
  expect(finder.flush()).toMatchObject([{ requestId: '66A1B2C39935E338390F6F6B', line: 1 }])
  finder.push(Buffer.from('x-oss-request-id: 60CAB8775423BA3639E2504A\n'))
  expect(finder.flush()).toMatchObject([{ requestId: '60CAB8775423BA3639E2504A', line: 2 }])
  expect(finder.end()).toEqual([])
})

describe('the scanner', () => {
  const SIZE = 65_536
  const scanners = [createFastScanner(SIZE), createPlainScanner(SIZE)]
  const scan = (bytes: Uint8Array, har: boolean) =>
    scanners.map((scanner) => {
      scanner.bytes.fill(0)
      scanner.bytes.set(bytes, 64)
      const places: number[][] = []
      const lines = scanner.scan(64, 64 + bytes.length, har, (...place) => places.push(place))
      return { places, lines }
    })

  // Words of which every kind of place is made, so that whole places, and ones that fail late, come about.
  const words =
    'Anforderungs-|リクエスト|요청|請求|cf-ray|,Rid |) Method completed|req|uest|Id|ID|reqId|RequestId: | |_|-|\t|"request"|x-amz-|cf|x-guploader-|uploadid|N2|Nj|NTAf|NmIwMTZjMjBfNDhkNzc2MDlfNjkzY182OTczYjRi|f8|X|tx|00000000000000001a2b3|"|66A1B2C39935E338390F6F6B| REST.|GET.| S3.|==|VxdWVzdE|cXVlc3RJ|ZXF1ZXN0S|请求|\n|a|:|{'.split(
      '|',
    )

  test('gives no place that the plain one does not give, and misses none where an id is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), fc.boolean(), (parts, har) => {
        const text = parts.join('')
        const [fast, plain] = scan(new TextEncoder().encode(text), har)
        expect(fast?.lines).toBe(plain?.lines)
        const given = new Set(fast?.places.map(([at]) => at))
        // What a place leads to by itself: without what is in front of it, and without the places behind it.
        const bytes = new TextEncoder().encode(text)
        for (const [at = 0] of plain?.places ?? []) {
          if (given.has(at)) continue
          const rest = new TextDecoder().decode(bytes.subarray(at - 64))
          const alone = new Reader().read(rest, 0, rest.length, 1, [0])
          expect(alone.filter(({ found }) => found.line === 1)).toEqual([])
        }
      }),
      {
        numRuns: 10_000,
        // The place that is not given has no id, and one behind it does.
        examples: [[['req', 'Id', ' REST.', 'NmIwMTZjMjBfNDhkNzc2MDlfNjkzY182OTczYjRi'], false]],
      },
    )
  })

  // GBK and GB 18030 have the same bytes for these, and Korean has none of two.
  const translated: readonly (readonly [label: string, gbk?: string])[] = [
    ['请求', 'c7ebc7f3'],
    ['請求', 'd588c7f3'],
    ['リクエスト', 'a5eaa5afa5a8a5b9a5c8'],
    ['요청'],
    ['Anforderungs-', Buffer.from('Anforderungs-').toString('hex')],
  ]
  const wires = vendorTexts.flatMap(({ labels = [] }) => labels)
  const labels = ['RequestId', 'request id', 'REQUEST-ID', 'req_id', 'reqid', ...wires]
  const id = '66A1B2C39935E338390F6F6B'

  test.each([
    ...labels.map((label) => [label, Buffer.from(label).toString('hex')] as const),
    ...translated.flatMap(([word, gbk]) =>
      (word.endsWith('-') ? ['ID', 'Id'] : ['ID', ' ID', 'Id']).map(
        (name) => [word + name, gbk && gbk + Buffer.from(name).toString('hex')] as const,
      ),
    ),
  ])('sees %s in each encoding that has its characters', async (label, gbk) => {
    const behind = Buffer.from(`: ${id}\n`)
    const utf8 = Buffer.concat([Buffer.from(`a ${label}`), behind])
    const inGbk = gbk && Buffer.concat([Buffer.from('61b4edcef320', 'hex'), Buffer.from(gbk, 'hex'), behind])
    for (const bytes of inGbk ? [utf8, inGbk] : [utf8]) {
      for (const { places } of scan(bytes, false)) expect(places.length).toBeGreaterThan(0)
      const [fast, plain] = scan(bytes, false)
      expect(fast?.places).toEqual(plain?.places)
    }
    const isTold = !wires.includes(label)
    const utf16 = Buffer.from(`\ufeffa ${label}: ${id}\n`, 'utf16le')
    for (const bytes of [utf8, utf16, Buffer.from(utf16).swap16(), ...(inGbk ? [inGbk] : [])]) {
      if (isTold) expect(await collect([bytes])).toMatchObject([{ vendor: 'alibaba-oss', requestId: id }])
    }
  })

  class Forbidden {
    constructor() {
      throw new Error('not allowed')
    }
  }

  test('has the finder find the same', async () => {
    const words = texts.flatMap(({ text }) => text.split(/(?<=[\s"<])/)).filter((word) => word.length < 100)
    const create = vi.spyOn(WebAssembly, 'Instance')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...words), { maxLength: 100 }), async (parts) => {
        const chunks = [Buffer.from(parts.join(''))]
        const fast = await collect(chunks, true)
        create.mockImplementationOnce(Forbidden as never)
        expect(await collect(chunks, true)).toEqual(fast)
        expect(findRequestIds(parts.join(''), { all: true })).toEqual(fast)
      }),
      { numRuns: 300 },
    )
    create.mockRestore()
  })

  test('has the finder read the same tables', async () => {
    const cells = [
      ...'request_id|requestId|status|time||404|---|"a, b"|"x\ny"|""|"|a"b|"图""\n|66A1B2C39935E338390F6F6B'.split(
        '|',
      ),
      ...'4KZAZ961HQGG0RSG|NjZhMWIyYzNfOWJiZGI3MDlfYTFmNl8yMTgwNGNk|"x\n60CAB8775423BA3639E2504A\ny"'.split(
        '|',
      ),
      '"request_id: 4KZAZ961HQGG0RSG\nRequestId=5CAC3B40B7AEADE017000653"',
      'x-oss-request-id: 60DE88BB38B0ED3236CD7129',
      '图'.repeat(1500),
      '\u001b[31mred\u001b[0m',
    ]
    const row = fc.array(fc.constantFrom(...cells), { minLength: 2, maxLength: 3 })
    const header = row.map((names) => ['request_id', ...names.filter((name) => /^[a-z_]+$/i.test(name))])
    const table = fc.tuple(header, fc.array(row, { maxLength: 6 }), fc.constantFrom(',', '\t', ' | ', ';'))
    await fc.assert(
      fc.asyncProperty(fc.array(table, { minLength: 1, maxLength: 4 }), fc.nat(40), async (tables, size) => {
        const lines = tables.flatMap(([names, rows, separator]) =>
          [names, ...rows].map((row) => row.join(separator)),
        )
        const text = lines.join('\n')
        const whole = findRequestIds(text, { all: true })
        expect(await collect(cut(Buffer.from(text), [size + 1]), true)).toEqual(whole)
      }),
      { numRuns: 500 },
    )
  })

  test('goes on where there are more places than it has room for', () => {
    const scanner = createFastScanner(2_000_000)
    const bytes = Buffer.from('reqid=x\n'.repeat(200_000))
    scanner.bytes.set(bytes)
    const places: number[] = []
    expect(scanner.scan(0, bytes.length, false, (at, lines) => places.push(at - 8 * lines))).toBe(200_000)
    expect(places).toEqual(Array(200_000).fill(0))
  })

  test('is compiled from its source', async () => {
    expect(await compile()).toBe(readFileSync(new URL('../src/scan.wasm.ts', import.meta.url), 'utf8'))
  })
})
