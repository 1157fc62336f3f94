import { createRequire } from 'node:module'
import type * as common from 'tencentcloud-sdk-nodejs-common'
import { load } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

export type SDK = typeof common

export const versions = load<SDK>(
  createRequire(import.meta.url),
  releases['tencentcloud-sdk-nodejs-common'].full,
)
