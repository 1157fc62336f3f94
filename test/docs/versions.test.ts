// The tables of SDK versions and of Node's releases in the READMEs, made of what the tests run through. After a change:
//   npx vitest run test/docs/versions.test.ts -u
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { releases as aws } from '../../packages/aws/test/releases.js'
import { releases as cos } from '../../packages/cos/test/releases.js'
import { releases as oss } from '../../packages/oss/test/releases.js'
import { isLower, type Releases, type Tested } from '../releases/releases.js'

type Language = 'en' | 'zh'
type Text = Readonly<Record<Language, string>>

const words = {
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

/** Where the tests run each SDK. */
const environments: Readonly<Record<string, Text>> = {
  'cos-nodejs-sdk-v5': { en: 'Node', zh: 'Node' },
  'cos-js-sdk-v5': { en: 'Chromium, jsdom', zh: 'Chromium、jsdom' },
  'cos-wx-sdk-v5': { en: 'Node, with a stand-in for `wx`', zh: 'Node，使用 `wx` 的替身' },
  'ali-oss': { en: 'Node, Chromium', zh: 'Node、Chromium' },
  '@aws-sdk/client-s3': {
    en: 'Node; the newest also in Chromium and workerd',
    zh: 'Node；最新版本还有 Chromium 和 workerd',
  },
}

const plugins: Readonly<Record<'cos' | 'oss' | 'aws', Readonly<Record<string, Tested>>>> = { cos, oss, aws }
const root = new URL('../../', import.meta.url)
const manifest = (path: string) => JSON.parse(readFileSync(new URL(`${path}/package.json`, root), 'utf8'))
const release = (plugin: string, name: string) => manifest(`packages/${plugin}/node_modules/${name}`)
const version = (plugin: string, name: string): string => release(plugin, name).version
/** The lowest Node of an `engines`. */
const lowestOf = ({ engines }: { engines?: { node: string } }) => engines?.node.replace(/^>= ?/, '') ?? '0'
/** That of the packages. */
const LOWEST = lowestOf(manifest('packages/core'))

/** Lines of a table as the formatter has them: Chinese characters are two wide. */
function table(rows: readonly (readonly string[])[]): string {
  const width = (text: string) => text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0)
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => width(row[i] ?? '')))) ?? []
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - width(cell))).join(' | ')} |`
  const [head = [], ...body] = rows
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('\n')
}

function tableOf(names: readonly (keyof typeof plugins)[], language: Language): string {
  const versions = (plugin: string, releases: Releases) =>
    Object.entries(releases).map(
      ([name, lowest]) =>
        version(plugin, name) + (lowest === LOWEST ? '' : words.node[language].replace('$', lowest)),
    )
  const rows = names.flatMap((plugin) =>
    Object.entries(plugins[plugin]).map(([sdk, { full, brief }]) => {
      const tested = versions(plugin, full)
      tested[0] += words.newest[language]
      tested[tested.length - 1] += words.oldest[language]
      return [
        `\`${sdk}\``,
        environments[sdk]?.[language] ?? '',
        tested.join(words.comma[language]),
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

/** A text with a table behind its mark. */
function fill(text: string, mark: string, table: string): string {
  const place = new RegExp(`(?<=^<!-- ${mark} -->\\n\\n)(?:\\|.*\\n)*`, 'm')
  expect(text, `no mark for the table: ${mark}`).toMatch(place)
  return text.replace(place, `${table}\n`)
}

const readmes = [
  ['README', Object.keys(plugins)],
  ...Object.keys(plugins).map((plugin) => [`packages/${plugin}/README`, [plugin]]),
] as [string, (keyof typeof plugins)[]][]

describe.each(readmes)('%s', (path, names) => {
  it.each([
    ['.md', 'en'],
    ['.zh-CN.md', 'zh'],
  ] as const)('%s has the versions that are tested', async (ending, language) => {
    const file = fileURLToPath(new URL(path + ending, root))
    const text = readFileSync(file, 'utf8')
    const filled = fill(text, 'SDK versions', tableOf(names, language))
    const whole = path === 'README' ? fill(filled, 'Node releases', tableOfNodes(language)) : filled
    await expect(whole).toMatchFileSnapshot(file)
  })
})

describe.each(Object.entries(plugins))('%s', (plugin, sdks) => {
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
      if (plugin !== 'aws') expect(peerDependencies[sdk]).toBe(`>=${version(plugin, full.at(-1) as string)}`)
    },
  )

  it.each(Object.entries(sdks))('%s: each is tested on every Node that it works on', (_, { full, brief }) => {
    for (const [name, lowest] of Object.entries({ ...full, ...brief })) {
      const needed = lowestOf(release(plugin, name))
      expect([name, lowest]).toEqual([name, isLower(LOWEST, needed) ? needed : LOWEST])
    }
  })
})
