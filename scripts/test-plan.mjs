// What test-nodes.mjs runs on which release of Node, and how it counts.
import { readdirSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { normalize } from 'node:path/posix'
import { packages } from './packages.mjs'

/** The releases by their major version. The README says until when each is supported. */
const nodes = JSON.parse(readFileSync(new URL('nodes.json', import.meta.url), 'utf8'))
/** What Node has no part in: pages in Chromium, compilers, other runtimes. It runs beside the machine's Node alone. */
const ELSEWHERE = ['test/browser', 'test/packaging/platforms.test.ts', 'test/types']
const within = (folder) =>
  readdirSync(new URL(`../${folder}`, import.meta.url))
    .filter((name) => name.endsWith('.test.ts') || !/[._]/.test(name))
    .map((name) => `${folder}/${name}`)
/** All else runs on one of the releases, … */
const WHOLE = '24'
const ALL = ['examples', 'packages', ...within('test'), ...within('test/packaging')].filter(
  (path) => path !== 'test/packaging' && !ELSEWHERE.includes(path),
)
/** … and what can differ between releases of Node. */
const PARTS = [
  // Core, and what runs beside a library of others.
  ...packages
    .filter(({ name, manifest }) => name === 'core' || manifest.peerDependencies)
    .map(({ name }) => `packages/${name}/test`),
  'test/contract',
  'test/docs',
  'test/packaging/aws.test.ts',
  'test/packaging/consumers.test.ts',
  'test/packaging/formats.test.ts',
  'test/releases',
  'test/security',
]

/**
 * What the releases other than the machine's run: each is covered once.
 * @param machine the version of the machine's Node
 * @param asked files and folders; all where there are none
 */
export function planOf(machine, asked) {
  return Object.entries(nodes)
    .filter(([major]) => major !== machine.split('.')[0])
    .map(([major, { version }]) => ({
      version,
      paths: common(asked, major === WHOLE ? ALL : PARTS),
    }))
}

/** What is within what was asked for, and within these parts too. */
function common(asked, parts) {
  if (asked.length === 0) return parts
  const paths = asked.map((path) => normalize(path).replace(/\/$/, ''))
  const isWithin = (path, folder) => `${path}/`.startsWith(`${folder}/`)
  const narrower = paths.filter((path) => parts.some((part) => isWithin(path, part)))
  const wider = parts.filter((part) => paths.some((path) => part !== path && isWithin(part, path)))
  return [...narrower, ...wider]
}

const isFailed = ({ status }) => status === 'failed'
const filesOf = (result) => result?.testResults ?? []
/** A file that does not load fails without a test of its own. */
const isBroken = (file) => isFailed(file) && !file.assertionResults.some(isFailed)

/**
 * @param result what vitest's JSON reporter wrote, if it did
 * @param status what the command exited with
 */
export function countOf(result, status) {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = result ?? {}
  const failed = numFailedTests + filesOf(result).filter(isBroken).length
  return {
    passed: numPassedTests,
    // Style, types, a crash, and an error outside of all tests count as one.
    failed: failed || (result && status === 0 ? 0 : 1),
    skipped: numPendingTests + numTodoTests,
  }
}

/**
 * The name of each failed test, and the first line of what it failed with.
 * @param result what vitest's JSON reporter wrote, if it did
 * @param root the folder that files are named from
 */
export function failuresOf(result, root) {
  return filesOf(result).flatMap((file) => {
    const line = (names, message) => {
      const [first] = (message ?? '').trim().split('\n')
      return `${[relative(root, file.name), ...names].join(' > ')}: ${first || 'see above'}`
    }
    if (isBroken(file)) return [line([], file.message)]
    const failed = file.assertionResults.filter(isFailed)
    return failed.map((test) => line([...test.ancestorTitles, test.title], test.failureMessages[0]))
  })
}

export const inWords = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/** What stands at the end: the failed tests, as the log of a CI job is cut at its head, the counts, and their sum. */
export function summaryOf(runs) {
  const failures = runs.flatMap(({ version, failures = [] }) =>
    failures.map((line) => `Node ${version}: ${line}`),
  )
  const counts = runs.map((run) => `Node ${run.version}: ${run.reason ?? inWords(run)}`)
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const run of runs) for (const key in sum) sum[key] += run[key] ?? 0
  const blocks = [failures, [...counts, inWords(sum)]].filter(({ length }) => length > 0)
  return { sum, text: blocks.map((lines) => lines.join('\n')).join('\n\n') }
}
