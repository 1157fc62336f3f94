// A Fastify route that reads an object from COS. If that fails, the caller gets the request id to quote to
// support, in the header `x-cloud-request-id` and in an application/problem+json body.
// Run: node examples/fastify.mjs
import { STATUS_CODES } from 'node:http'
import { fileURLToPath } from 'node:url'
import { getRequestInfo, withRequestId } from '@requestid/cos'
import { startServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'
import fastify from 'fastify'

const bucket = { Bucket: 'examples-1250000000', Region: 'ap-guangzhou' }

/** @param cos a client with the plugin: withRequestId(new COS({ ... })) */
export function createApp(cos) {
  const app = fastify()

  app.get('/files/:key', async (request, reply) => {
    const { Body, headers } = await cos.getObject({ ...bucket, Key: request.params.key })
    return reply.type(headers['content-type']).send(Body)
  })

  app.setErrorHandler((err, _request, reply) => {
    const info = getRequestInfo(err)
    // Fastify's own handler gets what is thrown again.
    if (!info) throw err

    const { requestId } = info
    const status = info.statusCode === 404 ? 404 : 502
    if (requestId) reply.header('x-cloud-request-id', requestId)
    reply
      .code(status)
      .type('application/problem+json')
      .send({ title: STATUS_CODES[status], status, requestId })
  })
  return app
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await startServer()
  const app = createApp(withRequestId(new COS(server.cosOptions())))
  const response = await app.inject('/files/missing.txt')
  console.log(`GET /files/missing.txt\n  ${response.statusCode} ${response.statusMessage}`)
  for (const name of ['content-type', 'x-cloud-request-id'])
    console.log(`  ${name}: ${response.headers[name]}`)
  console.log(`  ${response.body}`)
  await app.close()
  await server.close()
}
