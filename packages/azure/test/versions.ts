import { createRequire } from 'node:module'
import type * as newest from '@azure/storage-blob'
import { load } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

export type SDK = typeof newest

const loaded = load<SDK>(createRequire(import.meta.url), releases['@azure/storage-blob'].full)

/** The newest version of `@azure/storage-blob` that this Node runs, and the oldest supported. */
export const versions = loaded.filter((_, i) => i === 0 || i === loaded.length - 1)
