import {
  alibabaOss,
  aws,
  baiduBos,
  cephForm,
  googleCloudStorage,
  huaweiObs,
  qiniuKodo,
  tencentCos,
  type Vendor,
  volcengineTos,
} from '@requestid/core/plugin'

/** A service with the headers of S3 alone, told by another header, or by the form of the id. */
function alike(name: string, header: string, matches: (value: string) => boolean): Vendor {
  return { name, headers: aws.headers, body: aws.body, is: (read) => matches(String(read(header))) }
}

/**
 * Whom a client of S3 may be talking to, in the order in which a response is asked. A name of the vendor's own
 * beats that of S3, which some send besides it; a name that a proxy in front of any of them may have added
 * comes last.
 */
export const s3Vendors: readonly [Vendor, ...Vendor[]] = [
  alibabaOss,
  tencentCos,
  volcengineTos,
  // Its own API has names of its own; to a client of S3 it writes those of S3 (OBS S3 API, "Common Response Headers").
  huaweiObs,
  alike(huaweiObs.name, 'server', (server) => server.startsWith('OBS')),
  baiduBos,
  alike('minio', 'server', (server) => server.startsWith('MinIO')),
  alike(cephForm.vendor, 'x-amz-request-id', cephForm.matches),
  aws,
  qiniuKodo,
  googleCloudStorage,
  // https://developers.cloudflare.com/fundamentals/reference/cloudflare-ray-id/
  { name: 'cloudflare-r2', headers: { requestId: ['cf-ray'] }, body: aws.body },
]
