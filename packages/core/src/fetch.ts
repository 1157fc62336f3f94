/** Where `fetch` shows HTTP: the platform's, undici's, node-fetch. */
import type { Attempt } from './attempt.js'
import { watchNext } from './chain.js'
import { guard } from './guard.js'
import type { Operation } from './operation.js'
import type { RequestIdOptions } from './options.js'
import { tap } from './outcomes.js'
import { openUrl } from './url.js'

interface Request {
  readonly url?: string
  readonly href?: string
  readonly method?: string
}

interface Response {
  readonly status: number
  readonly headers: unknown
}

type Method = (this: unknown, ...args: unknown[]) => PromiseLike<unknown>

/**
 * A `fetch` whose requests are those of an operation. What it returns is what `fetch` resolves to.
 * @param operationOf asked for each request; none where it gives none
 */
export function watchFetch<F extends (...args: never) => PromiseLike<unknown>>(
  fetch: F,
  operationOf: (init: unknown) => Operation | undefined,
): F {
  const observed = function (this: unknown, input: Request, init?: Request): unknown {
    const send = () => Reflect.apply(fetch, this, arguments)
    const operation = operationOf(init)
    if (!operation) return send()
    const { options } = operation.registration
    const attempt = guard(options, () =>
      openUrl(operation, init?.method || input.method, input.url || input.href || input),
    )
    return watchNext(send, input, attempt, options, (result) => {
      const response = result as Response | undefined
      if (response && attempt?.respond(response.status, response.headers) === false) {
        readAlong(response, attempt, options)
      }
      return response
    })
  }
  return observed as unknown as F
}

/** Shows an error's body to the attempt where it is read; nothing is consumed. */
function readAlong(response: Response, attempt: Attempt, options: RequestIdOptions): void {
  if (response.status < 300) return
  for (const name of ['text', 'json', 'arrayBuffer']) {
    const method = (response as unknown as Record<string, Method | undefined>)[name]
    if (!method) continue
    const value: Method = function (...args) {
      return tap(method.apply(this, args), (_, data) =>
        guard(options, () => {
          if (data !== undefined) attempt.body(textOf(data))
        }),
      )
    }
    Object.defineProperty(response, name, { value, configurable: true, writable: true })
  }
}

function textOf(data: unknown): string {
  if (typeof data === 'string') return data
  return data instanceof ArrayBuffer ? new TextDecoder().decode(data) : JSON.stringify(data)
}
