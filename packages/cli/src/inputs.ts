/** Finds the files that paths, folders and patterns name. */
import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { reasonOf } from './text.js'

export const STANDARD_INPUT = '-'

export interface Input {
  /** A path, or `-` for standard input. */
  path: string
  /** In bytes; 0 where that is not known beforehand. */
  size: number
  /** Whether the user named it, rather than a folder or a pattern it came out of. */
  named: boolean
}

/** Folders of other people's files. */
const SKIPPED = new Set(['.git', 'node_modules'])

/**
 * The files that arguments stand for: files, folders with all in them, patterns, and `-`.
 * @param fail is told what cannot be read; the rest goes on
 */
export async function* findInputs(
  paths: readonly string[],
  fail: (path: string, reason: string) => void,
): AsyncGenerator<Input> {
  for (const path of paths) {
    if (path === STANDARD_INPUT) {
      yield { path, size: 0, named: true }
      continue
    }
    let stats: Stats
    try {
      stats = statSync(path)
    } catch (error) {
      // Loaded where it is needed: most runs name their files.
      const { globSync, isDynamicPattern } = await import('tinyglobby')
      const isPattern = isDynamicPattern(path)
      const pattern = path.replaceAll('\\', '/')
      const matches = isPattern ? globSync(pattern, { dot: true, expandDirectories: false }).sort() : []
      if (matches.length === 0) fail(path, isPattern ? 'matches no file' : reasonOf(error))
      for (const each of matches) yield* walk(each, false, fail)
      continue
    }
    if (stats.isDirectory()) yield* walk(path, false, fail)
    else yield { path, size: stats.isFile() ? stats.size : 0, named: true }
  }
}

function* walk(path: string, named: boolean, fail: (path: string, reason: string) => void): Generator<Input> {
  try {
    const stats = lstatSync(path)
    if (stats.isSymbolicLink()) {
      // A link to a folder may lead round in a circle.
      const target = statSync(path)
      if (target.isFile()) yield { path, size: target.size, named }
    } else if (stats.isDirectory()) {
      for (const name of readdirSync(path).sort()) {
        if (!SKIPPED.has(name)) yield* walk(join(path, name), named, fail)
      }
    } else if (stats.isFile()) yield { path, size: stats.size, named }
  } catch (error) {
    fail(path, reasonOf(error))
  }
}
