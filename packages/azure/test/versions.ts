import { createRequire } from 'node:module'
import type * as newest from '@azure/storage-blob'
import { load } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

export type SDK = typeof newest

/** The versions of `@azure/storage-blob` the tests run against: newest, newest on Node 20, oldest supported. */
export const versions = load<SDK>(createRequire(import.meta.url), releases['@azure/storage-blob'].full)
