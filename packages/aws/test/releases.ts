// The releases of the AWS SDK that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

/**
 * Those in full have each another middleware stack or another way to deserialize: newest; the first with schemas;
 * packages of the name smithy; the last before those; the oldest.
 */
export const releases = {
  '@aws-sdk/client-s3': {
    full: {
      '@aws-sdk/client-s3': '20.19',
      'client-s3-3.936': '20.19',
      'client-s3-3.600': '20.19',
      'client-s3-3.272': '20.19',
      'client-s3-3.0': '20.19',
    },
    brief: { 'client-s3-3.758': '20.19', 'client-s3-3.490': '20.19' },
  },
} as const satisfies Record<string, Tested>
