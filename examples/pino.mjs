// Logging with pino: `log.error({ err })` has the request id without further ado, and `onExchange` logs each request to
// COS as soon as its response arrives, retries included.
// Run: node examples/pino.mjs
import { withRequestId } from '@requestid/cos'
import { startServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'
import pino from 'pino'

const log = pino({ level: 'debug' })
const server = await startServer()

// With your own bucket: new COS({ SecretId, SecretKey }), and no server.
const cos = withRequestId(new COS(server.cosOptions()), {
  onExchange: (exchange) => log.debug({ exchange }, 'COS exchange'),
})

server.inject({ status: 503 })
try {
  await cos.getObject({ Bucket: 'examples-1250000000', Region: 'ap-guangzhou', Key: 'missing.txt' })
} catch (err) {
  log.error({ err }, 'get failed')
}

await server.close()
