/** The errors of wrong use, which `withRequestId` throws at registration. */

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
