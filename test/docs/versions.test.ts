// The tables of plugins, packages, SDK versions and Node's releases in the READMEs, made of what the packages say of
// themselves and the tests run through. After a change:
//   npx vitest run test/docs/versions.test.ts -u
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { plugins as byName, type Package, published, registryOf } from '../../scripts/packages.mjs'
import { isLower, type Releases, type Tested } from '../releases/releases.js'
import { fill, table } from './tables.js'

const plugins = [...byName].sort((a, b) => registryOf(a).place - registryOf(b).place)

type Language = 'en' | 'zh'

const words = {
  rowsHead: {
    en: ['you call', 'install', 'register', 'more'],
    zh: ['你调用的是', '安装', '注册', '详情'],
  },
  lastRow: {
    en: [
      'something in another language',
      'nothing',
      'pipe its output into the command, see below',
      '[every way](docs/find-a-request-id.md)',
    ],
    zh: [
      '其他语言的程序',
      '无需安装',
      '把输出通过管道交给下面的命令',
      '[全部途径](docs/find-a-request-id.zh-CN.md)',
    ],
  },
  packagesHead: { en: ['package', 'for'], zh: ['包', '用途'] },
  head: {
    en: ['SDK', 'runs in', 'tested in full', 'in brief'],
    zh: ['SDK', '运行环境', '完整测试', '简要测试'],
  },
  nodeHead: {
    en: ['Node', 'tested', 'its own end of life', 'supported until at least'],
    zh: ['Node', '测试所用版本', '自身停止维护', '至少支持到'],
  },
  later: { en: '20, from $ on', zh: '20（$ 起）' },
  newest: { en: ' (newest)', zh: '（最新）' },
  oldest: { en: ' (oldest supported)', zh: '（支持的最低版本）' },
  node: { en: ' (from Node $ on)', zh: '（Node $ 起）' },
  comma: { en: ', ', zh: '、' },
} as const

/** What each plugin's releases.ts says of its SDKs, by its name. */
const tested = Object.fromEntries(
  await Promise.all(
    plugins.map(async ({ name }) => {
      const { releases } = await import(`../../packages/${name}/test/releases.ts`)
      return [name, releases as Readonly<Record<string, Tested>>] as const
    }),
  ),
)
const root = new URL('../../', import.meta.url)
const manifest = (path: string) => JSON.parse(readFileSync(new URL(`${path}/package.json`, root), 'utf8'))
const release = (plugin: string, name: string) => manifest(`packages/${plugin}/node_modules/${name}`)
const version = (plugin: string, name: string): string => release(plugin, name).version
const registry = (plugin: string) => registryOf(plugins.find(({ name }) => name === plugin) as Package)
/** The lowest Node of an `engines`. */
const lowestOf = ({ engines }: { engines?: { node: string } }) => engines?.node.replace(/^>= ?/, '') ?? '0'
/** That of the packages. */
const LOWEST = lowestOf(manifest('packages/core'))

function tableOf(names: readonly string[], language: Language): string {
  const versions = (plugin: string, releases: Releases) =>
    Object.entries(releases).map(
      ([name, lowest]) =>
        version(plugin, name) + (lowest === LOWEST ? '' : words.node[language].replace('$', lowest)),
    )
  const rows = names.flatMap((plugin) =>
    Object.entries(tested[plugin] ?? {}).map(([sdk, { full, brief }]) => {
      const inFull = versions(plugin, full)
      inFull[0] += words.newest[language]
      inFull[inFull.length - 1] += words.oldest[language]
      return [
        `\`${sdk}\``,
        registry(plugin).runsIn[sdk]?.[language] ?? '',
        inFull.join(words.comma[language]),
        versions(plugin, brief).join(words.comma[language]),
      ]
    }),
  )
  return table([words.head[language], ...rows])
}

