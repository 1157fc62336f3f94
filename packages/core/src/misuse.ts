/** What `withRequestId` says of what is no client: the errors of wrong use, and the mocks that tests have in its place. */

/** The error of wrong use at registration: what was given, and what to do. */
export function misuse(given: string, todo: string): TypeError {
  return new TypeError(`withRequestId: got ${given}; ${todo}.`)
}

/**
 * The error of `withRequestId` for a value that is not a client of the SDK.
 * @param example how a client is made, e.g. `'new COS({ ... })'`
 * @param members what a client is known by: of what has most of them, the others are named
 */
export function notAClient(value: unknown, example: string, members: readonly string[]): TypeError {
  const { then, prototype, name } = Object(value)
  if (then) return misuse('a promise', 'await it first')
  const missing = members.filter((member) => !Object(value)[member])
  const lacking = missing.length * 2 < members.length ? ` without ${missing}` : ''
  return misuse(prototype ? `the class ${name}` : kindOf(value) + lacking, `pass an instance: ${example}`)
}

/** Throws where a client can no longer be changed. */
export function assertExtensible(client: object): void {
  if (!Object.isExtensible(client)) throw misuse('a frozen or sealed client', 'register it before that')
}

/** Not a primitive's value: somebody may pass a key by mistake, and errors are logged. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value !== 'object') return `a ${typeof value}`
  return `an instance of ${Object(value.constructor).name}`
}

/**
 * Call at registration, before anything is changed.
 * @param fits whether it has what a client is known by
 * @param members the names of the SDK's own methods; others do no harm
 * @returns whether to register it. Not a mock, which is left alone: none of the SDK's own methods is on it, and a function
 * of a library for mocks is, or it answers to any name
 * @throws TypeError for whatever else is no client
 */
export function admits(
  client: unknown,
  fits: unknown,
  example: string,
  members: readonly string[],
  options: { readonly debug?: boolean | undefined },
): boolean {
  try {
    const named = client as Readonly<Record<string, unknown>>
    const answers = named['@requestid/unknown'] !== undefined
    // A user's own proxy may answer too.
    const object = answers ? Object.getPrototypeOf(client) : named
    const real = members.some((name) => typeof object[name] === 'function' && !isMocked(object[name]))
    const names = ['constructor', ...Object.getOwnPropertyNames(named)]
    const mocked = answers || (!fits && names.some((name) => isMocked(named[name])))
    if (mocked && !real) {
      if (options.debug) console.warn('requestid: got a mock, which stays as it is')
      return false
    }
  } catch {
    // A proxy that throws for names which it does not know.
  }
  if (!fits) throw notAClient(client, example, members)
  return true
}

/** Of jest, vitest, Node's test runner, sinon or jasmine. */
function isMocked(value: unknown): boolean {
  // By reading, as Node's are proxies.
  return (
    typeof value === 'function' &&
    ['mock', 'callCount', 'calls'].some((name) => Reflect.get(value, name) !== undefined)
  )
}
