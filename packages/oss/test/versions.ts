import { createRequire } from 'node:module'
import type OSS from 'ali-oss'
import { load as loadReleases, type Releases } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

export type SDK = typeof OSS

const require = createRequire(import.meta.url)

export const load = (list: Releases) => loadReleases<SDK>(require, list)

/** The versions of ali-oss the tests run against: newest, the most used line, oldest supported. */
export const versions = load(releases['ali-oss'].full)
