/** Whom a client of S3 may be talking to. */
import {
  alibabaOss,
  aws,
  baiduBos,
  ceph,
  cloudflareR2,
  googleCloudStorage,
  huaweiObs,
  huaweiObsS3,
  minio,
  qiniuKodo,
  tencentCos,
  type Vendor,
  volcengineTos,
} from '@requestid/vendors'

/**
 * In the order in which a response is asked. A name of the vendor's own beats that of S3, which some send besides it; a
 * name that a proxy in front of any of them may have added comes last.
 */
export const s3Vendors: readonly [Vendor, ...Vendor[]] = [
  alibabaOss,
  tencentCos,
  volcengineTos,
  huaweiObs,
  huaweiObsS3,
  baiduBos,
  minio,
  ceph,
  aws,
  qiniuKodo,
  googleCloudStorage,
  cloudflareR2,
]
