/**
 * The releases of the SDK that the tests run against, newest first, by their names in the catalog: in full, by all
 * tests, or in brief, by the short suite of the contract alone.
 */
export const releases = {
  'ali-oss': {
    full: ['ali-oss', 'ali-oss-6.20', 'ali-oss-6.17'],
    brief: ['ali-oss-6.22', 'ali-oss-6.18'],
  },
} as const
