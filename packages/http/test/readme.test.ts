// That what the README and the page on plain HTTP show works as it stands.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest'
import { describePages, installs, type Run } from '../../../test/docs/describe-pages.js'
import { asFunction } from '../../../test/docs/reader.js'
import type { Wire } from '../../../test/kit/wire.js'
import { gots, kys, undicis } from './versions.js'
import { start } from './wire.js'

const { JSDOM } = createRequire(import.meta.url)('jsdom')

let wire: Wire
beforeAll(async () => {
  wire = await start()
})
beforeEach(() => wire.clear())
afterAll(() => wire.close())

const modules: Readonly<Record<string, () => unknown>> = {
  axios: () => import('axios'),
  got: () => gots[0]?.[1],
  ky: () => kys[0]?.[1],
  undici: () => undicis[0]?.[1],
  '@requestid/http': () => import('../src/index.js'),
}

/** Runs a block, and says what it printed and which ids the server gave. */
async function run(block: string, until: (printed: unknown[][]) => boolean = () => true) {
  const printed: unknown[][] = []
  const print = (...values: unknown[]) => printed.push(values)
  const { window } = new JSDOM('', { url: `${wire.url}/` })
  const given = {
    load: (name: string) => modules[name]?.(),
    console: { log: print, error: print },
    presignedUrl: `${wire.url}/photos/a.txt?Signature=secret`,
    missingUrl: `${wire.url}/photos/missing.txt`,
    url: `${wire.url}/photos/a.txt`,
    origin: wire.url,
    XMLHttpRequest: window.XMLHttpRequest,
  }
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor
  await new AsyncFunction(...Object.keys(given), asFunction(block))(...Object.values(given))
  await vi.waitFor(() => expect(until(printed)).toBe(true))
  return { printed, ids: wire.exchanges.map(({ requestId }) => requestId) }
}

const upload: Run = async (block) => {
  expect((await run(block)).printed).toEqual([])
  wire.reply({ status: 403 })
  const { printed, ids } = await run(block)
  expect(printed).toEqual([['upload failed', 403, ids.at(-1)]])
}

describePages({
  'packages/http/README.md': [
    installs,
    async (block) => {
      const { printed, ids } = await run(block)
      expect(printed).toEqual([
        [200, ids[0]],
        [ids[1], 'alibaba-oss'],
      ])
    },
  ],
  'docs/plain-http.md': [
    upload,
    async (block) => {
      const { printed, ids } = await run(block)
      expect(printed).toEqual([['alibaba-oss', 404, ids[0]]])
    },
    async (block) => {
      const { printed, ids } = await run(block)
      expect(printed).toEqual([[ids[0]]])
    },
    async (block) => {
      const { printed, ids } = await run(block)
      expect(printed).toEqual([['/photos/a.txt', 200, ids[0]], ['{"key":"a.txt"}']])
    },
    async (block) => {
      const { printed, ids } = await run(block)
      expect(printed).toEqual([[expect.stringContaining('404'), ids[0]]])
    },
    async (block) => {
      const { printed, ids } = await run(block, (printed) => printed.some(([status]) => status === 200))
      expect(printed.at(-1)).toEqual([200, ids.at(-1)])
    },
    async (block) => {
      const server = createServer((_, response) => response.setHeader('x-request-id', 'APP-1').end())
      server.listen(0, '127.0.0.1')
      await vi.waitFor(() => expect(server.listening).toBe(true))
      const { port } = server.address() as { port: number }
      const { printed } = await run(block.replace('fetch(url)', `fetch('http://127.0.0.1:${port}/a')`))
      expect(printed).toEqual([['APP-1']])
      server.close()
    },
  ],
})
