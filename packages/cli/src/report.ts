/** Prints what a support ticket needs of the ids in files. */
import { type Exchange, formatSupportReport, type RequestInfo } from '@requestid/core'
import { forms, kinds } from '@requestid/vendors'
import { BrokenPipe, complain, print } from './console.js'
import { FAILED, FOUND, NOTHING, readAll } from './find.js'
import type { Row } from './row.js'
import { printable } from './text.js'

export interface ReportOptions {
  language?: string
  sdk?: string
  progress?: boolean
}

/** Support looks at a few requests. More would only keep memory. */
const MOST = 1000

/** Prints the text for a support ticket. @returns the exit code */
export async function report(paths: readonly string[], options: ReportOptions): Promise<number> {
  const vendors = new Map<string, Row[]>()
  const known = new Set<string>()
  let more = 0
  const state = await readAll(paths, { progress: options.progress ?? true }, (rows) => {
    for (const row of rows) {
      const own = `${row.vendor} ${row.requestId}`
      if (known.has(own)) continue // the same one in another file
      if (known.size >= MOST) {
        more++
        continue
      }
      known.add(own)
      vendors.set(row.vendor, [...(vendors.get(row.vendor) ?? []), row])
    }
    return known.size
  })
  const settings = {
    ...(options.language && { language: options.language }),
    ...(options.sdk && { sdk: options.sdk }),
  }
  const parts = [...vendors].map(([vendor, rows]) => {
    const texts = rows.map((row) => formatSupportReport(toRequestInfo(row), settings) ?? row.requestId)
    return `# ${vendor}\n\n${texts.join('\n\n')}\n`
  })
  try {
    if (parts.length > 0) print(1, parts.join('\n'))
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error
  }
  if (more > 0) complain(`the report has the first ${MOST} ids; there are ${more} more`)
  if (state.failed) return FAILED
  return known.size > 0 ? FOUND : NOTHING
}

/** What was found, in the form in which plugins have it. */
function toRequestInfo(row: Row): RequestInfo {
  const { vendor, otherIds, statusCode, errorCode, method = '' } = row
  const ids = {
    vendor,
    ...Object.fromEntries(kinds.map((kind) => [kind, row[kind]]).filter(([, id]) => id)),
    ...(otherIds && { otherIds }),
    ...(statusCode && { statusCode }),
  }
  const [, host = '', path = ''] = /^(?:https?:\/\/)?([\w.-]+(?::\d+)?)?(\/.*)?$/.exec(row.url ?? '') ?? []
  const startTime = timeOf(row)
  const exchange = {
    ...ids,
    ...(errorCode && { errorCode }),
    method,
    host,
    path: printable(path),
    ...(startTime && { startTime }),
  }
  // A text does not tell when the request was made, and how long it took, as surely as a plugin does.
  return { ...ids, exchanges: [exchange as Exchange] }
}

/** The time in the id, by the server's clock; else the one in the text, if it names its zone. */
function timeOf({ vendor, requestId, time = '' }: Row): number | undefined {
  const form = forms[vendor]?.find((form) => form.matches(requestId))
  const inside = form?.time?.(requestId)
  if (inside) return inside
  const log = /^(\d\d)\/(\w{3})\/(\d{4}):([\d:]{8} [+-]\d{4})$/.exec(time)
  const text = log ? `${log[1]} ${log[2]} ${log[3]} ${log[4]}` : time
  if (!/(?:Z|GMT|UTC|[+-]\d\d:?\d\d)$/.test(text)) return undefined
  const parsed = Date.parse(text)
  return Number.isNaN(parsed) ? undefined : parsed
}
