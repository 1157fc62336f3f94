// That what the README shows works as it stands.
import { expect } from 'vitest'
import { describePages, installs, type Run } from '../../../test/docs/describe-pages.js'
import { asFunction } from '../../../test/docs/reader.js'
import { popCoreVersions, stsVersions } from './versions.js'
import { startAlibabaWire } from './wire.js'

const [[, popCore]] = popCoreVersions as [(typeof popCoreVersions)[number]]
const [[, sts]] = stsVersions as [(typeof stsVersions)[number]]

const modules: Readonly<Record<string, () => unknown>> = {
  '@alicloud/sts20150401': () => ({ default: sts }),
  '@alicloud/pop-core': () => popCore,
  '@requestid/alibaba-cloud': () => import('../src/index.js'),
}

/** The first of its two requests succeeds. */
const use =
  (...more: unknown[]): Run =>
  async (block) => {
    await using server = await startAlibabaWire()
    let asked = 0
    server.inject({ status: 404 }, () => asked++ > 0)
    const printed: unknown[][] = []
    const keys = { accessKeyId: 'id', accessKeySecret: 'secret' }
    const given = {
      load: async (name: string) => modules[name]?.(),
      console: { log: (...values: unknown[]) => printed.push(values) },
      ...keys,
      endpoint: `http://${server.clientOptions()}`,
      config: { ...keys, endpoint: server.clientOptions(), protocol: 'http' },
      request: new (sts.AssumeRoleRequest as new (fields: object) => object)({
        roleArn: 'acs:ram::1:role/missing',
      }),
    }
    const AsyncFunction = (async () => {}).constructor as FunctionConstructor
    await new AsyncFunction(...Object.keys(given), asFunction(block))(...Object.values(given))
    const [one, two] = server.exchanges.map(({ requestId }) => requestId)
    expect(printed).toEqual([[one], [two, ...more]])
  }

describePages({ 'packages/alibaba-cloud/README.md': [installs, use(404), use()] })
