// That what the README shows works as it stands.
import { afterAll, beforeAll, expect } from 'vitest'
import { describePages, installs } from '../../../test/docs/describe-pages.js'
import { asFunction } from '../../../test/docs/reader.js'
import { versions } from './versions.js'
import { createClient, type ObsWire, ready, startObsWire } from './wire.js'

let server: ObsWire
beforeAll(async () => {
  server = await startObsWire()
})
afterAll(() => server.close())

/** The SDK's class, for this machine. */
function ObsClient() {
  const [[, sdk] = []] = versions
  return sdk && createClient(sdk, server)
}

const modules: Readonly<Record<string, () => Promise<object>>> = {
  'esdk-obs-nodejs': async () => ({ default: ObsClient }),
  '@requestid/obs': () => import('../src/index.js'),
}

describePages({
  'packages/obs/README.md': [
    installs,
    async (block) => {
      const printed: unknown[][] = []
      const given = {
        load: (name: string) => modules[name]?.(),
        console: { log: (...values: unknown[]) => printed.push(values) },
        access_key_id: 'test-id',
        secret_access_key: 'test-secret',
        server: 'https://obs.cn-north-4.myhuaweicloud.com',
        ready,
      }
      server.inject({ status: 200, body: '<other' }, { path: '/' })
      const AsyncFunction = (async () => {}).constructor as FunctionConstructor
      // The newest is ready a moment after it was made.
      const text = asFunction(block).replace('\n\nconst result', '\n\nawait ready()\nconst result')
      await new AsyncFunction(...Object.keys(given), text)(...Object.values(given))
      const [put, got, listed] = server.exchanges.map(({ requestId }) => requestId)
      expect(printed).toEqual([[put], [got, 404], [listed]])
    },
  ],
})
