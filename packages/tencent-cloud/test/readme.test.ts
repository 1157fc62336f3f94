// That what the README shows works as it stands.
import { sts } from 'tencentcloud-sdk-nodejs-sts'
import { expect } from 'vitest'
import { describePages, installs } from '../../../test/docs/describe-pages.js'
import { asFunction } from '../../../test/docs/reader.js'
import { KEY, startTencent } from './wire.js'

const modules: Readonly<Record<string, () => unknown>> = {
  'tencentcloud-sdk-nodejs-sts': () => ({ sts }),
  '@requestid/tencent-cloud': () => import('../src/index.js'),
}

describePages({
  'packages/tencent-cloud/README.md': [
    installs,
    async (block) => {
      const server = await startTencent()
      const printed: unknown[][] = []
      const given = {
        load: async (name: string) => modules[name]?.(),
        console: { log: (...values: unknown[]) => printed.push(values) },
        credential: { secretId: 'id', secretKey: KEY },
        region: 'ap-beijing',
        profile: { httpProfile: { protocol: 'http://', ...server.clientOptions() } },
      }
      const AsyncFunction = (async () => {}).constructor as FunctionConstructor
      await new AsyncFunction(...Object.keys(given), asFunction(block))(...Object.values(given))
      const [first, second] = server.exchanges.map(({ requestId }) => requestId)
      expect(printed).toEqual([
        [first, first],
        [second, 'AuthFailure', 'request'],
      ])
      await server.close()
    },
  ],
})
