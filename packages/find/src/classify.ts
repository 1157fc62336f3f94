import {
  awsForm,
  azureForm,
  cephForm,
  cloudFrontForm,
  cosForm,
  guidForm,
  minioForm,
  obsForm,
  ossForm,
  qiniuForm,
  s3Form,
  tosForm,
} from '@requestid/core/plugin'
import type { Label } from './labels.js'
import { vendorsAround } from './surroundings.js'

/** What Amazon's SDKs and responses put around an id. */
const AWS_TEXT =
  /Service: ?[\w ]+[;,] Status Code|https response error StatusCode: \d+,[\s│|>]*$|status code: \d{3},[\s│|>]*$|ResponseMetadata|\$metadata|amazonaws\.com\/doc|x-amzn-request-?id|AWS Request ID|AWS Service:|Resolved remote host IP address:|<Response><Errors>|<ErrorResponse\b|<Type>(?:Sender|Receiver)</i
/** What stands behind it in errors of the JavaScript SDK v2 and the Swift SDK, and in CloudTrail. */
const AWS_REST =
  /^["'\\]*\), requestID2:|^["'\\]*,(?:\s|\\n)*["'\\]*(?:statusCode["'\\]*: ?\d{3},(?:\s|\\n)*["'\\]*retryable|eventID["'\\]*:)/
/** The second half of S3's pair. Where it is 64 digits of hex, or none, it is MinIO's. */
const S3_EXTENDED = /[\dA-Za-z+/]{60,107}={0,2}(?![\dA-Za-z+/=])/g
/** Its ids have the form of OSS's. */
const LOG_SERVICE = /x-log-|log\.aliyuncs|LogException|aliyun[._-]log|acs:log:|log_?store/i
/** OpenStack Swift's: of the same making as Ceph's, without the gateway. Source: swift/common/utils, generate_trans_id. */
const SWIFT = /^tx[\da-f]{21}-[\da-f]{10}$/
const HEADER_NAME = /^(?:x-|content-|etag|date$|server$)|redact/i
/** What is written where an id would stand: sixteen characters of which most are one, and the GUID of zeros. */
const MADE_UP = /^(?=.{16}$)[\dA-Z]*([\dA-Z])\1{7}|^0{8}-(?:0{4}-){3}0{12}$/

/**
 * Whose id a word is; undefined if it is none.
 * @param label what stands before it
 * @param text the text they stand in: the label from `labelStart`, the word from `start` to `end`
 */
export function classify(
  word: string,
  label: Label,
  text: string,
  labelStart: number,
  start: number,
  end: number,
): string | undefined {
  if (word.length < 8 || !/\d/.test(word) || HEADER_NAME.test(word) || MADE_UP.test(word)) return undefined
  return label.vendor
    ? byHeader(word, label.vendor, text, start, end)
    : byForm(word, label.weak, text, labelStart, start, end)
}

/** Behind a vendor's own header: whatever it may have written there. */
function byHeader(
  word: string,
  vendor: string,
  text: string,
  start: number,
  end: number,
): string | undefined {
  if (cosForm.matches(word)) return cosForm.vendor
  switch (vendor) {
    case 'alibaba-oss':
    case 'alibaba-sls':
      return /^(?:[\dA-F]{16,30}|[\da-f]{24})$/.test(word) || guidForm.matches(word) ? vendor : undefined
    case 'azure-blob':
      // Its first management interface left the dashes out.
      if (/^[\da-f]{32}$/.test(word)) return 'azure'
      if (!guidForm.matches(word)) return undefined
      return azureForm.matches(word) ||
        /Windows-Azure-Blob/i.test(text.slice(Math.max(0, start - 600), end + 600))
        ? vendor
        : 'azure'
    case 'aws-cloudfront':
      return cloudFrontForm.matches(word) ? vendor : undefined
    case 'volcengine-tos':
      return tosForm.matches(word) || /^[\da-f]{15,34}(?:-[\w-]+)?$/.test(word) ? vendor : undefined
    case 'google-cloud-storage':
      return word.length >= 40 ? vendor : undefined
    case 'aws':
      return amazon(word, text, start, end)
    default:
      return /^[\w+/=-]+$/.test(word) ? vendor : undefined
  }
}

/** Behind `x-amz-request-id` and its like, which every service with an API like that of S3 writes. */
function amazon(word: string, text: string, start: number, end: number): string | undefined {
  if (cephForm.matches(word)) return cephForm.vendor
  if (SWIFT.test(word)) return 'openstack-swift'
  if (guidForm.matches(word) || awsForm.matches(word)) return 'aws'
  if (/^[\dA-Z]{16}$/.test(word)) return sixteen(word, text, start, end)
  if (!/^[\dA-Za-z]{12,}$/.test(word) || !/\d.*\d/.test(word)) return undefined
  if (/x-amzn-request-?id/i.test(text.slice(Math.max(0, start - 30), start))) return 'aws'
  const [vendor] = vendorsAround(text, start, end).filter((vendor) => vendor !== 'aws-s3')
  if (vendor === 'huawei-obs' && obsForm.matches(word)) return vendor
  if (vendor === 'alibaba-oss' && ossForm.matches(word)) return vendor
  if (vendor === 'backblaze-b2') return vendor
  const near = text.slice(Math.max(0, start - 600), end + 600)
  return /^[\da-f]{16}$/.test(word) && BACKBLAZE.test(near) ? 'backblaze-b2' : 'aws-s3'
}

