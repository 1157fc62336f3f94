// What the first `captureExchanges` costs the rest of the process: it switches on AsyncLocalStorage, which on Node 20
// and 22 makes every `await` slower from then on. Since Node 24 the engine itself keeps the context of an `await`
// (AsyncContextFrame). Each sample is a process of its own, whose CPU time is taken, so that what else the machine does
// hardly counts; they take turns, without and with, and the figures are medians of ratios.
// Run: node test/bench/capture.mjs [rounds]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { captureExchanges } from '@requestid/core'

const nothing = async () => {}
/** What a sample does, and how often. */
const samples = {
  'await of a value': [async () => 0, 3e6],
  'await of an async function that awaits three': [
    async () => {
      await nothing()
      await nothing()
      await nothing()
    },
    1e6,
  ],
  'await of a file of 4 kB': [() => readFile(new URL(import.meta.url)), 5000],
}

const [role, ...args] = process.argv.slice(2)
if (role === 'sample') await sample(...args)
else await compare(Number(role ?? 8))

async function sample(which, name) {
  if (which === 'with') await captureExchanges(() => {})
  const [run, count] = samples[name]
  for (let i = 0; i < count / 3; i++) await run()
  const before = process.cpuUsage()
  for (let i = 0; i < count; i++) await run()
  const { user, system } = process.cpuUsage(before)
  process.send(((user + system) * 1000) / count)
  process.disconnect()
}

async function compare(rounds) {
  const measure = async (which, name) => {
    const child = fork(new URL(import.meta.url), ['sample', which, name])
    const [time] = await once(child, 'message')
    return time
  }
  console.log(
    `Node ${process.versions.node}\n| | CPU time, with / without | ns, without |\n| --- | --: | --: |`,
  )
  for (const name of Object.keys(samples)) {
    const ratios = []
    const without = []
    for (let round = 0; round < rounds; round++) {
      const times = []
      for (const which of ['without', 'with', 'with', 'without']) times.push(await measure(which, name))
      const [a, b, c, d] = times
      ratios.push((b + c) / (a + d))
      without.push(a, d)
    }
    console.log(`| ${name} | ${median(ratios).toFixed(2)} | ${median(without).toPrecision(3)} |`)
  }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
