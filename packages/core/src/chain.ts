/** Where a chain of handlers shows HTTP: middlewares, policies, interceptors. */
import type { Attempt } from './attempt.js'
import { errorCodeOf } from './error-code.js'
import { guard } from './guard.js'
import type { RequestIdOptions } from './options.js'
import { tapCall } from './outcomes.js'

/**
 * Hands a request on, and ends its attempt with what comes of it.
 * @param next the next handler, which gets `request`
 * @param respond called with what it gives, a result or an error: tells the attempt of the response, if there is one
 * @returns what `next` returns
 */
export function watchNext<Request, T>(
  next: (request: Request) => T,
  request: Request,
  attempt: Attempt | undefined,
  options: RequestIdOptions,
  respond: (result: unknown, error: unknown) => unknown,
): T {
  const end = (error: unknown, result: unknown) => {
    if (!respond(result, error) && attempt) attempt.fail(errorCodeOf(error))
  }
  return tapCall(next, request, (error, result) => guard(options, end, error, result))
}
