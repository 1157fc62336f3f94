// The package's index, made of the vendors' files. After a change:
//   npx vitest run packages/vendors/test/index.test.ts -u
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'

/**
 * The order of the lists, in which vendors are asked; those that are not named come last. What has a form of its own is
 * asked before what is known by the words around it, and who imitates S3 before S3.
 */
const order = [
  'tencent-cos',
  'ceph',
  'openstack-swift',
  'azure-blob',
  'azure',
  'alibaba-sls',
  'alibaba-sts',
  'alibaba-cloud',
  'tencent-cloud',
  'aws',
  'alibaba-oss',
  'huawei-obs',
  'minio',
  'backblaze-b2',
  'wasabi',
  'kingsoft-ks3',
  'aws-s3',
  'aws-cloudfront',
  'google-cloud-storage',
  'volcengine-tos',
  'baidu-bos',
  'qiniu-kodo',
  'qingstor',
  'microsoft-graph',
  'google-cloud',
  'anthropic',
  'openai',
  'github',
  'cloudflare-r2',
  'cloudflare',
]

const folder = fileURLToPath(new URL('../src/', import.meta.url))
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !['index.ts', 'record.ts'].includes(file))
  .map((file) => file.slice(0, -3))

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** What a vendor's export is called in the index. */
const nameOf = (vendor: string, own: string) => camel(vendor) + (own === 'wire' ? '' : capital(own))

const vendors = files.map((vendor) => {
  const text = readFileSync(`${folder}${vendor}.ts`, 'utf8')
  const exports = [...text.matchAll(/^export const (\w+)/gm)].map(([, own = '']) => own)
  return { vendor, text, exports: exports.sort((a, b) => (nameOf(vendor, a) < nameOf(vendor, b) ? -1 : 1)) }
})

/** A line as Biome has it, which breaks those of more than 110 characters. */
const list = (before: string, items: readonly string[], after: string, space = ' ') => {
  const line = `${before}${space}${items.join(', ')}${space}${after}`
  return line.length <= 110 ? line : `${before}\n${items.map((item) => `  ${item},\n`).join('')}${after}`
}

const pathOf = (statement: string) => /'(.*)\.js'/.exec(statement)?.[1] ?? ''

function index(): string {
  const place = ({ vendor }: { vendor: string }) => order.indexOf(vendor) + 1 || order.length + 1
  const ordered = [...vendors].sort((a, b) => place(a) - place(b))
  const having = (own: string) => ordered.filter(({ exports }) => exports.includes(own))
  const array = (name: string, type: string, own: string) =>
    list(
      `export const ${name}: readonly ${type}[] = [`,
      having(own).map(({ vendor }) => nameOf(vendor, own)),
      ']',
      '',
    )
  const imports = [
    ...vendors.map(({ vendor, exports }) =>
      list(
        'import {',
        exports.map((own) => `${own} as ${nameOf(vendor, own)}`),
        `} from './${vendor}.js'`,
      ),
    ),
    "import type { IdForm, Shape, Text, Ticket, Vendor } from './record.js'",
  ].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1))
  return `/** All vendors, by name and in lists. Made by test/index.test.ts of the files beside it; do not edit. */
${imports.join('\n')}

export {
  type Address,
  type Bilingual,
  type Claim,
  type Companion,
  type Evidence,
  type IdForm,
  type IdKind,
  type IdNames,
  type Ids,
  kinds,
  type LogRow,
  type Named,
  type OwnTerms,
  type Shape,
  type Surroundings,
  type Terms,
  type Text,
  type Ticket,
  type Vendor,
} from './record.js'
export { decodeBase64 } from './shared/base64.js'
${list('export {', vendors.flatMap(({ vendor, exports }) => exports.map((own) => nameOf(vendor, own))).sort(), '}')}

/** How each service writes its ids in its own API. */
${array('wires', 'Vendor', 'wire')}

/** What the outcomes of each service's SDKs look like. */
${array('shapes', 'Shape', 'shape')}

/** What the ids of each service look like, by the vendor's name. */
export const forms: Readonly<Record<string, readonly IdForm[]>> = {
${having('forms')
  .map(({ vendor }) => `  ${/\W/.test(vendor) ? `'${vendor}'` : vendor}: ${nameOf(vendor, 'forms')},\n`)
  .join('')}}

/** How the ids of each service are told in a text. */
${array('texts', 'Text', 'text')}

/** What the support of each service asks for. */
${array('tickets', 'Ticket', 'ticket')}
`
}

it('has each export of each vendor', async () => {
  await expect(index()).toMatchFileSnapshot(`${folder}index.ts`)
})

it.each(vendors)('$vendor is named so by each of its exports', async ({ vendor, exports }) => {
  const own = await import(pathToFileURL(`${folder}${vendor}.ts`).href)
  expect(exports).not.toEqual([])
  for (const name of ['wire', 's3']) if (own[name]) expect(own[name]).toHaveProperty('name', vendor)
  for (const name of ['text', 'ticket']) if (own[name]) expect(own[name]).toHaveProperty('vendor', vendor)
})

it.each(vendors)('$vendor names no other vendor but by an import', ({ vendor, text }) => {
  for (const other of files) if (other !== vendor) expect(text).not.toContain(`'${other}'`)
})
