/** What is known of `ObsClient`: where it starts a call, where it sends, what its outcomes look like. */
import {
  type Calls,
  definePlugin,
  isObject,
  learn,
  type Operation,
  observeRequest,
  Scopes,
} from '@requestid/core/plugin'
import { huaweiObs, huaweiObsS3, huaweiObsShape } from '@requestid/vendors'

type Request = Parameters<typeof observeRequest>[0]

/** What a request is made of, and what the SDK shows it to: an option of the user's, or nothing. */
interface Param {
  $requestHook?: ((request: Request) => unknown) | undefined
}

/** The part of a client this plugin touches: all that the client sends goes through its `util`. */
interface Util {
  makeParam(...args: unknown[]): Param
}

interface Client {
  readonly util?: Util
}

/** Also where several requests share one, as after a redirect: the SDK's sources, lib/utils.js, makeRequest. */
const utils = /* @__PURE__ */ new Scopes<Util>({
  makeParam:
    (util, operation) =>
    (...args: unknown[]) =>
      watched(util.makeParam(...args), operation),
})

function watched(param: Param, operation: Operation): Param {
  const { $requestHook } = param
  param.$requestHook = function (request) {
    observeRequest(request, operation)
    return $requestHook?.call(this, request)
  }
  return param
}

const calls: Calls<Client> = {
  example: 'new ObsClient({ ... })',
  members: ['createSignedUrlSync', 'exec', 'util'],
  // Under S3's names where the host is an IP address, the path has the bucket, or the bucket is of an old kind.
  vendors: [huaweiObs, { ...huaweiObs, headers: huaweiObsS3.headers }],
  // It takes `util` from its client.
  except: ['close', 'Close'],
  // The SDK takes an async function for none.
  callback: (last) => Object.prototype.toString.call(last) === '[object Function]',
  scope: { util: ({ util }, operation) => util && utils.create(util, operation) },
  evidence: huaweiObsShape.evidence,
  // With `SaveAsStream` the response itself.
  derived: ({ InterfaceResult }) => (isObject(InterfaceResult) ? [InterfaceResult.Content] : []),
}

const register = /* @__PURE__ */ definePlugin(calls)

export const registerClient: typeof register = (client, options) => {
  register(client, options)
  learn(huaweiObsShape)
}
