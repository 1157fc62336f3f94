// What the plugins cost, and what the ways around them do: writes the tables of docs/performance.md and
// docs/performance.zh-CN.md. Each variant of an SDK is a process of its own, as in a program where every client is
// registered. All of them are there at once, are warmed up, and take turns in another order each round, so that whatever
// else the machine does meets all of them. The difference from the plain SDK is the median of those within one round.
// V8 compiles the same program a little differently each time: so all of that is done with several launches, and a
// figure is the median of theirs, with the quartiles. CPU time is the process's own, all threads; the endpoint is
// another process.
//
// Run: node test/bench/report.mjs [--launches 5] [--rounds 12] [--scale 1] [--heap 1000000] [--sdk aws,traced,cos,oss]
// It takes three quarters of an hour; with --quick some minutes, and then it only prints the tables.
import { fork, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { OPERATIONS, SDKS } from './report/sdks.mjs'
import { bundles } from './size.mjs'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    launches: { type: 'string' },
    rounds: { type: 'string' },
    scale: { type: 'string' },
    heap: { type: 'string' },
    sdk: {
      type: 'string',
      default: Object.keys(SDKS)
        .filter((key) => !SDKS[key].hasNoUpload)
        .join(),
    },
  },
})
const { quick } = values
const launches = Number(values.launches ?? (quick ? 1 : 5))
const rounds = Number(values.rounds ?? (quick ? 6 : 12))
const scale = Number(values.scale ?? (quick ? 0.5 : 1))
const heapCount = Number(values.heap ?? (quick ? 20_000 : 1_000_000))

/** How many of each warm a process up, and make one turn. */
const WARM_UP = { put: 4000, get: 4000, head: 4000, upload: 5, concurrent: 4, outside: 2_000_000 }
const TURN = { put: 150, get: 150, head: 150, upload: 1, concurrent: 1, outside: 1_000_000 }
const times = (count) => Math.max(1, Math.round(count * scale))

const start = async (file, args, execArgv = []) => {
  const child = fork(new URL(`report/${file}.mjs`, import.meta.url), args, {
    execArgv: ['--no-warnings', ...execArgv],
    // The SDK of AWS writes that it will leave Node 20.
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return [child, await next(child)]
}

function next(child) {
  return new Promise((resolve, reject) => {
    const answered = (message) => {
      child.off('exit', ended)
      resolve(message)
    }
    const ended = (code) => reject(new Error(`A process of the report ended with ${code}.`))
    child.once('message', answered)
    child.once('exit', ended)
  })
}

const ask = (child, task) => {
  child.send(task)
  return next(child)
}

const quartiles = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b)
  return [0.25, 0.5, 0.75].map((part) => {
    const at = (sorted.length - 1) * part
    const low = sorted[Math.floor(at)]
    return low + (sorted[Math.ceil(at)] - low) * (at % 1)
  })
}
const median = (numbers) => quartiles(numbers)[1]

/** One launch: the variants of one SDK take turns. For each operation what they took in each round. */
async function takeTurns(children) {
  const variants = Object.keys(children)
  const samples = {}
  for (const operation of [...Object.keys(OPERATIONS), 'outside']) {
    const kind = operation === 'outside' ? 'outside' : 'operation'
    const task = { measure: 'time', kind, operation }
    for (const child of Object.values(children)) {
      await ask(child, { ...task, count: times(WARM_UP[operation]) })
    }
    samples[operation] = []
    for (let round = 0; round < rounds; round++) {
      const taken = {}
      for (const [i] of variants.entries()) {
        const variant = variants[(i * (round % 2 ? -1 : 1) + round + variants.length * 2) % variants.length]
        taken[variant] = await ask(children[variant], { ...task, count: times(TURN[operation]) })
      }
      samples[operation].push(taken)
    }
  }
  return samples
}

