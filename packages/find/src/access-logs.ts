import { cloudFrontForm, ossForm } from '@requestid/core/plugin'
import type { Add, FoundRequestId } from './find.js'

/** A log's line does not get longer. */
const LINE = 8192

/** `192.0.2.1 - - [03/Jan/2021:14:59:49 +0800] "GET /example.jpg HTTP/1.0" 200 … "6B016EC4B3AF779D8856924D" …` */
const OSS =
  /\[(\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4})\] "([A-Z]{3,7}) ([^\s"?]*)[^"]*" (\d{3}|-) [^[\]]*$/

/** A quoted field of an OSS access log, which has no labels. Source: https://help.aliyun.com/document_detail/31868.html. */
export function readOssLog(text: string, start: number, add: Add): void {
  const id = text.slice(start, start + 24)
  if (!ossForm.matches(id)) return
  const match = OSS.exec(lineBefore(text, start))
  if (!match) return
  const [, time = '', method = '', url = '', status = ''] = match
  add(ossForm.vendor, id, start, start + 24, fields({ time, method, url, status }))
}

/** Up to the id, then the operation. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html. */
const S3 = /\[(\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4})\] \S+ (?:\S+|"[^"]*") ([\dA-Z]{16})$/
/** Key, request line, status, error code; further on the host id stands before the version of the signature. */
const S3_REST =
  /^ (?:REST|SOAP|WEBSITE|BATCH|S3)\.[\w.]+ \S+ (?:"([A-Z]+) ([^\s"?]*)[^"]*"|-) (\d{3}|-) ([A-Z]\w+|-)/
const S3_HOST_ID = / ([\dA-Za-z+/]{40,108}={0,2}) (?:SigV\d|-) /

export function readS3Log(text: string, end: number, add: Add): void {
  const match = S3.exec(lineBefore(text, end))
  const [, time = '', id = ''] = match ?? []
  if (!match || !/\d/.test(id)) return
  const line = lineAfter(text, end)
  const [, method = '', url = '', status = '', errorCode = ''] = S3_REST.exec(line) ?? []
  const more = fields({ time, method, url, status })
  if (errorCode && errorCode !== '-') more.errorCode = errorCode
  const hostId = S3_HOST_ID.exec(line)?.[1]
  if (hostId) more.extendedRequestId = hostId
  add('aws-s3', id, end - 16, end, more)
}

/** A column that ends before a tab; `#Fields` may be far above, so the first ones are known by their form. */
export function readCloudFrontLog(text: string, end: number, add: Add): void {
  const start = end - 56
  const id = text.slice(Math.max(0, start), end)
  const before = lineBefore(text, start)
  if (!cloudFrontForm.matches(id) || !before.endsWith('\t')) return
  const [day = '', time = '', , , , method = '', host = '', path = '', status = ''] = before.split('\t')
  const dated = /^\d{4}-\d\d-\d\d$/.test(day) && /^[\d:]{8}$/.test(time)
  const more = dated ? fields({ time: `${day}T${time}Z`, method, url: `${host}${path}`, status }) : {}
  add(cloudFrontForm.vendor, id, start, end, more)
}

function fields(line: {
  time: string
  method: string
  url: string
  status: string
}): Partial<FoundRequestId> {
  const more: Partial<FoundRequestId> = { time: line.time }
  if (/^[A-Z]+$/.test(line.method)) more.method = line.method
  if (line.url && line.url !== '-') more.url = line.url
  if (/^\d{3}$/.test(line.status)) more.statusCode = Number(line.status)
  return more
}

function lineBefore(text: string, at: number): string {
  const head = text.slice(Math.max(0, at - LINE), Math.max(0, at))
  return head.slice(head.lastIndexOf('\n') + 1)
}

function lineAfter(text: string, at: number): string {
  const rest = text.slice(at, at + LINE)
  const end = rest.indexOf('\n')
  return end < 0 ? rest : rest.slice(0, end)
}
