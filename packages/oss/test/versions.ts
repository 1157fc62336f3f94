import { createRequire } from 'node:module'
import type OSS from 'ali-oss'
import { releases } from './releases.js'

export type SDK = typeof OSS

const require = createRequire(import.meta.url)

export const load = (names: readonly string[]) =>
  names.map((name): readonly [version: string, SDK] => [
    require(`${name}/package.json`).version,
    require(name),
  ])

/** The versions of ali-oss the tests run against: newest, the most used line, oldest supported. */
export const versions = load(releases['ali-oss'].full)
