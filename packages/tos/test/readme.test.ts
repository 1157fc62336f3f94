// That what the README shows works as it stands.
import { afterAll, beforeAll, expect } from 'vitest'
import { describePages, installs } from '../../../test/docs/describe-pages.js'
import { asFunction } from '../../../test/docs/reader.js'
import { startTosWire, type TosWire } from './wire.js'

let server: TosWire
beforeAll(async () => {
  server = await startTosWire()
})
afterAll(() => server.close())

const modules: Readonly<Record<string, () => Promise<object>>> = {
  '@volcengine/tos-sdk': () => import('@volcengine/tos-sdk'),
  '@requestid/tos': () => import('../src/index.js'),
}

describePages({
  'packages/tos/README.md': [
    installs,
    async (block) => {
      const printed: unknown[][] = []
      const given = {
        load: (name: string) => modules[name]?.(),
        console: { log: (...values: unknown[]) => printed.push(values) },
        accessKeyId: 'test-id',
        accessKeySecret: 'test-secret',
        region: 'cn-beijing',
        secure: false,
        ...server.clientOptions(),
      }
      const AsyncFunction = (async () => {}).constructor as FunctionConstructor
      await new AsyncFunction(...Object.keys(given), asFunction(block))(...Object.values(given))
      const [put, got] = server.exchanges.map(({ requestId }) => requestId)
      expect(printed).toEqual([[put], [got, 404]])
    },
  ],
})
