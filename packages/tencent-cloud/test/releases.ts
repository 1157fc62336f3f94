// The releases of the SDK that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

/** What all products share. It has several releases a month. */
export const releases = {
  'tencentcloud-sdk-nodejs-common': { full: { 'tencentcloud-sdk-nodejs-common': '20.19' }, brief: {} },
} as const satisfies Record<string, Tested>