async function measure(key) {
  const sdk = SDKS[key]
  const [server, options] = await start('server', sdk.server)
  const variants = Object.keys(sdk.ids)
  /** What is read must be there. */
  const put = { measure: 'time', kind: 'operation', operation: 'put', count: 1 }
  const launch = async (flags = []) => {
    const children = {}
    for (const variant of variants) {
      ;[children[variant]] = await start('sample', [key, variant, JSON.stringify(options)], flags)
      await ask(children[variant], put)
    }
    return children
  }
  const end = (children) => {
    for (const child of Object.values(children)) child.disconnect()
  }

  const taken = []
  for (let i = 0; i < launches; i++) {
    const children = await launch()
    taken.push(await takeTurns(children))
    end(children)
  }

  // With room for all that a turn allocates, nothing is collected meanwhile.
  const roomy = await launch(['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'])
  const allocated = {}
  for (const operation of Object.keys(OPERATIONS)) {
    allocated[operation] = {}
    const count = operation === 'upload' || operation === 'concurrent' ? 1 : times(200)
    const task = { measure: 'allocation', kind: 'operation', operation, count }
    for (const [variant, child] of Object.entries(roomy)) {
      await ask(child, { ...task, measure: 'time' })
      const bytes = []
      for (let i = 0; i < 3; i++) bytes.push((await ask(child, task)).bytes)
      const known = bytes.filter((value) => Number.isFinite(value))
      allocated[operation][variant] = known.length > 0 ? median(known) : undefined
    }
  }
  end(roomy)
  server.disconnect()
  return { sdk, variants, taken, allocated }
}

/** The plain SDK's median, and the quartiles of how far a variant's launches are from those of the plain SDK. */
function difference(taken, operation, variant, what) {
  const ofLaunches = taken.map((samples) => {
    const plain = median(samples[operation].map((turn) => turn.plain[what]))
    return { plain, added: median(samples[operation].map((turn) => turn[variant][what] - turn.plain[what])) }
  })
  return {
    plain: median(ofLaunches.map(({ plain }) => plain)),
    added: quartiles(ofLaunches.map(({ added }) => added)),
    share: quartiles(ofLaunches.map(({ plain, added }) => added / plain)),
  }
}

const round = (value, digits = 3) =>
  Math.abs(value) >= 10 ** digits ? value.toFixed(0) : String(Number(value.toPrecision(digits)))
const percent = (share) => `${(share * 100).toFixed(1)} %`
const range = ([low, , high], write) => `${write(low)} … ${write(high)}`

function timeRows({ sdk, variants, taken, allocated }) {
  const rows = []
  for (const [operation, name] of Object.entries(OPERATIONS)) {
    for (const variant of variants.slice(1)) {
      const cpu = difference(taken, operation, variant, 'cpu')
      const wall = difference(taken, operation, variant, 'wall')
      const { plain, [variant]: own } = allocated[operation]
      const bytes = plain && own ? `${round(plain / 1000)} + ${round((own - plain) / 1000, 2)}` : '?'
      rows.push([
        sdk.name,
        name,
        variant,
        round(cpu.plain),
        round(cpu.added[1], 2),
        percent(cpu.share[1]),
        range(cpu.share, percent),
        percent(wall.share[1]),
        bytes,
      ])
    }
  }
  return rows
}

function table(head, rows, left = 1) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i < left ? '---' : '--:'))), ...rows.map(line)].join('\n')
}

const LIMIT = 0.02

/** Met where three of four launches are within the limit, missed where three of four are not. */
const verdict = ([low, , high], limit) =>
  high <= limit ? 'met' : low > limit ? 'missed' : 'cannot be told: the quartiles stand on either side'

async function heap() {
  const results = {}
  for (const variant of ['plain', 'plugin']) {
    const [, { before, after }] = await start('heap', [variant, heapCount], ['--expose-gc'])
    results[variant] = { before, after }
  }
  return results
}

async function imports(key) {
  const { name, folder } = SDKS[key]
  const taken = []
  for (let i = 0; i < (quick ? 3 : 9); i++) taken.push((await start('import', [folder, name]))[1])
  return [name, ...[0, 1].map((i) => round(median(taken.map((value) => value[i]))))]
}

const results = []
for (const key of values.sdk.split(',')) results.push(await measure(key))
const heaps = await heap()
const sizes = await bundles()
const loaded = []
for (const key of values.sdk.split(',')) loaded.push(await imports(key))

const outside = results.flatMap(({ sdk, variants, taken }) =>
  variants.slice(1).map((variant) => {
    const { plain, added, share } = difference(taken, 'outside', variant, 'cpu')
    return [sdk.name, variant, round(plain * 1000), round(added[1] * 1000, 2), range(share, percent)]
  }),
)

