/** `requestid`: finds ids in files and prints them. */
import { availableParallelism } from 'node:os'
import type { FoundRequestId } from '@requestid/find'
import { BrokenPipe, complain, Progress, print } from './console.js'
import { Filter, type FilterOptions } from './filter.js'
import { findInputs, type Input, STANDARD_INPUT } from './inputs.js'
import { createWriter, type Format } from './output.js'
import type { Json } from './pool.js'
import { type Read, readInput } from './read.js'
import type { Row } from './row.js'
import { formatBytes, printable } from './text.js'

export const FOUND = 0
export const NOTHING = 1
export const FAILED = 2

export interface FindOptions extends FilterOptions {
  all?: boolean
  table?: boolean
  json?: boolean
  csv?: boolean
  follow?: boolean
  color?: 'always' | 'auto' | 'never' | false
  progress?: boolean
  jobs?: number
}

/** From so many files, or bytes in several, on a second thread pays. */
const FILES = 64
const BYTES = 32_000_000

/** Finds ids in files and writes them down. @returns the exit code */
export async function find(paths: readonly string[], options: FindOptions): Promise<number> {
  const terminal = process.stdout.isTTY === true
  const format: Format = options.csv ? 'csv' : options.table || (terminal && !options.json) ? 'table' : 'json'
  const filter = new Filter(options)
  const columns = process.stdout.columns || 80
  const writer = await createWriter(format, (text) => print(1, text), columns, hasColor(options), filter)
  let passedOn = 0
  const take = (rows: Row[]) => {
    writer.write(rows)
    return writer.written
  }
  const takeJson = ({ json, count }: Json) => {
    print(1, json)
    passedOn += count
    return passedOn
  }
  const result = await readAll(paths, options, {
    take,
    ...(format === 'json' && filter.isOpen && { takeJson }),
    // Somebody looks at the terminal.
    ...((options.follow || terminal) && { onIdle: () => writer.flush() }),
  })
  try {
    if (!result.closed) writer.end()
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error
    return FOUND
  }
  if (result.closed) return FOUND
  const ids = writer.written + passedOn
  filter.explain()
  if (result.interrupted) {
    if (!options.follow)
      complain(`interrupted after ${formatBytes(result.bytes)}; IDs found until then: ${ids}`)
    return result.interrupted
  }
  if (ids === 0 && !result.failed && terminal) complain(nothingIn(result.bytes, filter))
  return result.failed ? FAILED : ids > 0 ? FOUND : NOTHING
}

function hasColor({ color }: FindOptions): boolean {
  if (color === 'always') return true
  if (color === 'never' || color === false) return false
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
}

/** What to say where there is no id. */
export function nothingIn(bytes: number, filter: Filter): string {
  return filter.isOpen
    ? `no request ID in ${formatBytes(bytes)}. Some programs leave it out of their errors: boto3, the AWS CLI, s3cmd and minio-go need their debug output`
    : `no request ID in ${formatBytes(bytes)} that --vendor, --status and --since let pass`
}

export interface ReadAll {
  bytes: number
  failed: boolean
  /** What shells give for a command that a signal ended; 0 where none did. */
  interrupted: number
  /** Whether the reader of the output has gone. */
  closed: boolean
}

/** What becomes of the ids. */
export interface Taking {
  /** Is given the ids in order, and returns how many there are by now. */
  take: (rows: Row[]) => number
  /** Is given them as they are printed, where another thread has read them. */
  takeJson?: (found: Json) => number
  /** Is called where no input comes for a while; what is known has been given then. */
  onIdle?: () => void
}

