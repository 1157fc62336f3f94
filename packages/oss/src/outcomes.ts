/** What the SDK's outcomes look like. */
import { type Evidence, type Hidden, hidden, isObject } from '@requestid/core/plugin'
import { alibabaOssShape } from '@requestid/vendors'

/** The response of which the SDK made an error. */
export const responses: Hidden<unknown> = hidden()

export function evidence(outcome: Record<PropertyKey, unknown>): Evidence {
  const said = alibabaOssShape.evidence(outcome)
  const made = responses.get(outcome)
  if (isObject(made)) said.headers = made.headers
  return said
}

/**
 * Of a response without an id the SDK puts `undefined`, an empty string or a proxy's word for that on its error, and
 * urllib its own count of requests. All these errors have a status: one of the user's that has a number there stays.
 */
export function misusesRequestId({ status, requestId }: Record<PropertyKey, unknown>): boolean {
  return (
    status !== undefined && (typeof requestId === 'number' || /^(|null|undefined)$/.test(String(requestId)))
  )
}
