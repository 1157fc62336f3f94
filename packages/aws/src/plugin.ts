import {
  aws,
  type Evidence,
  guard,
  isObject,
  isPromise,
  Operation,
  type Registration,
  type RequestIdOptions,
  tap,
} from '@requestid/core'
import type { Stack } from './client.js'
import { watch } from './streams.js'
import { type Response, record, type Send, type SendArguments } from './transport.js'
import { s3Vendors } from './vendors.js'

/** What a call carries from the first middleware to the last. */
interface Call {
  readonly operation: Operation
  /** The headers of its last response. */
  headers?: object
}

type Carrying = { [CALL]?: Call }
type Handler = (args: object) => PromiseLike<unknown>

/**
 * A call travels in the middlewares' `args`, which each of the SDK's spreads into the next. The handler
 * `context` will not do: with `cacheMiddleware` all calls of a command share one.
 */
const CALL = Symbol('requestid')

/**
 * Puts the plugin on a stack: the outermost middleware settles a call, the innermost records each attempt,
 * before any of the SDK's own can throw for what is in the response. The steps and priorities belong to the
 * names: another copy of the plugin could not override them if they changed.
 */
export function addTo(stack: Stack, options: RequestIdOptions): void {
  const other: Registration = { options, vendors: [aws], evidence }
  const s3: Registration = { options, vendors: s3Vendors, fallback: aws, evidence }
  const registrationOf = (context?: { clientName?: string }) =>
    context?.clientName === 'S3Client' ? s3 : other

  const settling = (next: Handler, context?: { clientName?: string }) => {
    const registration = registrationOf(context)
    return function requestIdSettle(args: object) {
      const call: Call = { operation: new Operation(registration) }
      const returned = next({ ...args, [CALL]: call } as object)
      if (!isPromise(returned)) return returned
      return tap(returned, (error, result) => settle(call, error, result))
    }
  }

  const recording = (next: Send, context?: { clientName?: string }) =>
    function requestIdRecord(args: SendArguments & Carrying) {
      // A middleware of the user's may have made new arguments; the exchange still counts.
      const call = args[CALL] ?? { operation: new Operation(registrationOf(context)) }
      return record(next, args, call.operation, options, ({ headers }: Response) => {
        call.headers = headers
      })
    }

  const common = { tags: ['REQUEST_ID'], override: true }
  stack.add(
    settling as never,
    { ...common, name: 'requestIdSettle', step: 'initialize', priority: 'high' } as never,
  )
  stack.add(
    recording as never,
    { ...common, name: 'requestIdRecord', step: 'deserialize', priority: 'low' } as never,
  )
}

function settle(call: Call, error: unknown, result: unknown): void {
  const { operation, headers } = call
  const { options } = operation.registration
  delete call.headers
  guard(options, () => {
    if (error) {
      const { $response } = error as { $response?: Response }
      // The error of another client that this call waited for, such as STS for credentials.
      operation.incomplete = $response !== undefined && $response.headers !== headers
      return operation.settle(error)
    }
    const { output } = (result ?? {}) as { output?: unknown }
    operation.settle(output)
    if (!isObject(output)) return
    for (const member of Object.values(output)) watch(member, (late) => operation.settle(late), options)
  })
}

// What the SDK's outcomes look like.

function evidence(outcome: Record<PropertyKey, unknown>): Evidence {
  const { $response, $metadata, $fault, RequestId, RequestID } = outcome
  const { requestId, extendedRequestId } = ($metadata ?? {}) as Record<string, unknown>
  const bodies: unknown[] = [{ RequestId: requestId, HostId: extendedRequestId }]
  // The SDK copies what else is in an error's body onto the error. Not `requestId`: a service's own data is there.
  if ($fault) bodies.push({ RequestId }, { RequestID })
  return { headers: ($response as Response | undefined)?.headers, bodies }
}
