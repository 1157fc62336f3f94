// A server on 127.0.0.1 for an SDK whose service is known by its headers alone: it answers by a script, or by one rule.
import {
  type Answer,
  type Dialect,
  type DialectServer,
  type Fault,
  type Match,
  type RequestHead,
  startServer,
} from '@requestid/testing'

/** What a service is known by, and how its SDK is told where to connect. */
export interface WireFacts<Options> {
  readonly requestIdHeader: string
  readonly extendedRequestIdHeader?: string
  /** Of every answer that does not say otherwise. */
  readonly headers?: Readonly<Record<string, string>>
  /** What a request is answered with that no script and no fault is for. Default: 200, without a body. */
  answer?(head: RequestHead, key: string, id: string, body: Uint8Array): Answer
  /** The body of an error; without an id where that is `undefined`. Default: none. */
  error?(status: number, id: string | undefined): string
  clientOptions(host: string): Options
  /** The key of a request. Default: what ends its path. */
  keyOf?(head: RequestHead): string
}

/** An answer of a script: a fault whose status is 200 and whose body is empty by default. */
export type Reply = Omit<Fault, 'times'>

/** In the bodies that it is given, `{id}` stands for the id. */
export interface Wire<Options = unknown> extends DialectServer<Options> {
  /** The next answers; the last one is given again and again. Forgets what was before. */
  reply(...replies: readonly Reply[]): void
}

/** Starts it. A key that begins with `missing` is answered with 404, others by the facts; the key is what ends the path. */
export async function startWire<Options>(facts: WireFacts<Options>): Promise<Wire<Options>> {
  const server = await startServer(dialectOf(facts))
  const inject = (fault: Fault, match?: Match) => {
    const { body } = fault
    if (typeof body !== 'string') return server.inject(fault, match)
    server.inject({ ...fault, body: ({ requestId }) => body.replaceAll('{id}', requestId) }, match)
  }
  return {
    ...server,
    inject,
    reply(...replies) {
      server.clear()
      const last = replies.at(-1)
      for (const reply of replies) {
        inject({ status: 200, body: '', ...reply, times: reply === last ? Number.POSITIVE_INFINITY : 1 })
      }
    },
  }
}

function dialectOf<Options>(facts: WireFacts<Options>): Dialect<Options> {
  const { requestIdHeader, extendedRequestIdHeader, headers = {}, answer, error, clientOptions } = facts
  const { keyOf = ({ path }) => path.slice(path.lastIndexOf('/') + 1) } = facts
  let issued = 0
  const api: ReturnType<Dialect['apiOf']> = {
    mintIds() {
      const requestId = `ID${String(++issued).padStart(4, '0')}`
      return { requestId, ...(extendedRequestIdHeader && { extendedRequestId: `of-${requestId}` }) }
    },
    identify: (head) => ({ operation: head.method, key: keyOf(head) }),
    answer(head, { key = '' }, body, { requestId }) {
      if (key.startsWith('missing')) return { status: 404, errorCode: '404' }
      return answer?.(head, key, requestId, body) ?? { status: 200 }
    },
    errorCode: String,
    errorDocument: ({ code, requestId }) => error?.(Number(code), requestId) ?? '',
    conventions: () => ({
      headers,
      requestIdHeader,
      ...(extendedRequestIdHeader && { extendedRequestIdHeader }),
      errorIdHeaders: {},
    }),
    clear() {},
  }
  return { apiOf: () => api, clientOptions, clear: api.clear }
}
