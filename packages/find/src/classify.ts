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
} from '@requestid/core'
import type { Label } from './labels.js'
import { vendorsAround } from './surroundings.js'

/** What Amazon's SDKs and responses put around an id. */
const AWS_TEXT =
  /Service: ?[\w ]+[;,] Status Code|https response error StatusCode: \d+, $|status code: \d{3}, $|ResponseMetadata|\$metadata|amazonaws\.com\/doc|x-amzn-request-?id|AWS Request ID|AWS Service:/i
/** The second half of S3's pair. Where it is 64 digits of hex, or none, it is MinIO's. */
const S3_EXTENDED = /[\dA-Za-z+/]{60,107}={0,2}(?![\dA-Za-z+/=])/g
/** Its ids have the form of OSS's. */
const LOG_SERVICE = /x-log-|log\.aliyuncs|LogException|aliyun[._-]log/i
const HEADER_NAME = /^(?:x-|content-|etag|date$|server$)/i

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
  if (word.length < 8 || !/\d/.test(word) || HEADER_NAME.test(word)) return undefined
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
  if (guidForm.matches(word) || awsForm.matches(word)) return 'aws'
  if (/^[\dA-Z]{16}$/.test(word)) return sixteen(word, text, start, end)
  if (!/^[\dA-Za-z]{12,}$/.test(word) || !/\d.*\d/.test(word)) return undefined
  const [vendor] = vendorsAround(text, start, end).filter((vendor) => vendor !== 'aws-s3')
  if (vendor === 'huawei-obs' && obsForm.matches(word)) return vendor
  if (vendor === 'alibaba-oss' && ossForm.matches(word)) return vendor
  return vendor === 'backblaze-b2' ? vendor : 'aws-s3'
}

/** Sixteen characters are S3's, and so are MinIO's. */
function sixteen(word: string, text: string, start: number, end: number): string {
  // OSS's early ones were as long.
  if (/^[4-6][\dA-F]{15}$/.test(word) && vendorsAround(text, start, end)[0] === ossForm.vendor)
    return ossForm.vendor
  if (!minioForm.matches(word)) return s3Form.vendor
  for (const [extended] of text.slice(Math.max(0, start - 400), end + 400).matchAll(S3_EXTENDED)) {
    if (!/^[\da-f]+$/.test(extended)) return s3Form.vendor
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
    if (AWS_TEXT.test(lead) || AWS_TEXT.test(before)) return 'aws'
    return around()[0] === 'baidu-bos' ? 'baidu-bos' : undefined
  }
  if (awsForm.matches(word)) return AWS_TEXT.test(lead) || around().includes('aws-s3') ? 'aws' : undefined
  if (/^[\da-f]{16}$/.test(word) && around()[0] === 'backblaze-b2') return 'backblaze-b2'
  if (/^[\da-f]{15,34}(?:-[\da-f]{7,8})?$/.test(word) && around()[0] === 'volcengine-tos')
    return 'volcengine-tos'
  if (!qiniuForm.matches(word)) return undefined
  return /^reqid/i.test(text.slice(labelStart)) || around().includes('qiniu-kodo')
    ? qiniuForm.vendor
    : undefined
}
