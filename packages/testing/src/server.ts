import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCosDialect } from './dialects/cos.js'
import type { Answer, Dialect, IssuedIds, RequestHead, Target } from './dialects/dialect.js'
import { type Fault, FaultQueue, type Match } from './faults.js'
import { percentDecode } from './percent.js'

/** One request that the server received, and the ids it issued for it. */
export interface IssuedExchange {
  /** The id minted for this request, whether or not it was sent. */
  requestId: string
  /** The id that the headers carried; absent when they carried none. */
  headerRequestId?: string
  /** The id that the body carried; absent when it carried none. */
  bodyRequestId?: string
  /** The trace id, which COS sends with errors; absent when it was not sent. */
  traceId?: string
  method: string
  /** The Host header. */
  host: string
  /** As it was sent, without the query. */
  path: string
  /** As it was sent, without the question mark. */
  query: string
  /** The vendor's name of the operation, such as `'PutObject'`. */
  operation: string
  bucket?: string
  key?: string
  /** Absent when no headers were sent. */
  statusCode?: number
}

/** What to give the constructor of `cos-nodejs-sdk-v5`. */
export interface CosOptions {
  SecretId: string
  SecretKey: string
  /** Where to connect; the Host header stays that of the bucket. */
  Ip: string
  Protocol: 'http:'
}

