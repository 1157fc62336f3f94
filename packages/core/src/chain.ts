/** Where a chain of handlers shows HTTP: middlewares, policies, interceptors. */
import type { Attempt } from './attempt.js'
import { errorCodeOf } from './error-code.js'
import { guard } from './guard.js'
import type { RequestIdOptions } from './options.js'
import { tapCall } from './outcomes.js'

/**
 * Hands a request on, and ends its attempt with what comes of it.
 * @param next calls the next handler
 * @param respond called with what it gives, a result or an error: tells the attempt of the response, if there is one
 * @returns what `next` returns
 */
export function watchNext<T>(
  next: () => T,
  attempt: Attempt | undefined,
  options: RequestIdOptions,
  respond: (result: unknown, error: unknown) => unknown,
): T {
  return tapCall(next, (error, result) =>
    guard(options, () => {
      if (!respond(result, error) && attempt) attempt.fail(errorCodeOf(error))
    }),
  )
}
