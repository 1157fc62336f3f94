import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A folder with packages in it as they would be published. */
export interface Installed {
  readonly folder: string
  read(name: string, file: string): string
  [Symbol.dispose](): void
}

/** Packs these packages of the repository, and unpacks them in the `node_modules` of a folder of its own. */
export function installPacked(names: readonly string[]): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'requestid-packed-'))
  const sources = names.map((name) => fileURLToPath(new URL(`../../packages/${name}`, import.meta.url)))
  const options = ['--pack-destination', folder, '--offline', '--no-update-notifier', '--json']
  const packed = execFileSync('npm', ['pack', ...sources, ...options], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const installed = (name: string) => join(folder, 'node_modules', name)
  for (const { name, filename } of JSON.parse(packed) as { name: string; filename: string }[]) {
    mkdirSync(installed(name), { recursive: true })
    execFileSync('tar', ['-xzf', join(folder, filename), '-C', installed(name), '--strip-components', '1'])
  }
  return {
    folder,
    read: (name, file) => readFileSync(join(installed(name), file), 'utf8'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
