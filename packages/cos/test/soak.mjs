// How the soak calls the COS SDKs of Node, of browsers, in jsdom, and of mini programs: test/soak.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { createWx } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'
import { JSDOM, VirtualConsole } from 'jsdom'
import { content, ended } from '../../../test/soak/calls.mjs'

export { withRequestId } from '@requestid/cos'

export const endpoints = {
  cos: {
    vendor: 'tencent-cos',
    options: { exposeHeaders: ['ETag', 'x-cos-request-id', 'x-cos-trace-id'] },
    idHeader: 'x-cos-request-id',
    settings: (server) => ({ host: server.host, options: server.cosOptions() }),
  },
}

let BrowserCOS
let WxCOS

/** Loads the SDKs that need a page or a mini program around them. */
export function prepare({ cos }) {
  const require = createRequire(import.meta.url)
  const { window } = new JSDOM('', {
    url: 'http://localhost/',
    runScripts: 'outside-only',
    virtualConsole: new VirtualConsole(),
  })
  window.eval(readFileSync(require.resolve('cos-js-sdk-v5'), 'utf8'))
  BrowserCOS = window.COS
  // The other looks for both when it is loaded.
  globalThis.wx = createWx({ server: cos })
  globalThis.window = undefined
  WxCOS = require('cos-wx-sdk-v5')
}

const bucket = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' }
const small = fileURLToPath(import.meta.url)
const put = (cos, Key) => cos.putObject({ ...bucket, Key, Body: content })
const get = (cos, Key) => cos.getObject({ ...bucket, Key })
const head = (cos, Key) => cos.headObject({ ...bucket, Key })
const callback = (cos, Key) =>
  new Promise((resolve, reject) => {
    cos.getObject({ ...bucket, Key }, (error, data) => (error ? reject(error) : resolve(data)))
  })

export const sdks = {
  'cos-node': {
    share: 30,
    endpoint: 'cos',
    create: ({ options }, Timeout) =>
      new COS({ ...options, Timeout, KeepAlive: true, ChunkRetryTimes: 1, UploadQueueSize: 100 }),
    calls: {
      put: [5, put],
      get: [5, get],
      callback: [3, callback],
      head: [3, head],
      delete: [2, (cos, Key) => cos.deleteObject({ ...bucket, Key })],
      list: [2, (cos, Prefix) => cos.getBucket({ ...bucket, Prefix })],
      stream: [2, (cos, Key) => ended(cos.getObjectStream({ ...bucket, Key }))],
      upload: [1, (cos, Key, FilePath) => cos.sliceUploadFile({ ...bucket, Key, FilePath, AsyncLimit: 2 })],
      batch: [
        1,
        (cos, key) =>
          cos.uploadFiles({
            files: [0, 1].map((i) => ({ ...bucket, Key: `${key}-${i}`, FilePath: small })),
          }),
      ],
      unhandled: [2, get],
    },
  },
  'cos-wx': {
    share: 12,
    endpoint: 'cos',
    create: ({ options }, Timeout) => new WxCOS({ ...options, Ip: undefined, Timeout }),
    calls: {
      put: [4, put],
      get: [4, get],
      callback: [2, callback],
      head: [2, head],
      form: [1, (cos, Key) => cos.postObject({ ...bucket, Key, FilePath: small })],
    },
  },
  // jsdom takes as long as all others together.
  'cos-js': {
    share: 4,
    endpoint: 'cos',
    // Of an answer that is cut jsdom's XMLHttpRequest does not always tell; in Chromium: test/browser.
    cutsUnseen: true,
    create: ({ host, options }, Timeout) =>
      new BrowserCOS({ ...options, Ip: undefined, Domain: host, Timeout }),
    calls: { put: [2, put], get: [2, get], callback: [1, callback] },
  },
}
