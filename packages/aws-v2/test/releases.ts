// The releases of aws-sdk that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

/** The newest, and one of 2020 that lock files still have. */
export const releases = {
  'aws-sdk': {
    full: { 'aws-sdk': '20.19', 'aws-sdk-2.814': '20.19' },
    brief: {},
  },
} as const satisfies Record<string, Tested>
