// An endpoint of the soak for a service that `@requestid/testing` has no dialect of: its ids are in a header of its own.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'

/**
 * @param service `idHeader` carries the id, or nothing where bodies do; `newId` makes one; `answer` gives the status, the
 * headers and the body for a request with this method and key, or for one that fails with this status; `keyOf` finds the
 * key of a request, by default in its path
 * @returns what starts it. It takes the function that gives the name of what happens to a request
 */
export const endpointOf =
  ({ idHeader, newId = randomUUID, answer, keyOf = keyOfPath }) =>
  async (fateOf) => {
    const exchanges = []
    const server = createServer(async (request, response) => {
      for await (const _ of request);
      const { method } = request
      const requestId = newId()
      const key = keyOf(request)
      const exchange = { requestId, method, operation: method, key }
      exchanges.push(exchange)
      const fate = fateOf(exchange)
      if (fate === 'reset-before-headers') return request.socket.resetAndDestroy()
      if (fate === 'stall-before-headers') return
      const [, failure] = /^status-(\d+)$/.exec(fate) ?? []
      const hasId = !/^no-/.test(fate)
      const asked = {
        method,
        key,
        failure: failure && Number(failure),
        requestId: hasId ? requestId : undefined,
      }
      const { status = 200, headers, body = '' } = answer(asked)
      exchange.statusCode = failure ? Number(failure) : status
      if (hasId) exchange.headerRequestId = requestId
      const content = method === 'HEAD' ? '' : body
      response.writeHead(exchange.statusCode, {
        ...headers,
        ...(hasId && idHeader && { [idHeader]: requestId }),
        'content-length': content.length,
      })
      response.end(content)
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

const keyOfPath = ({ url }) =>
  decodeURIComponent(new URL(url, 'http://localhost').pathname).replace(/^.*\//, '')
