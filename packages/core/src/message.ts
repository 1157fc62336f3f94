/** Puts an id at the end of an error's message: the option `message`. */
import { errorCodeOf } from './error-code.js'
import type { Finding } from './memory.js'
import type { RequestIdOptions } from './options.js'

type Option = RequestIdOptions['message']

/**
 * Writes the id into the message, and into the head of the stack, which V8 fixes at construction. Changes nothing where
 * the message has the id, where it cannot be written, and where the call may not have made the error.
 * @param finding what was found out about the error, if there is anything
 * @param known what was known of it before
 * @param began when the operation began
 * @param statusCode what the error says
 */
export function writeMessage(
  error: Error,
  option: Option,
  finding: Finding | undefined,
  known: Finding | undefined,
  began: number,
  statusCode: unknown,
): void {
  // An accessor, such as that of a DOMException, is the class's own affair.
  const { value, writable } = Object.getOwnPropertyDescriptor(error, 'message') || {}
  if (typeof value !== 'string' || !writable) return
  const [, before] = endOf(option, known)
  let message = value
  if (before && value.endsWith(before)) message = value.slice(0, -before.length)
  else if ((known && known.began < began) || !isOfCall(error, finding, statusCode)) return
  const [id, end] = endOf(option, finding)
  if (!message.includes(id)) message += end
  if (message === value) return
  error.message = message
  const stack = String(error.stack)
  const [head = ''] = stack.split('\n    at ', 1)
  if (value && head.endsWith(value))
    error.stack = head.slice(0, -value.length) + message + stack.slice(head.length)
}

/** Whether the error says its response, or what came of the request. The reason of an abort is the user's. */
function isOfCall(error: Error, finding: Finding | undefined, statusCode: unknown): unknown {
  if (!finding || finding.own) return finding
  const { info } = finding
  return info.errorCode
    ? error.name !== 'AbortError' && errorCodeOf(error) === info.errorCode
    : statusCode && statusCode === info.statusCode
}

/** @returns the id, and what is to stand at the end */
function endOf(option: Option, finding: Finding | undefined): [id: string, end: string] {
  const { requestId = '' } = finding ? finding.info : {}
  if (!finding || !requestId) return ['', '']
  return [
    requestId,
    typeof option === 'function' ? String(option(finding.info) || '') : ` (request ID: ${requestId})`,
  ]
}