/** A month, such as `2026-04`, some years later. */
function month(date: string, years: number, language: Language): string {
  const [year = '', number = ''] = date.split('-')
  const later = Number(year) + years
  if (language === 'zh') return `${later} 年 ${Number(number)} 月`
  return new Date(Date.UTC(later, Number(number) - 1)).toLocaleString('en', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
}

const nodes: Readonly<Record<string, { version: string; endOfLife: string }>> = JSON.parse(
  readFileSync(new URL('scripts/nodes.json', root), 'utf8'),
)

function tableOfNodes(language: Language): string {
  const rows = Object.entries(nodes).map(([major, { version, endOfLife }], i) => [
    i > 0 ? major : words.later[language].replace('$', LOWEST),
    version,
    month(endOfLife, 0, language),
    month(endOfLife, 1, language),
  ])
  return table([words.nodeHead[language], ...rows])
}

function tableOfPlugins(language: Language): string {
  const rows = plugins.map((plugin) => {
    const { service, register, more } = registryOf(plugin).row[language]
    return [service, `\`${plugin.manifest.name}\``, register, more]
  })
  return table([words.rowsHead[language], ...rows, words.lastRow[language]])
}

/** The plugins first; for each the first sentence of its own README. */
function tableOfPackages(language: Language): string {
  const others = published.filter((one) => !plugins.includes(one))
  const ending = language === 'en' ? '' : '/README.zh-CN.md'
  const rows = [...plugins, ...others].map(({ name, manifest }) => {
    const path = `packages/${name}/README${language === 'en' ? '.md' : '.zh-CN.md'}`
    const text = readFileSync(new URL(path, root), 'utf8')
    // Behind the title and the link to the other language.
    const [, sentence = ''] = /^# .*\n\n\[.*\n\n(.+?)(?:\.(?= |$)|。)/m.exec(text) ?? []
    expect(sentence, `${path}: no sentence behind the title and the other language`).not.toBe('')
    return [`[\`${manifest.name}\`](packages/${name}${ending})`, sentence]
  })
  return table([words.packagesHead[language], ...rows])
}

const readmes = ['README', ...plugins.map(({ name }) => `packages/${name}/README`)]

describe.each(readmes)('%s', (path) => {
  it.each([
    ['.md', 'en'],
    ['.zh-CN.md', 'zh'],
  ] as const)('%s has the tables that are made for it', async (ending, language) => {
    const file = fileURLToPath(new URL(path + ending, root))
    const of = plugins
      .map(({ name }) => name)
      .filter((name) => path === 'README' || path.includes(`/${name}/`))
    let text = fill(readFileSync(file, 'utf8'), 'SDK versions', tableOf(of, language))
    if (path === 'README') {
      text = fill(text, 'plugins', tableOfPlugins(language))
      text = fill(text, 'packages', tableOfPackages(language))
      text = fill(text, 'Node releases', tableOfNodes(language))
    }
    await expect(text).toMatchFileSnapshot(file)
  })
})

describe.each(Object.entries(tested))('%s', (plugin, sdks) => {
  it.each(Object.entries(sdks))(
    '%s: newest first, and no older one is asked for than is tested',
    (sdk, lists) => {
      const { peerDependencies } = manifest(`packages/${plugin}`)
      const full = Object.keys(lists.full)
      const brief = Object.keys(lists.brief)
      const number = (name: string) => {
        const [major = 0, minor = 0, patch = 0] = version(plugin, name).split('.').map(Number)
        return (major * 1e6 + minor) * 1e6 + patch
      }
      for (const list of [full, brief])
        expect(list.map(number)).toEqual(list.map(number).sort((a, b) => b - a))
      for (const name of brief) {
        expect(number(name)).toBeLessThan(number(full[0] as string))
        expect(number(name)).toBeGreaterThan(number(full.at(-1) as string))
      }
      expect(full[0]).toBe(sdk) // the catalog's own entry, which the weekly job replaces
      // The AWS SDK's clients are no peers: there are hundreds.
      if (peerDependencies[sdk])
        expect(peerDependencies[sdk]).toBe(`>=${version(plugin, full.at(-1) as string)}`)
      expect(registry(plugin).newest).toContain(sdk)
      expect(registry(plugin).runsIn).toHaveProperty([sdk])
    },
  )

  it.each(Object.entries(sdks))('%s: each is tested on every Node that it works on', (_, { full, brief }) => {
    for (const [name, lowest] of Object.entries({ ...full, ...brief })) {
      const needed = lowestOf(release(plugin, name))
      expect([name, lowest]).toEqual([name, isLower(LOWEST, needed) ? needed : LOWEST])
    }
  })
})
