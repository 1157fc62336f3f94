// How many instructions the plugins add to a call, which repeats to one percent whatever else the machine does. Valgrind's
// cachegrind counts those of a whole process; the difference of two processes that make more calls and fewer, both after
// V8 has compiled what is called, is that of the calls.
// Run: node test/bench/instructions.mjs [--variants] ['oss get' 'cos put' ...]   what is named, or all
//      node test/bench/instructions.mjs --gate                                   those with a budget, and fails above one
// With --variants also what one would pick in the plugin's place. Budgets stand in instructions.json, in percent of the
// plain SDK's instructions. Needs valgrind.
import { fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { SDKS } from './report/sdks.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    gate: { type: 'boolean', default: false },
    variants: { type: 'boolean', default: false },
    /** Between 3,000 and 5,000 calls V8 still compiles, and variants differ for that alone. */
    from: { type: 'string', default: '8000' },
    to: { type: 'string', default: '9500' },
    jobs: { type: 'string', default: '2' },
    output: { type: 'string' },
  },
})
const [from, to] = [Number(values.from), Number(values.to)]
const { budgets, more } = JSON.parse(readFileSync(new URL('instructions.json', import.meta.url), 'utf8'))
const asked = positionals.length > 0 ? positionals : [...Object.keys(budgets), ...(values.gate ? [] : more)]

if (spawnSync('valgrind', ['--version']).error) {
  console.error('instructions: valgrind is not there; install it, such as with apt-get install valgrind')
  process.exit(2)
}

const path = (name) => fileURLToPath(new URL(`report/${name}.mjs`, import.meta.url))
const VALGRIND = ['--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null']
// V8 writes code as it runs. One thread and fixed seeds, so that two runs do the same.
const NODE = ['--single-threaded', '--predictable', '--hash-seed=1', '--random-seed=1', '--no-warnings']

async function count(key, variant, options, operation, calls) {
  const sample = [path('count'), key, variant, options, operation, String(calls)]
  const args = [...VALGRIND, '--smc-check=all-non-file', process.execPath, ...NODE, ...sample]
  // The SDK of AWS writes that it will leave Node 20.
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
  const child = spawn('valgrind', args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let text = ''
  child.stderr.on('data', (data) => {
    text += data
  })
  const [status] = await once(child, 'close')
  const counted = /I +refs: +([\d,]+)/.exec(text)?.[1]
  if (status !== 0 || !counted)
    throw new Error(`${key} ${operation}, ${variant}: ${status}\n${text.slice(-800)}`)
  return Number(counted.replaceAll(',', ''))
}

async function measure(name) {
  const [key, operation] = name.split(' ')
  const sdk = SDKS[key]
  if (!sdk?.calls || !operation)
    throw new Error(`instructions: no ${name}; such as ${Object.keys(budgets).join(', ')}`)
  const variants = values.variants ? [...Object.keys(sdk.ids), ...(sdk.alike ?? [])] : ['plain', 'plugin']
  const server = fork(path('server'), sdk.server, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [options] = await once(server, 'message')
  const todo = variants.flatMap((variant) => [
    [variant, from],
    [variant, to],
  ])
  const counts = Object.fromEntries(variants.map((variant) => [variant, {}]))
  const work = async () => {
    for (let next = todo.shift(); next; next = todo.shift()) {
      const [variant, calls] = next
      counts[variant][calls] = await count(key, variant, JSON.stringify(options), operation, calls)
    }
  }
  await Promise.all(Array.from({ length: Number(values.jobs) }, work))
  server.disconnect()
  const perCall = (variant) => (counts[variant][to] - counts[variant][from]) / (to - from)
  return variants.map((variant) => ({ variant, instructions: perCall(variant) }))
}

const results = []
for (const name of asked) {
  const [plain, ...others] = await measure(name)
  console.log(`${name}: ${Math.round(plain.instructions)} instructions`)
  for (const { variant, instructions } of others) {
    const share = (instructions / plain.instructions - 1) * 100
    const budget = variant === 'plugin' ? budgets[name] : undefined
    const isOver = budget !== undefined && share > budget
    const beside = budget === undefined ? '' : ` (budget ${budget} %${isOver ? ': above' : ''})`
    console.log(
      `  ${variant}: +${Math.round(instructions - plain.instructions)}, ${share.toFixed(1)} %${beside}`,
    )
    if (budget !== undefined) results.push({ name, share, budget, isOver })
  }
}
const failed = results.filter(({ isOver }) => isOver).length
if (values.output) writeFileSync(values.output, JSON.stringify({ passed: results.length - failed, failed }))
if (failed > 0) process.exitCode = 1
