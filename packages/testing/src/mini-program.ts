/** Runs a program as in a mini program. */
import { compileFunction, createContext } from 'node:vm'
import type { Wx } from './wx/types.js'

/** What a program that runs as in a mini program finds there. */
export interface MiniProgramOptions {
  /** Its global `wx`. */
  wx: Wx
  /** Further globals, such as `Page` and `App`. */
  globals?: object
  /** Shown in stack traces. */
  filename?: string
}

/** As the shim makes them: in a realm of its own, a program would not know its files for ArrayBuffers. */
const BYTES = {
  ArrayBuffer,
  DataView,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Float32Array,
  Float64Array,
}

/**
 * Runs a CommonJS bundle in the JavaScript environment of a mini program, which has the language, timers,
 * `console` and `wx`, but neither Node.js (`process`, `require`, `Buffer`) nor a browser (`window`, `fetch`,
 * `performance`, `URL`).
 *
 * @param code a bundle in which nothing is left to `require`
 * @returns what it exports
 */
export function runInMiniProgram(code: string, { wx, globals, filename }: MiniProgramOptions): unknown {
  const timers = { setTimeout, clearTimeout, setInterval, clearInterval }
  const context = createContext({ wx, console, ...timers, ...BYTES, ...globals })
  // The developer tool's wrapper shadows the browser's names, hence `window` is undefined and no error.
  const names = ['module', 'exports', 'window', 'document']
  const run = compileFunction(code, names, { parsingContext: context, ...(filename && { filename }) })
  const module = { exports: {} as unknown }
  run.call(undefined, module, module.exports)
  return module.exports
}
