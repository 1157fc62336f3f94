// Prints the names of packages as JSON, dependencies first, for a workflow: node scripts/list-packages.mjs plugins
import { packages, plugins, published } from './packages.mjs'

const lists = { packages, plugins, published }
const [list = ''] = process.argv.slice(2)
if (!Object.hasOwn(lists, list)) {
  throw new Error(`list-packages: name one of ${Object.keys(lists).join(', ')}, and not ${list}`)
}
console.log(JSON.stringify(lists[list].map(({ name }) => name)))
