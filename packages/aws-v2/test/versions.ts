import { createRequire } from 'node:module'
import type AWS from 'aws-sdk'
import { load } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

export type SDK = typeof AWS

/** The versions of aws-sdk the tests run against: newest and oldest supported. */
export const versions = load<SDK>(createRequire(import.meta.url), releases['aws-sdk'].full)

/** In the place of 5 MB, which take a while to sign. */
export const PART = 1024
for (const [, sdk] of versions) Object.assign(sdk.S3.ManagedUpload.prototype, { minPartSize: PART })
