// That what the README shows works as it stands.
import { Octokit } from 'octokit'
import { expect } from 'vitest'
import { describePages, installs } from '../../../test/docs/describe-pages.js'
import { asFunction } from '../../../test/docs/reader.js'
import { AUTH, startGitHub } from './wire.js'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const Quiet = Octokit.defaults({ log })
const modules: Readonly<Record<string, () => unknown>> = {
  octokit: () => ({ Octokit: Quiet }),
  '@requestid/octokit': () => import('../src/index.js'),
}

describePages({
  'packages/octokit/README.md': [
    installs,
    async (block) => {
      const server = await startGitHub()
      const printed: unknown[][] = []
      const given = {
        load: async (name: string) => modules[name]?.(),
        console: { log: (...values: unknown[]) => printed.push(values) },
        auth: AUTH,
        baseUrl: server.clientOptions(),
      }
      const AsyncFunction = (async () => {}).constructor as FunctionConstructor
      await new AsyncFunction(...Object.keys(given), asFunction(block))(...Object.values(given))
      const [response, , page, data, error] = server.exchanges.map(({ requestId }) => requestId)
      expect(printed).toEqual([[response], [page, 2], [data], [error, 404]])
      await server.close()
    },
  ],
})
