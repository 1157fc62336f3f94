// The releases of Alibaba Cloud's SDKs that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

/** Clients are generated on the second today, and were on the third. */
export const releases = {
  '@alicloud/pop-core': { full: { '@alicloud/pop-core': '20.19', 'pop-core-1.7': '20.19' }, brief: {} },
  '@alicloud/openapi-core': { full: { '@alicloud/openapi-core': '20.19' }, brief: {} },
  '@alicloud/openapi-client': { full: { '@alicloud/openapi-client': '20.19' }, brief: {} },
} as const satisfies Record<string, Tested>