/** Reads all inputs, several at a time where there are many. */
export async function readAll(
  paths: readonly string[],
  options: Pick<FindOptions, 'all' | 'follow' | 'progress' | 'jobs'>,
  { take, takeJson, onIdle }: Taking,
): Promise<ReadAll> {
  const state: ReadAll = { bytes: 0, failed: false, interrupted: 0, closed: false }
  const stop = new AbortController()
  const interrupt = (_: string, signal: number) => {
    // The second one does not wait for what is being read.
    if (state.interrupted) process.exit(128 + signal)
    state.interrupted = 128 + signal
    stop.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  const fail = (path: string, reason: string) => {
    progress?.clear()
    state.failed = true
    complain(`${name(path)}: ${reason}`)
  }
  let progress: Progress | undefined
  let ids = 0
  /** Prints, if somebody still reads that. */
  const output = (print: () => void) => {
    if (process.stdout.isTTY) progress?.clear()
    try {
      print()
    } catch (error) {
      if (!(error instanceof BrokenPipe)) throw error
      state.closed = true
      stop.abort()
    }
  }
  const idle = onIdle && { onIdle: () => output(onIdle) }
  const give = (input: Input, found: FoundRequestId[] | Json, read?: Read) => {
    if (stop.signal.aborted && !state.interrupted) return
    if ('json' in found || found.length > 0) {
      output(() => {
        if ('json' in found) ids = takeJson?.(found) ?? ids
        else ids = take(found.map((one) => Object.assign(one, { file: input.path })))
      })
    }
    if (!read) return
    state.bytes += read.bytes
    if (read.problem)
      fail(input.path, `${read.problem}${read.bytes > 0 ? '; what could be read was searched' : ''}`)
    if (read.note) {
      progress?.clear()
      complain(`${name(input.path)}: ${read.note}`)
    }
  }
  try {
    const inputs: Input[] = []
    for await (const input of findInputs(paths, fail)) inputs.push(input)
    const total = inputs.reduce((sum, input) => sum + input.size, 0)
    const shown = options.progress !== false && process.stderr.isTTY === true && !options.follow
    progress = new Progress(shown, inputs.every(({ size }) => size > 0) ? total : 0)
    const all = options.all ?? false
    const jobs = Math.min(options.jobs ?? Math.min(2, availableParallelism()), inputs.length)
    const onProgress = (bytes: number, path: string) => progress?.add(bytes, ids, path)
    const together = options.follow || (jobs > 1 && (inputs.length >= FILES || total >= BYTES))
    if (options.follow) {
      await Promise.all(inputs.map((input) => followOne(input)))
    } else if (together && !inputs.some(({ path }) => path === STANDARD_INPUT)) {
      const { readWithWorkers } = await import('./pool.js')
      const workers = { all, json: takeJson !== undefined, workers: jobs, signal: stop.signal }
      await readWithWorkers(inputs, { ...workers, onProgress: (bytes) => onProgress(bytes, '') }, give)
    } else {
      for (const input of inputs) if (!stop.signal.aborted) await readOne(input)
    }

    async function readOne(input: Input): Promise<void> {
      let told = 0
      const read = await readInput(
        input,
        {
          all,
          ...idle,
          signal: stop.signal,
          onProgress(bytes) {
            onProgress(bytes - told, input.path)
            told = bytes
          },
          pause: turn(),
        },
        (found) => give(input, found),
      )
      give(input, [], read)
    }

    /** A log that is followed begins again when it was rotated. */
    async function followOne(input: Input): Promise<void> {
      do {
        const followed = { all, ...idle, follow: true, signal: stop.signal }
        const read = await readInput(input, followed, (found) => give(input, found))
        give(input, [], read)
        if (read.problem) return
      } while (!stop.signal.aborted && input.path !== STANDARD_INPUT)
    }
  } finally {
    progress?.clear()
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
  return state
}

/** Signals arrive in a turn of the event loop: one is taken this often, in milliseconds. */
const TURN = 50

function turn(): () => Promise<void> | undefined {
  let next = Date.now() + TURN
  return () => {
    if (Date.now() < next) return undefined
    next = Date.now() + TURN
    return new Promise((resolve) => setImmediate(resolve))
  }
}

function name(path: string): string {
  return path === STANDARD_INPUT ? 'standard input' : printable(path)
}
