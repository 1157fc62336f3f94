// That what the README shows works as it stands.
import { startServer, type TestServer } from '@requestid/testing'
import { afterAll, beforeAll, expect } from 'vitest'
import { describePages, installs } from '../../../test/docs/describe-pages.js'
import { asFunction } from '../../../test/docs/reader.js'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ vendor: 'aws' })
})
afterAll(() => server.close())

const modules: Readonly<Record<string, () => Promise<object>>> = {
  minio: () => import('minio'),
  '@requestid/minio': () => import('../src/index.js'),
}

describePages({
  'packages/minio/README.md': [
    installs,
    async (block) => {
      const printed: unknown[][] = []
      const given = {
        load: (name: string) => modules[name]?.(),
        console: { log: (...values: unknown[]) => printed.push(values) },
        endPoint: '127.0.0.1',
        port: server.port,
        useSSL: false,
        accessKey: 'test-id',
        secretKey: 'test-secret',
      }
      const AsyncFunction = (async () => {}).constructor as FunctionConstructor
      server.inject({ status: 200, body: '<LocationConstraint/>' }, { query: 'location' })
      await new AsyncFunction(...Object.keys(given), asFunction(block))(...Object.values(given))
      // It asks for the region again after an error.
      const [, put, got, , listed] = server.exchanges.map(({ requestId }) => requestId)
      expect(printed).toEqual([[put], [got, 404], ['a.txt'], [listed]])
    },
  ],
})
