import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import * as packages from '../../scripts/packages.mjs'
import { plugins, published, readManifest, root } from './pack.js'

interface Job {
  readonly permissions: Readonly<Record<string, string>>
  readonly needs?: readonly string[]
  readonly environment?: string
  readonly steps: readonly {
    readonly uses?: string
    readonly run?: string
    readonly with?: Readonly<Record<string, unknown>>
  }[]
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: object
  readonly jobs: Readonly<Record<string, Job>>
}

const folder = join(root, '.github/workflows')
const read = (file: string) => readFileSync(join(folder, file), 'utf8')
const parse = (file: string) => parseDocument(read(file)).toJS() as Workflow
const files = readdirSync(folder)

describe.each(files)('%s', (file) => {
  it('is YAML', () => {
    const { errors, warnings } = parseDocument(read(file))
    expect([...errors, ...warnings]).toEqual([])
  })

  it('has no more rights than it needs', () => {
    const { permissions, jobs } = parse(file)
    expect(permissions).toEqual({})
    for (const [name, { permissions }] of Object.entries(jobs)) {
      const publishes = file === 'release.yml' && name === 'publish'
      expect(permissions, name).toEqual(publishes ? { 'id-token': 'write' } : { contents: 'read' })
    }
  })

  it('uses actions by their commits, keeps no token, and puts no expression into a script', () => {
    const uses = read(file).match(/uses:.*/g) ?? []
    expect(uses.length).toBeGreaterThan(0)
    for (const line of uses) expect(line).toMatch(/^uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    for (const { steps } of Object.values(parse(file).jobs)) {
      for (const { uses = '', run = '', with: settings } of steps) {
        if (uses.startsWith('actions/checkout@')) expect(settings).toEqual({ 'persist-credentials': false })
        expect(run).not.toContain('${{')
      }
    }
  })

  it('has the pnpm of the manifest', () => {
    const versions = read(file).match(/pnpm@[\d.]+/g) ?? []
    for (const version of versions) expect(version).toBe(readManifest(root).packageManager)
  })
})

/** What a workflow is told of the packages. */
const listOf = (list: string): string[] =>
  JSON.parse(
    spawnSync(process.execPath, ['scripts/list-packages.mjs', list], { cwd: root, encoding: 'utf8' }).stdout,
  )

const scripts = (job: Job | undefined) => job?.steps.flatMap(({ run = [] }) => run) ?? []

it('CI runs what .ci/run does, on the lowest Node; it has the others', () => {
  const { test } = parse('ci.yml').jobs
  expect(test).toMatchObject({ container: 'node:20-bookworm', 'timeout-minutes': 60 })
  expect(scripts(test)).toEqual(['.ci/run'])
})

it('a release is made of a tag, after the tests, and what publishes runs nothing of the repository', () => {
  const { on, jobs } = parse('release.yml')
  expect(on).toEqual({ push: { tags: ['v*'] } })
  expect(scripts(jobs.test)).toEqual(['.ci/run'])
  expect(scripts(jobs.pack)[0]).toBe('node scripts/check-release.mjs "$GITHUB_REF_NAME"')
  expect(jobs.publish).toMatchObject({ needs: ['test', 'pack'], environment: 'npm' })
  const used = jobs.publish?.steps.flatMap(({ uses = [] }) => uses).join()
  expect(used).not.toContain('actions/checkout')
  expect(scripts(jobs.publish).join()).not.toMatch(/pnpm|npx|node |npm (?:ci|install)/)
})

it('each package is published after those that it needs', () => {
  const order = listOf('published')
  for (const [i, name] of order.entries()) {
    const needed = Object.keys(readManifest(join(root, 'packages', name)).dependencies ?? {})
    const others = needed.flatMap((other) => (other.startsWith('@requestid/') ? [other.slice(11)] : []))
    expect(order.slice(0, i), name).toEqual(expect.arrayContaining(others))
  }
  expect(scripts(parse('release.yml').jobs.pack)).toContain(
    'node scripts/list-packages.mjs published > tarballs/order.json',
  )
})

it('the newest releases of every plugin’s SDKs are tried, and in the catalog', () => {
  const { plugins: list, test } = parse('newest.yml').jobs
  expect(scripts(list)).toEqual([
    'echo "names=$(node scripts/list-packages.mjs plugins)" >> "$GITHUB_OUTPUT"',
  ])
  expect(listOf('plugins')).toEqual(plugins)
  expect(scripts(test)[0]).toBe('node scripts/use-newest.mjs "$PLUGIN"')
  const { catalog } = parseDocument(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')).toJS()
  for (const plugin of packages.plugins) {
    const { newest } = packages.registryOf(plugin)
    for (const name of newest) expect(catalog).toHaveProperty([name])
  }
})

describe('the check before a release', () => {
  const copy = mkdtempSync(join(tmpdir(), 'requestid-release-'))
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  const write = (path: string, content: object | string) => {
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    writeFileSync(join(copy, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  const sources = (directory: string) => ({
    type: 'git',
    url: 'git+https://example.com/owner/name.git',
    directory,
  })
  /** The manifests as they are, but for the version and the place of the sources. */
  const prepare = () => {
    rmSync(join(copy, '.changeset'), { recursive: true, force: true })
    mkdirSync(join(copy, '.changeset'))
    for (const name of published) {
      const path = `packages/${name}`
      const manifest = readManifest(join(root, path))
      write(`${path}/package.json`, { ...manifest, version: '1.2.3', repository: sources(path) })
    }
  }
  const check = (tag: string, cwd = copy, repository = 'owner/name') => {
    const script = join(root, 'scripts/check-release.mjs')
    const env = { ...process.env, GITHUB_SERVER_URL: 'https://example.com', GITHUB_REPOSITORY: repository }
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, tag], {
      cwd,
      env,
      encoding: 'utf8',
    })
    return { status, printed: stdout + stderr }
  }

  it('lets pass what is ready', () => {
    prepare()
    expect(check('v1.2.3')).toEqual({ status: 0, printed: '' })
  })

  it('refuses another version, and what is no version', () => {
    prepare()
    const { status, printed } = check('v1.2.4')
    expect([status, printed.split('\n').length - 3]).toEqual([1, published.length])
    expect(printed).toContain('packages/core/package.json has the version 1.2.3, and the tag is v1.2.4.')
    expect(check('release').printed).toContain('The tag must be a version such as v1.2.3, and is "release".')
  })

  it('refuses changes that are in no version', () => {
    prepare()
    write('.changeset/one.md', '')
    expect(check('v1.2.3')).toMatchObject({
      status: 1,
      printed: expect.stringContaining('.changeset/one.md: '),
    })
  })

  it('refuses a manifest whose sources are elsewhere, or nowhere, and says what it must have', () => {
    prepare()
    const manifest = readManifest(join(copy, 'packages/oss'))
    write('packages/oss/package.json', { ...manifest, repository: undefined })
    const { status, printed } = check('v1.2.3')
    expect(status).toBe(1)
    expect(printed).toContain('packages/oss/package.json has no repository; ')
    expect(printed).toContain(JSON.stringify(sources('packages/oss')))
    expect(printed).not.toContain('packages/cos')
    expect(check('v1.2.3', copy, 'other/name').printed).toContain(
      'packages/cos/package.json has the repository {',
    )
    expect(check('v1.2.3', copy, '').printed).toContain('GITHUB_REPOSITORY is not set')
  })
})
