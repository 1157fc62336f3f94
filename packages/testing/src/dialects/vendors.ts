import { createCosDialect } from './cos.js'
import type { Dialect, RequestHead } from './dialect.js'
import { createOssDialect } from './oss.js'
import { createS3Dialect } from './s3.js'
import { createStsDialect, isStsRequest } from './sts.js'

/** Whose API a server speaks. */
export type Vendor = 'tencent-cos' | 'alibaba-oss' | 'aws'

/** The APIs of one vendor that a server speaks. */
export interface Services {
  dialectOf(head: RequestHead): Dialect
  /** Forgets every stored object. */
  clear(): void
}

const SERVICES: Readonly<Record<Vendor, () => Services>> = {
  'tencent-cos'() {
    const cos = createCosDialect()
    return { dialectOf: () => cos, clear: cos.clear }
  },
  'alibaba-oss'() {
    const oss = createOssDialect()
    const sts = createStsDialect()
    return { dialectOf: (head) => (isStsRequest(head) ? sts : oss), clear: oss.clear }
  },
  aws() {
    const s3 = createS3Dialect()
    return { dialectOf: () => s3, clear: s3.clear }
  },
}

/** The services of a vendor, with nothing stored yet. */
export function createServices(vendor: Vendor): Services {
  // From JavaScript, any string may come.
  const create = Object.hasOwn(SERVICES, vendor) && SERVICES[vendor]
  if (!create) throw new TypeError(`unknown vendor, expected one of ${Object.keys(SERVICES).join(', ')}`)
  return create()
}
