// The releases of ali-oss and of oss-client that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

export const releases = {
  'ali-oss': {
    full: { 'ali-oss': '20.19', 'ali-oss-6.20': '20.19', 'ali-oss-6.17': '20.19' },
    brief: { 'ali-oss-6.22': '20.19', 'ali-oss-6.18': '20.19' },
  },
} as const satisfies Record<string, Tested>

/** Of oss-client, which has the same methods and another library of HTTP: in brief. */
export const ossClient = { 'oss-client': '20.19', 'oss-client-1.0': '20.19' }
