import { createRequire } from 'node:module'
import { load } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

/** What the service says of a response. */
export interface Result {
  readonly CommonMsg: { readonly Status: number; readonly Code: string; readonly RequestId?: string }
  readonly InterfaceResult?: Record<string, unknown>
}

type Method = (
  param: object,
  callback?: (error: Error | string | null, result: Result | undefined) => unknown,
) => Promise<Result>

/** The SDK has no types: what the tests use of it. */
export type Client = Record<
  | 'GetObject'
  | 'abortMultipartUpload'
  | 'copyObject'
  | 'createBucket'
  | 'deleteObject'
  | 'downloadFile'
  | 'getObject'
  | 'getObjectMetadata'
  | 'headBucket'
  | 'listBuckets'
  | 'listObjects'
  | 'putObject'
  | 'uploadFile',
  Method
> & {
  readonly util: { maxRetryCount: number }
  close(): void
  createSignedUrlSync(param: object): { SignedUrl: string }
  createV4SignedUrlSync(param: object): { SignedUrl: string }
  exec(name: string, param: object, callback: (error: unknown, result: Result) => void): void
}

export type SDK = new (param: object) => Client

/** The versions of esdk-obs-nodejs the tests run against: newest, one between, oldest supported. */
export const versions = load<SDK>(createRequire(import.meta.url), releases['esdk-obs-nodejs'].full)

/** For what takes long: the one between has the code of either, and runs the contract. */
export const ends = versions.filter((_, i) => i === 0 || i === versions.length - 1)
