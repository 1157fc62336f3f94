/** Prints what a support ticket needs of the ids in files. */
import { type Exchange, formatSupportReport, type RequestInfo } from '@requestid/core'
import { kinds } from '@requestid/vendors'
import { BrokenPipe, complain, print } from './console.js'
import { Filter, type FilterOptions } from './filter.js'
import { FAILED, FOUND, NOTHING, nothingIn, readAll } from './find.js'
import { type Entry, Merging } from './merging.js'
import { momentOf } from './moment.js'
import { printable } from './text.js'

export interface ReportOptions extends FilterOptions {
  language?: string
  sdk?: string
  copy?: boolean
  progress?: boolean
}

/** Support looks at a few requests. More would only keep memory. */
const MOST = 1000

/** Prints the text for a support ticket, or copies it. @returns the exit code */
export async function report(paths: readonly string[], options: ReportOptions): Promise<number> {
  const filter = new Filter(options)
  const merging = new Merging(MOST)
  let isFull = false
  const state = await readAll(
    paths,
    { progress: options.progress ?? true },
    {
      take(rows) {
        for (const row of rows) if (filter.allows(row) && !merging.add(row)) isFull = true
        return merging.size
      },
    },
  )
  const entries = merging.take().filter((entry) => filter.accepts(entry))
  const text = write(entries, options)
  let failed = state.failed
  try {
    if (text && !(options.copy && (await copied(text, entries.length)))) {
      print(1, text)
      failed ||= options.copy ?? false
    }
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error
  }
  if (isFull) complain(`the report has the first ${MOST} IDs; there are more`)
  filter.explain()
  if (state.interrupted) {
    complain(`interrupted; the report has what was found until then`)
    return state.interrupted
  }
  if (failed) return FAILED
  if (entries.length > 0) return FOUND
  complain(nothingIn(state.bytes, filter))
  return NOTHING
}

/** One text per id, grouped by vendor. */
function write(entries: readonly Entry[], { language, sdk }: ReportOptions): string {
  const settings = { ...(language && { language }), ...(sdk && { sdk }) }
  return [...new Set(entries.map(({ vendor }) => vendor))]
    .map((vendor) => {
      const texts = entries
        .filter((entry) => entry.vendor === vendor)
        .map((entry) => formatSupportReport(toRequestInfo(entry), settings) ?? entry.requestId)
      return `# ${vendor}\n\n${texts.join('\n\n')}\n`
    })
    .join('\n')
}

/** Copies a text, and says what came of it. */
async function copied(text: string, ids: number): Promise<boolean> {
  const { copy } = await import('./clipboard.js')
  const problem = copy(text)
  complain(problem ?? `copied the report of ${ids} ${ids === 1 ? 'ID' : 'IDs'}`)
  return !problem
}

/** What was found, in the form in which plugins have it. */
function toRequestInfo(entry: Entry): RequestInfo {
  const { vendor, otherIds, statusCode, errorCode, method = '' } = entry
  const ids = {
    vendor,
    ...Object.fromEntries(kinds.map((kind) => [kind, entry[kind]]).filter(([, id]) => id)),
    ...(otherIds && { otherIds }),
    ...(statusCode && { statusCode }),
  }
  const [, host = '', path = ''] = /^(?:https?:\/\/)?([\w.-]+(?::\d+)?)?(\/.*)?$/.exec(entry.url ?? '') ?? []
  const startTime = momentOf(entry)
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
