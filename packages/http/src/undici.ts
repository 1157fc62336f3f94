/** An interceptor for undici's dispatchers, whose handlers of both generations it knows. */
import {
  type Attempt,
  carriedBy,
  carry,
  errorCodeOf,
  guard,
  isStatus,
  Operation,
} from '@requestid/core/plugin'
import { isOfUser, open, readBody } from './exchange.js'
import { type HttpOptions, type HttpRegistration, registrationOf } from './vendors.js'

type Handler = Record<string, unknown>
interface Options {
  readonly origin?: unknown
  readonly path: string
  readonly method: string
}
type Dispatch = (options: never, handler: never) => boolean

const METHODS = [
  ['onRequestStart', 'onConnect'],
  ['onResponseStart', 'onHeaders'],
  ['onResponseData', 'onData'],
  ['onResponseEnd', 'onComplete'],
  ['onResponseError', 'onError'],
  ['onRequestUpgrade', 'onUpgrade'],
  ['onResponseStarted'],
  ['onRequestSent'],
  ['onBodySent'],
] as const

/**
 * An interceptor that hears each exchange, and puts `requestId` on errors. The first one in the list sees each attempt
 * of a retry and each hop of a redirect.
 *
 * @throws TypeError for wrong options
 *
 * @example
 * const dispatcher = new Agent().compose(requestIdInterceptor(), interceptors.retry())
 */
export function requestIdInterceptor(options?: HttpOptions): <D extends Dispatch>(dispatch: D) => D {
  const registration = registrationOf(options)
  return <D extends Dispatch>(dispatch: D) =>
    ((options: Options, handler: Handler) =>
      dispatch(
        options as never,
        (guard(registration.options, watch, registration, options, handler) || handler) as never,
      )) as unknown as D
}

/** A handler in the place of another: those of undici have private members, and are no prototypes. */
function watch(registration: HttpRegistration, { origin, path, method }: Options, handler: Handler): Handler {
  const { options } = registration
  // A retry and a redirect send again with the handler that they are themselves.
  const operation = carriedBy(handler) || new Operation(registration)
  carry(handler, operation)
  const attempt = open(operation, method, `${Object(origin).origin || origin || ''}${path}`)
  const state: State = {
    registration,
    operation,
    attempt,
    headers: undefined,
    reason: undefined,
    reads: false,
  }
  const watched: Handler = {}
  for (const names of METHODS)
    for (const name of names) {
      const own = handler[name]
      if (typeof own !== 'function') continue
      watched[name] = (...args: unknown[]) => {
        const passed = guard(options, see, state, name !== names[0], names[0], args)
        return own.apply(handler, passed || args)
      }
    }
  return watched
}

interface State {
  readonly registration: HttpRegistration
  readonly operation: Operation
  readonly attempt: Attempt
  headers: object | undefined
  reason: unknown
  reads: boolean
}

/** @returns other arguments in the place of those */
function see(state: State, isOld: boolean, name: string, args: unknown[]): unknown[] | undefined {
  const { registration, attempt } = state
  // Newer ones get a controller first.
  const [first, second] = isOld ? args : args.slice(1)
  if (name === 'onRequestStart' && isOld) {
    const abort = first as (reason: unknown) => unknown
    const noting = (reason: unknown) => {
      state.reason = reason
      return abort(reason)
    }
    return [noting, ...args.slice(1)]
  }
  if ((name === 'onResponseStart' && Number(first) >= 200) || name === 'onRequestUpgrade') {
    state.headers = Array.isArray(second) ? fromRaw(second) : (second as object)
    state.reads = !attempt.respond(first as number, state.headers) && registration.readsBody(first as number)
  } else if (name === 'onResponseData' && state.reads) state.reads = !attempt.read(first)
  else if (name === 'onResponseEnd' && state.reads) attempt.read()
  else if (name === 'onResponseError') fail(state, first, isOld ? undefined : args[0])
  return undefined
}

function fail({ operation, attempt, reason, headers }: State, error: unknown, controller: unknown): void {
  const of = Object(error) as { statusCode?: unknown; headers?: object; body?: unknown }
  // What an interceptor made of an answer.
  if (isStatus(of.statusCode)) {
    if (!attempt.respond(of.statusCode, of.headers)) readBody(attempt, of.body)
  } else attempt.fail(errorCodeOf(error))
  if (!isOfUser(error, reason || Object(controller).reason)) operation.settle(error, headers || of.headers)
}

function fromRaw(raw: readonly unknown[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let i = 0; i < raw.length; i += 2) headers[String(raw[i]).toLowerCase()] = String(raw[i + 1])
  return headers
}
