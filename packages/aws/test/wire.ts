import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What to answer; the id in it is written `{id}`. */
export interface Reply {
  status?: number
  /** The header with the id, or none. Default `x-amz-request-id`. */
  idHeader?: string | false
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Breaks the connection there, or leaves it open in the middle of the body. */
  fault?: 'reset' | 'reset in body' | 'stall' | 'stall in body'
  delayMs?: number
  /** Sends the first bytes one by one. */
  pieces?: boolean
}

export interface Received {
  /** The id issued for the request, whether or not it was sent. */
  readonly id: string
  readonly method: string
  readonly url: string
  readonly host: string
  readonly status?: number
}

/** A server on 127.0.0.1 for any protocol: it gives the replies it was told, and an id with each. */
export interface Wire {
  readonly port: number
  /** What every client needs to talk to it. */
  readonly config: {
    endpoint: string
    region: string
    credentials: { accessKeyId: string; secretAccessKey: string }
  }
  readonly received: readonly Received[]
  /** The next replies; the last one is given again and again. Forgets what was received. */
  reply(...replies: (Reply | ((request: { method: string; url: string; body: string }) => Reply))[]): void
  close(): Promise<void>
}

export async function startWire(): Promise<Wire> {
  let replies: Parameters<Wire['reply']> = []
  const received: Received[] = []
  let issued = 0

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request
    const id = `ID${String(++issued).padStart(4, '0')}`
    const entry: { status?: number } & Received = { id, method, url, host: request.headers.host ?? '' }
    received.push(entry)
    const next = (replies.length > 1 ? replies.shift() : replies[0]) ?? {}
    let sent = ''
    try {
      for await (const chunk of request) if (sent.length < 1000) sent += chunk
    } catch {
      return
    }
    const reply = typeof next === 'function' ? next({ method, url, body: sent }) : next
    const { status = 200, idHeader = 'x-amz-request-id', headers, body = '', fault, delayMs, pieces } = reply
    if (delayMs) await sleep(delayMs, undefined, { ref: false })
    if (fault === 'stall') return
    if (fault === 'reset') return void request.socket.resetAndDestroy()
    entry.status = status
    const bytes = Buffer.from(typeof body === 'string' ? body.replaceAll('{id}', id) : body)
    const filled = Object.entries(headers ?? {}).map(([name, value]) => [name, value.replaceAll('{id}', id)])
    response.writeHead(status, {
      'content-length': fault ? bytes.length + 9 : bytes.length,
      ...(idHeader && { [idHeader]: id }),
      ...Object.fromEntries(filled),
    })
    if (method === 'HEAD' || status === 304) return void response.end()
    for (let i = 0; pieces && i < 100; i++) {
      response.write(bytes.subarray(i, i + 1))
      await sleep(0)
    }
    if (!fault) return void response.end(pieces ? bytes.subarray(100) : bytes)
    response.flushHeaders()
    response.write(bytes)
    // The client gets the headers and the first bytes before the connection breaks.
    await sleep(20, undefined, { ref: false })
    if (fault === 'reset in body') request.socket.resetAndDestroy()
  }

  const server = createServer((request, response) => void respond(request, response))
  server.keepAliveTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    config: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    },
    received,
    reply(...next) {
      replies = next
      received.length = 0
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
