import { alibabaOss, aws, tencentCos, type Vendor } from '@requestid/core'

/** A service with an API like that of S3, and the headers of its own for the ids. */
function compatible(name: string, headers: Vendor['headers'], server?: string): Vendor {
  return { name, headers, body: aws.body, ...(server && { server }) }
}

/**
 * Whom a client of S3 may be talking to, in the order in which a response is asked. A name of the vendor's own
 * beats that of S3, which some send besides it; a name that a proxy in front of any of them may have added
 * comes last.
 */
export const s3Vendors: readonly [Vendor, ...Vendor[]] = [
  alibabaOss,
  tencentCos,
  // https://www.volcengine.com/docs/6349/74874
  compatible('volcengine-tos', { requestId: ['x-tos-request-id'], extendedRequestId: ['x-tos-id-2'] }),
  // https://support.huaweicloud.com/intl/en-us/api-obs/obs_04_0013.html; to a client of S3 it writes the names of S3.
  compatible('huawei-obs', { requestId: ['x-obs-request-id'], extendedRequestId: ['x-obs-id-2'] }),
  compatible('huawei-obs', aws.headers, 'OBS'),
  // https://cloud.baidu.com/doc/BOS/s/rk0k1f8rr
  compatible('baidu-bos', { requestId: ['x-bce-request-id'], traceId: ['x-bce-debug-id'] }),
  // https://developer.qiniu.com/kodo/3924/common-response-headers
  compatible('qiniu-kodo', { requestId: ['x-reqid'] }),
  // Three with the headers of S3 alone: cmd/api-headers.go and rgw_rest.cc say who they are.
  compatible('minio', aws.headers, 'MinIO'),
  compatible('ceph', aws.headers, 'Ceph Object Gateway'),
  aws,
  // https://cloud.google.com/storage/docs/xml-api/reference-headers#xguploaderuploadid
  compatible('google-cloud-storage', { requestId: ['x-guploader-uploadid'] }),
  // https://developers.cloudflare.com/fundamentals/reference/cloudflare-ray-id/
  compatible('cloudflare-r2', { requestId: ['cf-ray'] }),
]
