// What is measured: the SDKs of each plugin's test/bench.mjs, each plain, with the plugin, and with what a user would write or
// install in its place. A variant makes a client, and says how the id of an outcome is read; `plain` reads none.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { plugins } from '../../../scripts/packages.mjs'
import { CONCURRENT, PARTS } from './kit.mjs'

export const OPERATIONS = {
  put: 'put, 1 kB',
  get: 'get, 1 kB',
  head: 'head, 404',
  upload: `upload of ${PARTS} parts`,
  concurrent: `get, ${CONCURRENT} at once`,
}

export const SDKS = {}
for (const { folder } of plugins) {
  const path = join(folder, 'test/bench.mjs')
  const own = existsSync(path) ? (await import(pathToFileURL(path))).SDKS : {}
  for (const [key, sdk] of Object.entries(own)) SDKS[key] = { ...sdk, folder }
}
