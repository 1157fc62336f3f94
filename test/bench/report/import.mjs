// How long an SDK takes to load, and a plugin once the SDK is there, in milliseconds.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder, sdk] = process.argv.slice(2)
const { module } = createRequire(import.meta.url)(join(folder, 'package.json'))
const times = []
for (const path of [createRequire(join(folder, 'package.json')).resolve(sdk), join(folder, module)]) {
  const start = performance.now()
  await import(pathToFileURL(path))
  times.push(performance.now() - start)
}
process.send(times)
process.disconnect()
