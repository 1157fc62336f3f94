/** `requestid`: finds ids in files and prints them. */
import { availableParallelism } from 'node:os'
import type { FoundRequestId } from '@requestid/find'
import { BrokenPipe, complain, Progress, print } from './console.js'
import { findInputs, type Input, STANDARD_INPUT } from './inputs.js'
import { createWriter, type Format } from './output.js'
import type { Json } from './pool.js'
import { type Read, readInput } from './read.js'
import type { Row } from './row.js'
import { formatBytes, printable } from './text.js'

export const FOUND = 0
export const NOTHING = 1
export const FAILED = 2
/** What shells give for a command that Ctrl-C ended. */
const INTERRUPTED = 130

export interface FindOptions {
  all?: boolean
  json?: boolean
  csv?: boolean
  follow?: boolean
  color?: boolean
  progress?: boolean
  jobs?: number
}

/** From so many files, or bytes in several, on a second thread pays. */
const FILES = 64
const BYTES = 32_000_000

/** Finds ids in files and writes them down. @returns the exit code */
export async function find(paths: readonly string[], options: FindOptions): Promise<number> {
  const terminal = process.stdout.isTTY === true
  const format: Format = options.csv ? 'csv' : options.json || !terminal ? 'json' : 'table'
  const color = options.color ?? (terminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb')
  const writer = await createWriter(format, (text) => print(1, text), process.stdout.columns || 80, color)
  let ids = 0
  const take = (rows: Row[]) => {
    ids += rows.length
    writer.write(rows)
    if (options.follow) writer.flush()
    return ids
  }
  const takeJson = ({ json, count }: Json) => {
    ids += count
    print(1, json)
    return ids
  }
  const result = await readAll(paths, options, take, format === 'json' ? takeJson : undefined)
  if (result.closed) return FOUND
  try {
    writer.end()
  } catch {
    return FOUND
  }
  if (result.interrupted) {
    if (!options.follow) complain(`interrupted after ${formatBytes(result.bytes)}; ${ids} ids until then`)
    return INTERRUPTED
  }
  if (ids === 0 && !result.failed && terminal) {
    complain(
      `no request id in ${formatBytes(result.bytes)}. Some programs leave it out of their errors: boto3, the AWS CLI, s3cmd and minio-go need their debug output`,
    )
  }
  return result.failed ? FAILED : ids > 0 ? FOUND : NOTHING
}

export interface ReadAll {
  bytes: number
  failed: boolean
  interrupted: boolean
  /** Whether the reader of the output has gone. */
  closed: boolean
}

/**
 * Reads all inputs, several at a time where there are many.
 * @param take is given the ids in order, and returns how many there are by now
 * @param takeJson is given them as they are printed, where another thread has read them
 */
export async function readAll(
  paths: readonly string[],
  options: FindOptions,
  take: (rows: Row[]) => number,
  takeJson?: (found: Json) => number,
): Promise<ReadAll> {
  const state: ReadAll = { bytes: 0, failed: false, interrupted: false, closed: false }
  const stop = new AbortController()
  const interrupt = () => {
    // The second one does not wait for what is being read.
    if (state.interrupted) process.exit(INTERRUPTED)
    state.interrupted = true
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
  const give = (input: Input, found: FoundRequestId[] | Json, read?: Read) => {
    if (stop.signal.aborted && !state.interrupted) return
    if ('json' in found || found.length > 0) {
      if (process.stdout.isTTY) progress?.clear()
      try {
        if ('json' in found) ids = takeJson?.(found) ?? ids
        else ids = take(found.map((one) => Object.assign(one, { file: input.path })))
      } catch (error) {
        if (!(error instanceof BrokenPipe)) throw error
        state.closed = true
        stop.abort()
      }
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
        const read = await readInput(input, { all, follow: true, signal: stop.signal }, (found) =>
          give(input, found),
        )
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
