// The plugins that CONTRIBUTING.md shows work as they stand, with SDKs as the page describes them.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const text = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8')
const [table = '', byHand = ''] = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, block]) => block)

const server = `
import assert from 'node:assert/strict'
import http, { createServer } from 'node:http'
import { getRequestId, getRequestInfo } from '@requestid/core'

let n = 0
const server = createServer(({ url }, response) => {
  n++
  if (url === '/reset') return response.socket.destroy()
  if (url === '/body') return response.writeHead(403).end('<Error><RequestId>id-' + n + '</RequestId></Error>')
  response.writeHead(n === 1 ? 503 : 200, { 'x-acme-request-id': 'id-' + n, connection: 'close' })
  if (url === '/cut') {
    response.write('half')
    return setTimeout(() => response.socket.destroy(), 50)
  }
  response.end('whole')
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = 'http://127.0.0.1:' + server.address().port
assert.throws(() => withRequestId(AcmeClient), TypeError)
`

/** Its methods take callbacks, return promises, or return streams. */
const useTable = `
class AcmeClient {
  http = http
  sign() {
    return 'signed'
  }
  open(path, done) {
    return this.http.get(origin + path, done)
  }
  get(path, callback) {
    const sent = new Promise((resolve, reject) => {
      const request = this.open(path, async (response) => {
        if (response.statusCode === 503) return this.get(path).then(resolve, reject)
        const body = (await response.toArray()).join('')
        if (response.statusCode === 200) resolve({ headers: response.headers })
        else reject(Object.assign(new Error('failed'), { body }))
      })
      request.on('error', reject)
    })
    if (!callback) return sent
    sent.then((result) => callback(null, result), callback)
  }
  download(path) {
    const stream = new PassThrough()
    this.open(path, (response) => pipeline(response, stream, () => {}))
    return stream
  }
}
${server}
const client = withRequestId(new AcmeClient())
assert.equal(withRequestId(client), client)
assert.equal(client.sign(), 'signed')

const result = await client.get('/a?signature=secret')
assert.equal(result.requestId, 'id-2')
assert.deepEqual(
  getRequestInfo(result).exchanges.map(({ path, requestId, statusCode }) => [path, requestId, statusCode]),
  [['/a', 'id-1', 503], ['/a', 'id-2', 200]],
)
assert.equal((await new Promise((resolve) => client.get('/', (_, found) => resolve(found)))).requestId, 'id-3')
assert.equal(getRequestId(await new Promise((resolve) => client.get('/body', resolve))), 'id-4')
const error = await client.get('/reset').catch((error) => error)
assert.equal('requestId' in error, false)
assert.equal(getRequestInfo(error).errorCode, 'ECONNRESET')
const stream = client.download('/cut')
const late = await new Promise((resolve) => stream.resume().on('error', resolve))
assert.equal(stream.requestId, 'id-6')
// It may be the user's: somebody has destroyed the stream with it.
assert.equal(late.requestId, undefined)
server.close()
console.log('done')
`

/** One retry, and results that keep headers or drop them. */
const useFetch = `
class AcmeClient {
  async send({ url, bare }, { fetch }) {
    let response = await fetch(url)
    if (response.status === 503) response = await fetch(url)
    return bare ? {} : { headers: response.headers }
  }
}
${server.replace(/assert.throws.*/, '')}
const client = withRequestId(new AcmeClient())
assert.equal(withRequestId(client), client)
const result = await client.send({ url: origin + '/a?signature=secret' })
assert.equal(result.requestId, 'id-2')
assert.deepEqual(
  getRequestInfo(result).exchanges.map(({ path, requestId, statusCode }) => [path, requestId, statusCode]),
  [['/a', 'id-1', 503], ['/a', 'id-2', 200]],
)
assert.equal((await client.send({ url: origin, bare: true })).requestId, 'id-3')
const error = await client.send({ url: origin + '/reset' }).catch((error) => error)
assert.equal('requestId' in error, false)
assert.equal(getRequestInfo(error).exchanges.length, 1)
server.close()
console.log('done')
`

describe('CONTRIBUTING.md', () => {
  it.each([
    ['as a table', `import { PassThrough, pipeline } from 'node:stream'\n${table}${useTable}`],
    ['by hand', byHand + useFetch],
  ])('has a whole plugin that works as it stands: %s', (_, program) => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: new URL('.', import.meta.url),
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect(stderr).toBe('')
    expect(stdout).toBe('done\n')
  })
})
