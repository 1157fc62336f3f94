/** The platform of mini programs, as far as its SDKs use it. */
import { succeed } from './callbacks.js'
import { fileSystemManager } from './files.js'
import { createNetwork, type NetworkOptions } from './network.js'
import type { Wx, WxAppBaseInfo, WxDeviceInfo } from './types.js'

/** What a shim is like. */
export interface WxOptions extends NetworkOptions {
  /** The version of the base library. Below 2.10.0, `cos-wx-sdk-v5` uploads no file in parts. */
  SDKVersion?: string | undefined
}

/**
 * Makes an object that stands in for the global `wx` of a mini program: real HTTP, the files of this machine,
 * a storage of its own. Its callbacks come in the platform's shapes and order, never within the call.
 *
 * @example
 * globalThis.wx = createWx({ server })
 */
export function createWx(options: WxOptions = {}): Wx {
  const storage = new Map<string, unknown>()
  const appBaseInfo: WxAppBaseInfo = {
    SDKVersion: options.SDKVersion ?? '3.8.9',
    version: '8.0.56',
    language: 'zh_CN',
  }
  const deviceInfo: WxDeviceInfo = {
    brand: 'devtools',
    model: 'Node.js',
    platform: 'devtools',
    system: process.version,
  }
  const wx: Wx = {
    ...createNetwork(options),
    getFileSystemManager: () => fileSystemManager,
    // The platform keeps what it can serialize, and gives back copies.
    getStorageSync: (key) => (storage.has(key) ? structuredClone(storage.get(key)) : ''),
    setStorageSync: (key, data) => void storage.set(key, structuredClone(data)),
    removeStorageSync: (key) => void storage.delete(key),
    canIUse: (schema) => (schema.split('.')[0] ?? '') in wx,
    getAppBaseInfo: () => ({ ...appBaseInfo }),
    getDeviceInfo: () => ({ ...deviceInfo }),
    getSystemInfoSync: () => ({ ...appBaseInfo, ...deviceInfo }),
    getNetworkType(callbacks = {}) {
      queueMicrotask(() => succeed(callbacks, { networkType: 'wifi', errMsg: 'getNetworkType:ok' }))
    },
  }
  return wx
}
