// The tables of vendors in the READMEs, made of the vendors' records. After a change:
//   npx vitest run test/docs/vendors.test.ts -u
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { s3Vendors } from '@requestid/core/plugin'
import { forms, texts, tickets, type Vendor, wires } from '@requestid/vendors'
import { describe, expect, it } from 'vitest'
import { fill, table } from './tables.js'

type Language = 'en' | 'zh'

const words = {
  vendor: { en: 'vendor', zh: '厂商' },
  service: { en: 'service', zh: '服务' },
  headers: { en: 'its headers', zh: '响应头' },
  form: { en: 'a form of its own', zh: '独有的格式' },
  time: { en: 'a time in it', zh: '含时间' },
  bare: { en: 'found without a label', zh: '无标签可识别' },
  logs: { en: 'found in its own logs', zh: '可从自身日志识别' },
  companions: { en: 'found with it', zh: '一同识别' },
  body: { en: 'elements of an error', zh: '错误中的元素' },
  others: { en: 'other IDs', zh: '其他 ID' },
  yes: { en: 'yes', zh: '是' },
  comma: { en: ', ', zh: '、' },
} as const

/** In the order of the lists. */
const order = [...new Set([...texts, ...tickets].map(({ vendor }) => vendor))]

const code = (texts: readonly string[], language: Language) =>
  texts.map((text) => `\`${text}\``).join(words.comma[language])
const service = (vendor: string, language: Language) =>
  tickets.find((ticket) => ticket.vendor === vendor)?.service[language] ?? ''
const head = (names: readonly (keyof typeof words)[], language: Language) =>
  names.map((name) => words[name][language])

/** How ids are told in a text. */
function ofTexts(language: Language): string {
  const yes = (is: unknown) => (is ? words.yes[language] : '')
  const rows = texts.map(({ vendor, labels = [], alike, bare, logs, companions = [] }) => {
    const own = (forms[vendor] ?? []).filter((form) => form.vendor === vendor)
    return [
      code([vendor], language),
      service(vendor, language),
      code([...labels, ...(alike?.labels ?? [])], language),
      yes(own[0]),
      yes(forms[vendor]?.some(({ time }) => time)),
      yes(bare),
      yes(logs),
      companions
        .map(({ of }) => `\`${of.kind === 'otherIds' ? `otherIds['${of.name}']` : of.kind}\``)
        .join(words.comma[language]),
    ]
  })
  const columns = ['vendor', 'service', 'headers', 'form', 'time', 'bare', 'logs', 'companions'] as const
  return table([head(columns, language), ...rows])
}

/** The names that a service's own API has. */
function rowOf(wire: Vendor | undefined, vendor: string, language: Language): string[] {
  const { requestId = [], ...others } = wire?.headers ?? {}
  return [
    code([vendor], language),
    service(vendor, language),
    code(requestId, language),
    code([...Object.values(others).flat(), ...Object.values(wire?.others ?? {}).flat()], language),
    code(wire?.body.requestId ?? [], language),
  ]
}
const columns = ['vendor', 'service', 'headers', 'others', 'body'] as const

const ofWires = (language: Language) =>
  table([
    head(columns, language),
    ...order.map((vendor) =>
      rowOf(
        wires.find(({ name }) => name === vendor),
        vendor,
        language,
      ),
    ),
  ])

/** Whom a client of S3 knows. */
const ofS3 = (language: Language) =>
  table([head(columns, language), ...s3Vendors.map((wire) => rowOf(wire, wire.name, language))])

describe.each([
  ['packages/find/README', ofTexts],
  ['packages/vendors/README', ofWires],
  ['packages/aws/README', ofS3],
] as const)('%s', (path, tableIn) => {
  it.each([
    ['.md', 'en'],
    ['.zh-CN.md', 'zh'],
  ] as const)('%s has the vendors that there are', async (ending, language) => {
    const file = fileURLToPath(new URL(`../../${path}${ending}`, import.meta.url))
    await expect(fill(readFileSync(file, 'utf8'), 'vendors', tableIn(language))).toMatchFileSnapshot(file)
  })
})
