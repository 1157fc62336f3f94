import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const OPERATIONS = ['put, 1 kB', 'get, 1 kB', 'head, 404', 'upload of 100 parts', 'get, 1000 at once']
const VARIANTS = {
  'cos-nodejs-sdk-v5': ['plugin', 'hand-written'],
  'ali-oss': ['plugin', 'hand-written'],
  '@aws-sdk/client-s3': ['plugin', 'hand-written', 'middleware'],
  'client-s3-3.600': ['plugin', 'OpenTelemetry'],
}
const SECTIONS = ['Targets', 'Operations', 'Code outside the SDK', 'Heap', 'Loading', 'Size']

describe('the performance report', () => {
  it('has every row, with figures, the same in both languages', () => {
    const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
    const report = (name: string) =>
      /<!-- report -->\n([\s\S]*)\n<!-- \/report -->/.exec(read(name))?.[1]?.replace(/ +/g, ' ') ?? ''
    const text = report('performance.md')
    expect(report('performance.zh-CN.md')).toBe(text)
    for (const section of SECTIONS) expect(text).toContain(`### ${section}\n`)
    for (const [sdk, variants] of Object.entries(VARIANTS)) {
      for (const operation of OPERATIONS) {
        expect(text).toContain(`| at most 2 % of CPU: ${sdk}, ${operation} |`)
        for (const variant of variants) {
          expect(text).toMatch(new RegExp(`^\\| ${sdk} \\| ${operation} \\| ${variant} \\| [\\d.]+ \\|`, 'm'))
        }
      }
    }
    expect(text).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('is what the command writes, here of one SDK and few calls', () => {
    const script = fileURLToPath(new URL('../bench/report.mjs', import.meta.url))
    const few = ['--quick', '--sdk', 'oss', '--rounds', '1', '--scale', '0.01', '--heap', '100']
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...few], {
      encoding: 'utf8',
      env: { ...process.env, REPORT_TRIAL: '1' },
    })
    expect(status, stderr).toBe(0)
    for (const section of SECTIONS) expect(stdout).toContain(`### ${section}\n`)
    for (const operation of [...OPERATIONS.slice(0, 3), 'upload of 4 parts', 'get, 20 at once']) {
      for (const variant of VARIANTS['ali-oss']) {
        expect(stdout).toMatch(
          new RegExp(`^\\| ali-oss \\| ${operation} \\| ${variant} \\| [\\d.]+ (?:\\| [^|]+ ){5}\\|$`, 'm'),
        )
      }
    }
    expect(stdout).not.toMatch(/NaN|undefined|Infinity/)
  }, 120_000)
})
