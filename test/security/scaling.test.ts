import { errorSerializer, formatSupportReport } from '@requestid/core'
import { Operation, readBody } from '@requestid/core/plugin'
import { aws, tencentCos } from '@requestid/vendors'
import { describe, expect, it } from 'vitest'
import { findRequestIds } from '../../packages/find/src/index.js'

// What a hostile text costs: eight times as long may take about eight times as long, not sixty-four times. The time is
// this process's own and the least of several runs, so that what else the machine does hardly counts.

const SIZE = 32 * 1024
const TIMES = 8

/** The least CPU time of several runs, in microseconds. */
function cost(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3; i++) {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, user + system)
  }
  return least
}

/** An exchange that reads a body in pieces of a network's usual size, or of a hostile one's. */
function readInPieces(text: string, size: number): void {
  const operation = new Operation({ options: {}, vendors: [aws], evidence: () => ({}) })
  const exchange = operation.open('GET', 'host', '/')
  exchange.respond(403, {})
  for (let at = 0; at < text.length; at += size) if (exchange.read(text.slice(at, at + size))) break
  exchange.read()
}

const texts: { readonly [name: string]: (size: number) => string } = {
  'openings of the id': (size) => '<RequestId>'.repeat(size / 11),
  'openings of the id after a root': (size) => `<Error>${'<RequestId>a'.repeat(size / 12)}`,
  'one opening, and no end': (size) => `<RequestId>${'a'.repeat(size)}`,
  'openings of other elements': (size) => '<a>'.repeat(size / 3),
  spaces: (size) => `${' '.repeat(size)}<`,
  'keys of JSON': (size) => `{${'"RequestId":'.repeat(size / 12)}`,
  'keys of JSON with openings': (size) => `{${'"RequestId":"'.repeat(size / 13)}`,
  'keys of JSON with backslashes': (size) => `{"RequestId":"${'\\'.repeat(size)}`,
  'keys of JSON with spaces': (size) => `{${`"RequestId"${' '.repeat(90)}`.repeat(size / 101)}`,
  'objects in objects': (size) => '{"RequestId":'.repeat(size / 13),
  'lists in lists': (size) => '['.repeat(size),
  'entities in entities': (size) => `<!DOCTYPE a [${'<!ENTITY a "&b;&b;">'.repeat(size / 20)}]>`,
  'labels of logs': (size) => 'RequestId: '.repeat(size / 11),
  'quotes and equals signs': (size) => 'requestId="'.repeat(size / 11),
  'words and hyphens': (size) => 'a-'.repeat(size / 2),
  'names of credentials': (size) => 'x-oss-signature='.repeat(size / 16),
  'what almost is an id': (size) => `x-cos-request-id: ${'NjUwZTU5ZTZfNjc4OWM5MGFf'.repeat(size / 24)}`,
}

describe.each(Object.entries(texts))('%s', (_, text) => {
  const [short, long] = [text(SIZE), text(SIZE * TIMES)]

  it.each([
    ['readBody', (text: string) => readBody(tencentCos, text)],
    ['an exchange, in pieces of 16 kB', (text: string) => readInPieces(text, 16384)],
    ['an exchange, in pieces of 3 bytes', (text: string) => readInPieces(text, 3)],
    ['errorSerializer', (text: string) => errorSerializer({ name: 'Error', message: text })],
    ['findRequestIds', (text: string) => [...findRequestIds(text)]],
    [
      'formatSupportReport',
      (text: string) =>
        formatSupportReport({ vendor: 'aws', exchanges: [{ method: 'GET', host: 'h', path: `/${text}` }] }),
    ],
    // On a busy machine even that time is no measure now and then.
  ])('%s takes time in proportion', { retry: 3 }, (_, run) => {
    // What takes less than this, in microseconds, is not told from nothing.
    const floor = 500
    expect(cost(() => run(long))).toBeLessThan(
      TIMES *
        4 *
        Math.max(
          floor,
          cost(() => run(short)),
        ),
    )
  })
})
