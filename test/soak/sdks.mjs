// The SDKs of a soak, and the endpoints that their requests go to: what each plugin's own test/soak.mjs has of both.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { plugins } from '../../scripts/packages.mjs'

const modules = await Promise.all(
  plugins.map(({ name, folder }) => {
    const path = join(folder, 'test/soak.mjs')
    if (existsSync(path)) return import(pathToFileURL(path))
    const example = 'packages/oss/test/soak.mjs is an example'
    throw new Error(
      `packages/${name}/test/soak.mjs is missing: which calls a soak makes, and where; ${example}`,
    )
  }),
)

/**
 * By name:
 * - `vendor`, for a server of @requestid/testing, with its further `options` and the `idHeader`; or `start(fateOf)`, for
 *   one of the plugin's own
 * - `settings(server)`, what the SDKs are given of it
 */
export const endpoints = Object.assign({}, ...modules.map(({ endpoints }) => endpoints))

/**
 * By name:
 * - `share`, how often it is called, in proportion to the others
 * - `endpoint`, its name
 * - `create(settings, timeout)`, a client
 * - `calls`, each with its own share and `(client, key, file)`; of the names, `upload` and `batch` make requests beside
 *   each other, `get`, `callback`, `stream` and `unhandled` read, and an error of `unhandled` is left to nobody
 * - `keepsId` where the SDK puts a `requestId` there by itself
 * - `emptyIds` where the SDK has `''` where there is no id, which stays
 * - `sharedError`, the name of an error of which the SDK has one for all calls
 * - `stallsUnseen` where it waits without end for the rest of an answer
 * - `cutsUnseen` where it does not always tell that an answer is cut
 */
export const sdks = Object.assign(
  {},
  ...modules.map(({ sdks, withRequestId }) =>
    Object.fromEntries(Object.entries(sdks).map(([name, sdk]) => [name, { ...sdk, withRequestId }])),
  ),
)

/** Makes what the SDKs need around them, in the process where they run. */
export const prepare = (settings) => Promise.all(modules.map(({ prepare }) => prepare?.(settings)))