const targets = []
for (const { sdk, taken } of results) {
  for (const [operation, name] of Object.entries(OPERATIONS)) {
    const { share } = difference(taken, operation, 'plugin', 'cpu')
    targets.push([
      `at most 2 % of CPU: ${sdk.name}, ${name}`,
      `${percent(share[1])} (${range(share, percent)})`,
      verdict(share, LIMIT),
    ])
  }
}
for (const { sdk, taken } of results) {
  const { share } = difference(taken, 'outside', 'plugin', 'cpu')
  targets.push([
    `nothing measurable outside: ${sdk.name}`,
    `${percent(share[1])} (${range(share, percent)})`,
    // Nothing is measurable where the quartiles stand on either side of nothing.
    share[0] <= 0 ? 'met' : 'missed',
  ])
}
const growth = (heaps.plugin.after - heaps.plugin.before) / heapCount
targets.push(['no heap growth', `${round(growth, 2)} bytes per operation`, growth < 1 ? 'met' : 'missed'])
for (const { name, imports, brotli } of sizes.filter(({ name }) => name !== 'core')) {
  if (imports.includes(',')) continue
  targets.push([
    `at most 3 kB: @requestid/${name}`,
    `${round(brotli / 1000, 2)} kB`,
    brotli <= 3000 ? 'met' : 'missed',
  ])
}
for (const { variants, taken } of results) {
  if (!variants.includes('OpenTelemetry')) continue
  for (const [operation, name] of Object.entries(OPERATIONS)) {
    const own = difference(taken, operation, 'plugin', 'cpu').added
    const other = difference(taken, operation, 'OpenTelemetry', 'cpu').added
    const ratio = other[1] / own[1]
    const told = own[0] > 0 && other[0] > 0
    targets.push([
      `ten times cheaper than OpenTelemetry: ${name}`,
      `${round(own[1], 2)} µs and ${round(other[1], 2)} µs added${told ? `: ${round(ratio, 2)} times` : ''}`,
      told ? (ratio >= 10 ? 'met' : 'missed') : 'cannot be told: a quartile is below nothing',
    ])
  }
}

const report = `\`node ${['test/bench/report.mjs', ...process.argv.slice(2)].join(' ')}\`, Node ${process.versions.node}, ${cpus()[0]?.model.trim()}, ${launches} launches of ${rounds} rounds

### Targets

${table(['target', 'measured', ''], targets)}

### Operations

${table(
  [
    'SDK',
    'operation',
    'variant',
    'CPU of plain, µs',
    'added, µs',
    'added',
    'quartiles',
    'wall, added',
    'allocated, kB',
  ],
  results.flatMap(timeRows),
  3,
)}

### Code outside the SDK

${table(['SDK', 'variant', 'await, ns', 'added, ns', 'quartiles'], outside, 2)}

### Heap

${table(
  ['ali-oss', 'operations', 'before, MB', 'after, MB', 'bytes per operation'],
  Object.entries(heaps).map(([variant, { before, after }]) => [
    variant,
    heapCount,
    (before / 1e6).toFixed(2),
    (after / 1e6).toFixed(2),
    round((after - before) / heapCount, 2),
  ]),
)}

### Loading

${table(['SDK', 'the SDK, ms', 'the plugin after it, ms'], loaded)}

### Size

${table(
  ['package', 'imports', 'minified', 'gzip', 'brotli'],
  sizes.map(({ name, imports, minified, gzip, brotli }) => [
    `@requestid/${name}`,
    imports,
    minified,
    gzip,
    brotli,
  ]),
  2,
)}`

console.log(report)
if (!quick) {
  for (const name of ['performance.md', 'performance.zh-CN.md']) {
    const file = new URL(`../../docs/${name}`, import.meta.url)
    const text = readFileSync(file, 'utf8')
    const between = /(<!-- report -->\n)[\s\S]*(\n<!-- \/report -->)/
    if (!between.test(text)) throw new Error(`docs/${name} has no place for the report.`)
    writeFileSync(
      file,
      text.replace(between, (_, begin, finish) => `${begin}\n${report}\n${finish}`),
    )
  }
  const root = new URL('../..', import.meta.url)
  spawnSync(new URL('node_modules/.bin/biome', root).pathname, ['format', '--write', 'docs'], { cwd: root })
}
