// Writes the newest releases of a plugin's SDKs into the catalog: node scripts/use-newest.mjs cos
// Its registry.json says which those are. Then `pnpm install`, and the tests: .github/workflows/newest.yml does so every
// week.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { plugins, registryOf } from './packages.mjs'

const [plugin] = process.argv.slice(2)
const found = plugins.find(({ name }) => name === plugin)
if (!found) {
  const names = plugins.map(({ name }) => name)
  throw new Error(`use-newest: name a plugin, one of ${names.join(', ')}, and not ${plugin}`)
}
const file = new URL('../pnpm-workspace.yaml', import.meta.url)
let catalog = readFileSync(file, 'utf8')
for (const sdk of registryOf(found).newest) {
  const place = new RegExp(`^(  "?${sdk}"?: )(\\S+)$`, 'm')
  const [, , used] = place.exec(catalog) ?? []
  if (!used) throw new Error(`use-newest: ${sdk} is not in the catalog of pnpm-workspace.yaml`)
  const newest = execFileSync('npm', ['view', sdk, 'dist-tags.latest'], { encoding: 'utf8' }).trim()
  catalog = catalog.replace(place, `$1${newest}`)
  console.log(`${sdk} ${used}${newest === used ? ', the newest' : ` -> ${newest}`}`)
}
writeFileSync(file, catalog)
