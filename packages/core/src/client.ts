/**
 * The error of `withRequestId` for a value that is not a client of the SDK: what was given, and what to pass.
 * @param expected e.g. `'a client of cos-nodejs-sdk-v5'`
 * @param example how the class is used, e.g. `'new COS({ ... })'`
 */
export function notAClient(value: unknown, expected: string, example: string): TypeError {
  return new TypeError(
    `withRequestId: got ${describe(value)}, which is not ${expected}; pass an instance: withRequestId(${example}).`,
  )
}

/** Throws where a client can no longer be changed. */
export function assertExtensible(client: object): void {
  if (!Object.isExtensible(client)) {
    throw new TypeError('withRequestId: the client is frozen or sealed; register before that.')
  }
}

/** Not a primitive's value: somebody may pass a key by mistake, and errors are logged. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value !== 'object') return `a ${typeof value}`
  return `an instance of ${value.constructor?.name ?? 'nothing'}`
}