/** Backblaze's host ids, and the beginning of its ids of versions. */
const BACKBLAZE = /[Ii][Dd]-2\W{1,6}a[\dA-Za-z]{32}(?![\dA-Za-z])|(?<![\dA-Za-z])4_z[\da-f]{24}/

const OSS_HOST = /^(?:\W|\\n|RequestId){1,40}HostId\W{1,40}[\w.-]{0,80}aliyun/i

/** MinIO is of 2015; a time to come is none. */
function isMinioTime(time: number): boolean {
  return time >= Date.UTC(2015, 0) && time < Date.now() + 366 * 86_400_000
}

/** Sixteen characters are S3's, and so are MinIO's. */
function sixteen(word: string, text: string, start: number, end: number): string {
  // OSS's early ones were as long.
  if (/^[4-6][\dA-F]{15}$/.test(word) && vendorsAround(text, start, end)[0] === ossForm.vendor)
    return ossForm.vendor
  // And its very early ones were, without a time.
  if (/^[\dA-F]+$/.test(word) && OSS_HOST.test(text.slice(end, end + 100))) return ossForm.vendor
  if (!minioForm.matches(word) || !isMinioTime(minioForm.time?.(word) ?? 0)) return s3Form.vendor
  for (const [extended] of text.slice(Math.max(0, start - 400), end + 400).matchAll(S3_EXTENDED)) {
    // Not a path.
    if (/[A-Z]/.test(extended) && /[a-z]/.test(extended) && extended.split('/').length < 8)
      return s3Form.vendor
  }
  const around = vendorsAround(text, start, end)
  const near = text.slice(Math.max(0, start - 1500), end + 1500)
  return around.includes('minio') || !/amazonaws\.com|AmazonS3\b/.test(near)
    ? minioForm.vendor
    : s3Form.vendor
}

/** Behind words that many use: only what has a vendor's form, and the surroundings of that vendor where others share it. */
function byForm(
  word: string,
  weak: boolean,
  text: string,
  labelStart: number,
  start: number,
  end: number,
): string | undefined {
  for (const form of [cosForm, tosForm, cephForm]) if (form.matches(word)) return form.vendor
  if (SWIFT.test(word)) return 'openstack-swift'
  if (weak) return undefined
  if (azureForm.matches(word)) return azureForm.vendor
  let known: string[] | undefined
  const around = () => {
    known ??= vendorsAround(text, start, end)
    return known
  }
  if (ossForm.matches(word)) {
    return LOG_SERVICE.test(text.slice(Math.max(0, start - 400), end + 400)) && around()[0] === 'alibaba-sls'
      ? 'alibaba-sls'
      : ossForm.vendor
  }
  if (cloudFrontForm.matches(word))
    return around().includes('aws-cloudfront') ? cloudFrontForm.vendor : undefined
  if (s3Form.matches(word) || minioForm.matches(word)) return sixteen(word, text, start, end)
  if (/^[\dA-F]{32}$/.test(word) && obsForm.matches(word)) {
    return word.startsWith('0000') || around().includes('huawei-obs') ? obsForm.vendor : undefined
  }
  const before = text.slice(Math.max(0, labelStart - 300), start)
  const lead = text.slice(Math.max(0, labelStart - 300), labelStart)
  if (guidForm.matches(word)) {
    if (/^(?:\\n|[\s,;.])*Time: ?\d{4}-/.test(text.slice(end, end + 20))) return 'azure-blob'
    if (/^(?:\W|\\n)*HostId\W+sts[\w.-]*\.aliyuncs/i.test(text.slice(end, end + 60))) return 'alibaba-sts'
    if (AWS_TEXT.test(lead) || AWS_TEXT.test(before) || AWS_REST.test(text.slice(end, end + 80))) return 'aws'
    return around()[0] === 'baidu-bos' ? 'baidu-bos' : undefined
  }
  // Digits in base 32. Examples that somebody made up have other letters too.
  if (awsForm.matches(word))
    return /^[\dA-V]+$/.test(word) || AWS_TEXT.test(lead) || around().includes('aws-s3') ? 'aws' : undefined
  if (/^[\da-f]{16}$/.test(word)) {
    if (around()[0] === 'backblaze-b2') return 'backblaze-b2'
    // Go's SDK for S3, against a service with ids of its own. Backblaze's host ids all begin with an a.
    const hostId =
      /status(?:Code| code): \d{3}, $/.test(lead) && /^, host ?id: (\S)/i.exec(text.slice(end, end + 20))
    if (hostId) return hostId[1] === 'a' ? 'backblaze-b2' : 'aws-s3'
  }
  if (/^[\da-f]{15,34}(?:-[\da-f]{7,8})?$/.test(word) && around()[0] === 'volcengine-tos')
    return 'volcengine-tos'
  if (!qiniuForm.matches(word)) return undefined
  return /^reqid/i.test(text.slice(labelStart)) || around().includes('qiniu-kodo')
    ? qiniuForm.vendor
    : undefined
}
