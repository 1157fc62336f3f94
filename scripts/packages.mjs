// The packages of this repository, as their own manifests describe them: dependencies first.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SCOPE = '@requestid/'
const home = fileURLToPath(new URL('../packages/', import.meta.url))

function read(name) {
  const folder = join(home, name)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
    .filter((dependency) => dependency.startsWith(SCOPE))
    .map((dependency) => dependency.slice(SCOPE.length))
  return { name, folder, manifest, dependencies }
}

/** Each package after those it depends on, and otherwise by name. */
function sort(all) {
  const byName = new Map(all.map((one) => [one.name, one]))
  const sorted = new Set()
  const visit = (one, path) => {
    if (path.includes(one)) {
      throw new Error(`packages: ${[...path, one].map(({ name }) => name).join(' needs ')}`)
    }
    for (const name of one.dependencies) visit(byName.get(name), [...path, one])
    sorted.add(one)
  }
  for (const one of all) visit(one, [])
  return [...sorted]
}

export const packages = sort(readdirSync(home).sort().map(read))

export const published = packages.filter(({ manifest }) => !manifest.private)

/** Those for SDKs, which are their optional peers: whoever installs a plugin has one of them. */
export const plugins = published.filter(({ manifest }) =>
  Object.keys(manifest.peerDependenciesMeta ?? {}).some((peer) => !peer.startsWith(SCOPE)),
)

/** What its registry.json says besides: what the scripts and tests that loop over the packages ask of each. */
export function registryOf(one) {
  const path = join(one.folder, 'registry.json')
  const registry = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  for (const field of plugins.includes(one)
    ? ['client', 'newest', 'place', 'row', 'runsIn', 'sizes']
    : ['sizes']) {
    if (registry[field]) continue
    const where = `packages/${one.name}/registry.json`
    throw new Error(`${where} has no "${field}": scripts/packages.d.mts says what that is`)
  }
  return registry
}
