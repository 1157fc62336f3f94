import type { TestServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import { load, releases } from './releases.js'

export type SDK = typeof COS & { readonly version: string }

/** One of the COS SDKs. They are one family: what the tests of several share is written for Node's. */
export interface Library {
  readonly name: string
  /** Newest, the most used line where there is one, oldest supported. */
  readonly versions: readonly SDK[]
  /** What it needs beyond its options to talk to a server. */
  connect?(server: TestServer): void
}

/** The versions of cos-nodejs-sdk-v5 the tests run against: newest, the most used line, oldest supported. */
export const versions = load(releases['cos-nodejs-sdk-v5'].full)

export const node: Library = { name: 'cos-nodejs-sdk-v5', versions }
