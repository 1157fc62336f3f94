// Writes the packages' version where it stands besides the manifests. `pnpm version-packages` runs it.
import { readFileSync, writeFileSync } from 'node:fs'

const file = (path) => new URL(`../packages/${path}`, import.meta.url)
const { version } = JSON.parse(readFileSync(file('core/package.json'), 'utf8'))

const places = {
  'opentelemetry/src/instrumentation.ts': /(?<=instrumentationVersion: string = ')[^']+/,
  'cli/man/requestid.1': /(?<="requestid )[^"]+/,
}
for (const [path, place] of Object.entries(places)) {
  const text = readFileSync(file(path), 'utf8')
  if (!place.test(text)) throw new Error(`packages/${path}: found no version, by ${place}`)
  writeFileSync(file(path), text.replace(place, version))
}
