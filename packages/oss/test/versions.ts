import { createRequire } from 'node:module'
import type OSS from 'ali-oss'

export type SDK = typeof OSS

const require = createRequire(import.meta.url)

/** The versions of ali-oss the tests run against: newest, the most used line, oldest supported. */
export const versions: readonly (readonly [version: string, SDK])[] = [
  'ali-oss',
  'ali-oss-6.20',
  'ali-oss-6.17',
].map((name) => [require(`${name}/package.json`).version, require(name)])
