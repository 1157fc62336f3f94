/** Where the SDKs show a response ahead of its body: an agent in pop-core, a gateway in the others. */
import {
  type AnyFunction,
  type Attempt,
  errorCodeOf,
  guard,
  isObject,
  type Operation,
  observeRequest,
  standIn,
  tapCall,
  watchAgent,
} from '@requestid/core/plugin'

type Members = Record<PropertyKey, unknown>

/**
 * The options of a request of pop-core, with which httpx lets its agent be replaced.
 * @param see gets the request's attempt when it is about to be made, and again when the agent gets it: nock, and some
 * agents, do not show the response
 */
export function watchOptions(
  given: unknown,
  common: unknown,
  operation: Operation,
  see: (attempt: Attempt | undefined, shown: boolean) => void,
): unknown {
  const { beforeRequest } = { ...Object(common), ...Object(given) } as { beforeRequest?: AnyFunction }
  const watch = (settings: Members) => {
    const { method, path, headers, host, agent } = settings
    see(operation.open(String(method), String(Object(headers).host || host), String(path)), false)
    const watched = watchAgent(agent, (request) => see(observeRequest(request, operation), true))
    return { ...settings, agent: watched }
  }
  const watched = Object.assign(Object.create(Object.getPrototypeOf(given || {})), given)
  watched.beforeRequest = function (this: unknown, settings: unknown) {
    const used = typeof beforeRequest === 'function' ? beforeRequest.call(this, settings) : settings
    return (isObject(used) && used.agent && guard(operation.registration.options, watch, used)) || used
  }
  return watched
}

/** What a gateway is shown of one attempt. */
interface Context {
  readonly request: { readonly method: string; readonly pathname: string; readonly headers?: Members }
  readonly configuration: { readonly endpoint: string }
  readonly response: { readonly statusCode: number; readonly headers: object }
}

type Step = (context: Context, ...rest: unknown[]) => unknown
type Gateway = Readonly<Record<'modifyRequest' | 'modifyResponse', Step>>

/**
 * A client whose gateway shows to an operation what it is shown itself.
 * @returns it, and what to call with the error where the operation fails
 */
export function watchGateway(client: object, operation: Operation): [object, (error: unknown) => void] {
  const gateway = (client as { _spi: Gateway })._spi
  const { options } = operation.registration
  let attempt: Attempt | undefined
  const fail = (error?: unknown) => attempt?.fail(errorCodeOf(error))
  const open = ({ request, configuration }: Context) => {
    const { method, pathname, headers = {} } = request
    // One that got no response is tried again, and nobody says why.
    fail()
    attempt = operation.open(method, String(headers.host || configuration.endpoint), pathname)
  }
  const modifyRequest: Step = (context, ...rest) =>
    tapCall(
      () => gateway.modifyRequest(context, ...rest),
      undefined,
      (error) => error || guard(options, open, context),
    )
  const modifyResponse: Step = (context, ...rest) => {
    guard(options, ({ response }) => attempt?.respond(response.statusCode, response.headers), context)
    return gateway.modifyResponse(context, ...rest)
  }
  return [standIn(client, { _spi: standIn(gateway, { modifyRequest, modifyResponse }) }), fail]
}