/** A running server. */
export interface TestServer {
  readonly port: number
  /** `127.0.0.1:port` */
  readonly host: string
  /** `http://127.0.0.1:port` */
  readonly url: string
  /** Every request so far, in order of arrival. */
  readonly exchanges: readonly IssuedExchange[]
  /** Options with which `cos-nodejs-sdk-v5` talks to this server, whatever the bucket and region. */
  cosOptions(): CosOptions
  /** Queues a fault. Each request takes the first queued fault that matches it. */
  inject(fault: Fault, match?: Match): void
  /** Forgets all faults, exchanges and stored objects. */
  clear(): void
  /** Stops listening and closes every connection, stalled ones too. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A response that is ready to be written. */
interface Response {
  status: number
  headers: Map<string, string>
  body: Buffer
}

/** Some systems throw away what the other side has not read yet when a connection is reset. */
const READ_BEFORE_RESET_MS = 20

/** Starts a server on a free port of 127.0.0.1. It does not keep the process alive. */
export async function startServer(): Promise<TestServer> {
  const dialect = createCosDialect()
  const faults = new FaultQueue()
  const exchanges: IssuedExchange[] = []

  const server = createServer((request, response) => {
    const { exchange, head, target, ids } = receive(dialect, request)
    exchanges.push(exchange)
    const fault = faults.take(head, target) ?? {}
    // A rejection here is an exception of the test's own code, such as a body function; it must be seen.
    void respond({ dialect, exchange, head, target, ids, fault }, request, response)
  })
  // An idle connection that is closed just as a client reuses it would look like an injected fault.
  server.keepAliveTimeout = 0
  server.on('connection', (socket) => socket.unref())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()

  const { port } = server.address() as AddressInfo
  const host = `127.0.0.1:${port}`
  const close = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return {
    port,
    host,
    url: `http://${host}`,
    exchanges,
    cosOptions: () => ({
      SecretId: 'test-secret-id',
      SecretKey: 'test-secret-key',
      Ip: host,
      Protocol: 'http:',
    }),
    inject: (fault, match) => faults.add(fault, match),
    clear() {
      faults.clear()
      exchanges.length = 0
      dialect.clear()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** One request on its way through the server. */
interface Job {
  dialect: Dialect
  exchange: IssuedExchange
  head: RequestHead
  target: Target
  ids: IssuedIds
  fault: Fault
}

function receive(dialect: Dialect, request: IncomingMessage): Omit<Job, 'fault' | 'dialect'> {
  const { method = 'GET', url = '/', headers } = request
  // A client that takes this server for a proxy sends the whole URL.
  const [path = '', ...rest] = url.replace(/^https?:\/\/[^/?]*/, '').split('?')
  const query = rest.join('?')
  const host = headers.host ?? ''
  const head: RequestHead = {
    method,
    host,
    path: percentDecode(path),
    query: new URLSearchParams(query),
    headers,
  }
  const target = dialect.identify(head)
  const ids = dialect.mintIds()
  return { head, target, ids, exchange: { requestId: ids.requestId, method, host, path, query, ...target } }
}

async function respond(job: Job, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { fault } = job
  const body = await readBody(request)
  if (!body) return
  const answer = answerOf(job, body)
  const ready = render(job, answer)
  if (fault.delayMs) await sleep(fault.delayMs, undefined, { ref: false })
  if (fault.stall === 'before-headers' || request.socket.destroyed) return
  if (fault.reset === 'before-headers') {
    request.socket.resetAndDestroy()
    return
  }
  record(job, ready)
  await write(job, ready, response)
}

/** The whole body, or nothing when the client went away. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk)
  } catch {
    return undefined
  }
  return Buffer.concat(chunks)
}

function answerOf({ dialect, head, target, ids, fault }: Job, body: Buffer): Answer {
  if (fault.status === undefined) return dialect.answer(head, target, body, ids)
  return { status: fault.status, errorCode: fault.code ?? dialect.errorCode(fault.status, target) }
}

/** Puts ids and the fault's changes into an answer. */
function render(job: Job, answer: Answer): Response {
  const { dialect, head, ids, fault } = job
  const { headers: common, requestIdHeader, traceIdHeader } = dialect.conventions(head.host)
  const headers = new Map(Object.entries({ ...common, ...answer.headers }))

  if (fault.requestIdHeader !== false) {
    headers.set((fault.requestIdHeader ?? requestIdHeader).toLowerCase(), ids.requestId)
    if (answer.errorCode !== undefined) headers.set(traceIdHeader, ids.traceId)
  }

  let body = Buffer.from(renderBody(job, answer))
  if (fault.malformed) body = body.subarray(0, body.lastIndexOf('</'))
  if (body.length && !headers.has('content-type')) headers.set('content-type', 'application/xml')
  if (answer.status !== 204 && answer.status !== 304) headers.set('content-length', String(body.length))
  for (const [name, value] of Object.entries(fault.headers ?? {})) headers.set(name.toLowerCase(), value)
  return { status: answer.status, headers, body }
}

function renderBody({ dialect, head, exchange, ids, fault }: Job, answer: Answer): string | Uint8Array {
  if (typeof fault.body === 'function') return fault.body(ids)
  if (fault.body !== undefined) return fault.body
  if (answer.errorCode === undefined) return answer.body ?? ''
  const { traceId } = ids
  const requestId = fault.bodyRequestId === 'different' ? dialect.mintIds().requestId : ids.requestId
  return dialect.errorDocument({
    code: answer.errorCode,
    resource: head.host + exchange.path,
    ...(fault.bodyRequestId !== false && { requestId }),
    traceId,
  })
}

const mayHaveBody = (method: string, status: number) => method !== 'HEAD' && status !== 204 && status !== 304

/** Notes in the log what is about to be sent. */
function record({ dialect, exchange, head, ids, fault }: Job, { status, headers, body }: Response): void {
  const { requestIdHeader, traceIdHeader } = dialect.conventions(head.host)
  const headerId = headers.get((fault.requestIdHeader || requestIdHeader).toLowerCase())
  const text = mayHaveBody(head.method, status) ? body.toString('latin1') : ''
  const bodyId = text.includes(ids.requestId) ? ids.requestId : /<RequestId>([^<]+)</.exec(text)?.[1]
  exchange.statusCode = status
  if (headerId !== undefined) exchange.headerRequestId = headerId
  if (bodyId !== undefined) exchange.bodyRequestId = bodyId
  if (headers.has(traceIdHeader) || text.includes(ids.traceId)) exchange.traceId = ids.traceId
}

async function write({ head, fault }: Job, { status, headers, body }: Response, response: ServerResponse) {
  const point = fault.reset ?? fault.stall
  const hasBody = mayHaveBody(head.method, status)
  // With nothing left to send the client would take the response for complete.
  if (point && hasBody && body.length === 0) headers.set('content-length', '1')
  response.writeHead(status, Object.fromEntries(headers))
  if (!point) {
    response.end(hasBody ? body : undefined)
    return
  }
  response.flushHeaders()
  if (hasBody && point === 'mid-body') response.write(body.subarray(0, body.length / 2))
  if (!fault.reset) return
  await sleep(READ_BEFORE_RESET_MS, undefined, { ref: false })
  response.socket?.resetAndDestroy()
}
