// An endpoint that answers as the APIs for models do, whose ids are in other headers than those of the other services.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'

/** Started by test/soak. @param fateOf gives the name of what happens to a request for a key */
export const startModels = (idHeader) => async (fateOf) => {
  const exchanges = []
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    const { method, url } = request
    const requestId = `req_${randomUUID().replaceAll('-', '')}`
    const key = decodeURIComponent(url).replace(/^.*\//, '')
    const exchange = { requestId, method, operation: method, key }
    exchanges.push(exchange)
    const fate = fateOf(exchange)
    const [, status = 200] = /^status-(\d+)$/.exec(fate) ?? []
    if (fate === 'reset-before-headers') return request.socket.resetAndDestroy()
    if (fate === 'stall-before-headers') return
    exchange.statusCode = Number(status)
    const hasId = !/^no-/.test(fate)
    if (hasId) exchange.headerRequestId = requestId
    const failed = exchange.statusCode >= 300
    const body = JSON.stringify(failed ? { error: { message: 'm' } } : { id: key, object: 'model' })
    response.writeHead(exchange.statusCode, {
      'content-type': 'application/json',
      'retry-after-ms': '1',
      ...(hasId && { [idHeader]: requestId }),
      'content-length': body.length,
    })
    response.end(body)
  })
  server.keepAliveTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    exchanges,
    url: `http://127.0.0.1:${server.address().port}`,
    clear: () => exchanges.splice(0),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
