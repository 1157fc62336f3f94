// What the plugin adds to cos-nodejs-sdk-v5: CPU and wall time per operation over keep-alive loopback, and the cost
// to code outside the SDK. Each sample is a process of its own, as in a program where every client is registered:
// in one process, plain and registered clients would slow each other down. They take turns, plain, plugin, plugin,
// plain, and the figures are medians of the ratios, because the machines this runs on are noisy.
// Run: node test/bench/cos-node.mjs [rounds]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { withRequestId } from '@requestid/cos'
import { startServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'

const object = { Bucket: 'bench-1250000000', Region: 'ap-beijing', Key: 'a' }
const body = 'x'.repeat(1000)
const atOnce = (call) => Promise.all(Array.from({ length: 100 }, call))

/** What a sample does, how many operations one run of it is, and how many runs are measured. */
const samples = {
  'getObject, 1 kB': [(cos) => cos.getObject(object), 1, 3000],
  'putObject, 1 kB': [(cos) => cos.putObject({ ...object, Body: body }), 1, 2000],
  'headObject, 404': [(cos) => cos.headObject({ ...object, Key: 'missing' }).catch(() => {}), 1, 3000],
  'getObject, 100 at once': [(cos) => atOnce(() => cos.getObject(object)), 100, 80],
  'await, outside the SDK': [async () => 0, 1, 3e6],
}

const [role, ...args] = process.argv.slice(2)
if (role === 'server') await serve()
else if (role === 'sample') await sample(...args)
else await compare(Number(role ?? 8))

async function serve() {
  const server = await startServer()
  process.send(server.cosOptions())
  // Its log would grow with every request of the benchmark.
  setInterval(() => server.exchanges.splice(0), 1000).unref()
  process.on('disconnect', () => server.close())
}

async function sample(which, name, options) {
  const cos = new COS(JSON.parse(options))
  if (which === 'plugin') withRequestId(cos)
  await cos.putObject({ ...object, Body: body })
  const [run, operations, count] = samples[name]
  for (let i = 0; i < count / 3; i++) await run(cos)
  const cpu = process.cpuUsage()
  const start = process.hrtime.bigint()
  for (let i = 0; i < count; i++) await run(cos)
  const wall = Number(process.hrtime.bigint() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  process.send([(user + system) / count / operations, wall / count / operations])
  process.disconnect()
}

async function compare(rounds) {
  const server = fork(new URL(import.meta.url), ['server'])
  const [options] = await once(server, 'message')
  const measure = async (which, name) => {
    const child = fork(new URL(import.meta.url), ['sample', which, name, JSON.stringify(options)])
    const [times] = await once(child, 'message')
    return times
  }
  console.log('| operation | CPU, plugin / plain | wall, plugin / plain | CPU of plain, µs |')
  console.log('| --- | --: | --: | --: |')
  for (const name of Object.keys(samples)) {
    const ratios = [[], []]
    const plain = []
    for (let round = 0; round < rounds; round++) {
      const times = []
      for (const which of ['plain', 'plugin', 'plugin', 'plain']) times.push(await measure(which, name))
      const [a, b, c, d] = times
      for (const i of [0, 1]) ratios[i].push((b[i] + c[i]) / (a[i] + d[i]))
      plain.push(a[0], d[0])
    }
    const [cpu, wall] = ratios.map((values) => median(values).toFixed(2))
    console.log(`| ${name} | ${cpu} | ${wall} | ${median(plain).toPrecision(3)} |`)
  }
  server.disconnect()
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
