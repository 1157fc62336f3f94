/** What the SDK does with a request, as the request's own events tell it. */
import {
  type Attempt,
  errorCodeOf,
  guard,
  monitorErrors,
  Operation,
  type Registration,
} from '@requestid/core/plugin'
import type { Request, Response } from './client.js'

/** Errors of an answer without an id, on which the SDK may have put that of an earlier answer. */
export const stale = new WeakSet<object>()

/**
 * Watches a request that has all listeners of the SDK, and none of the user's yet: its operation begins when it is sent,
 * where the caller's context is.
 * @param whole the operation that it is a part of
 */
export function watch(request: Request, registration: Registration, whole: Operation | undefined): void {
  const { options } = registration
  let operation: Operation | undefined
  let attempt: Attempt | undefined
  /** Whether the attempt has a response: the SDK keeps that of the one before where there is none. */
  let answered = false
  let hasId: boolean | undefined
  let settled: unknown

  const begin = () => {
    operation ||= new Operation(registration, whole, whole ? undefined : request.operation)
    return operation
  }
  const settle = (outcome: unknown) => {
    if (!operation || outcome === settled) return
    settled = outcome
    const { requestId } = request.response
    if (answered && !hasId && requestId && requestId === Object(outcome).requestId) stale.add(Object(outcome))
    // Such as credentials that could not be renewed before another attempt.
    operation.incomplete = !attempt
    operation.settle(outcome, undefined, answered)
  }
  const read = ({ body }: Response['httpResponse']) => {
    if (answered && !hasId) attempt?.body(String(body))
  }
  /** @returns whether it is one */
  const watchStream = (stream: object) => {
    const see = (error: unknown) => {
      // With any that it was destroyed with somebody else has done that: the SDK emits its own.
      if ((stream as { errored?: unknown }).errored !== error) settle(error)
    }
    return monitorErrors(stream, see, options)
  }
  const on = <Args extends unknown[]>(event: string, toHead: boolean, step: (...args: Args) => unknown) =>
    request.on(
      event,
      (...args: never[]) => {
        guard(options, step as (...args: unknown[]) => unknown, ...args)
      },
      toHead,
    )

  on('validate', true, begin)
  on('send', true, () => {
    const { method, endpoint, path } = request.httpRequest
    const made = begin().open(method, endpoint.host, path)
    attempt = made
    answered = false
    // The SDK sends at once, and gives codes of its own to what Node fails with.
    Promise.resolve().then(() => {
      const see = (error: unknown) => made.fail(errorCodeOf(error))
      monitorErrors(request.httpRequest.stream, see, options)
    })
  })
  on('httpHeaders', true, (statusCode: number, headers: object) => {
    answered = true
    hasId = attempt?.respond(statusCode, headers)
  })
  on('retry', true, ({ error, httpResponse }: Response) => {
    attempt?.fail(String(error?.code))
    read(httpResponse)
  })
  // Behind the SDK's own, which drops the error where another attempt follows.
  on('afterRetry', false, ({ error }: Response) => {
    if (error || !answered) return
    attempt = undefined
    answered = false
  })
  on('success', true, ({ data, httpResponse }: Response) => {
    // Where an answer's own id is in its body, and nothing of the user's beside it.
    if (/^(?:query|ec2)$/.test(String(request.service.api.protocol))) read(httpResponse)
    settle(data)
    if (!request.service.api.operations[request.operation]?.hasEventOutput) return
    for (const member of Object.values(data as object)) watchStream(member)
  })
  on('error', true, settle)
  on('complete', true, ({ error, data }: Response) => {
    settle(error || data)
  })

  const { createReadStream } = request
  const value = function (this: Request) {
    const stream = createReadStream.call(this)
    if (guard(options, watchStream, stream)) begin().follow(stream)
    return stream
  }
  Object.defineProperty(request, 'createReadStream', { value, writable: true, configurable: true })
}
