/** What the transports have in common: where a request goes, what a body says, and whose an error is. */
import { type Attempt, type Operation, openUrl } from '@requestid/core/plugin'

/** Bodies of errors are small; what comes after this many characters has no id. */
const LIMIT = 65536

/** Opens an attempt; a page's own URL is where a relative one begins. */
export function open(operation: Operation, method: unknown, url: unknown): Attempt {
  const { location } = globalThis as { location?: { readonly href?: string } }
  let whole = String(url)
  try {
    if (location?.href && !/^\w+:/.test(whole)) whole = new URL(whole, location.href).href
  } catch {
    // The request fails for it.
  }
  return openUrl(operation, method, whole)
}

/** Shows to an attempt what was made of a body. */
export function readBody(attempt: Attempt, body: unknown): boolean {
  const text =
    typeof body === 'string'
      ? body
      : body instanceof ArrayBuffer || ArrayBuffer.isView(body)
        ? new TextDecoder().decode(body)
        : Object.getPrototypeOf(Object(body)) === Object.prototype
          ? JSON.stringify(body)
          : ''
  return attempt.body(text.slice(0, LIMIT))
}

/** Whether an error is the user's own: what they aborted with, unless that is the platform's or undici's. */
export function isOfUser(error: unknown, reason: unknown): boolean {
  const { name, code } = Object(error) as { name?: unknown; code?: unknown }
  return error === reason && !/^(?:Abort|Timeout)Error$|^UND_ERR/m.test(`${name}\n${code}`)
}

/** Whether a stream failed on its way. With any other error somebody has destroyed it. */
export function isOfStream(error: unknown): boolean {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown }
  return (
    /^(?:ECONN|ERR_STREAM_PREMATURE|ERR_(?:HTTP|BAD_RESPONSE|CANCELED)|Z_|UND_ERR|HPE_)/.test(String(code)) ||
    /^(?:Abort|Timeout|Fetch|Type)Error$/.test(String(name))
  )
}
