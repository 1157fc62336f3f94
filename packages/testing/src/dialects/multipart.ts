/** Multipart uploads. */
import type { MultipartUpload, StoredObject, StoredPart } from '../store.js'
import { elements, elementText, type XmlNode } from '../xml.js'
import { ApiError, type Call, requireUpload } from './api.js'
import { parseRange, slice } from './reading.js'

/** Begins an upload of an object with these headers. */
export function initiateUpload(call: Call, headers: Record<string, string>): XmlNode {
  const { uploadId } = call.bucket.begin(call.key, headers)
  return { InitiateMultipartUploadResult: { Bucket: call.bucketName, Key: call.key, UploadId: uploadId } }
}

function partNumber({ query }: Call): number {
  const number = Number(query.get('partNumber'))
  if (!Number.isInteger(number) || number < 1 || number > 10000) throw new ApiError(400, 'InvalidArgument')
  return number
}

export const uploadPart = (call: Call, body: Buffer): StoredPart =>
  call.bucket.putPart(requireUpload(call), partNumber(call), body)

/** Makes a part of an object, or of the range of it that a header names. */
export const uploadPartCopy = (call: Call, { body }: StoredObject, range: string): StoredPart =>
  uploadPart(call, slice(body, parseRange(range, body.length)))

export const copyResult = ({ etag, lastModified }: StoredObject | StoredPart) => ({
  ETag: etag,
  LastModified: lastModified.toISOString(),
})

function selectParts(body: Buffer, upload: MultipartUpload): StoredPart[] {
  const parts = elements(body.toString(), 'Part').map((part) => {
    const stored = upload.parts.get(Number(elementText(part, 'PartNumber')))
    const etag = elementText(part, 'ETag')?.replace(/"/g, '')
    if (!stored || stored.etag !== `"${etag}"`) throw new ApiError(400, 'InvalidPart')
    return stored
  })
  if (parts.length === 0) throw new ApiError(400, 'MalformedXML')
  return parts
}

/** Makes the object of the parts that the body names. */
export function completeUpload(call: Call): { object: StoredObject; document: XmlNode } {
  const upload = requireUpload(call)
  const object = call.bucket.complete(upload, selectParts(call.body, upload))
  const document = {
    CompleteMultipartUploadResult: {
      Location: `http://${call.host}${encodeURI(call.path)}`,
      Bucket: call.bucketName,
      Key: call.key,
      ETag: object.etag,
    },
  }
  return { object, document }
}

export const abortUpload = (call: Call) => {
  call.bucket.uploads.delete(requireUpload(call).uploadId)
  return { status: 204 }
}

/** Lists the unfinished uploads; `describe` gives what only one vendor says of each. */
export function listUploads(
  { bucket, bucketName, query }: Call,
  describe: (upload: MultipartUpload) => XmlNode,
): XmlNode {
  const prefix = query.get('prefix') ?? ''
  const uploads = Array.from(bucket.uploads.values()).filter(({ key }) => key.startsWith(prefix))
  return {
    ListMultipartUploadsResult: {
      Bucket: bucketName,
      Prefix: prefix,
      MaxUploads: 1000,
      IsTruncated: false,
      Upload: uploads.map((upload) => ({
        Key: upload.key,
        UploadId: upload.uploadId,
        ...describe(upload),
        Initiated: upload.initiated.toISOString(),
      })),
    },
  }
}

/** Lists the parts of an upload; `describe` gives what only one vendor says of it. */
export function listParts(call: Call, describe: (upload: MultipartUpload) => XmlNode): XmlNode {
  const upload = requireUpload(call)
  const marker = Number(call.query.get('part-number-marker') ?? 0)
  const maxParts = Number(call.query.get('max-parts') ?? 1000)
  const rest = Array.from(upload.parts)
    .filter(([number]) => number > marker)
    .sort(([a], [b]) => a - b)
  const page = rest.slice(0, maxParts)
  return {
    ListPartsResult: {
      Bucket: call.bucketName,
      Key: call.key,
      UploadId: upload.uploadId,
      ...describe(upload),
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.[0],
      MaxParts: maxParts,
      IsTruncated: page.length < rest.length,
      Part: page.map(([number, { body, ...part }]) => ({
        PartNumber: number,
        Size: body.length,
        ...copyResult({ body, ...part }),
      })),
    },
  }
}
