/** What of the SDKs' clients is used: those of pop-core, and those that are generated on a common class. */
import { isObject, rootOf } from '@requestid/core/plugin'

/** What a client is known by: one of pop-core, and any other. */
const members = { popCore: ['request', 'keepAliveAgent', 'apiVersion'], openApi: ['callApi', 'doRequest'] }

export function membersOf(client: unknown): readonly string[] {
  return isObject(client) && 'keepAliveAgent' in client ? members.popCore : members.openApi
}

export function isClient(client: unknown): client is object {
  return isObject(client) && membersOf(client).every((name) => client[name])
}

export const isPopCore = (client: object) => membersOf(client) === members.popCore

/** Whether it is an `ROAClient`. The two classes of pop-core have a `request` each, with other parameters. */
export const isROA = (client: object) => 'buildAuthorization' in client

/** The methods of the common class that send, each with its retries. */
export const sends = /^(?:do(?:RPC|ROA)?Request(?:WithForm)?|execute|callSSEApi)$/

/** The generated class, or the common one where a client is of that, and the methods that may send. */
export function methodsOf(client: object): { root: object; names: string[] } {
  const common = rootOf(client, 'doRequest')
  let root = common
  for (let of = client; of !== common; of = Object.getPrototypeOf(of))
    if (Object.hasOwn(of, 'constructor')) root = of
  const names = new Set<string>(['callApi'])
  for (let of = root; of !== Object.prototype; of = Object.getPrototypeOf(of))
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(of)))
      if (typeof value === 'function' && name !== 'constructor' && (of !== common || sends.test(name)))
        names.add(name)
  return { root, names: [...names] }
}
