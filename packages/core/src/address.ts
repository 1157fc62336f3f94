/** What a request's host and path say of where it went; nothing that they do not say. */
export interface Address {
  /** The name by which the vendor's hosts call one of several services: `'s3'`, `'dynamodb'`. */
  service?: string
  region?: string
  bucket?: string
  key?: string
}

/**
 * How each vendor's hosts are made up. Where a host of object storage has no bucket, it is the first segment of
 * the path. A host that fits none, such as a custom domain or an address, says nothing: its path may or may not
 * begin with a bucket.
 */
const HOSTS: readonly RegExp[] = [
  // https://cloud.tencent.com/document/product/436/6224; `ci` and `pic` are data processing's.
  /^(?:(?<bucket>[\w-]+-\d+)\.)?(?<service>cos(?:-internal|-website)?|ci|pic)\.(?:accelerate|(?<region>[\w-]+))\.(?:myqcloud\.com|tencentcos\.(?:cn|com))$/,
  // https://help.aliyun.com/zh/oss/user-guide/regions-and-endpoints; `s3.` for the API of S3, the second form for IPv6.
  /^(?:(?<bucket>[\w-]+)\.)?(?:s3\.)?(?<service>oss)-(?:accelerate(?:-overseas)?|(?<region>[\w-]+?))(?:-internal)?\.aliyuncs\.com$/,
  /^(?:(?<bucket>[\w-]+)\.)?(?<region>[\w-]+)\.(?<service>oss)\.aliyuncs\.com$/,
  // https://docs.aws.amazon.com/general/latest/gr/s3.html and .../AmazonS3/latest/userguide/VirtualHosting.html.
  /^(?:(?<bucket>[\w.-]+)\.)?(?<service>s3)(?:-fips|-accelerate)?(?:\.dualstack)?(?:[.-](?<region>[a-z]{2,}(?:-[a-z]+)+-\d))?\.amazonaws\.com(?:\.cn)?$/,
  /^(?:(?<bucket>[\w-]+--x-s3)\.)?(?<service>s3)express-[\w-]+\.(?:dualstack\.)?(?<region>[\w-]+)\.amazonaws\.com$/,
  // Any other service of AWS: https://docs.aws.amazon.com/general/latest/gr/rande.html.
  /^(?:[\w.-]+\.)?(?<other>[\w-]+?)(?:-fips)?\.(?<region>[a-z]{2,}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/,
  /^(?<other>[\w-]+)\.amazonaws\.com$/,
  // Of the others, those whose API is that of S3.
  /^(?:(?<bucket>[\w.-]+)\.)?(?<service>obs)\.(?<region>[\w-]+)\.myhuaweicloud\.(?:com|eu)$/,
  /^(?:(?<bucket>[\w-]+)\.)?(?<service>tos)(?:-s3)?-(?<region>[\w-]+)\.(?:i?volces\.com|bytepluses\.com)$/,
  /^(?:(?<bucket>[\w-]+)\.)?s3\.(?<region>\w+)\.(?<service>bcebos)\.com$/,
  /^(?:(?<bucket>[\w.-]+)\.)?(?<service>storage)\.googleapis\.com$/,
  /^(?:(?<bucket>[\w-]+)\.)?[\da-f]{32}\.(?:\w+\.)?(?<service>r2)\.cloudflarestorage\.com$/,
]

/**
 * @param host may have a port
 * @param path as it was sent, percent-encoded; a query is dropped
 */
export function readAddress(host: string, path = ''): Address {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  for (const form of HOSTS) {
    const groups = form.exec(name)?.groups
    if (!groups) continue
    const { service, other, region } = groups
    const address: Address = {}
    if (region) address.region = region
    if (other) {
      address.service = other
      return address
    }
    if (service) address.service = service
    const segments = (path.split(/[?#]/, 1)[0] ?? '').replace(/^\//, '').split('/')
    const bucket = groups.bucket ?? decode(segments.shift() ?? '')
    if (bucket) address.bucket = bucket
    const key = decode(segments.join('/'))
    if (key) address.key = key
    return address
  }
  return {}
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
