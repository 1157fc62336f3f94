/** How the platform of mini programs reaches servers. */
import { type ClientRequest, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { fail, Listeners, succeed } from './callbacks.js'
import type { WxCallbackResult, WxCallbacks, WxHeader, WxObject, WxResponseHead } from './types.js'

/** How a shim reaches servers, and what it shows of their headers. */
export interface TransportOptions {
  /** Where to connect, over HTTP, whatever a URL names; the Host header stays that of the URL. */
  server?: { readonly host: string } | undefined
  /** How the name of a header reaches the program. Default: as the server wrote it. */
  headerName?: ((name: string) => string) | undefined
}

interface Body {
  bytes: Uint8Array | undefined
  /** Instead of that in the `header` of the call. */
  contentType: string
}

/** One call of `wx.request` or `wx.uploadFile`. */
export interface Sending<R extends WxCallbackResult> {
  api: 'request' | 'uploadFile'
  url: string
  method: string
  /** The `header` of the call. */
  header: WxObject
  timeout: number | undefined
  callbacks: WxCallbacks<R>
  /** May take a while to be read. */
  body: Promise<Body>
  result(head: WxResponseHead, body: Buffer): R
}

const DEFAULT_TIMEOUT_MS = 60_000

/** Those that are not taken over from the call as they are. */
const FIXED_HEADERS = /^(?:host|referer|content-length|content-type)$/i

/** Sends a request on a connection of its own, and calls back as the platform does: never within the call. */
export class Transmission<R extends WxCallbackResult> {
  readonly headersReceived = new Listeners<WxResponseHead>()
  readonly chunkReceived = new Listeners<{ data: ArrayBuffer }>()
  /** How many bytes the body was, once it is sent. */
  readonly sent = new Listeners<number>()
  private outgoing: ClientRequest | undefined
  private ended = false
  private readonly timer: NodeJS.Timeout

  constructor(
    private readonly options: TransportOptions,
    private readonly sending: Sending<R>,
  ) {
    this.timer = setTimeout(() => this.fail('timeout', 5), sending.timeout || DEFAULT_TIMEOUT_MS).unref()
    sending.body.then(
      (body) => this.send(body),
      (error: Error) => this.fail(error.message, 600_000),
    )
  }

  readonly abort = (): void => {
    queueMicrotask(() => this.fail('abort', 600_000))
  }

  private send({ bytes, contentType }: Body): void {
    if (this.ended) return
    const { url: address, method } = this.sending
    if (!URL.canParse(address)) {
      this.fail(`invalid url "${address}"`, 600_009)
      return
    }
    const url = new URL(address)
    const { server } = this.options
    const [hostname, port] = server ? server.host.split(':') : [url.hostname, url.port]
    const request = server || url.protocol === 'http:' ? httpRequest : httpsRequest
    const path = url.pathname + url.search
    const headers = { ...this.headers(contentType), host: url.host }
    try {
      this.outgoing = request({ hostname, port, method, path, headers, agent: false })
    } catch (error) {
      // Such as a header that no request may have.
      this.fail((error as Error).message, 600_000)
      return
    }
    this.receive(this.outgoing)
    this.outgoing.end(bytes, () => this.ended || this.sent.emit(bytes?.length ?? 0))
  }

  private headers(contentType: string): WxHeader {
    const given = Object.entries(this.sending.header).filter(([name]) => !FIXED_HEADERS.test(name))
    const headers = Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
    return { ...headers, 'content-type': contentType }
  }

  private receive(outgoing: ClientRequest): void {
    const broken = ({ code }: NodeJS.ErrnoException) => {
      const known = code === 'ECONNRESET' || code === 'ECONNREFUSED'
      const name = known ? `CONNECTION_${code.slice('ECONN'.length)}` : 'FAILED'
      // As Android words it.
      this.fail(`errcode:-101 cronet_error_code:-101 error_msg:net::ERR_${name}`, 600_001)
    }
    outgoing.on('error', broken)
    outgoing.on('response', (response) => {
      const head: WxResponseHead = {
        statusCode: response.statusCode ?? 0,
        header: this.header(response.rawHeaders),
        cookies: response.headers['set-cookie'] ?? [],
      }
      if (!this.ended) this.headersReceived.emit(head)
      const chunks: Buffer[] = []
      response.on('error', broken)
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        if (!this.ended) this.chunkReceived.emit({ data: arrayBufferOf(chunk) })
      })
      response.on('end', () => {
        if (!this.end()) return
        succeed(this.sending.callbacks, this.sending.result(head, Buffer.concat(chunks)))
      })
    })
  }

  private header(raw: readonly string[]): WxHeader {
    const header: WxHeader = {}
    for (let index = 0; index < raw.length; index += 2) {
      const name = this.options.headerName?.(raw[index] ?? '') ?? raw[index] ?? ''
      const value = raw[index + 1] ?? ''
      header[name] = name in header ? `${header[name]},${value}` : value
    }
    return header
  }

  private fail(message: string, errno: number): void {
    if (!this.end()) return
    this.outgoing?.destroy()
    fail(this.sending.callbacks, { errMsg: `${this.sending.api}:fail ${message}`, errno })
  }

  /** Ends it, once. */
  private end(): boolean {
    if (this.ended) return false
    this.ended = true
    clearTimeout(this.timer)
    return true
  }
}

export const arrayBufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer
