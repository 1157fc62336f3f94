import { createRequire } from 'node:module'
import type * as Minio from 'minio'
import { load } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

export type SDK = typeof Minio

/** The versions of minio the tests run against: newest, the last of 7, oldest supported. */
export const versions = load<SDK>(createRequire(import.meta.url), releases.minio.full)
