// The releases of the COS SDKs that the tests run against.
import { createRequire } from 'node:module'
import { load as loadReleases, type Releases, type Tested } from '../../../test/releases/releases.js'
import type { SDK } from './versions.js'

export const releases = {
  'cos-nodejs-sdk-v5': {
    full: {
      'cos-nodejs-sdk-v5': '20.19',
      'cos-nodejs-sdk-v5-2.15': '20.19',
      'cos-nodejs-sdk-v5-2.9': '20.19',
    },
    brief: {
      'cos-nodejs-sdk-v5-2.14': '20.19',
      'cos-nodejs-sdk-v5-2.12': '20.19',
      'cos-nodejs-sdk-v5-2.11': '20.19',
    },
  },
  'cos-js-sdk-v5': {
    full: { 'cos-js-sdk-v5': '20.19', 'cos-js-sdk-v5-1.4': '20.19' },
    brief: { 'cos-js-sdk-v5-1.8': '20.19', 'cos-js-sdk-v5-1.7': '20.19' },
  },
  'cos-wx-sdk-v5': {
    full: { 'cos-wx-sdk-v5': '20.19', 'cos-wx-sdk-v5-1.4': '20.19' },
    brief: { 'cos-wx-sdk-v5-1.7': '20.19' },
  },
} as const satisfies Record<string, Tested>

const require = createRequire(import.meta.url)

export const load = (list: Releases) => loadReleases<SDK>(require, list).map(([, sdk]) => sdk)
