// The clients of a soak, in a process of their own: all SDKs at once, with the plugins or without. Told the numbers
// of some operations it calls all of them at once, and answers with what came of each when nothing is under way any
// more. Started by soak.mjs.
import { writeFileSync } from 'node:fs'
import {
  captureExchanges,
  errorSerializer,
  formatSupportReport,
  getRequestId,
  getRequestInfo,
} from '@requestid/core'
import { operationOf } from './script.mjs'
import { prepare, sdks } from './sdks.mjs'

const { seed, plugin, settings, file } = JSON.parse(process.argv[2])
writeFileSync(file, Buffer.alloc(2.5 * 1024 * 1024, 'x'))

// What escapes. An operation of which nobody handles the error is meant to end here once, and is known by its promise.
const escaped = []
const abandoned = new WeakMap()
process.on('unhandledRejection', (reason, promise) => {
  const end = abandoned.get(promise)
  abandoned.delete(promise)
  if (end) end(reason)
  else escaped.push(signatureOf('unhandledRejection', reason))
})
process.on('uncaughtException', (error) => escaped.push(signatureOf('uncaughtException', error)))
const signatureOf = (kind, error) =>
  `${kind}: ${String(error?.name)}: ${String(error?.message ?? error)
    .replace(/op-\d+|\d+/g, '*')
    .slice(0, 120)}`

// The SDKs and jsdom say what they think of each fault.
for (const method of ['log', 'warn', 'error']) console[method] = () => {}

await prepare(settings)

/** What the plugins say went wrong in them. */
const failures = []
/** Every exchange that `onExchange` has heard of since the operations began. */
const heard = new Set()
const options = {
  onError: (error) => failures.push(String(error?.stack ?? error)),
  onExchange(exchange) {
    heard.add(exchange)
  },
}

/** How long a client waits that is to meet stalls. */
const IMPATIENT_MS = 1500
const PATIENT_MS = 60_000

const shared = new Map()
function clientOf({ n, sdk, weather, fresh }) {
  const timeout = weather === 'stalls' ? IMPATIENT_MS : PATIENT_MS
  const { create: createClient, endpoint, withRequestId } = sdks[sdk]
  const create = () => {
    const client = createClient(settings[endpoint], timeout)
    return plugin ? withRequestId(client, options) : client
  }
  if (fresh) return create()
  const name = `${sdk} ${timeout} ${n % 3}`
  if (!shared.has(name)) shared.set(name, create())
  return shared.get(name)
}

/** Calls one operation. Never rejects. */
async function run(operation) {
  const { key, sdk, call, captured, reported, fresh } = operation
  const client = clientOf(operation)
  const [, make] = sdks[sdk].calls[call]
  const begin = () => make(client, key, file)
  let captures
  const capture = async () => {
    const { value, exchanges } = await captureExchanges(begin)
    captures = exchanges
    return value
  }
  const [kind, outcome] = await (call === 'unhandled'
    ? abandon(begin)
    : new Promise((resolve) => resolve(plugin && captured ? capture() : begin())).then(
        (result) => ['result', result],
        (error) => ['error', error],
      ))
  if (fresh) client.destroy?.()
  // Neither may throw, whatever it is given.
  if (plugin && reported) {
    formatSupportReport(outcome)
    errorSerializer(outcome)
  }
  return { operation, kind, outcome, captures }
}

/** How often it is looked whether all have settled, and how many looks without any that has say that none will. */
const LOOK_MS = 50
const LOOKS = 200

/** Calls operations all at once. @returns what came of them when none is under way, or none will ever settle */
async function runAll(operations) {
  const results = operations.map((operation) => ({ operation, kind: 'hung' }))
  let left = operations.length
  let looks = 0
  for (const [i, operation] of operations.entries()) {
    run(operation).then((result) => {
      results[i] = result
      looks = 0
      left--
    })
  }
  // Looks, not seconds: on a busy machine both this process and the endpoints' may stand still.
  while (left > 0 && looks++ < LOOKS) await wait(LOOK_MS)
  // What is left of those that have settled: parts that run on, sockets that close.
  await wait(300)
  return results
}

/** Calls, and leaves an error to nobody: it ends as the process's unhandled rejection, once. */
function abandon(begin) {
  return new Promise((resolve) => {
    const promise = begin().then((result) => resolve(['result', result]))
    abandoned.set(promise, (error) => resolve(['error', error]))
  })
}

/** What the parent is told of an outcome. */
function recordOf({ operation: { n }, kind, outcome, captures }) {
  const { name, code, Code, statusCode, status, $metadata, error } = outcome ?? {}
  const said = [Code, code, error?.Code, name, statusCode ?? status ?? $metadata?.httpStatusCode]
  const record = { n, kind, said: kind === 'error' ? said.filter((value) => typeof value !== 'object') : [] }
  if (!plugin) return record
  const info = getRequestInfo(outcome)
  const { requestId } = outcome ?? {}
  return {
    ...record,
    ...(requestId !== undefined && { requestId }),
    known: getRequestId(outcome),
    found: info?.requestId,
    exchanges: info?.exchanges.map(({ requestId, statusCode, errorCode }) => ({
      requestId,
      statusCode,
      errorCode,
    })),
    unheard: info?.exchanges.filter((exchange) => !heard.has(exchange)).length,
    captures: captures?.map(({ requestId }) => requestId),
    files: outcome?.files?.map(({ data, error, options }) => ({
      key: options.Key,
      requestId: (error ?? data)?.requestId,
    })),
  }
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

process.on('message', async (numbers) => {
  const records = (await runAll(numbers.map((n) => operationOf(seed, n)))).map(recordOf)
  heard.clear()
  await wait(0)
  // What a first collection finalizes a second one frees.
  for (let i = 0; i < 3; i++) globalThis.gc()
  const resources = {}
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1
  process.send({
    records,
    escaped: escaped.splice(0),
    failures: failures.splice(0),
    heap: process.memoryUsage().heapUsed,
    resources,
    listeners: Math.max(...[process, ...process._getActiveHandles()].map(listenersOf)),
  })
})
process.on('disconnect', () => process.exit())

/** Of the process, a socket, a timer. */
function listenersOf(handle) {
  const names = handle.eventNames?.() ?? []
  return names.reduce((count, name) => count + handle.listenerCount(name), 0)
}
