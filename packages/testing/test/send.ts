import { type IncomingHttpHeaders, request } from 'node:http'
import type { TestServer } from '../src/index.js'

/** What a plain HTTP client saw of one exchange. */
export interface Seen {
  /** Absent when the connection broke before the headers. */
  status?: number
  headers: IncomingHttpHeaders
  /** As much of the body as arrived. */
  body: string
  /** How the exchange broke; 'TIMEOUT' when nothing more came. */
  error?: string
}

export interface Options {
  method?: string
  path?: string
  host?: string
  headers?: Record<string, string>
  body?: string
}

const PATIENCE_MS = 400

/** Sends one request on a connection of its own. */
export function send(server: TestServer, options: Options = {}): Promise<Seen> {
  const { method = 'GET', path = '/key', host = server.host, headers, body } = options
  return new Promise((resolve) => {
    const seen: Seen = { headers: {}, body: '' }
    const fail = (error: NodeJS.ErrnoException) => resolve({ ...seen, error: error.code ?? error.message })
    const outgoing = request(
      { host: '127.0.0.1', port: server.port, method, path, agent: false, headers: { ...headers, host } },
      (response) => {
        seen.status = response.statusCode ?? 0
        seen.headers = response.headers
        response.setEncoding('utf8')
        response.on('data', (chunk) => {
          seen.body += chunk
        })
        response.on('end', () => resolve(seen))
        response.on('error', fail)
      },
    )
    outgoing.on('error', fail)
    outgoing.setTimeout(PATIENCE_MS, () => {
      outgoing.destroy()
      resolve({ ...seen, error: 'TIMEOUT' })
    })
    outgoing.end(body)
  })
}
