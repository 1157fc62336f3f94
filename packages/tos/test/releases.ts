// The releases of @volcengine/tos-sdk that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

/** The newest, and the oldest that the registry has. */
export const releases = {
  '@volcengine/tos-sdk': {
    full: { '@volcengine/tos-sdk': '20.19', 'tos-sdk-2.7': '20.19' },
    brief: {},
  },
} as const satisfies Record<string, Tested>
