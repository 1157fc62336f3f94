// A Koa app that reads an object from COS. If that fails, the caller gets the request id to quote to
// support, in the header `x-cloud-request-id` and in an application/problem+json body.
// Run: node examples/koa.mjs
import { once } from 'node:events'
import { STATUS_CODES } from 'node:http'
import { fileURLToPath } from 'node:url'
import { getRequestInfo, withRequestId } from '@requestid/cos'
import { startServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'
import Koa from 'koa'

const bucket = { Bucket: 'examples-1250000000', Region: 'ap-guangzhou' }

/** @param cos a client with the plugin: withRequestId(new COS({ ... })) */
export function createApp(cos) {
  const app = new Koa()
  app.use(reportCloudFailure)
  app.use(async (ctx) => {
    const [, key] = /^\/files\/([^/]+)$/.exec(ctx.path) ?? []
    if (!key) return
    const { Body, headers } = await cos.getObject({ ...bucket, Key: decodeURIComponent(key) })
    ctx.type = headers['content-type']
    ctx.body = Body
  })
  return app
}

/** Use it before all others: it sees what they throw. */
async function reportCloudFailure(ctx, next) {
  try {
    await next()
  } catch (err) {
    const info = getRequestInfo(err)
    if (!info) throw err

    const { requestId } = info
    const status = info.statusCode === 404 ? 404 : 502
    ctx.status = status
    if (requestId) ctx.set('x-cloud-request-id', requestId)
    ctx.body = { title: STATUS_CODES[status], status, requestId }
    ctx.type = 'application/problem+json'
    // Koa's log only takes an Error, and cos-nodejs-sdk-v5 gives a plain object if no response came.
    ctx.app.emit('error', new Error('cloud call failed', { cause: err }), ctx)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await startServer()
  const app = createApp(withRequestId(new COS(server.cosOptions())))
  app.silent = true
  const listener = app.listen(0, '127.0.0.1')
  await once(listener, 'listening')

  const response = await fetch(`http://127.0.0.1:${listener.address().port}/files/missing.txt`)
  console.log(`GET /files/missing.txt\n  ${response.status} ${response.statusText}`)
  for (const name of ['content-type', 'x-cloud-request-id'])
    console.log(`  ${name}: ${response.headers.get(name)}`)
  console.log(`  ${await response.text()}`)

  listener.close()
  listener.closeAllConnections()
  await server.close()
}
