/** Reads one input, whatever it is compressed with or encoded in. */
import { closeSync, createReadStream, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { type FoundRequestId, RequestIdFinder } from '@requestid/find'
import { type Input, STANDARD_INPUT } from './inputs.js'
import { reasonOf } from './text.js'

export interface Read {
  bytes: number
  /** What was wrong with it; what could be read was read. */
  problem?: string
  /** What a user may want to know, which is no error. */
  note?: string
}

export interface ReadOptions {
  all: boolean
  /** Whether to give ids at once, as the input will go on. */
  follow?: boolean
  /** Is called where nothing comes for a while, when what is known has been given. */
  onIdle?: () => void
  /** Is called after each piece, with the bytes of the file that are read. */
  onProgress?: (bytes: number) => void
  /** Lets others have their turn; a piece is read in one go. */
  pause?: () => Promise<void> | undefined
  signal?: AbortSignal
}

const PIECE = 1 << 20
/** The same where there are many ids, so that they are printed soon. */
const DENSE = 1 << 16
const MANY = 64
/** How long to wait for more, in milliseconds, before what is known is given. */
const IDLE = 100
/** The same where nobody said that the input goes on: an id that is given loses what comes later. */
const SLOW = 1000

type Give = (found: FoundRequestId[]) => void

/** Reads one input to its end, and gives the ids in it in order. Never throws for what is in it. */
export async function readInput(input: Input, options: ReadOptions, give: Give): Promise<Read> {
  const finder = new RequestIdFinder({ all: options.all })
  const watch = new Watch()
  let problem: string | undefined
  try {
    if (input.path === STANDARD_INPUT) await readStream(process.stdin, finder, options, watch, give)
    else {
      const file = openSync(input.path, 'r')
      try {
        if (isGzip(file)) {
          const stream = createReadStream('', {
            fd: file,
            autoClose: false,
            start: 0,
            highWaterMark: PIECE / 4,
          })
          await readStream(stream, finder, options, watch, give)
        } else await readFile(input, file, finder, options, watch, give)
      } finally {
        closeSync(file)
      }
    }
  } catch (error) {
    problem = reasonOf(error)
  }
  give(finder.end())
  if (!options.signal?.aborted) problem ??= watch.problem()
  const note = input.named ? watch.note() : undefined
  return { bytes: finder.bytes, ...(problem && { problem }), ...(note && { note }) }
}

/** The fast way: from the file into the finder's own memory, with no copy and no turn of the event loop. */
async function readFile(
  input: Input,
  file: number,
  finder: RequestIdFinder,
  options: ReadOptions,
  watch: Watch,
  give: Give,
): Promise<void> {
  let piece = PIECE
  for (let bytes = 0; !options.signal?.aborted; ) {
    const space = finder.space()
    const length = readSync(file, space, 0, Math.min(space.length, piece), null)
    if (length === 0) {
      if (!options.follow) break
      give(finder.flush())
      options.onIdle?.()
      await setTimeout(IDLE)
      if (isReplaced(input.path, file, bytes)) break
      continue
    }
    watch.see(space.subarray(0, length))
    const found = finder.filled(length)
    piece = found.length > MANY ? DENSE : PIECE
    if (found.length > 0) give(found)
    bytes += length
    options.onProgress?.(bytes)
    const pause = options.pause?.()
    if (pause) await pause
  }
}

/** Whether a log was rotated: another file has its name, or it was emptied. */
function isReplaced(path: string, file: number, bytes: number): boolean {
  try {
    const now = statSync(path)
    const open = fstatSync(file)
    return now.ino !== open.ino || open.size < bytes
  } catch {
    return false // moved away, and the next one is not there yet
  }
}

async function readStream(
  stream: Readable,
  finder: RequestIdFinder,
  options: ReadOptions,
  watch: Watch,
  give: Give,
): Promise<void> {
  const stop = () => stream.destroy()
  options.signal?.addEventListener('abort', stop)
  let read = 0
  let before = 0
  const tick = () => {
    // What comes fast is given anyhow.
    if (options.follow || read - before < PIECE / 2) {
      give(finder.flush())
      options.onIdle?.()
    }
    before = read
  }
  const timer = options.onIdle && setInterval(tick, options.follow ? IDLE : SLOW)
  const counted = (async function* () {
    for await (const part of stream) {
      read += part.length
      yield part
    }
  })()
  try {
    for await (const part of await decompress(counted)) {
      watch.see(part)
      const found = finder.push(part)
      if (found.length > 0) give(found)
      options.onProgress?.(read)
      const pause = options.pause?.()
      if (pause) await pause
    }
  } catch (error) {
    if (!options.signal?.aborted) throw error
  } finally {
    clearInterval(timer)
    options.signal?.removeEventListener('abort', stop)
  }
}

/** What was compressed with gzip is unpacked, whatever its name. */
async function decompress(parts: AsyncGenerator<Buffer>): Promise<AsyncIterable<Buffer>> {
  const first = await parts.next()
  if (first.done) return parts
  const all = (async function* () {
    yield first.value
    yield* parts
  })()
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) return all
  // The callback has errors thrown where the result is read, and nowhere else.
  return pipeline(Readable.from(all), createGunzip(), () => {})
}

function isGzip(file: number): boolean {
  if (!fstatSync(file).isFile()) return false
  const head = Buffer.alloc(2)
  return readSync(file, head, 0, 2, 0) === 2 && head[0] === 0x1f && head[1] === 0x8b
}

/** Looks at how a file begins and ends. */
class Watch {
  #head = ''
  #tail = ''
  #zeros = false
  bytes = 0

  see(part: Uint8Array): void {
    if (this.bytes === 0) {
      const head = Buffer.from(part.buffer, part.byteOffset, Math.min(part.length, 1024))
      this.#head = head.toString('latin1')
      this.#zeros = head.includes(0)
    }
    this.bytes += part.length
    const last = part.subarray(Math.max(0, part.length - 64))
    this.#tail = (this.#tail + Buffer.from(last).toString('latin1')).slice(-64)
  }

  problem(): string | undefined {
    const isHar = /^(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{/.test(this.#head)
    return isHar && !/\}\s*\}\s*$/.test(this.#tail) ? 'the HAR file is cut short' : undefined
  }

  note(): string | undefined {
    // UTF-16 has zeros too.
    if (!this.#zeros || /^(?:\xff\xfe|\xfe\xff)/.test(this.#head)) return undefined
    const zeros = this.#head.split('\0').length - 1
    return zeros > this.#head.length / 3 && zeros < this.#head.length * 0.6
      ? undefined
      : 'no text; searched as binary'
  }
}
