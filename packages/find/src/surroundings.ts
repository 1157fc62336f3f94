/** Words that tell whose text it is, where an id and its label could be several vendors'. */
const HINTS: readonly (readonly [vendor: string, words: string])[] = [
  ['tencent-cos', String.raw`x-cos-|myqcloud|qcloud|cosxml|tencent-cos|\bCos[A-Z]`],
  ['alibaba-sls', String.raw`log\.aliyuncs|x-log-|LogException|aliyun[._-]log|acs:log:|log_?store`],
  ['alibaba-sts', String.raw`sts[.\w-]*\.aliyuncs|x-acs-`],
  [
    'alibaba-oss',
    String.raw`x-oss-|\boss\b|ali-?oss|aliyuncs|aliyun|\boss2|OSSException|OssException|ossutil`,
  ],
  ['huawei-obs', String.raw`x-obs-|\bobs\b|myhuaweicloud|ObsException|hwclouds|huawei`],
  ['volcengine-tos', String.raw`x-tos-|\btos\b|volces\.com|volcengine|TosServer`],
  ['azure-blob', String.raw`x-ms-|windows\.net|azure|Windows-Azure|BlobNotFound|chinacloudapi`],
  ['baidu-bos', 'x-bce-|bcebos|baidubce|BceServiceException|BceBos'],
  ['qiniu-kodo', 'qiniu|qbox|kodo'],
  ['backblaze-b2', 'backblaze'],
  ['ceph', String.raw`radosgw|\bceph\b|\brgw\b`],
  ['minio', 'minio'],
  ['aws-cloudfront', 'cloudfront'],
  [
    'aws-s3',
    String.raw`x-amz-|amazons3|amazonaws|\bs3\b|s3a?://|aws|boto|S3Exception|S3 Extended|\bhost[ _]?id\b`,
  ],
]

const HINT = new RegExp(HINTS.map(([, words]) => `(${words})`).join('|'), 'gi')

/** How far the surroundings of an id reach. */
const REACH = 1500

/** The vendors that the text around a place names, the nearest first; those of the same line before all others. */
export function vendorsAround(text: string, start: number, end: number): string[] {
  const from = Math.max(0, start - REACH)
  const around = text.slice(from, end + REACH)
  // Within reach only: a line may be very long.
  const lineStart = from + text.slice(from, start).lastIndexOf('\n') + 1
  const lineBreak = text.slice(end, end + REACH).indexOf('\n')
  const lineEnd = lineBreak < 0 ? text.length : end + lineBreak
  const near = new Map<string, number>()
  for (const match of around.matchAll(HINT)) {
    const at = from + match.index
    const index = match.slice(1).findIndex((group) => group !== undefined)
    const vendor = HINTS[index]?.[0] ?? ''
    let distance = at < start ? start - at : at - end
    if (at < lineStart || at > lineEnd) distance += 2 * REACH
    if (distance < (near.get(vendor) ?? Number.POSITIVE_INFINITY)) near.set(vendor, distance)
  }
  return [...near].sort((a, b) => a[1] - b[1]).map(([vendor]) => vendor)
}
