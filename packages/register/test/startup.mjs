// What it costs at start-up: node packages/register/test/startup.mjs [rounds]
// A process that loads an SDK, with and without `--import @requestid/register`, in turns: medians of its
// processor's time, in milliseconds.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const rounds = Number(process.argv[2] ?? 15)
const flag = ['--import', '@requestid/register']
const programs = {
  nothing: [],
  'ali-oss': ['--require', 'ali-oss'],
  '@aws-sdk/client-s3': ['--require', '@aws-sdk/client-s3'],
}

function time(flags) {
  const print = 'const { user, system } = process.cpuUsage(); console.log((user + system) / 1000)'
  const cwd = join(import.meta.dirname, '..')
  return Number(
    execFileSync(process.execPath, [...flags, '-e', print], { cwd, encoding: 'utf8', stdio: 'pipe' }),
  )
}
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1]

const rows = {}
for (const [name, flags] of Object.entries(programs)) {
  const times = { without: [], with: [] }
  for (let i = 0; i < rounds; i++) {
    times.without.push(time(flags))
    times.with.push(time([...flag, ...flags]))
  }
  const [plain, registered] = [median(times.without), median(times.with)]
  rows[name] = {
    without: Math.round(plain),
    with: Math.round(registered),
    more: Math.round(registered - plain),
  }
}
console.log(`Node ${process.versions.node}`)
console.table(rows)
