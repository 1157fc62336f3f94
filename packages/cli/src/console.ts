/** Writes to standard output and standard error. */
import { writeSync } from 'node:fs'
import { formatBytes, printable } from './text.js'

/** Standard output was closed by whoever read it: `requestid app.log | head`. */
export class BrokenPipe extends Error {}

/** Waits this long, in milliseconds, for a reader that does not keep up. */
const WAIT = 5
const never = new Int32Array(new SharedArrayBuffer(4))

/** What is written goes through here: buffers of its own would gather until the next collection of garbage. */
const room = new Uint8Array(65_536)
const encoder = new TextEncoder()

/**
 * Writes to a file descriptor and returns when it is written, so that no output gathers in memory.
 * @throws BrokenPipe
 */
export function print(descriptor: number, text: string): void {
  for (let rest = text; rest; ) {
    const { read, written } = encoder.encodeInto(rest, room)
    rest = rest.slice(read)
    write(descriptor, room.subarray(0, written))
  }
}

function write(descriptor: number, bytes: Uint8Array): void {
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EAGAIN') Atomics.wait(never, 0, 0, WAIT)
      else if (code === 'EPIPE' || code === 'EOF') throw new BrokenPipe()
      else throw error
    }
  }
}

/** A message about an input, or about the command line. */
export function complain(message: string): void {
  try {
    print(2, `requestid: ${message}\n`)
  } catch {
    // Nobody listens.
  }
}

/** From when on progress is shown, and how often, in milliseconds. */
const PATIENCE = 1000
const OFTEN = 100
const WIDTH = 24

/** A bar on standard error, for input that takes longer than a second. */
export class Progress {
  readonly #shown: boolean
  readonly #total: number
  readonly #begin = Date.now()
  #next = Date.now() + PATIENCE
  #drawn = false
  #bytes = 0

  /** @param total how many bytes there are in all; 0 where nobody knows */
  constructor(shown: boolean, total: number) {
    this.#shown = shown
    this.#total = total
  }

  add(bytes: number, ids: number, file: string): void {
    this.#bytes += bytes
    const now = Date.now()
    if (!this.#shown || now < this.#next) return
    this.#next = now + OFTEN
    this.#drawn = true
    const part = this.#total ? Math.min(1, this.#bytes / this.#total) : 0
    const done = Math.round(WIDTH * part)
    const bar = `${'█'.repeat(done)}${'░'.repeat(WIDTH - done)} ${Math.floor(100 * part)}% of ${formatBytes(this.#total)}`
    const speed = formatBytes((this.#bytes / Math.max(1, now - this.#begin)) * 1000)
    const state = this.#total ? bar : formatBytes(this.#bytes)
    const columns = process.stderr.columns || 80
    const line = `${state}  ${speed}/s  ${ids} IDs  ${printable(file)}`
    this.#print(`\r\u001b[K${line.slice(0, columns - 1)}`)
  }

  /** Makes room for other output. */
  clear(): void {
    if (this.#drawn) this.#print('\r\u001b[K')
    this.#drawn = false
  }

  #print(text: string): void {
    try {
      print(2, text)
    } catch {
      // It is only for show.
    }
  }
}
