// One process of the report: one SDK in one variant. It does what report.mjs asks for and says what it took.
import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import { CONCURRENT } from './kit.mjs'
import { SDKS } from './sdks.mjs'

const [name, variant, options] = process.argv.slice(2)
const sdk = SDKS[name]
const client = sdk.create(variant, JSON.parse(options))
const calls = sdk.calls(client)
const idOf = sdk.ids[variant]

let id
async function run(operation) {
  try {
    id = idOf(await calls[operation]())
  } catch (error) {
    if (operation !== 'head') throw error
    id = idOf(error)
  }
}

const operations = {
  ...Object.fromEntries(Object.keys(calls).map((operation) => [operation, () => run(operation)])),
  concurrent: () => Promise.all(Array.from({ length: CONCURRENT }, () => run('get'))),
}

const repeat = {
  async operation({ operation, count }) {
    for (let i = 0; i < count; i++) await operations[operation]()
  },
  /** Code outside the SDK. */
  async outside({ count }) {
    const nothing = async () => 0
    for (let i = 0; i < count; i++) await nothing()
  },
}

const measures = {
  async time(task) {
    const cpu = process.cpuUsage()
    const start = process.hrtime.bigint()
    await repeat[task.kind](task)
    const wall = Number(process.hrtime.bigint() - start) / 1000
    const { user, system } = process.cpuUsage(cpu)
    return { cpu: user + system, wall }
  },
  /** Bytes that were allocated on the heap of JavaScript, if none was freed meanwhile. */
  async allocation(task) {
    let collected = false
    const observer = new PerformanceObserver(() => {
      collected = true
    })
    global.gc()
    await new Promise(setImmediate)
    observer.observe({ entryTypes: ['gc'] })
    const before = getHeapStatistics().used_heap_size
    await repeat[task.kind](task)
    const bytes = getHeapStatistics().used_heap_size - before
    await new Promise(setImmediate)
    observer.disconnect()
    return { bytes: collected ? undefined : bytes }
  },
}

process.on('message', async ({ measure, ...task }) => {
  id = undefined
  const result = await measures[measure](task)
  const expected = variant !== 'plain' && task.kind === 'operation'
  if (expected && typeof id !== 'string') throw new Error(`${name}, ${variant}, ${task.operation}: no id`)
  const per = task.count * (task.operation === 'concurrent' ? CONCURRENT : 1)
  process.send(Object.fromEntries(Object.entries(result).map(([key, value]) => [key, value / per])))
})
process.on('disconnect', () => process.exit())
process.send('ready')
