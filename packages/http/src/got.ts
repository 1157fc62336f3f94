/** got: a handler sees each call, and a hook what it fails with. */
import { guard, isPromise, monitorErrors, Operation, observeRequest, tap } from '@requestid/core/plugin'
import { type HttpOptions, registrationOf } from './vendors.js'

/** In the `context` of a call's options, which a retry and a redirect copy as nothing else. Not a name: users list those. */
const OPERATION = Symbol('requestid')

type Listener = (value: never) => void
interface Made extends Record<'json' | 'text' | 'buffer', unknown> {
  on(event: string, listener: Listener): unknown
}

interface Settings {
  readonly isStream?: boolean
  context: { readonly [OPERATION]?: Operation }
}

interface GotHooks {
  readonly handlers: [(options: never, next: (options: never) => never) => never]
  readonly hooks: { readonly beforeError: [<E extends Error>(error: E) => E] }
}

/**
 * What `got.extend` takes: responses, streams and errors have `requestId`.
 *
 * @throws TypeError for wrong options
 *
 * @example
 * const client = got.extend(requestIdGot())
 */
export function requestIdGot(given?: HttpOptions): GotHooks {
  const registration = registrationOf(given)
  const { options } = registration
  const handle = (settings: Settings, next: (settings: object) => Made) => {
    const operation = new Operation(registration)
    guard(options, carry, settings, operation)
    const made = next(settings)
    guard(options, watch, operation, made, settings.isStream)
    return made
  }
  const see = <E extends Error>(error: E): E => {
    guard(options, settle, error)
    return error
  }
  return { handlers: [handle as never], hooks: { beforeError: [see] } }
}

function carry(settings: Settings, operation: Operation): void {
  settings.context = { ...settings.context, [OPERATION]: operation }
}

function settle(error: object): void {
  const { options } = error as { readonly options?: Settings }
  options?.context[OPERATION]?.settle(error)
}

function watch(operation: Operation, made: Made, isStream: boolean | undefined): void {
  const { options } = operation.registration
  made.on('request', (request: never) => observeRequest(request, operation))
  made.on('response', (response: object) => operation.settle(response))
  if (isStream) {
    operation.follow(made)
    monitorErrors(made, (error) => operation.settle(error), options)
    return
  }
  // What they fail with goes through no hook.
  for (const name of ['json', 'text', 'buffer'] as const) {
    const method = made[name]
    if (typeof method !== 'function') continue
    made[name] = function (this: unknown, ...args: unknown[]) {
      const parsed = method.apply(this, args)
      if (!isPromise(parsed)) return parsed
      const tapped = tap(parsed, (error) => operation.settle(error))
      return Object.defineProperties(tapped, Object.getOwnPropertyDescriptors(parsed))
    }
  }
}
