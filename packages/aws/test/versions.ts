import { createRequire } from 'node:module'
import type * as newest from '@aws-sdk/client-s3'
import { load as loadReleases, type Releases } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

export type SDK = typeof newest

const require = createRequire(import.meta.url)

export const load = (list: Releases) => loadReleases<SDK>(require, list)

/** The generations of client-s3 that the tests run against. */
export const versions = load(releases['@aws-sdk/client-s3'].full)
