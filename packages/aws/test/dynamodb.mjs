// An endpoint that answers GetItem of DynamoDB, whose ids are in another header than those of S3.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'

/** Started by test/soak. @param fateOf gives the name of what happens to a request for a key */
export async function startDynamoDB(fateOf) {
  const exchanges = []
  const server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const key = JSON.parse(Buffer.concat(chunks)).Key.id.S
    const requestId = randomBytes(39).toString('base64url').replace(/[-_]/g, '0').toUpperCase()
    const exchange = { requestId, method: 'POST', operation: 'GetItem', key }
    exchanges.push(exchange)
    const fate = fateOf(exchange)
    const [, status = 200] = /^status-(\d+)$/.exec(fate) ?? []
    if (fate === 'reset-before-headers') return request.socket.resetAndDestroy()
    if (fate === 'stall-before-headers') return
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      ...(!/^no-/.test(fate) && { 'x-amzn-requestid': requestId }),
    }
    const type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException'
    const body = status === 200 ? '{"Item":{"id":{"S":"a"}}}' : JSON.stringify({ __type: type, message: 'm' })
    exchange.statusCode = Number(status)
    if (headers['x-amzn-requestid']) exchange.headerRequestId = requestId
    response.writeHead(exchange.statusCode, { ...headers, 'content-length': body.length })
    if (/mid-body|after-headers/.test(fate)) {
      response.write(body.slice(0, 5))
      if (/^reset/.test(fate)) setTimeout(() => response.socket?.resetAndDestroy(), 20)
      return
    }
    response.end(fate === 'malformed-error' ? body.replace('}', ' ') : body)
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
