/** Loads the scanner, which is WebAssembly where there is such. */
import { findPlaces } from './anchors.js'
import { module } from './scan.wasm.js'

/** Finds places worth a look in the bytes of a buffer. Both kinds find the same; one takes a tenth of the time. */
export interface Scanner {
  /** The buffer. What it holds at first is undefined. */
  readonly bytes: Uint8Array
  /**
   * @param har whether a HAR entry's `"request"` is a place
   * @param see is given each place between two offsets, and how many line feeds there are from the first to it
   * @returns how many line feeds there are between the offsets
   */
  scan(from: number, to: number, har: boolean, see: (at: number, lines: number) => void): number
}

/** How many places one call gives: that of assembly/scan.ts. */
const ROOM = 65_536

/** How far behind the bytes that are scanned the buffer has to reach. */
export const MARGIN = 128

interface Exports {
  prepare(har: boolean): void
  free(): number
  places(): number
  scan(from: number, to: number, har: boolean): number
  passedLines(): number
  passedBytes(): number
}

/** @param size how many bytes the buffer has room for */
export function createScanner(size: number): Scanner {
  try {
    return createFastScanner(size)
  } catch {
    // A page may forbid WebAssembly (the policy `script-src`), and old machines have no vectors.
    return createPlainScanner(size)
  }
}

/** Once for all files that are read. */
let compiled: WebAssembly.Module | undefined

export function createFastScanner(size: number): Scanner {
  const memory = new WebAssembly.Memory({ initial: 16 + Math.ceil((size + MARGIN) / 65_536) })
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(module), (character) => character.charCodeAt(0)))
  const instance = new WebAssembly.Instance(compiled, { env: { memory } })
  const { prepare, free, places, scan, passedLines, passedBytes } = instance.exports as unknown as Exports
  const base = free()
  const found = new Int32Array(memory.buffer, places(), 2 * ROOM)
  let prepared: boolean | undefined
  return {
    bytes: new Uint8Array(memory.buffer, base, size + MARGIN),
    scan(from, to, har, see) {
      if (har !== prepared) prepare(har)
      prepared = har
      let lines = 0
      for (let at = from; ; ) {
        const count = scan(base + at, base + to, har)
        for (let index = 0; index < count; index++) {
          see(at + (found[2 * index] ?? 0), lines + (found[2 * index + 1] ?? 0))
        }
        lines += passedLines()
        if (count < ROOM) return lines
        at += passedBytes()
      }
    },
  }
}

export function createPlainScanner(size: number): Scanner {
  const bytes = new Uint8Array(size + MARGIN)
  // One character per byte, so that offsets stay. The expression for Chinese has to be of bytes then.
  const decoder = new TextDecoder('latin1')
  return {
    bytes,
    scan(from, to, har, see) {
      const text = decoder.decode(bytes.subarray(from, Math.min(bytes.length, to + MARGIN)))
      let lines = 0
      let counted = 0
      const count = (end: number) => {
        for (let at = text.indexOf('\n', counted); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
          lines++
          counted = at + 1
        }
      }
      for (const { anchor, start } of findPlaces(text, 0, to - from)) {
        if (anchor.kind === 'har' && !har) continue
        count(start)
        see(from + start, lines)
      }
      count(to - from)
      return lines
    },
  }
}
