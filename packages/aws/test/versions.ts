import { createRequire } from 'node:module'
import type * as newest from '@aws-sdk/client-s3'
import { releases } from './releases.js'

export type SDK = typeof newest

const require = createRequire(import.meta.url)

export const load = (names: readonly string[]) =>
  names.map((name): readonly [version: string, sdk: SDK] => [
    require(`${name}/package.json`).version,
    require(name),
  ])

/** The generations of client-s3 that the tests run against. */
export const versions = load(releases['@aws-sdk/client-s3'].full)
