// The releases of an SDK that the tests run against, each on the releases of Node that it works on.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'vitest'

/** Releases by their names in the catalog, newest first, with the lowest Node that each is tested on. */
export type Releases = Readonly<Record<string, string>>

/** What a plugin's releases.ts says of an SDK. */
export interface Tested {
  /** By all tests. */
  readonly full: Releases
  /** By the short suite of the contract alone. */
  readonly brief: Releases
}

/** Loads those that work on this Node. Each other one is a skipped test, and the reason is printed. */
export function load<SDK>(require: NodeJS.Require, releases: Releases): [version: string, sdk: SDK][] {
  return Object.entries(releases).flatMap(([name, lowest]) => {
    const version = versionOf(require, name)
    const reason = reasonToSkip(lowest)
    if (!reason) return [[version, require(name)]]
    console.info(`${name} ${version} is skipped: ${reason}`)
    it.skip(`${name} ${version}: ${reason}`)
    return []
  })
}

/** Of its manifest, which some packages do not export. */
function versionOf(require: NodeJS.Require, name: string): string {
  const paths = (require.resolve.paths(name) ?? []).map((path) => join(path, name, 'package.json'))
  return JSON.parse(readFileSync(paths.find((path) => existsSync(path)) ?? '', 'utf8')).version
}

/** @param node the version of Node */
export function reasonToSkip(lowest: string, node: string = process.versions.node): string | undefined {
  return isLower(node, lowest) ? `it needs Node ${lowest}, and this is ${node}` : undefined
}

/** Versions may leave out the minor one and the patch: `'22'`. */
export function isLower(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0
}
