import type { TestServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'
import COS29 from 'cos-nodejs-sdk-v5-2.9'
import COS215 from 'cos-nodejs-sdk-v5-2.15'

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
export const versions = [COS, COS215, COS29] as unknown as readonly SDK[]

export const node: Library = { name: 'cos-nodejs-sdk-v5', versions }
