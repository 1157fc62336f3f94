/** Where the SDK starts a call, how the call settles, and what its outcomes look like. */
import {
  guard,
  isObject,
  isRequestId,
  learn,
  Operation,
  type Registration,
  type RequestIdOptions,
  s3Vendors,
  tapCall,
  watchContent,
} from '@requestid/core/plugin'
import { awsShape } from '@requestid/vendors'
import type { Stack } from './client.js'
import { record, type Send, type SendArguments } from './transport.js'

/** What a call carries from the first middleware to the last. */
interface Call {
  readonly operation: Operation
  /** Set on a stack without names while a request is under way: another registration may be recording it. */
  sending: boolean
}

type Carrying = { [CALL]?: Call }
type Handler = (args: Carrying) => PromiseLike<unknown>
type Context = { clientName?: string; commandName?: string }

/**
 * A call travels in the middlewares' `args`, which each of the SDK's spreads into the next. The handler
 * `context` will not do: with `cacheMiddleware` all calls of a command share one.
 */
const CALL = Symbol('requestid')

const TAG = '@requestid/aws'

/**
 * Puts the plugin on a stack: the outermost middleware settles a call, the innermost records each attempt,
 * before any of the SDK's own can throw for what is in the response. The steps and priorities belong to the
 * names: another copy of the plugin could not override them if they changed. A stack without `identify`
 * (version 3.0) knows no `override` and throws for a name that is there already.
 * @param logs whether the client may have a logger, whose line the SDK writes within the outermost middleware: a third
 * one, within that, settles a call once more
 */
export function addTo(stack: Stack, options: RequestIdOptions, logs: boolean): void {
  const { vendor, evidence } = awsShape
  const other: Registration = { options, vendors: [vendor], evidence, misusesRequestId }
  const s3: Registration = { ...other, vendors: s3Vendors, fallback: vendor }
  learn(awsShape, s3Vendors)
  const registrationOf = (context?: Context) => (context?.clientName === 'S3Client' ? s3 : other)

  const named = typeof stack.identify === 'function'

  const settling = (next: Handler, context?: Context) => {
    const registration = registrationOf(context)
    const name = nameOf(context?.commandName)
    return function requestIdSettle(args: Carrying) {
      const begun = args[CALL]
      const call = begun || { operation: new Operation(registration, undefined, name), sending: false }
      return tapCall(next, begun ? args : carrying(args, call), (error, result) =>
        guard(options, settle, call.operation, error, result),
      )
    }
  }

  const recording = (next: Send, context?: Context) =>
    function requestIdRecord(args: SendArguments & Carrying) {
      // A middleware of the user's may have made new arguments; the exchange still counts.
      const call = args[CALL] || { operation: new Operation(registrationOf(context)), sending: false }
      if (call.sending) return next(args)
      call.sending = !named
      return record(next, args, call.operation, options, () => {
        call.sending = false
      })
    }

  // A second registration replaces the first. Without names only one on the same stack does: that of a command
  // comes on top of its client's, and passes.
  if (!named) stack.removeByTag(TAG)
  add(settling, `${TAG}/settle`, 'initialize', 'high')
  add(recording, `${TAG}/record`, 'deserialize', 'low')
  if (logs && named) add(settling, `${TAG}/log`, 'initialize', 'low')

  function add(middleware: unknown, name: string, step: string, priority: string): void {
    const placed = { step, priority, tags: [TAG], override: true }
    stack.add(middleware as never, (named ? { ...placed, name } : placed) as never)
  }
}

/** A copy, as the same command may be sent twice at once. The outermost arguments are the command itself. */
function carrying(args: Carrying, call: Call): Carrying {
  const copy: Carrying = Object.assign(Object.create(Object.getPrototypeOf(args)), args)
  copy[CALL] = call
  return copy
}

function nameOf(command: string | undefined): string | undefined {
  return command?.endsWith(SUFFIX) ? command.slice(0, -SUFFIX.length) : command
}

const SUFFIX = 'Command'

function settle(operation: Operation, error: unknown, result: unknown): void {
  if (error) {
    // An error that names its response speaks for itself: it may be of another client that this call waited for,
    // such as STS for credentials, and what this one received before is not its cause.
    const { $response, $metadata } = error as { $response?: unknown; $metadata?: { requestId?: unknown } }
    const id = $metadata?.requestId
    const elsewhere = isRequestId(id) && !operation.exchanges.some(({ requestId }) => requestId === id)
    operation.incomplete = $response !== undefined || elsewhere
    operation.settle(error)
    return
  }
  const { output, response } = (result || {}) as { output?: unknown; response?: { headers?: unknown } }
  operation.settle(output, response?.headers)
  if (!isObject(output)) return
  const { options } = operation.registration
  for (const name of Object.getOwnPropertyNames(output)) {
    // Not by reading: an output may have getters.
    const { value } = Object.getOwnPropertyDescriptor(output, name) || {}
    if (!isObject(value)) continue
    const see = (late: unknown) => isOfContent(value, late) && operation.settle(late, response?.headers)
    watchContent(value, see, options)
  }
}

/**
 * In front of a content with a checksum stands a stream that passes on its error and makes two of its own
 * (@smithy/core, serde, ChecksumStream); with any other somebody has destroyed it.
 */
function isOfContent({ source }: Record<PropertyKey, unknown>, error: unknown): boolean {
  if (!isObject(source) || source.errored === error) return true
  return /^(Checksum mismatch|Connection lost)/.test((error as Error).message)
}

/** What stands for nothing in an error's body the SDK copies too. */
function misusesRequestId({ $fault, requestId }: Record<PropertyKey, unknown>): boolean {
  return $fault !== undefined && /^(null|undefined)?$/.test(String(requestId))
}
