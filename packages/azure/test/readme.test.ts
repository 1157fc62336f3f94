// That what the README shows works as it stands.
import { afterAll, beforeAll, expect } from 'vitest'
import { describePages, installs, type Run } from '../../../test/docs/describe-pages.js'
import { asFunction } from '../../../test/docs/reader.js'
import { versions } from './versions.js'
import { type AzureWire, secretsOf, startAzureWire } from './wire.js'

let server: AzureWire
beforeAll(async () => {
  server = await startAzureWire()
})
afterAll(() => server.close())

const [[, sdk]] = versions as [(typeof versions)[number]]

const modules: Readonly<Record<string, () => unknown>> = {
  '@azure/storage-blob': () => sdk,
  // Of a vault on this machine.
  '@azure/keyvault-secrets': () => ({
    SecretClient: function SecretClient() {
      return secretsOf(server)
    },
  }),
  '@requestid/azure': () => import('../src/index.js'),
}

async function run(block: string, more: object = {}): Promise<unknown[][]> {
  server.clear()
  const printed: unknown[][] = []
  const given = {
    load: async (name: string) => modules[name]?.(),
    console: { log: (...values: unknown[]) => printed.push(values) },
    ...more,
  }
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor
  await new AsyncFunction(...Object.keys(given), asFunction(block))(...Object.values(given))
  return printed
}

const useBlobs: Run = async (block) => {
  const credential = new sdk.StorageSharedKeyCredential('account', 'a2V5')
  const printed = await run(block, { url: `${server.clientOptions()}/account`, credential })
  const [put, got, one, two] = server.exchanges.map(({ requestId }) => requestId)
  expect(printed).toEqual([[put], [got, 404], [one], [two]])
}

const useSecrets: Run = async (block) => {
  const printed = await run(block, { vaultUrl: '', credential: {} })
  const [id] = server.exchanges.map(({ requestId }) => requestId)
  expect(printed).toEqual([[id, id]])
}

describePages({ 'packages/azure/README.md': [installs, useBlobs, useSecrets] })
