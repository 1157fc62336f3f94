// The releases of ali-oss that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

export const releases = {
  'ali-oss': {
    full: { 'ali-oss': '20.19', 'ali-oss-6.20': '20.19', 'ali-oss-6.17': '20.19' },
    brief: { 'ali-oss-6.22': '20.19', 'ali-oss-6.18': '20.19' },
  },
} as const satisfies Record<string, Tested>
