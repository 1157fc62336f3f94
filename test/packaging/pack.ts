import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Manifest, Package } from '../../scripts/packages.mjs'
import * as packages from '../../scripts/packages.mjs'

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

const namesOf = (packages: readonly Package[]): readonly string[] => packages.map(({ name }) => name)
/** The names of the folders of the packages that are published, … */
export const published = namesOf(packages.published)
/** … and of the plugins among them. */
export const plugins = namesOf(packages.plugins)

/** Packages as they would be published. */
export interface Packed {
  readonly folder: string
  /** The path of each tarball, by the name of the package's folder. */
  readonly tarballs: Readonly<Record<string, string>>
  [Symbol.dispose](): void
}

/** Packs these packages of the repository, as a release does: with pnpm, which writes the versions into manifests. */
export async function pack(names: readonly string[]): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), 'requestid-packed-'))
  const filters = names.flatMap((name) => ['--filter', `./packages/${name}`])
  await pnpm(['--recursive', ...filters, 'pack', '--pack-destination', folder])
  return {
    folder,
    tarballs: Object.fromEntries(
      names.map((name) => {
        const { version } = readManifest(join(root, 'packages', name))
        return [name, join(folder, `requestid-${name}-${version}.tgz`)]
      }),
    ),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The pnpm that runs the tests, or else the one that the manifest names. */
async function pnpm(args: readonly string[]): Promise<void> {
  const running = process.env.npm_execpath ?? ''
  const { packageManager = '' } = readManifest(root)
  const [command, ...before] = /pnpm\.[cm]?js$/.test(running)
    ? [process.execPath, running]
    : ['npx', '--yes', packageManager]
  await promisify(execFile)(command as string, [...before, ...args], { cwd: root })
}

/** A folder with packages in it as they would be published. */
export interface Installed {
  readonly folder: string
  read(name: string, file: string): string
  [Symbol.dispose](): void
}

/** Packs these packages of the repository, and unpacks them in the `node_modules` of a folder of its own. */
export async function installPacked(names: readonly string[]): Promise<Installed> {
  const packed = await pack(names)
  const installed = (name: string) => join(packed.folder, 'node_modules', name)
  for (const [name, tarball] of Object.entries(packed.tarballs))
    unpack(tarball, installed(`@requestid/${name}`))
  return {
    folder: packed.folder,
    read: (name, file) => readFileSync(join(installed(name), file), 'utf8'),
    [Symbol.dispose]: () => packed[Symbol.dispose](),
  }
}

export function unpack(tarball: string, folder: string): void {
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components', '1'])
}
