// The releases of esdk-obs-nodejs that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

/** The newest, the one before its XML parser, the first whose requests can be seen. */
export const releases = {
  'esdk-obs-nodejs': {
    full: { 'esdk-obs-nodejs': '20.19', 'esdk-obs-nodejs-3.23': '20.19', 'esdk-obs-nodejs-3.20': '20.19' },
    brief: {},
  },
} as const satisfies Record<string, Tested>
