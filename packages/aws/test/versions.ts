import * as newest from '@aws-sdk/client-s3'
import newestManifest from '@aws-sdk/client-s3/package.json' with { type: 'json' }
import * as v3 from 'client-s3-3.0'
import * as v3_272 from 'client-s3-3.272'
import * as v3_600 from 'client-s3-3.600'
import * as v3_936 from 'client-s3-3.936'

export type SDK = typeof newest

/**
 * The generations of client-s3 the tests run against, each with another middleware stack or another way to
 * deserialize: newest; the first with schemas; packages of the name smithy; the last before those; the oldest.
 */
export const versions = [
  [newestManifest.version, newest],
  ['3.936.0', v3_936],
  ['3.600.0', v3_600],
  ['3.272.0', v3_272],
  ['3.0.0', v3],
] as unknown as readonly (readonly [version: string, sdk: SDK])[]
