// The list of what each plugin's clients have alone, made of the plugins' registries. After a change:
//   npx vitest run packages/core/test/clients.test.ts -u
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { plugins, registryOf } from '../../../scripts/packages.mjs'

const keyOf = (name: string) => (/\W/.test(name) ? `'${name}'` : name)

it('src/clients.ts has each plugin', async () => {
  const members = [...plugins]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((plugin) => `  ${keyOf(plugin.name)}: ${registryOf(plugin).client}\n`)
  const text = `/** What the clients of each plugin have alone. Made by test/clients.test.ts of the registries; do not edit. */
export interface Clients {
${members.join('')}}
`
  await expect(text).toMatchFileSnapshot(fileURLToPath(new URL('../src/clients.ts', import.meta.url)))
})
