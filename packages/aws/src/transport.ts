/** Where the SDK does its HTTP: the innermost middleware. */
import { type Attempt, guard, type Operation, type RequestIdOptions, watchNext } from '@requestid/core/plugin'

/** What a middleware of the step `deserialize` gets: the request as it is handed to the HTTP client. */
export interface SendArguments {
  request: Request
}

interface Request {
  method: string
  hostname: string
  port?: number
  path: string
  headers: Record<string, string>
}

interface Response {
  statusCode: number
  headers: Record<string, string>
  /** A Node stream, a web stream, or whatever a custom HTTP client gives. */
  body?: unknown
}

export type Send = (args: SendArguments) => unknown

/** Sends a request, and records the exchange it makes. */
export function record(
  send: Send,
  args: SendArguments,
  operation: Operation,
  options: RequestIdOptions,
  ended: () => void,
): unknown {
  const attempt = guard(options, () => {
    const { method, hostname, port, path } = args.request
    return operation.open(method, port ? `${hostname}:${port}` : hostname, path)
  })
  return watchNext(send, args, attempt, options, (result) => {
    ended()
    const { response } = (result || {}) as { response?: Response }
    if (response && attempt?.respond(response.statusCode, response.headers) === false) {
      readAlong(response, args.request, attempt, options)
    }
    return response
  })
}

/**
 * For a response without an id in its headers: looks for one in an XML error, or in the answer to a form, which
 * is what requests of the query protocols are (SQS until 2023, STS, EC2 and others); the SDK reads no id of
 * those (@aws-sdk/core, AwsQueryProtocol). Never in an object's content.
 *
 * A Node stream shows each chunk to `emit`, whichever way it is read, so nothing is consumed or delayed. A web
 * stream has no such place.
 */
function readAlong(
  { statusCode, body }: Response,
  { headers }: Request,
  attempt: Attempt,
  options: RequestIdOptions,
): void {
  const { emit } = (body || {}) as { emit?: (this: unknown, event: string, chunk: unknown) => boolean }
  if (typeof emit !== 'function') return
  if (statusCode < 300 && !/form-urlencoded/.test(headers['content-type'] || '')) return
  const previous = Object.getOwnPropertyDescriptor(body, 'emit')
  const read = statusCode < 300 ? readAnswer(attempt) : readError(attempt)
  let reading = true
  const value = function (this: unknown, event: string, chunk: unknown) {
    if (reading && (event === 'data' || ENDS.has(event))) {
      guard(options, () => {
        reading = event === 'data' && !read(chunk)
        if (event !== 'data') read()
      })
      // Somebody may have put theirs on it since, or before.
      if (!reading && Reflect.get(body as object, 'emit') === value) {
        if (previous) Object.defineProperty(body, 'emit', previous)
        else Reflect.deleteProperty(body as object, 'emit')
      }
    }
    return emit.apply(this, arguments as never)
  }
  Object.defineProperty(body, 'emit', { value, configurable: true, writable: true })
}

const ENDS = new Set(['end', 'error', 'aborted', 'close'])

/** @returns takes each piece, and none at the end; gives whether there is nothing more to look for */
function readError(attempt: Attempt): (chunk?: unknown) => boolean {
  // JSON may have another request's id under such a name: Route 53 Domains' DuplicateRequest has.
  let isXml: boolean | undefined
  return (chunk) => {
    const first = isXml === undefined ? /\S/.exec(textOf(chunk))?.[0] : undefined
    if (first) isXml = first === '<'
    return isXml === false || attempt.read(chunk)
  }
}

/** A successful answer has ids of other requests among its data; its own stands in the metadata, which come last. */
function readAnswer(attempt: Attempt): (chunk?: unknown) => boolean {
  let head = ''
  let tail = ''
  return (chunk) => {
    const text = textOf(chunk)
    if (head.length < METADATA_LIMIT) head += text.slice(0, METADATA_LIMIT)
    tail = (tail + text).slice(-METADATA_LIMIT)
    if (chunk) return false
    const metadata = tail.lastIndexOf('<ResponseMetadata>')
    if (metadata >= 0) return attempt.body(tail.slice(metadata))
    // EC2's comes first.
    return attempt.body(
      /^\s*(?:<\?[^>]*>\s*)?<\w+[^>]*>\s*(<requestId>[^<]*<\/requestId>)/.exec(head)?.[1] || '',
    )
  }
}

const METADATA_LIMIT = 2048

function textOf(chunk: unknown): string {
  return ArrayBuffer.isView(chunk) ? new TextDecoder().decode(chunk) : String(chunk || '')
}
