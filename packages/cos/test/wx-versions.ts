import { createWx, type TestServer, type WxOptions } from '@requestid/testing'
import { load, releases } from './releases.js'
import type { Library } from './versions.js'

/** The SDK uses the `wx` that is global at the time of each request. */
export const connect = (server?: TestServer, options?: WxOptions): void =>
  void Object.assign(globalThis, { wx: createWx({ server, ...options }) })

// It looks for both when it is loaded (dist/cos-wx-sdk-v5.js, src/util.js:7).
Object.assign(globalThis, { window: undefined })
connect()

/**
 * The versions of cos-wx-sdk-v5 the tests run against: newest, oldest supported. They have no types; but for
 * `postObject`, their methods are some of those of cos-nodejs-sdk-v5.
 */
const versions = load(releases['cos-wx-sdk-v5'].full)

export const miniProgram: Library = { name: 'cos-wx-sdk-v5', versions, connect }
