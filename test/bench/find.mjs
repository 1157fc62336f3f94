// How fast `requestid` reads, against tools that search text, in one run over the same files.
//
//   node test/bench/find.mjs [log size in MB, default 1000] [HAR size in MB, default 200] [dense log in MB, default 200]
//
// Needs ripgrep, GNU grep, GNU time, jq and taskset (Debian: apt-get install ripgrep jq time). All run on one core,
// with the files in the page cache. The log has an id in one of 200 lines. The expression that ripgrep and grep look
// for has the same labels and takes whatever stands behind them; the one that `requestid patterns --for rg` prints
// knows the forms of the ids too. Then logs with an id in each line: the application's own, of which none is a cloud's,
// and a cloud's, each another one.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [logSize = 1000, harSize = 200, denseSize = 200] = process.argv.slice(2).map(Number)
const bin = fileURLToPath(new URL('../../packages/cli/dist/esm/bin.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'requestid-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

let seed = 42
function random(limit) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return Math.floor((seed / 2 ** 32) * limit)
}
const pick = (list) => list[random(list.length)]
const digits = (alphabet, length) => Array.from({ length }, () => pick(alphabet)).join('')
const HEX = '0123456789abcdef'
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const cosId = () =>
  Buffer.from(`66${digits(HEX, 6)}_${digits(HEX, 8)}_${digits(HEX, 4)}_${digits(HEX, 6)}`).toString('base64')
const ossId = () => `66${digits(HEX, 22).toUpperCase()}`
const guid = () => [8, 4, 4, 4, 12].map((length) => digits(HEX, length)).join('-')
const s3Id = () => `${digits(CROCKFORD, 14)}7Z`
const hostId = () => `${digits(BASE64, 75)}=`

const failures = [
  () =>
    `com.qcloud.cos.exception.CosServiceException: Access Denied. (Status Code: 403; Error Code: AccessDenied; Request ID: ${cosId()}); Trace ID: null`,
  () =>
    `oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage="Access Denied.", RequestId=${ossId()}, Ec=0003-00000001`,
  () =>
    `operation error S3: GetObject, https response error StatusCode: 404, RequestID: ${s3Id()}, HostID: ${hostId()}, NoSuchKey:`,
  () =>
    `{"msg":"upload failed","headers":{"server":"tencent-cos","x-cos-request-id":"${cosId()}"},"status":403}`,
]
const words =
  'GET request completed for user order items cart session token cache hit miss queue worker started finished retry payload bytes duration path api v1 v2 status key type name value error timeout upstream host client'.split(
    ' ',
  )

function line() {
  const text = Array.from({ length: 12 + random(12) }, () => pick(words)).join(' ')
  return `2026-11-21T10:${digits('012345', 2)}:${digits('012345', 2)}.${digits('0123456789', 3)}Z INFO  [http-nio-8080-exec-${random(99)}] c.e.app.Service : ${text} id=${digits(HEX, 8)}-${digits(HEX, 4)} ms=${random(9999)}\n`
}

function writeLog(path, megabytes) {
  const file = openSync(path, 'w')
  // A thousand blocks of common lines, in a random order, each with an id of its own.
  const blocks = Array.from({ length: 50 }, () => Array.from({ length: 199 }, line).join(''))
  let bytes = 0
  let ids = 0
  while (bytes < megabytes * 1e6) {
    let portion = ''
    for (let count = 0; count < 20; count++, ids++) {
      portion += `${pick(blocks)}2026-11-21T10:00:00.000Z ERROR [http-nio-8080-exec-7] c.e.app.Store : ${pick(failures)()}\n`
    }
    bytes += writeSync(file, portion)
  }
  closeSync(file)
  return { bytes, ids }
}

/** A page's requests, as developer tools write them; one in four is of object storage. */
function writeHar(path, megabytes) {
  const file = openSync(path, 'w')
  const headers = (names) => names.split(' ').map((name) => ({ name, value: digits(BASE64, 4 + random(60)) }))
  const sent = headers(
    'accept accept-encoding accept-language cache-control cookie pragma priority referer sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest sec-fetch-mode sec-fetch-site user-agent',
  )
  const received = headers(
    'accept-ranges access-control-allow-origin age cache-control content-encoding content-length content-type date etag last-modified strict-transport-security vary via',
  )
  const bodies = Array.from({ length: 40 }, (_, index) =>
    index % 2
      ? { mimeType: 'image/png', encoding: 'base64', text: digits(BASE64, 2000 + random(20_000)) }
      : {
          mimeType: 'application/json',
          text: JSON.stringify(
            Array.from({ length: random(60) }, () => ({ id: random(1e9), name: pick(words) })),
          ),
        },
  )
  let bytes = writeSync(
    file,
    '{"log":{"version":"1.2","creator":{"name":"bench","version":"1"},"pages":[],"entries":[',
  )
  let ids = 0
  for (let count = 0; bytes < megabytes * 1e6; count++) {
    const own = [
      { name: 'server', value: 'tencent-cos' },
      { name: 'x-cos-request-id', value: cosId() },
    ]
    const isStorage = count % 4 === 0
    if (isStorage) ids++
    const entry = {
      startedDateTime: '2026-11-21T10:00:00.000Z',
      time: 12,
      request: {
        method: 'GET',
        url: `https://cdn.example.com/${count}.js?v=1`,
        httpVersion: 'h2',
        headers: sent,
        queryString: [{ name: 'v', value: '1' }],
        cookies: [],
        headersSize: -1,
        bodySize: 0,
      },
      response: {
        status: 200,
        statusText: 'OK',
        httpVersion: 'h2',
        headers: isStorage ? [...received, ...own] : received,
        cookies: [],
        content: { size: 1000, ...pick(bodies) },
        redirectURL: '',
        headersSize: -1,
        bodySize: 1000,
      },
      cache: {},
      timings: { blocked: 1, dns: -1, connect: -1, ssl: -1, send: 0, wait: 10, receive: 2 },
    }
    bytes += writeSync(file, `${count ? ',' : ''}${JSON.stringify(entry)}`)
  }
  bytes += writeSync(file, ']}}\n')
  closeSync(file)
  return { bytes, ids }
}

function run(name, command, args, bytes, lines) {
  const output = join(folder, 'output')
  let best
  for (let round = 0; round < 3; round++) {
    const out = openSync(output, 'w')
    const measured = spawnSync(
      'taskset',
      ['-c', '0', '/usr/bin/time', '-f', '%e %U %S %M', command, ...args],
      { stdio: ['ignore', out, 'pipe'], encoding: 'utf8' },
    )
    closeSync(out)
    if (measured.error) throw measured.error
    if (measured.status > 1) throw new Error(measured.stderr)
    const [wall, user, system, memory] = measured.stderr.trim().split('\n').at(-1).split(' ').map(Number)
    if (!best || user + system < best.cpu) best = { wall, cpu: user + system, memory }
  }
  const found = readFileSync(output, 'utf8').split('\n').length - 1
  const speed = bytes / best.cpu / 1e9
  console.log(
    `${name.padEnd(34)} ${best.cpu.toFixed(2).padStart(7)} s CPU ${best.wall.toFixed(2).padStart(7)} s ${speed.toFixed(2).padStart(6)} GB/s ${(best.memory / 1000).toFixed(0).padStart(5)} MB ${String(found).padStart(7)} lines out`,
  )
  if (lines !== undefined && found !== lines) console.log(`  expected ${lines}`)
  return speed
}

console.log(
  `${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}; best of three by CPU time, on one core`,
)
const log = join(folder, 'app.log')
const { bytes, ids } = writeLog(log, logSize)
console.log(`\nA log of ${(bytes / 1e9).toFixed(2)} GB with ${ids} ids`)
const labels = `(x-(cos|ci|oss|amz|amzn|tos|obs|bce|ms|acs|log|edge)-request-?id|x-amz-cf-id|x-guploader-uploadid|x-reqid|req(uest)?[ _-]?id)["']*[ :=>]+["']*[0-9A-Za-z+/_-]{8,}=*`
const forms = spawnSync(process.execPath, [bin, 'patterns', '--for', 'rg'], { encoding: 'utf8' }).stdout
const exact = /--regexp '(.*)' FILE/s.exec(forms)?.[1].replaceAll("'\\''", "'")
const own = run('requestid --all', process.execPath, [bin, '--all', log], bytes, ids)
const ripgrep = run('rg -o -i, the labels', 'rg', ['-o', '-i', '--no-filename', labels, log], bytes)
const ripgrepForms = run('rg -o, labels and forms', 'rg', ['-o', '--no-filename', exact, log], bytes, ids)
const grep = run('grep -oEi, the labels', 'grep', ['-oEi', labels, log], bytes)
console.log(
  `requestid / rg = ${(own / ripgrep).toFixed(2)}, / rg with forms = ${(own / ripgrepForms).toFixed(2)}, / grep = ${(own / grep).toFixed(1)}`,
)

const har = join(folder, 'capture.har')
const capture = writeHar(har, harSize)
console.log(`\nA HAR file of ${(capture.bytes / 1e6).toFixed(0)} MB with ${capture.ids} ids`)
const filter =
  '.log.entries[].response.headers[] | select(.name | test("^x-(cos|oss|amz|tos|obs|ms)-request-id$"; "i")) | .value'
const ownHar = run('requestid', process.execPath, [bin, har], capture.bytes, capture.ids)
const jq = run('jq', 'jq', ['-r', filter, har], capture.bytes, capture.ids)
console.log(`requestid / jq = ${(ownHar / jq).toFixed(1)}`)

/** A line of a structured log, with a request id in it. */
const dense = {
  "a UUID of the application's own in each line": () =>
    `2026-11-21T10:00:00.${digits('0123456789', 3)}Z INFO  [http-nio-8080-exec-${random(99)}] c.e.app.Service : GET /api/v1/items/${random(9999)} completed request_id=${guid()} status=200 ms=${random(999)}\n`,
  'the same in JSON': () =>
    `{"time":"2026-11-21T10:00:00.${digits('0123456789', 3)}Z","level":"info","service":"orders","request_id":"${guid()}","msg":"order ${random(9999)} placed","status":200,"duration":${random(999)}}\n`,
  'an id of OSS in each line, each another one': () =>
    `2026-11-21T10:00:00.${digits('0123456789', 3)}Z INFO  [http-nio-8080-exec-${random(99)}] c.e.app.Service : PUT object ${random(9999)} completed request_id=${ossId()} status=200 ms=${random(999)}\n`,
}
for (const [name, line] of Object.entries(dense)) {
  const path = join(folder, 'dense.log')
  const file = openSync(path, 'w')
  let size = 0
  let count = 0
  while (size < denseSize * 1e6) {
    size += writeSync(file, Array.from({ length: 5000 }, line).join(''))
    count += 5000
  }
  closeSync(file)
  console.log(`\nA log of ${(size / 1e6).toFixed(0)} MB with ${name}`)
  run('requestid', process.execPath, [bin, path], size, name.includes('OSS') ? count : 0)
  run('rg -o -i, the labels', 'rg', ['-o', '-i', '--no-filename', labels, path], size)
  run('rg -o, labels and forms', 'rg', ['-o', '--no-filename', exact, path], size)
}

// One file per core at least, so that both can work.
const several = Array.from({ length: 8 }, (_, index) => join(folder, `part-${index}.log`))
const part = readFileSync(log).subarray(0, Math.min(bytes, 125_000_000))
for (const path of several) writeFileSync(path, part)
const time = (jobs) => {
  const begin = process.hrtime.bigint()
  spawnSync(process.execPath, [bin, '--jobs', String(jobs), ...several], { stdio: 'ignore' })
  return Number(process.hrtime.bigint() - begin) / 1e9
}
const [one, two] = [time(1), time(2)]
console.log(
  `\n8 files of ${(part.length / 1e6).toFixed(0)} MB: ${one.toFixed(2)} s with --jobs 1, ${two.toFixed(2)} s with --jobs 2`,
)
