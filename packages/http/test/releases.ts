// The releases of what sends the requests that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

/** The newest; the newest that runs on Node 20; the oldest supported. */
export const releases = {
  axios: { full: { axios: '20.19', 'axios-1.6': '20.19' }, brief: {} },
  got: { full: { got: '22', 'got-14.6': '20.19' }, brief: {} },
  undici: { full: { undici: '22.19.0', 'undici-7.30': '20.19', 'undici-6.29': '20.19' }, brief: {} },
} as const satisfies Record<string, Tested>
