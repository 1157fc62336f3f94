import { createRequire } from 'node:module'
import type * as Tos from '@volcengine/tos-sdk'
import { load } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

export type SDK = typeof Tos
export type Client = InstanceType<SDK['TosClient']>

/** The versions of @volcengine/tos-sdk the tests run against: newest, oldest supported. */
export const versions = load<SDK>(createRequire(import.meta.url), releases['@volcengine/tos-sdk'].full)
