import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { normalize } from 'node:path/posix'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { RequestIdInstrumentation } from '@requestid/opentelemetry'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Manifest } from '../../scripts/packages.mjs'
import { type Packed, pack, published, readManifest, root, unpack } from './pack.js'

let packed: Packed
beforeAll(async () => {
  packed = await pack(published)
  for (const [name, tarball] of Object.entries(packed.tarballs)) unpack(tarball, join(packed.folder, name))
})
afterAll(() => packed?.[Symbol.dispose]())

/** What a package may have, whatever the manifest's `files` say: the top of each path that is for somebody to load. */
function contentOf({ bin, exports, main, man, miniprogram }: Manifest): string[] {
  const top = (value: unknown): string[] =>
    typeof value === 'string'
      ? [normalize(value).split('/')[0] as string]
      : Object.values(value ?? {}).flatMap(top)
  // webpack 4 knows no `exports`: a subpath is a folder, with a manifest of its own.
  const folders = Object.entries(exports ?? {}).flatMap(([path, conditions]) =>
    path !== '.' && Object.hasOwn(conditions as object, 'import') ? top(path) : [],
  )
  const files = ['LICENSE', 'README.md', 'README.zh-CN.md', 'package.json', 'src']
  return [...new Set([...files, ...folders, ...[bin, exports, main, man, miniprogram].flatMap(top)])].sort()
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
    // None that npm runs where a package is installed.
    expect(Object.keys(manifest.scripts ?? {})).toEqual(['test'])
    expect(readdirSync(folder).sort()).toEqual(contentOf(manifest))

    const dependencies = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })
    for (const [name, range] of dependencies) {
      // With a caret, so that plugins of several releases find one core that serves them all.
      if (name.startsWith('@requestid/')) expect([name, range]).toEqual([name, `^${manifest.version}`])
      else expect(range).toMatch(/^(?:[\^]|>=)?\d[\d.]*$/)
    }
    // Plugins and core need no one else; a command does.
    if (!manifest.bin) {
      const others = Object.keys(manifest.dependencies ?? {}).filter(
        (name) => !name.startsWith('@requestid/'),
      )
      expect(others).toEqual([])
    }
  })
})

it.each(published)(
  '%s has source maps that lead to its own source, and declarations that somebody can import',
  (name) => {
    const folder = join(packed.folder, name)
    const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })
    const maps = files.filter((file) => file.endsWith('.map'))
    expect(maps.length).toBeGreaterThan(0)
    for (const file of maps) {
      const map = JSON.parse(readFileSync(join(folder, 'dist', file), 'utf8'))
      expect(map.sourcesContent, file).toBeUndefined()
      for (const source of map.sources)
        expect(readFileSync(join(folder, 'dist', dirname(file), source)).length).toBeGreaterThan(0)
    }
    const { exports } = readManifest(folder)
    const declarations = files.filter((file) => file.endsWith('.d.ts'))
    const loaded = declarations.flatMap((file) =>
      Array.from(
        readFileSync(join(folder, 'dist', file), 'utf8').matchAll(/['"](\.[^'"]+)\.js['"]/g),
        ([, from]) => join(dirname(file), `${from}.d.ts`),
      ),
    )
    const exported = JSON.stringify(exports ?? {})
    expect(
      declarations.filter((file) => !loaded.includes(file) && !exported.includes(`./dist/${file}`)),
    ).toEqual([])
  },
)

it('the packages have one version, which the instrumentation tells too', () => {
  const versions = published.map((name) => readManifest(join(root, 'packages', name)).version)
  versions.push(new RequestIdInstrumentation({ enabled: false }).instrumentationVersion)
  expect(new Set(versions).size).toBe(1)
})

it('the packages are released together, and no private one with them', async () => {
  const require = createRequire(realpathSync(join(root, 'node_modules/@changesets/cli/package.json')))
  const { fixed } = await require('@changesets/config').read(root)
  expect(fixed).toEqual([published.map((name) => `@requestid/${name}`).sort()])
})

it('knip finds no file, dependency or export that is not used, and none that is missing', () => {
  const knip = join(root, 'test/node_modules/.bin/knip')
  const args = ['--no-progress', '--no-config-hints', '--reporter', 'compact']
  const { status, stdout, stderr } = spawnSync(knip, args, { cwd: root, encoding: 'utf8' })
  expect(stdout + stderr).toBe('')
  expect(status).toBe(0)
})
