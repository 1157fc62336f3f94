/**
 * The releases of the SDK that the tests run against, newest first, by their names in the catalog: in full, by all
 * tests, or in brief, by the short suite of the contract alone. Those in full have each another middleware stack or
 * another way to deserialize: newest; the first with schemas; packages of the name smithy; the last before those; the
 * oldest.
 */
export const releases = {
  '@aws-sdk/client-s3': {
    full: ['@aws-sdk/client-s3', 'client-s3-3.936', 'client-s3-3.600', 'client-s3-3.272', 'client-s3-3.0'],
    brief: ['client-s3-3.758', 'client-s3-3.490'],
  },
} as const
