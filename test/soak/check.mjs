// Holds what a wave of operations gave against the endpoints' own log of it.
import { numberOf, operationOf } from './script.mjs'
import { sdks } from './sdks.mjs'

/** As in @requestid/core: what can be an id. */
const isId = (value) => typeof value === 'string' && /^[\x21-\x7e]{1,256}$/.test(value)

/** The endpoints' log, by operation. */
export function byOperation(log) {
  const own = new Map()
  for (const exchange of log) {
    const n = numberOf(exchange.key) ?? numberOf(decodeURIComponent(exchange.query ?? ''))
    if (n === undefined) throw new Error(`whose is ${exchange.method} ${exchange.key} ${exchange.query}?`)
    own.set(n, [...(own.get(n) ?? []), exchange])
  }
  return own
}

/** @returns what is wrong with an operation of a registered client: sentences, none where all is well */
export function problemsOf(seed, record, log = [], whose = () => undefined) {
  const problems = []
  const { n, kind, said, exchanges, requestId, known, found, captures, files } = record
  const { parallel, captured, sdk, call, weather } = operationOf(seed, n)
  const idsOf = ({ headerRequestId, bodyRequestId }) => [headerRequestId, bodyRequestId].filter(isId)
  const own = new Set(log.flatMap(idsOf))
  const foreign = (id, where) => {
    if (id !== undefined && !own.has(id))
      problems.push(`${where} has ${id}, which is ${whose(id) ?? 'nobody'}'s`)
  }
  // A string that the SDK itself put there stays, whatever it is.
  const { keepsId, emptyIds } = sdks[sdk]
  if ((!keepsId || isId(requestId)) && !(emptyIds && requestId === '')) foreign(requestId, 'requestId')
  foreign(known, 'getRequestId')
  // One object of the SDK's for several calls has no id where they were under way at once, and the last one's exchanges.
  const { sharedError } = sdks[sdk]
  if (sharedError && said.includes(sharedError) && known === undefined) return problems
  for (const { requestId } of exchanges ?? []) foreign(requestId, 'an exchange')
  for (const id of captures ?? []) foreign(id, 'captureExchanges')
  for (const file of files ?? []) {
    const ofFile = new Set(log.filter(({ key }) => key === file.key).flatMap(idsOf))
    if (file.requestId !== undefined && !ofFile.has(file.requestId)) {
      problems.push(`the file ${file.key} has ${file.requestId}`)
    }
  }
  if (record.unheard) problems.push(`onExchange did not hear of ${record.unheard} exchanges`)
  // The plain SDK does not end these either. What a capture has of an error does not grow as other parts end.
  if (kind === 'hung' || (captured && parallel && kind === 'error')) return problems

  // Each request is an exchange, with the id that its response's headers had.
  const made = exchanges ?? []
  if (made.length < log.length) problems.push(`${made.length} exchanges for ${log.length} requests`)
  const left = made.map(({ requestId }) => requestId)
  const lost = []
  for (const { statusCode, headerRequestId } of log) {
    if (!statusCode || !isId(headerRequestId)) continue
    const at = left.indexOf(headerRequestId)
    if (at >= 0) left.splice(at, 1)
    else lost.push(headerRequestId)
  }
  // One whose client gave up before the headers came. On a slow machine it may do so at any time.
  // Among stalls no endpoint resets a connection: the client did.
  const codes = weather === 'stalls' ? /TIMED?OUT|Timeout|ABORT|ECONNRESET/i : /TIMED?OUT|Timeout|ABORT/i
  const givenUp = made.filter(({ errorCode }) => codes.test(errorCode ?? '')).length
  if (lost.length > givenUp) problems.push(`of ${lost.join(' and ')} nobody was told`)

  if (captures && captures.length !== made.length) {
    problems.push(`captureExchanges has ${captures.length} exchanges, the outcome ${made.length}`)
  }
  // A string that the SDK itself put there stays, be it only the body's.
  if (found !== undefined && requestId !== found && !keepsId) {
    problems.push(`requestId is ${requestId}, getRequestInfo has ${found}`)
  }
  if (known !== found) problems.push(`getRequestId gives ${known}, getRequestInfo has ${found}`)
  if (parallel || lost.length > 0 || made.length !== log.length) return problems

  // One request after the other: the last response decides, or where the last got none, the last one with an id.
  const last = log.at(-1)
  const answered = ({ statusCode }) => statusCode !== undefined
  const decisive = last && answered(last) ? last : log.findLast((exchange) => idsOf(exchange).length > 0)
  const { headerRequestId, bodyRequestId } = decisive ?? {}
  if (isId(headerRequestId)) {
    if (found !== headerRequestId) problems.push(`has ${found} instead of ${headerRequestId} (${call})`)
  } else if (found !== undefined && found !== bodyRequestId) {
    problems.push(`has ${found}, where the last response had no id in its headers (${call})`)
  }
  return problems
}
