// An Express 5 route that reads an object from COS. If that fails, the caller gets the request id to quote to
// support, in the header `x-cloud-request-id` and in an application/problem+json body.
// Run: node examples/express.mjs
import { once } from 'node:events'
import { STATUS_CODES } from 'node:http'
import { fileURLToPath } from 'node:url'
import { getRequestInfo, withRequestId } from '@requestid/cos'
import { startServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'
import express from 'express'

const bucket = { Bucket: 'examples-1250000000', Region: 'ap-guangzhou' }

/** @param cos a client with the plugin: withRequestId(new COS({ ... })) */
export function createApp(cos) {
  const app = express()

  app.get('/files/:key', async (request, response) => {
    const { Body, headers } = await cos.getObject({ ...bucket, Key: request.params.key })
    response.type(headers['content-type']).send(Body)
  })

  app.use(reportCloudFailure)
  return app
}

/** Express 5 passes on what an async route throws. */
function reportCloudFailure(err, _request, response, next) {
  const info = getRequestInfo(err)
  if (!info || response.headersSent) return next(err)

  const { requestId } = info
  const status = info.statusCode === 404 ? 404 : 502
  if (requestId) response.set('x-cloud-request-id', requestId)
  response
    .status(status)
    .type('application/problem+json')
    .json({ title: STATUS_CODES[status], status, requestId })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await startServer()
  const cos = withRequestId(new COS(server.cosOptions()))
  await cos.putObject({ ...bucket, Key: 'hello.txt', Body: 'hello', ContentType: 'text/plain' })

  const listener = createApp(cos).listen(0, '127.0.0.1')
  await once(listener, 'listening')

  for (const path of ['/files/hello.txt', '/files/missing.txt']) {
    const response = await fetch(`http://127.0.0.1:${listener.address().port}${path}`)
    console.log(`GET ${path}`)
    console.log(`  ${response.status} ${response.statusText}`)
    for (const name of ['content-type', 'x-cloud-request-id']) {
      if (response.headers.has(name)) console.log(`  ${name}: ${response.headers.get(name)}`)
    }
    console.log(`  ${await response.text()}\n`)
  }

  listener.close()
  listener.closeAllConnections()
  await server.close()
}
