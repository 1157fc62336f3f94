// An endpoint that answers as TOS does, whose ids are in another header than those of the others.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { content } from '../../../test/soak/calls.mjs'

/** Started by test/soak. @param fateOf gives the name of what happens to a request for a key */
export async function startObjects(fateOf) {
  const exchanges = []
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    const { pathname } = new URL(request.url, 'http://localhost')
    const { method } = request
    const requestId = randomUUID()
    const exchange = {
      requestId,
      method,
      operation: method,
      key: decodeURIComponent(pathname).replace('/bucket/', ''),
    }
    exchanges.push(exchange)
    const fate = fateOf(exchange)
    const [, status = 200] = /^status-(\d+)$/.exec(fate) ?? []
    if (fate === 'reset-before-headers') return request.socket.resetAndDestroy()
    if (fate === 'stall-before-headers') return
    exchange.statusCode = Number(status)
    const hasId = !/^no-/.test(fate)
    if (hasId) exchange.headerRequestId = requestId
    const failed = exchange.statusCode >= 300
    const text = failed ? JSON.stringify({ Code: `C${status}`, Message: 'm' }) : content
    const body = (method === 'GET' || failed) && method !== 'HEAD' ? text : ''
    response.writeHead(exchange.statusCode, {
      'content-type': 'application/json',
      etag: '"e"',
      ...(hasId && { 'x-tos-request-id': requestId }),
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
