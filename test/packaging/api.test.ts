// The public types of each package, written down: what changes for users shows in a diff. After a change that is meant:
//   npx vitest run test/packaging/api.test.ts -u
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor'
import { afterAll, describe, expect, it } from 'vitest'
import { published, readManifest, root } from './pack.js'

const output = mkdtempSync(join(tmpdir(), 'requestid-api-'))
afterAll(() => rmSync(output, { recursive: true, force: true }))

/** What a package exports, and the types that this is made of, as TypeScript. */
function reportOf(name: string, folder: string): string {
  const entry = join(folder, 'dist/esm/index.d.ts')
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

const withTypes = published.filter((name) => readManifest(join(root, 'packages', name)).types)

describe.each(withTypes)('@requestid/%s', (name) => {
  it('exports what its report says', { timeout: 120_000 }, async () => {
    const report = reportOf(name, join(root, 'packages', name))
    expect(report).toContain('export')
    await expect(report).toMatchFileSnapshot(`api/${name}.api.md`)
  })
})

it('every plugin exports the same for users', async () => {
  const exportsOf = async (name: string): Promise<string[]> => {
    const report = await readFile(join(import.meta.dirname, `api/${name}.api.md`), 'utf8')
    const exported = [...report.matchAll(/^export (?:\{ (\w+) \}|(?:interface|type|function|class) (\w+))/gm)]
    return exported.map(([, again, own]) => again ?? own ?? '').sort()
  }
  const [cos, oss, aws] = await Promise.all(['cos', 'oss', 'aws'].map(exportsOf))
  const ofAWS = ['requestIdPlugin', 'RequestIdPlugin', 'Stack']
  expect(cos).toEqual(expect.arrayContaining(['withRequestId', 'errorSerializer', 'SupportReportOptions']))
  expect(oss).toEqual(cos)
  expect(aws?.filter((name) => !ofAWS.includes(name))).toEqual(cos)
})
