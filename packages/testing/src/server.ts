/** The server: it takes requests, injects faults and keeps what it issued. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Api, Dialect, ErrorIdName, IssuedIds, RequestHead, Target } from './dialects/dialect.js'
import {
  type CosOptions,
  createDialect,
  type OssOptions,
  type S3Options,
  type Vendor,
} from './dialects/vendors.js'
import { type Fault, FaultQueue, type Match } from './faults.js'
import { readForm } from './form.js'
import { percentDecode } from './percent.js'

/** What a server is like. */
export interface ServerOptions {
  /** Whose API it speaks. Default `'tencent-cos'`. */
  vendor?: Vendor
  /**
   * The response headers that a page of another origin may read, such as `'x-oss-request-id'`. Default none,
   * so that a browser hides the id from the SDK until a test lists its header here.
   */
  exposeHeaders?: readonly string[]
}

/** One request that the server received, and the ids it issued for it. */
export interface IssuedExchange {
  /** The id minted for this request, whether or not it was sent. */
  requestId: string
  /** The id that the headers carried; absent when they carried none. */
  headerRequestId?: string
  /**
   * The id that the body carried; absent when it carried none. In answer to HEAD, OSS puts what would be the
   * body of an error into the header `x-oss-err`, which counts as the body here.
   */
  bodyRequestId?: string
  /** The id that S3 sends besides; absent when it was not sent. */
  extendedRequestId?: string
  /** The trace id, which COS sends with errors; absent when it was not sent. */
  traceId?: string
  /** The id of the error's cause, which OSS sends with errors; absent when it was not sent. */
  ec?: string
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

/** A running server, whatever it speaks. */
export interface Server {
  readonly port: number
  /** `127.0.0.1:port` */
  readonly host: string
  /** `http://127.0.0.1:port` */
  readonly url: string
  /** Every request so far, in order of arrival; browsers' preflights are answered and left out. */
  readonly exchanges: readonly IssuedExchange[]
  /** Queues a fault. Each request takes the first queued fault that matches it. */
  inject(fault: Fault, match?: Match): void
  /** Forgets all faults, exchanges and stored objects. */
  clear(): void
  /** Stops listening and closes every connection, stalled ones too. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A server that was started with a dialect. */
export interface DialectServer<Options> extends Server {
  /** Options with which the dialect's SDK talks to this server. */
  clientOptions(): Options
}

/** A server that was started with a vendor's name. */
export interface TestServer extends Server {
  readonly vendor: Vendor
  /** Options with which `cos-nodejs-sdk-v5` talks to this server, whatever the bucket and region. */
  cosOptions(): CosOptions
  /**
   * Options with which `ali-oss` talks to this server. A browser cannot set the Host header: add
   * `sldEnable: true` there.
   */
  ossOptions(): OssOptions
  /** Options with which `@aws-sdk/client-s3` talks to this server. */
  s3Options(): S3Options
}

/** A response that is ready to be written. */
interface Response {
  status: number
  headers: Map<string, string>
  body: Buffer
}

/** Some systems throw away what the other side has not read yet when a connection is reset. */
const READ_BEFORE_RESET_MS = 20

/** What a browser asks by itself before a request to another origin; an SDK signs what it sends. */
function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers.authorization === undefined
}

/** Starts a server on a free port of 127.0.0.1. It does not keep the process alive. */
export function startServer(options?: ServerOptions): Promise<TestServer>
export function startServer<Options>(
  dialect: Dialect<Options>,
  options?: Pick<ServerOptions, 'exposeHeaders'>,
): Promise<DialectServer<Options>>
export async function startServer(
  given: ServerOptions | Dialect = {},
  options: ServerOptions = {},
): Promise<Server> {
  if ('apiOf' in given) return listen(given, options)
  const { vendor = 'tencent-cos' } = given
  const server = await listen(createDialect(vendor), given)
  const optionsOf = (expected: Vendor) => () => {
    if (vendor === expected) return server.clientOptions()
    throw new Error(`this server speaks ${vendor}; start one with { vendor: '${expected}' }`)
  }
  return Object.assign(server, {
    vendor,
    cosOptions: optionsOf('tencent-cos'),
    ossOptions: optionsOf('alibaba-oss'),
    s3Options: optionsOf('aws'),
  })
}

async function listen<Options>(
  dialect: Dialect<Options>,
  { exposeHeaders = [] }: ServerOptions,
): Promise<DialectServer<Options>> {
  const faults = new FaultQueue()
  const exchanges: IssuedExchange[] = []

  const server = createServer((request, response) => {
    const received = receive(dialect, request)
    const asked = !isPreflight(request)
    if (asked) exchanges.push(received.exchange)
    const job: Job = { ...received, fault: {}, exposeHeaders }
    const takeFault = () => {
      if (asked) job.fault = faults.take(job.head, job.target) ?? {}
    }
    // A rejection here is an exception of the test's own code, such as a body function; it must be seen.
    void respond(job, takeFault, request, response)
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
    clientOptions: () => dialect.clientOptions(host),
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
  api: Api
  exchange: IssuedExchange
  head: RequestHead
  target: Target
  ids: IssuedIds
  fault: Fault
  exposeHeaders: readonly string[]
}

type Received = Omit<Job, 'fault' | 'exposeHeaders'>

function receive(dialect: Dialect, request: IncomingMessage): Received {
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
  const api = dialect.apiOf(head)
  const target = api.identify(head)
  const ids = api.mintIds()
  const exchange = { requestId: ids.requestId, method, host, path, query, ...target }
  return { api, head, target, ids, exchange }
}

async function respond(
  received: Job,
  takeFault: () => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { api, head, exchange } = received
  const hasForm = received.target.operation === 'PostObject'
  if (!hasForm) takeFault()
  const body = await readBody(request)
  if (!body) return
  if (hasForm) {
    // A form itself names its object, for which a fault may be.
    head.form = await readForm(head.headers, body)
    received.target = api.identify(head)
    Object.assign(exchange, received.target)
    takeFault()
  }
  const { fault } = received
  const answer = answerOf(received, body)
  const job = { ...received, ids: idsOf(received, answer) }
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

function answerOf({ api, head, target, ids, fault }: Job, body: Buffer): Answer {
  if (fault.status === undefined) return api.answer(head, target, body, ids)
  return { status: fault.status, errorCode: fault.code ?? api.errorCode(fault.status, target) }
}

/** The ids minted for a request, and those that follow from how it is answered. */
const idsOf = ({ api, ids }: Job, { errorCode }: Answer): IssuedIds =>
  errorCode === undefined ? ids : { ...ids, ...api.idsOfError?.(errorCode) }

/** Puts ids and the fault's changes into an answer. */
function render(job: Job, answer: Answer): Response {
  const { api, head, fault } = job
  const { headers: common, errorContentType, errorDocumentHeader } = api.conventions(head.host)
  const headers = new Map(
    Object.entries({ ...common, ...answer.headers, ...corsHeaders(job), ...idHeaders(job, answer) }),
  )

  let body = Buffer.from(renderBody(job, answer))
  if (fault.malformed) body = body.subarray(0, body.lastIndexOf('</'))
  // Nothing else of an error's body reaches a client that sent HEAD.
  if (errorDocumentHeader && head.method === 'HEAD' && answer.status >= 400 && body.length) {
    headers.set(errorDocumentHeader, body.toString('base64'))
  }
  if (errorContentType && body.length && !headers.has('content-type'))
    headers.set('content-type', errorContentType)
  if (answer.status !== 204 && answer.status !== 304) headers.set('content-length', String(body.length))
  for (const [name, value] of Object.entries(fault.headers ?? {})) headers.set(name.toLowerCase(), value)
  return { status: answer.status, headers, body }
}

function idHeaders({ api, head, ids, fault }: Job, answer: Answer): Record<string, string> {
  if (fault.requestIdHeader === false) return {}
  const { requestIdHeader, extendedRequestIdHeader, errorIdHeaders } = api.conventions(head.host)
  const headers = { [(fault.requestIdHeader ?? requestIdHeader).toLowerCase()]: ids.requestId }
  if (extendedRequestIdHeader && ids.extendedRequestId)
    headers[extendedRequestIdHeader] = ids.extendedRequestId
  if (answer.errorCode === undefined) return headers
  for (const [name, header] of errorIds(errorIdHeaders)) headers[header] = ids[name] ?? ''
  return headers
}

const errorIds = (headers: Partial<Record<ErrorIdName, string>>) =>
  Object.entries(headers) as [ErrorIdName, string][]

/** Lets a page of any origin read a response, and of its headers those that were asked for. */
function corsHeaders({ head, exposeHeaders }: Job): Record<string, string> {
  const { origin } = head.headers
  if (origin === undefined) return {}
  return {
    'access-control-allow-origin': origin,
    ...(exposeHeaders.length && { 'access-control-expose-headers': exposeHeaders.join(', ') }),
  }
}

function renderBody({ api, head, exchange, ids, fault }: Job, answer: Answer): string | Uint8Array {
  if (typeof fault.body === 'function') return fault.body(ids)
  if (fault.body !== undefined) return fault.body
  if (answer.errorCode === undefined) return answer.body ?? ''
  const { requestId, ...others } = ids
  const bodyId = fault.bodyRequestId === 'different' ? api.mintIds().requestId : requestId
  return api.errorDocument({
    ...others,
    code: answer.errorCode,
    host: head.host,
    path: exchange.path,
    ...(fault.bodyRequestId !== false && { requestId: bodyId }),
  })
}

const mayHaveBody = (method: string, status: number) => method !== 'HEAD' && status !== 204 && status !== 304

/** The request id of an XML or a JSON document, or of a line in the message of one. */
const REQUEST_ID = /(?:<RequestId>|"(?:RequestId|request_id)":"|^RequestId:)([^<"\n]+)[<"\n]/m

/** Notes in the log what is about to be sent. */
function record(job: Job, { status, headers, body }: Response): void {
  const { api, exchange, head, ids, fault } = job
  const conventions = api.conventions(head.host)
  const {
    requestIdHeader,
    extendedRequestIdHeader = '',
    errorIdHeaders,
    errorDocumentHeader = '',
  } = conventions
  const headerId = headers.get((fault.requestIdHeader || requestIdHeader).toLowerCase())
  const sent = mayHaveBody(head.method, status)
    ? body
    : Buffer.from(headers.get(errorDocumentHeader) ?? '', 'base64')
  const text = sent.toString('latin1')
  const bodyId = text.includes(ids.requestId) ? ids.requestId : REQUEST_ID.exec(text)?.[1]
  exchange.statusCode = status
  if (headerId !== undefined) exchange.headerRequestId = headerId
  if (bodyId !== undefined) exchange.bodyRequestId = bodyId
  const { extendedRequestId } = ids
  if (
    extendedRequestId !== undefined &&
    (headers.has(extendedRequestIdHeader) || text.includes(extendedRequestId))
  )
    exchange.extendedRequestId = extendedRequestId
  for (const [name, header] of errorIds(errorIdHeaders)) {
    const id = ids[name]
    if (id !== undefined && (headers.has(header) || text.includes(id))) exchange[name] = id
  }
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
