import { alibabaOss, aws, tencentCos, type Vendor } from '@requestid/core'

/** A service with an API like that of S3, and the headers of its own for the ids. */
function compatible(name: string, headers: Vendor['headers']): Vendor {
  return { name, headers, body: aws.body }
}

/** A service with the headers of S3 alone, told by the form of another header, or of the id. */
function alike(name: string, header: string, form: RegExp): Vendor {
  return { name, headers: aws.headers, body: aws.body, is: (read) => form.test(String(read(header))) }
}

/**
 * Whom a client of S3 may be talking to, in the order in which a response is asked. A name of the vendor's own
 * beats that of S3, which some send besides it; a name that a proxy in front of any of them may have added
 * comes last.
 */
export const s3Vendors: readonly [Vendor, ...Vendor[]] = [
  alibabaOss,
  tencentCos,
  // https://docs.byteplus.com/en/docs/tos/reference-common-parameters
  compatible('volcengine-tos', { requestId: ['x-tos-request-id'], extendedRequestId: ['x-tos-id-2'] }),
  // Its own API has names of its own; to a client of S3 it writes those of S3 (OBS S3 API, "Common Response Headers").
  compatible('huawei-obs', { requestId: ['x-obs-request-id'], extendedRequestId: ['x-obs-id-2'] }),
  alike('huawei-obs', 'server', /^OBS/),
  // https://intl.cloud.baidu.com/doc/BOS/s/Vkkrz66n8-en
  compatible('baidu-bos', { requestId: ['x-bce-request-id'], traceId: ['x-bce-debug-id'] }),
  alike('minio', 'server', /^MinIO/),
  // A count, the time and the gateway, then the zone: ceph/src/rgw/services/svc_zone_utils.cc, unique_trans_id.
  alike('ceph', 'x-amz-request-id', /^tx[\da-f]{21}-[\da-f]{10}-[\da-f]+-/),
  aws,
  // https://developer.qiniu.com/kodo/
  compatible('qiniu-kodo', { requestId: ['x-reqid'] }),
  // https://cloud.google.com/storage/docs/xml-api/reference-headers
  compatible('google-cloud-storage', { requestId: ['x-guploader-uploadid'] }),
  // https://developers.cloudflare.com/fundamentals/reference/cloudflare-ray-id/
  compatible('cloudflare-r2', { requestId: ['cf-ray'] }),
]
