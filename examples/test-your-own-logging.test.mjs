// How to test that your own program logs the request id of a failed call.
// Run: node --test examples/test-your-own-logging.test.mjs
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { withRequestId } from '@requestid/cos'
import { startServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'

// Your program; most likely a file of its own that you import here.
async function save(cos, log, text) {
  try {
    await cos.putObject({ Bucket: 'examples-1250000000', Region: 'ap-guangzhou', Key: 'a.txt', Body: text })
  } catch (err) {
    log.error('save failed', { code: err.code, requestId: err.requestId })
  }
}

const server = await startServer()
const cos = withRequestId(new COS(server.cosOptions()))
beforeEach(() => server.clear())
after(() => server.close())

test('a refused save is logged with its request id', async (t) => {
  const log = { error: t.mock.fn() }
  server.inject({ status: 403 })

  await save(cos, log, 'text')

  const [{ requestId }] = server.exchanges
  assert.deepEqual(
    log.error.mock.calls.map((call) => call.arguments),
    [['save failed', { code: 'AccessDenied', requestId }]],
  )
})

test('a save that stays refused is logged with the id of the last attempt', async (t) => {
  const log = { error: t.mock.fn() }
  server.inject({ status: 503, times: Infinity })

  await save(cos, log, 'text')

  assert.ok(server.exchanges.length > 1, 'the SDK tries again')
  const { requestId } = server.exchanges.at(-1)
  assert.equal(log.error.mock.calls[0].arguments[1].requestId, requestId)
})

test('a save that works after a retry logs no error', async (t) => {
  const log = { error: t.mock.fn() }
  server.inject({ status: 503 })

  await save(cos, log, 'text')

  assert.equal(log.error.mock.callCount(), 0)
})
