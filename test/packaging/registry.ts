import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { runServer } from 'verdaccio'
import type { Manifest } from '../../scripts/packages.mjs'
import { pack, readManifest, root } from './pack.js'

const execute = promisify(execFile)

/** A project of a user's, with the packages from a registry. */
export interface Consumer {
  readonly folder: string
  /** Writes a file of the project, and gives its path. */
  write(path: string, content: string): string
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * A registry on this machine, to which the packages are published from their tarballs, and a folder where npm has
 * installed them from there. What they depend on the registry has from this repository's `node_modules`: it asks no
 * other. SDKs are links, so that each is installed once; the packages are not.
 */
export async function createConsumer(names: readonly string[], sdks: readonly string[]): Promise<Consumer> {
  const home = mkdtempSync(join(tmpdir(), 'requestid-registry-'))
  const registry = await startRegistry(join(home, 'storage'))
  const folder = join(home, 'consumer')
  const npm = (...args: string[]) => {
    const settings = [
      '--registry',
      registry.url,
      '--userconfig',
      join(home, '.npmrc'),
      '--cache',
      join(home, 'cache'),
    ]
    return execute('npm', [...args, ...settings, '--no-audit', '--no-fund', '--no-update-notifier'], {
      cwd: folder,
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
    })
  }
  try {
    mkdirSync(folder)
    writeFileSync(join(folder, 'package.json'), '{ "private": true }')
    writeFileSync(join(home, '.npmrc'), '')
    using packed = await pack(names)
    const others = new Set(names.flatMap((name) => [...foreign(join(root, 'packages', name))]))
    await Promise.all([
      ...Object.values(packed.tarballs).map(async (tarball) => {
        const { stdout } = await execute('tar', ['-xzOf', tarball, 'package/package.json'])
        await registry.publish(JSON.parse(stdout), readFileSync(tarball))
      }),
      // `npm pack` stumbles over the links of pnpm.
      ...Array.from(others, async (other) => {
        const args = ['-cz', '-C', dirname(other), basename(other)]
        const { stdout } = await execute('tar', args, { encoding: 'buffer', maxBuffer: 2 ** 26 })
        await registry.publish(readManifest(other), stdout)
      }),
    ])
    await npm('install', ...names.map((name) => `@requestid/${name}`))
    for (const sdk of new Set(sdks)) {
      const link = join(folder, 'node_modules', sdk)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(folderOf(sdk), link)
    }
  } catch (error) {
    await registry.close()
    rmSync(home, { recursive: true, force: true })
    throw error
  }
  return {
    folder,
    write(path, content) {
      const file = join(folder, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
      return file
    },
    async [Symbol.asyncDispose]() {
      await registry.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

interface Registry {
  readonly url: string
  publish(manifest: Manifest, tarball: Buffer): Promise<void>
  close(): Promise<void>
}

async function startRegistry(storage: string): Promise<Registry> {
  const server: Server = await runServer({
    self_path: storage,
    storage,
    uplinks: {},
    packages: { '**': { access: '$all', publish: '$all' } },
    log: { type: 'stdout', level: 'fatal' },
    web: { enable: false },
  } as never)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return {
    url,
    /** What `npm publish` sends: https://github.com/npm/cli/blob/latest/workspaces/libnpmpublish/lib/publish.js */
    async publish(manifest, content) {
      const { name, version } = manifest
      const file = `${name}-${version}.tgz`
      const dist = {
        integrity: `sha512-${createHash('sha512').update(content).digest('base64')}`,
        shasum: createHash('sha1').update(content).digest('hex'),
        tarball: `${url}${name}/-/${file}`,
      }
      const attachment = {
        content_type: 'application/octet-stream',
        data: content.toString('base64'),
        length: content.length,
      }
      const response = await fetch(`${url}${encodeURIComponent(name)}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          _id: name,
          name,
          'dist-tags': { latest: version },
          versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
          _attachments: { [file]: attachment },
        }),
      })
      if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`)
    },
    close: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()),
  }
}

/** The folder of a package that the one in `from` depends on, with no link in its path. */
function folderOf(name: string, from: string = import.meta.dirname): string {
  const paths = createRequire(join(from, 'package.json')).resolve.paths(name) ?? []
  const folder = paths.map((path) => join(path, name)).find((path) => existsSync(join(path, 'package.json')))
  if (!folder) throw new Error(`${name} is not installed for ${from}`)
  return realpathSync(folder)
}

/** The folders of all that a package needs of others, and they need. */
function foreign(from: string, found = new Set<string>()): Set<string> {
  const { dependencies, peerDependencies, peerDependenciesMeta = {} } = readManifest(from)
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta[name]?.optional)
  for (const name of [...Object.keys(dependencies ?? {}), ...peers]) {
    const folder = name.startsWith('@requestid/') ? undefined : folderOf(name, from)
    if (folder && !found.has(folder)) foreign(folder, found.add(folder))
  }
  return found
}
