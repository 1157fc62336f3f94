// The public types of each package, written down: what changes for users shows in a diff. After a change that is meant:
//   npx vitest run test/packaging/api.test.ts -u
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor'
import { afterAll, describe, expect, it } from 'vitest'
import { plugins, published, readManifest, root } from './pack.js'

const output = mkdtempSync(join(tmpdir(), 'requestid-api-'))
afterAll(() => rmSync(output, { recursive: true, force: true }))

/** What a door of a package exports, and the types that this is made of, as TypeScript. */
function reportOf(name: string, folder: string, entry: string): string {
  mkdirSync(join(output, 'temp'), { recursive: true })
  const silent = { default: { logLevel: 'none' as never } }
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(folder, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: entry,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: 'nodenext',
            lib: ['es2022', 'dom'],
            types: ['node'],
            strict: true,
            skipLibCheck: true,
          },
          files: [entry],
        },
      },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: name,
        reportFolder: output,
        reportTempFolder: join(output, 'temp'),
      },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' as never } },
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    },
  })
  const problems: string[] = []
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback(message) {
      if (message.logLevel === 'error') problems.push(message.formatMessageWithLocation(root))
      message.handled = true
    },
  })
  expect(problems).toEqual([])
  return readFileSync(join(output, `${name}.api.md`), 'utf8').replaceAll('\r\n', '\n')
}

interface Conditions {
  readonly import?: { readonly types: string }
}

/** The doors of all packages, such as `core` and `core-plugin`, with the folder and the declarations of each. */
const doors = published.flatMap((name) => {
  const folder = join(root, 'packages', name)
  const exports = Object.entries((readManifest(folder).exports ?? {}) as Record<string, Conditions>)
  return exports.flatMap(([subpath, conditions]) =>
    conditions.import
      ? [[`${name}${subpath.slice(1).replace('/', '-')}`, folder, join(folder, conditions.import.types)]]
      : [],
  ) as [string, string, string][]
})

describe.each(doors)('@requestid/%s', (name, folder, entry) => {
  it('exports what its report says', { timeout: 120_000 }, async () => {
    const report = reportOf(name, folder, entry)
    expect(report).toContain('export')
    await expect(report).toMatchFileSnapshot(`api/${name}.api.md`)
  })
})

it('every plugin exports the same for users', async () => {
  const exportsOf = async (name: string): Promise<string[]> => {
    const report = await readFile(join(import.meta.dirname, `api/${name}.api.md`), 'utf8')
    const exported = [
      ...report.matchAll(/^export (?:\{ (?:\w+ as )?(\w+) \}|(?:interface|type|function|class) (\w+))/gm),
    ]
    return exported.map(([, again, own]) => again ?? own ?? '')
  }
  const ofCore = await exportsOf('core')
  const all = await Promise.all(plugins.map(exportsOf))
  // What one has of core, each has; a plugin may have more of its own.
  const ofUsers = ['withRequestId', ...new Set(all.flat().filter((name) => ofCore.includes(name)))]
  expect(ofUsers).toEqual(expect.arrayContaining(['errorSerializer', 'RequestInfo', 'SupportReportOptions']))
  for (const [i, name] of plugins.entries()) expect(all[i], name).toEqual(expect.arrayContaining(ofUsers))
})
