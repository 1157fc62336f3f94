// On which releases of Node the tests run, how their counts are summed, and which releases of an SDK are skipped there.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { countOf, failuresOf, inWords, planOf, summaryOf } from '../../scripts/test-plan.mjs'
import { reasonToSkip } from './releases.js'

const nodes: Readonly<Record<string, { version: string }>> = JSON.parse(
  readFileSync(new URL('../../scripts/nodes.json', import.meta.url), 'utf8'),
)

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The files that vitest runs for these paths. */
function listed(paths: readonly string[] = []): string[] {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'list', '--filesOnly', ...paths]
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  return stdout.trim().split('\n').sort()
}

describe('the plan of .ci/run', () => {
  const elsewhere = /^test\/(browser|types|packaging\/platforms)/

  it.each([
    ['20.20.2', ['22', '24', '26']],
    ['22.0.0', ['20', '24', '26']],
    ['24.1.0', ['20', '22', '26']],
    ['26.0.0', ['20', '22', '24']],
    ['25.0.0', ['20', '22', '24', '26']],
  ])('covers each release once: on %s, %s are left', (machine, left) => {
    expect(planOf(machine, []).map(({ version }) => version)).toEqual(
      left.map((major) => nodes[major]?.version),
    )
  })

  it('has all on Node 24 but what Node has no part in, and on the others what can differ', () => {
    const [on22, on24, on26] = planOf('20.20.2', []).map(({ paths }) => paths)
    expect(listed(on24)).toEqual(listed().filter((file) => !elsewhere.test(file)))
    expect(listed(['test/types'])).toContain('test/types/types.test.ts')
    expect(on22).toEqual(on26)
    for (const path of ['packages/oss/test', 'test/contract', 'test/docs', 'test/security'])
      expect(on22).toContain(path)
  })

  it('runs no more than what was asked for', () => {
    const asked = [
      'packages/aws/test',
      'test/contract/',
      'test/browser',
      'test/docs/pages.test.ts',
      'test/packaging',
    ]
    const [on22, on24] = planOf('20.20.2', asked).map(({ paths }) => paths)
    const inPackaging = (path: string) => path.startsWith('test/packaging/')
    expect(on24?.filter((path) => !inPackaging(path))).toEqual([
      'packages/aws/test',
      'test/contract',
      'test/docs/pages.test.ts',
    ])
    expect(listed(on24?.filter(inPackaging))).toEqual(
      listed(['test/packaging/']).filter((file) => !elsewhere.test(file)),
    )
    expect(on22).toEqual([
      'packages/aws/test',
      'test/contract',
      'test/docs/pages.test.ts',
      'test/packaging/aws.test.ts',
      'test/packaging/consumers.test.ts',
      'test/packaging/formats.test.ts',
    ])
    expect(planOf('20.20.2', ['test/types']).map(({ paths }) => paths)).toEqual([[], [], []])
  })
})

it('what a test starts by name is the Node that it runs on', () => {
  for (const node of ['node', process.execPath])
    expect(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout).toBe(`${process.version}\n`)
})

describe('the counts of .ci/run', () => {
  const file = (status: string, ...tests: string[]) => ({
    status,
    assertionResults: tests.map((status) => ({ status })),
  })
  const passed = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 }

  it('are those of the result', () => {
    expect(countOf({ ...passed, testResults: [] }, 0)).toEqual({ passed: 2, failed: 0, skipped: 2 })
    const failed = { ...passed, numFailedTests: 3, testResults: [file('failed', 'passed', 'failed')] }
    expect(countOf(failed, 1)).toEqual({ passed: 2, failed: 3, skipped: 2 })
  })

  it('have each file that does not load', () => {
    const broken = { ...passed, numFailedTests: 1, testResults: [file('failed'), file('failed', 'failed')] }
    expect(countOf(broken, 1).failed).toBe(2)
  })

  it.each([
    ['style, types, or an error outside of all tests', passed, 1],
    ['a crash', undefined, null],
    ['no result', undefined, 0],
  ])('have what else goes wrong: %s', (_, result, status) => {
    expect(countOf(result, status).failed).toBe(1)
  })

  it('are one line', () => {
    expect(inWords({ passed: 2, failed: 0, skipped: 0 })).toBe('2 passed, 0 failed')
    expect(inWords({ passed: 2, failed: 1, skipped: 3 })).toBe('2 passed, 1 failed, 3 skipped')
  })
})

describe('the end of .ci/run', () => {
  it('names the failed tests, with the first line of what each failed with', () => {
    const test = (title: string, status: string, ...failureMessages: string[]) => ({
      ancestorTitles: ['of a client', 'in Node'],
      title,
      status,
      failureMessages,
    })
    const testResults = [
      {
        name: '/repository/test/a.test.ts',
        status: 'failed',
        assertionResults: [
          test('holds', 'passed'),
          test('breaks', 'failed', 'Error: expected 1 to be 2\n    at a.test.ts:3:4', 'Error: a second one'),
        ],
      },
      {
        name: '/repository/b.test.ts',
        status: 'failed',
        message: '\nno such module\n',
        assertionResults: [],
      },
      // A hook in a `describe`.
      {
        name: '/repository/c.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [test('is skipped', 'skipped')],
      },
    ]
    expect(failuresOf({ testResults }, '/repository')).toEqual([
      'test/a.test.ts > of a client > in Node > breaks: Error: expected 1 to be 2',
      'b.test.ts: no such module',
      'c.test.ts: see above',
    ])
    expect(failuresOf(undefined, '/repository')).toEqual([])
  })

  const count = { passed: 2, failed: 0, skipped: 0 }

  it('has the failures of each release just before the counts', () => {
    const runs = [
      { version: '20.20.2', ...count, failed: 2, failures: ['a.test.ts > one: no', 'a.test.ts > two: no'] },
      { version: '22.23.5', ...count, skipped: 1, failures: [] },
      { version: '24.22.3', ...count, failed: 1, failures: ['b.test.ts: no'] },
    ]
    const { sum, text } = summaryOf(runs)
    expect(sum).toEqual({ passed: 6, failed: 3, skipped: 1 })
    expect(text.split('\n')).toEqual([
      'Node 20.20.2: a.test.ts > one: no',
      'Node 20.20.2: a.test.ts > two: no',
      'Node 24.22.3: b.test.ts: no',
      '',
      'Node 20.20.2: 2 passed, 2 failed',
      'Node 22.23.5: 2 passed, 0 failed, 1 skipped',
      'Node 24.22.3: 2 passed, 1 failed',
      '6 passed, 3 failed, 1 skipped',
    ])
  })

  it('has the counts alone where nothing failed, and why a release was skipped', () => {
    const runs = [
      { version: '20.20.2', ...count, failures: [] },
      { version: '22.23.5', reason: 'skipped: not here' },
    ]
    expect(summaryOf(runs)).toEqual({
      sum: count,
      text: 'Node 20.20.2: 2 passed, 0 failed\nNode 22.23.5: skipped: not here\n2 passed, 0 failed',
    })
  })
})

describe('a release of an SDK', () => {
  it.each([
    ['20.19', '20.19.0', false],
    ['20.19', '20.9.0', true],
    ['22', '20.20.2', true],
    ['22', '22.0.0', false],
    ['22.12', '22.2.0', true],
    ['20.19', '26.12.1', false],
  ])('that needs Node %s is on %s skipped: %s', (lowest, node, skipped) => {
    const reason = skipped ? `it needs Node ${lowest}, and this is ${node}` : undefined
    expect(reasonToSkip(lowest, node)).toBe(reason)
  })
})
