// The releases of the Azure SDK that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

/** The newest; the newest that runs on Node 20; the oldest, with the core packages that were there with it. */
export const releases = {
  '@azure/storage-blob': {
    full: { '@azure/storage-blob': '22.0.0', 'storage-blob-12.32': '20.19', 'storage-blob-12.23': '20.19' },
    brief: {},
  },
} as const satisfies Record<string, Tested>
