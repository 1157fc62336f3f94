// Load and faults: thousands of operations at once over all SDKs in one process, while the endpoints reset, stall,
// cut and garble their answers. Held against the endpoints' own log and against the plain SDKs: no id is mixed up or
// missing, nothing escapes that does not without the plugins, outcomes are of the same kind, and memory, sockets and
// listeners do not grow. Two processes have the clients, one with the plugins and one without; they get the same
// operations at the same time. What an operation does and what is done to it follows from the seed and its number.
// Run: node test/soak/soak.mjs, for ten minutes; or with
//   --duration <seconds>
//   --at-once <operations>     2000 by default
//   --seed <number>            that of a run that failed, to repeat it
//   --only <number,number>     only these operations of the run, such as those that failed
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startServer } from '@requestid/testing'
import { byOperation, problemsOf } from './check.mjs'
import { fateOf, faultNames, faultOf, numberOf, operationOf } from './script.mjs'
import { endpoints } from './sdks.mjs'

const { values } = parseArgs({
  options: {
    duration: { type: 'string', default: '600' },
    'at-once': { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    only: { type: 'string' },
  },
})
const [duration, atOnce, seed] = ['duration', 'at-once', 'seed'].map((name) => {
  const value = Number(values[name])
  if (!Number.isInteger(value) || value < 0) {
    throw new Error(`--${name} has to be a whole number, not ${values[name]}`)
  }
  return value
})

// The endpoints, and the clients that call them.

const folder = mkdtempSync(join(tmpdir(), 'requestid-soak-'))

/** A process of clients, with endpoints of its own. @param plugin whether the clients have the plugins */
async function startClients(plugin) {
  /** How many requests of each kind an operation has made. */
  const occurrences = new Map()
  function takeFate({ method, operation, key, query, path }) {
    const n = numberOf(key) ?? numberOf(String(query)) ?? numberOf(path)
    if (n === undefined) return 'none'
    const part = query instanceof URLSearchParams ? (query.get('partNumber') ?? '') : ''
    const request = { method, name: `${operation} ${part} ${key}` }
    const alike = `${n} ${request.method} ${request.name}`
    const before = occurrences.get(alike) ?? 0
    occurrences.set(alike, before + 1)
    return fateOf(seed, operationOf(seed, n), request, before)
  }

  const started = await Promise.all(
    Object.entries(endpoints).map(async ([name, endpoint]) => {
      const { start, vendor, options } = endpoint
      return [name, endpoint, await (start ? start(takeFate) : startServer({ vendor, ...options }))]
    }),
  )

  function prepare() {
    occurrences.clear()
    for (const [, { vendor, idHeader }, server] of started) {
      server.clear()
      if (!vendor) continue
      let fate
      // It is asked for each request ahead of all others, and so decides for them.
      const decide = (request) => {
        fate = takeFate(request)
        return false
      }
      server.inject({}, decide)
      for (const fault of faultNames) {
        server.inject({ ...faultOf(fault, idHeader), times: Number.POSITIVE_INFINITY }, () => fate === fault)
      }
    }
  }

  const settings = Object.fromEntries(
    started.map(([name, endpoint, server]) => [name, endpoint.settings(server)]),
  )
  const told = JSON.stringify({ seed, plugin, settings, file: join(folder, String(plugin)) })
  const child = fork(new URL('clients.mjs', import.meta.url), [told], {
    execArgv: ['--expose-gc', '--no-warnings'],
    serialization: 'advanced',
  })
  const exited = once(child, 'exit')

  return {
    /** Does these operations all at once. */
    async run(numbers) {
      prepare()
      child.send(numbers)
      const answers = once(child, 'message')
      const [answer] = await Promise.race([answers, exited.then(([code, signal]) => [{ code, signal }])])
      if (!answer.records) throw new Error(`the clients ended with ${answer.code ?? answer.signal}`)
      const log = started.flatMap(([, , { exchanges }]) => [...exchanges])
      return { ...answer, log: byOperation(log) }
    },
    async close() {
      if (child.connected) child.disconnect()
      await exited
      await Promise.all(started.map(([, , server]) => server.close()))
    },
  }
}

const [plainClients, pluginClients] = await Promise.all([false, true].map(startClients))

// The comparison.

const failures = []
const fail = (what) => {
  if (failures.length < MOST) failures.push(what)
}
/** How many failures are shown; where one thing is broken, thousands of operations say so. */
const MOST = 20
const describe = (n) => {
  const { sdk, call, weather } = operationOf(seed, n)
  return `operation ${n} (${sdk} ${call}, ${weather})`
}
const kindOf = ({ kind, said }) => [kind, ...said].join(' ')

/** Both processes do the same operations. @returns what each gave, and those that did not end alike */
async function compare(numbers) {
  const [plain, plugin] = await Promise.all([plainClients.run(numbers), pluginClients.run(numbers)])
  const owners = new Map()
  for (const [n, log] of plugin.log) {
    for (const { headerRequestId, bodyRequestId } of log) {
      for (const id of [headerRequestId, bodyRequestId]) owners.set(id, describe(n))
    }
  }
  const unlike = []
  for (const [i, record] of plugin.records.entries()) {
    const { n } = record
    const kinds = [kindOf(plain.records[i]), kindOf(record)]
    if (kinds[0] !== kinds[1]) unlike.push([n, ...kinds])
    // One that still is under way without the plugins may send its requests now.
    if (plain.records[i].kind === 'hung') continue
    for (const problem of problemsOf(seed, record, plugin.log.get(n), (id) => owners.get(id))) {
      fail(`${describe(n)}: ${problem}`)
    }
  }
  for (const failure of plugin.failures) fail(`onError: ${failure}`)
  return { plain, plugin, unlike }
}

const total = { operations: 0, requests: 0, ids: 0, errors: 0, hung: 0, repeated: 0 }
const waves = []

async function wave(numbers) {
  const { plain, plugin, unlike } = await compare(numbers)
  waves.push({ plain, plugin })
  total.operations += numbers.length
  for (const [, log] of plugin.log) total.requests += log.length
  for (const { kind, found } of plugin.records) {
    if (found) total.ids++
    if (kind === 'error') total.errors++
    if (kind === 'hung') total.hung++
  }
  for (const answer of [plain, plugin]) answer.log = answer.records = undefined
  // On a busy machine one process may time out where the other does not. What is the plugin's fault stays.
  let left = unlike
  for (let attempt = 0; attempt < 8 && left.length > 0; attempt++) {
    total.repeated += left.length
    // What their clients gave up may still be waiting to be read by the endpoints.
    await sleep(500)
    await immediate()
    await immediate()
    left = (await compare(left.map(([n]) => n))).unlike
  }
  for (const [n, without, besides] of left)
    fail(`${describe(n)}: without the plugin ${without}, with it ${besides}`)
}

/** Waves until the code is compiled and the pools are full. */
const WARM_UP = 2
/** How much more may be left of an operation with the plugins than without, in bytes; an exchange takes about 400. */
const BYTES_PER_OPERATION = 150
/** What collections differ by, in bytes. */
const NOISE = 2e6

const counted = (answers) => {
  const counts = new Map()
  for (const what of answers.flatMap(({ escaped }) => escaped)) counts.set(what, (counts.get(what) ?? 0) + 1)
  return counts
}

/** What escaped, and what grew, over all waves. */
function compareProcesses() {
  const [plain, plugin] = ['plain', 'plugin'].map((which) => waves.map((wave) => wave[which]))
  const usual = counted(plain)
  for (const [what, count] of counted(plugin)) {
    if (count > (usual.get(what) ?? 0))
      fail(`${what}: ${count} times, without the plugins ${usual.get(what) ?? 0} times`)
  }
  if (waves.length < WARM_UP + 2) {
    console.log('too few operations to tell whether something grows')
    return
  }
  const growthOf = (answers) => answers.at(-1).heap - answers[WARM_UP - 1].heap
  const operations = (waves.length - WARM_UP) * atOnce
  const more = growthOf(plugin) - growthOf(plain)
  if (more > NOISE + BYTES_PER_OPERATION * operations) {
    fail(
      `the heap grew by ${Math.round(more / operations)} bytes per operation more than without the plugins`,
    )
  }
  const most = (answers, count) => Math.max(...answers.map(count))
  for (const [what, count] of Object.entries({
    'listeners of one emitter': ({ listeners }) => listeners,
    timers: ({ resources }) => resources.Timeout ?? 0,
    sockets: ({ resources }) => resources.TCPSocketWrap ?? 0,
  })) {
    // Those of retries and idle sockets come and go.
    const [without, besides] = [most(plain, count), count(plugin.at(-1))]
    if (besides > 2 * without + 50)
      fail(`${besides} ${what} are left, without the plugins at most ${without}`)
  }
}

const began = Date.now()
const numbersFrom = (first, count) => Array.from({ length: count }, (_, i) => first + i)
try {
  if (values.only) await wave(values.only.split(',').map(Number))
  else {
    do await wave(numbersFrom(waves.length * atOnce, atOnce))
    while (failures.length === 0 && Date.now() - began < duration * 1000)
  }
  compareProcesses()
} catch (error) {
  fail(error.stack)
} finally {
  await Promise.all([plainClients.close(), pluginClients.close()])
  rmSync(folder, { recursive: true })
}

const heaps = (which) => waves.map((wave) => (wave[which].heap / 1e6).toFixed(1)).join(', ')
console.log(
  `${total.operations} operations, ${atOnce} at once, ${total.requests} requests, ${total.errors} errors, ${total.ids} outcomes with an id, ${Math.round((Date.now() - began) / 1000)} s`,
)
console.log(
  `${total.repeated} repeated, as they ended otherwise than without the plugins; ${total.hung} never ended`,
)
console.log(`heap in MB, with the plugins: ${heaps('plugin')}; without: ${heaps('plain')}`)
for (const failure of failures) console.log(`FAILED: ${failure}`)
console.log(`${failures.length > 0 ? 'failed' : 'passed'}; the seed was ${seed}`)
process.exitCode = failures.length > 0 ? 1 : 0
