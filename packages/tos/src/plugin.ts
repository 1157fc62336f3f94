/** What is known of the clients of TOS: where they start a call, where they send, what their outcomes look like. */
import {
  type Calls,
  definePlugin,
  guard,
  isObject,
  isRequestId,
  learn,
  monitorErrors,
  type Operation,
  observeRequest,
  watchAgent,
} from '@requestid/core/plugin'
import { volcengineTos, volcengineTosShape } from '@requestid/vendors'

/** The part of a client this plugin touches: axios gets these with each request. */
interface Client {
  readonly httpAgent: unknown
  readonly httpsAgent: unknown
}

type Request = Parameters<typeof observeRequest>[0]

const watched = (agent: unknown, operation: Operation) =>
  watchAgent(agent, (request) => observe(request, operation))

function observe(request: Request, operation: Operation): void {
  const { options } = operation.registration
  observeRequest(request, operation)
  guard(options, () =>
    request.prependOnceListener('response', (response: { headers: object }) =>
      // The stream that users get is another one, and fails with the same error: there it might be the user's.
      monitorErrors(response, (error) => operation.settle(error, response.headers), options),
    ),
  )
}

const calls: Calls<Client> = {
  example: 'new TosClient({ ... })',
  members: ['fetchBucket', 'axiosInst'],
  vendors: [volcengineTos],
  own: true,
  // It has members of its own, and is what the SDK sends with.
  except: ['axiosInst'],
  scope: {
    httpAgent: ({ httpAgent }, operation) => watched(httpAgent, operation),
    httpsAgent: ({ httpsAgent }, operation) => watched(httpsAgent, operation),
  },
  evidence: volcengineTosShape.evidence,
  // A `TosServerError` has what the header says, whatever that is.
  misusesRequestId: (error) => 'id2' in error && !isRequestId(error.requestId),
  // The stream of an object.
  derived: ({ data }) => (isObject(data) ? [data, data.content].filter(isStream) : []),
}

function isStream(value: unknown): boolean {
  return isObject(value) && typeof value.pipe === 'function'
}

const register = /* @__PURE__ */ definePlugin(calls)

export const registerClient: typeof register = (client, options) => {
  register(client, options)
  learn(volcengineTosShape)
}
