import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** Answers each request with bytes as they are, which Node's own server would refuse to send. */
export interface RawServer extends AsyncDisposable {
  /** `127.0.0.1:port` */
  readonly host: string
  /** What it answers the requests that follow. Given the request's head and body, as text. */
  answer: (request: string) => string | Buffer
}

/** It reads a request, writes the answer, and ends the connection. */
export async function startRawServer(): Promise<RawServer> {
  const server = createServer((socket) => {
    let received = ''
    socket.setEncoding('latin1')
    // Clients leave where they do not like the answer.
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      received += chunk
      const [head = '', ...rest] = received.split('\r\n\r\n')
      if (rest.length === 0) return
      if (/^expect: 100-continue/im.test(head) && rest.join('') === '') {
        socket.write('HTTP/1.1 100 Continue\r\n\r\n')
      }
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
      if (rest.join('\r\n\r\n').length < length) return
      socket.removeAllListeners('data')
      socket.end(raw.answer(received))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const raw: RawServer = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: () => '',
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
  return raw
}
