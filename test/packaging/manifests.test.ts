import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { RequestIdInstrumentation } from '@requestid/opentelemetry'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Packed, pack, published, readManifest, root, unpack } from './pack.js'

let packed: Packed
beforeAll(async () => {
  packed = await pack(published)
  for (const [name, tarball] of Object.entries(packed.tarballs)) unpack(tarball, join(packed.folder, name))
})
afterAll(() => packed?.[Symbol.dispose]())

/** What a package may have beside its manifest, and whatever its manifest says. */
const FILES = ['LICENSE', 'README.md', 'README.zh-CN.md', 'dist', 'package.json']
const MORE: Readonly<Record<string, readonly string[]>> = {
  aws: ['augment.d.cts', 'augment.d.ts'],
  cli: ['man'],
  core: ['miniprogram', 'plugin'],
  cos: ['miniprogram'],
}

describe.each(published)('%s, as it would be published', (name) => {
  it('passes publint', async () => {
    const { messages } = await publint({ pkgDir: join(packed.folder, name), pack: false, strict: true })
    // It would rather have conditions than core's field `browser`, which old bundlers do not read.
    expect(messages.filter(({ code }) => code !== 'USE_EXPORTS_OR_IMPORTS_BROWSER')).toEqual([])
  })

  it('has types that are right for each way to resolve them', async () => {
    const tarball = new Uint8Array(readFileSync(packed.tarballs[name] as string))
    const found = await checkPackage(createPackageFromTarballData(tarball))
    expect(found).toMatchObject({ types: { kind: 'included' }, problems: [] })
  })

  it('says what it must, and brings no more', () => {
    const folder = join(packed.folder, name)
    const manifest = readManifest(folder)
    expect(manifest).toMatchObject({
      name: `@requestid/${name}`,
      license: 'MIT',
      type: 'module',
      engines: { node: '>=20.19' },
      publishConfig: { access: 'public', provenance: true },
    })
    // A command has side effects, and nothing to import.
    if (!manifest.bin) expect(manifest).toHaveProperty('sideEffects', false)
    expect(manifest).not.toHaveProperty('scripts')
    expect(readdirSync(folder).sort()).toEqual([...FILES, ...(MORE[name] ?? [])].sort())

    const dependencies = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })
    for (const [name, range] of dependencies) {
      // With a caret, so that plugins of several releases find one core that serves them all.
      if (name.startsWith('@requestid/')) expect([name, range]).toEqual([name, `^${manifest.version}`])
      else expect(range).toMatch(/^(?:[\^]|>=)?\d[\d.]*$/)
    }
    // Plugins and core need no one else.
    if (name !== 'cli') {
      const others = Object.keys(manifest.dependencies ?? {}).filter((name) => name !== '@requestid/core')
      expect(others).toEqual([])
    }
  })
})

it('the packages have one version, which the instrumentation tells too', () => {
  const versions = published.map((name) => readManifest(join(root, 'packages', name)).version)
  versions.push(new RequestIdInstrumentation({ enabled: false }).instrumentationVersion)
  expect(new Set(versions).size).toBe(1)
})

it('knip finds no file, dependency or export that is not used, and none that is missing', () => {
  const knip = join(root, 'test/node_modules/.bin/knip')
  const args = ['--no-progress', '--no-config-hints', '--reporter', 'compact']
  const { status, stdout, stderr } = spawnSync(knip, args, { cwd: root, encoding: 'utf8' })
  expect(stdout + stderr).toBe('')
  expect(status).toBe(0)
})
