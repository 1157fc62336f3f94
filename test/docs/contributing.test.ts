import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const text = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8')
const plugin = /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? ''

/** An SDK as the page describes it: one retry, and results and errors that keep headers or drop them. */
const use = `
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { getRequestId, getRequestInfo } from '@requestid/core'

class AcmeClient {
  async send({ url, bare }, { fetch }) {
    let response = await fetch(url)
    if (response.status === 503) response = await fetch(url)
    if (response.ok) return bare ? {} : { headers: response.headers }
    throw Object.assign(new Error('failed'), { body: await response.text() })
  }
}

let n = 0
const server = createServer(({ url }, response) => {
  n++
  if (url === '/reset') return response.socket.destroy()
  if (url === '/body') return response.writeHead(403).end('<Error><RequestId>id-' + n + '</RequestId></Error>')
  response.writeHead(n === 1 ? 503 : 200, { 'x-acme-request-id': 'id-' + n, connection: 'close' }).end()
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = 'http://127.0.0.1:' + server.address().port

assert.throws(() => withRequestId(AcmeClient), TypeError)
const client = withRequestId(new AcmeClient())
assert.equal(withRequestId(client), client)

const result = await client.send({ url: origin + '/a?signature=secret' })
assert.equal(result.requestId, 'id-2')
assert.deepEqual(
  getRequestInfo(result).exchanges.map(({ path, requestId, statusCode }) => [path, requestId, statusCode]),
  [['/a', 'id-1', 503], ['/a', 'id-2', 200]],
)
assert.equal((await client.send({ url: origin, bare: true })).requestId, 'id-3')
assert.equal(getRequestId(await client.send({ url: origin + '/body' }).catch((error) => error)), 'id-4')
const error = await client.send({ url: origin + '/reset' }).catch((error) => error)
assert.equal('requestId' in error, false)
assert.equal(getRequestInfo(error).exchanges.length, 1)
server.close()
console.log('done')
`

describe('CONTRIBUTING.md', () => {
  it('has a whole plugin that works as it stands', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', plugin + use], {
      cwd: new URL('.', import.meta.url),
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect(stderr).toBe('')
    expect(stdout).toBe('done\n')
  })
})
