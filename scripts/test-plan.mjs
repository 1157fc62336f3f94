// What test-nodes.mjs runs on which release of Node, and how it counts.
import { readFileSync } from 'node:fs'
import { normalize } from 'node:path/posix'
import { packages } from './packages.mjs'

/** The releases by their major version. The README says until when each is supported. */
const nodes = JSON.parse(readFileSync(new URL('nodes.json', import.meta.url), 'utf8'))
/** The whole suite, which runs on one of them, … */
const ALL = ['examples', 'packages', 'test']
const WHOLE = '24'
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
      paths: within(asked, major === WHOLE ? ALL : PARTS),
    }))
}

/** What is within what was asked for, and within these parts too. */
function within(asked, parts) {
  if (asked.length === 0) return parts
  const paths = asked.map((path) => normalize(path).replace(/\/$/, ''))
  const isWithin = (path, folder) => `${path}/`.startsWith(`${folder}/`)
  const narrower = paths.filter((path) => parts.some((part) => isWithin(path, part)))
  const wider = parts.filter((part) => paths.some((path) => part !== path && isWithin(part, path)))
  return [...narrower, ...wider]
}

/**
 * @param result what vitest's JSON reporter wrote, if it did
 * @param status what the command exited with
 */
export function countOf(result, status) {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = result ?? {}
  // A file that does not load fails without a test of its own.
  const broken = (result?.testResults ?? []).filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  )
  const failed = numFailedTests + broken.length
  return {
    passed: numPassedTests,
    // Style, types, a crash, and an error outside of all tests count as one.
    failed: failed || (result && status === 0 ? 0 : 1),
    skipped: numPendingTests + numTodoTests,
  }
}

export const inWords = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
