// The releases of minio that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

/** Each is another SDK within: promises and retries, promises beneath callbacks, callbacks alone. */
export const releases = {
  minio: {
    full: { minio: '20.19', 'minio-7.1': '20.19', 'minio-7.0': '20.19' },
    brief: {},
  },
} as const satisfies Record<string, Tested>
