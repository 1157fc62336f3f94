// Every method of every resource of a client, and how each is called.

// biome-ignore lint/suspicious/noExplicitAny: the releases declare their methods in different ways.
type Client = any

export interface Method {
  /** Such as `chat.completions.create`. */
  readonly name: string
  readonly call: () => unknown
}

/** Methods that send nothing, or make more of what others send: plugin.test.ts has those that are not called here. */
export const others: Readonly<Record<string, RegExp>> = {
  'makes a helper, which sends later': /\.(?:\w*[sS]tream|runTools|toolRunner)$/,
  'sends nothing, or later':
    /webhooks\.\w+$|^beta\.(?:messages\.thread|environments\.work\.(?:worker|poller)|agents\.sessions\.artifacts\.forResult)$/,
  'asks for files': /\.uploadAndPoll$|environments\.files\.(?:upload|prepare)$/,
  'waits for a state': /\.(?:waitForProcessing|createAndRunPoll)$/,
}

/** A member of the parameters for each that a path asks for, and nothing in the body. */
const params = new Proxy(
  {},
  { get: (_, name) => (/_id$|^id$|_checkpoint$/.test(String(name)) ? 'x' : undefined) },
)

export function methodsOf(client: Client): Method[] {
  const found: Method[] = []
  const look = (of: object, path: string) => {
    for (const [key, resource] of Object.entries(of)) {
      if (typeof resource !== 'object' || resource === client || resource?._client !== client) continue
      const name = path + key
      for (const [method, ofSDK] of methodsOfClass(resource)) {
        const call = () => resource[method](...argumentsOf(ofSDK))
        found.push({ name: `${name}.${method}`, call })
      }
      look(resource, `${name}.`)
    }
  }
  look(client, '')
  return found
}

/** The SDK's own functions, on whatever object between these and the resource somebody has put others. */
function methodsOfClass(resource: object): Map<string, () => unknown> {
  const methods = new Map<string, () => unknown>()
  for (let of = Object.getPrototypeOf(resource); of !== Object.prototype; of = Object.getPrototypeOf(of))
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(of)))
      if (name !== 'constructor' && !name.startsWith('_') && typeof value === 'function')
        methods.set(name, value)
  return methods
}

/** By the names of the parameters: ids are strings, what is sent is an object, and options are left out. */
function argumentsOf(method: (...args: never) => unknown): unknown[] {
  const [, list = ''] = /\(([^)]*)\)/.exec(String(method)) ?? []
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name && !/options/i.test(name))
    .map((name) =>
      /^(?:body|params|query|_?params\b.*|body = .*|query = .*|params = .*)$/.test(name) ? params : 'x',
    )
}
