// What the plugin adds to cos-nodejs-sdk-v5: CPU and wall time per operation over keep-alive loopback, and the cost
// to code outside the SDK. Plain and registered client take turns in one process; the figures are ratios of
// medians, because the machines this runs on are noisy. Run: node test/bench/cos-node.mjs
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { withRequestId } from '@requestid/cos'
import { startServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'

if (process.argv[2] === 'server') {
  const server = await startServer()
  process.send(server.cosOptions())
  // Its log would grow with every request of the benchmark.
  setInterval(() => server.exchanges.splice(0), 1000).unref()
  process.on('disconnect', () => server.close())
} else {
  const server = fork(new URL(import.meta.url), ['server'])
  const [options] = await once(server, 'message')
  const bucket = { Bucket: 'bench-1250000000', Region: 'ap-beijing' }
  const object = { ...bucket, Key: 'a' }

  const clients = { plain: new COS(options), plugin: withRequestId(new COS(options)) }
  await clients.plain.putObject({ ...object, Body: 'x'.repeat(1000) })

  const operations = {
    'getObject, 1 kB': (cos) => cos.getObject(object),
    'putObject, 1 kB': (cos) => cos.putObject({ ...object, Body: 'x'.repeat(1000) }),
    'headObject, 404': (cos) => cos.headObject({ ...bucket, Key: 'missing' }).catch(() => {}),
    'getObject, 100 at once': (cos) => Promise.all(Array.from({ length: 100 }, () => cos.getObject(object))),
  }
  const rows = [
    ['operation', 'CPU, plugin / plain', 'wall, plugin / plain', 'CPU of plain, µs'],
    ['---', '--:', '--:', '--:'],
  ]
  for (const [name, operation] of Object.entries(operations)) {
    const count = name.includes('at once') ? 3 : 200
    const samples = { plain: [], plugin: [] }
    for (const cos of Object.values(clients)) for (let i = 0; i < count; i++) await operation(cos)
    for (let round = 0; round < 30; round++) {
      const order = round % 2 ? ['plain', 'plugin'] : ['plugin', 'plain']
      for (const which of order) samples[which].push(await measure(operation, clients[which], count))
    }
    const ratio = (key) =>
      median(samples.plugin.map((sample, i) => sample[key] / samples.plain[i][key])).toFixed(3)
    const each = count * (name.includes('at once') ? 100 : 1)
    rows.push([
      name,
      ratio('cpu'),
      ratio('wall'),
      (median(samples.plain.map(({ cpu }) => cpu)) / each).toFixed(0),
    ])
  }
  rows.push(['a loop of awaits, outside the SDK', (await awaitLoop()).toFixed(3), '', ''])
  for (const row of rows) console.log(`| ${row.join(' | ')} |`)
  server.disconnect()
}

async function measure(operation, cos, count) {
  const cpu = process.cpuUsage()
  const start = process.hrtime.bigint()
  for (let i = 0; i < count; i++) await operation(cos)
  const wall = Number(process.hrtime.bigint() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { cpu: user + system, wall }
}

/** The same loop in a fresh process with and without a registered client that was used. */
async function awaitLoop() {
  const ratios = []
  for (let round = 0; round < 7; round++) {
    const plain = await loopIn(false)
    ratios.push((await loopIn(true)) / plain)
  }
  return median(ratios)
}

async function loopIn(registered) {
  const script = `
    import COS from 'cos-nodejs-sdk-v5'
    import { withRequestId } from '@requestid/cos'
    const cos = new COS({ SecretId: 'a', SecretKey: 'b', Ip: '127.0.0.1:1', Protocol: 'http:' })
    if (${registered}) withRequestId(cos)
    await cos.getService().catch(() => {})
    const loop = async () => { for (let i = 0; i < 3e6; i++) await i }
    await loop()
    const { user } = process.cpuUsage()
    await loop()
    process.send(process.cpuUsage().user - user)
    process.disconnect()`
  const child = fork('-', [], {
    execArgv: ['--input-type=module', '-e', script],
    cwd: new URL('.', import.meta.url),
  })
  const [time] = await once(child, 'message')
  return time
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
