// The packages of this repository, as their own manifests describe them: dependencies first.
import { readdirSync, readFileSync } from 'node:fs'
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
