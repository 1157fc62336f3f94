/** The buckets and objects of a server. */
import { createHash, randomBytes } from 'node:crypto'

/** A document stored under a sub-resource such as `?acl` or `?cors`, with the headers that came with it. */
export interface StoredDocument {
  body: Buffer
  headers: Record<string, string>
}

/** Documents by the name and id of their sub-resource. */
export type Documents = Map<string, StoredDocument>

/** An object as it is kept: its bytes and the headers a read gives back. */
export interface StoredObject {
  body: Buffer
  etag: string
  lastModified: Date
  headers: Record<string, string>
  documents: Documents
}

/** A part of a multipart upload. */
export interface StoredPart {
  body: Buffer
  etag: string
  lastModified: Date
}

/** A multipart upload that was begun and is neither completed nor aborted. */
export interface MultipartUpload {
  key: string
  uploadId: string
  initiated: Date
  headers: Record<string, string>
  parts: Map<number, StoredPart>
}

/** A page of a listing. */
export interface ListPage {
  objects: [key: string, object: StoredObject][]
  commonPrefixes: string[]
  /** Where the next page begins; absent on the last page. */
  nextMarker?: string
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest()

/** How a vendor writes the hexadecimal digest of an ETag. */
export type WriteDigest = (digest: Buffer) => string

const lowerCase: WriteDigest = (digest) => digest.toString('hex')

/** One bucket, in memory. */
export class Bucket {
  readonly objects = new Map<string, StoredObject>()
  readonly uploads = new Map<string, MultipartUpload>()
  readonly documents: Documents = new Map()

  constructor(private readonly writeDigest: WriteDigest = lowerCase) {}

  private etag(body: Uint8Array): string {
    return `"${this.writeDigest(md5(body))}"`
  }

  put(key: string, body: Buffer, headers: Record<string, string>, etag = this.etag(body)): StoredObject {
    const object: StoredObject = { body, etag, headers, documents: new Map(), lastModified: new Date() }
    this.objects.set(key, object)
    return object
  }

  begin(key: string, headers: Record<string, string>): MultipartUpload {
    const uploadId = `${Math.floor(Date.now() / 1000)}${randomBytes(27).toString('hex')}`
    const upload: MultipartUpload = { key, uploadId, initiated: new Date(), headers, parts: new Map() }
    this.uploads.set(uploadId, upload)
    return upload
  }

  putPart(upload: MultipartUpload, partNumber: number, body: Buffer): StoredPart {
    const part: StoredPart = { body, etag: this.etag(body), lastModified: new Date() }
    upload.parts.set(partNumber, part)
    return part
  }

  /** Makes the object of an upload's parts. Its ETag is the MD5 of the parts' MD5s, and their count. */
  complete(upload: MultipartUpload, parts: readonly StoredPart[]): StoredObject {
    this.uploads.delete(upload.uploadId)
    const digest = this.writeDigest(md5(Buffer.concat(parts.map((part) => md5(part.body)))))
    const body = Buffer.concat(parts.map((part) => part.body))
    return this.put(upload.key, body, upload.headers, `"${digest}-${parts.length}"`)
  }

  /** Lists keys in UTF-8 order, those after `marker`; keys with a `delimiter` after the prefix are grouped. */
  list({ prefix = '', delimiter = '', marker = '', maxKeys = 1000 }): ListPage {
    const page: ListPage = { objects: [], commonPrefixes: [] }
    const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
    const sorted = Array.from(this.objects).sort(([a], [b]) => compare(a, b))
    let last = marker
    for (const [key, object] of sorted) {
      if (!key.startsWith(prefix)) continue
      const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1
      const entry = end < 0 ? key : key.slice(0, end + delimiter.length)
      if (last && compare(entry, last) <= 0) continue
      if (page.objects.length + page.commonPrefixes.length >= maxKeys) return { ...page, nextMarker: last }
      if (entry === key) page.objects.push([key, object])
      else page.commonPrefixes.push(entry)
      last = entry
    }
    return page
  }
}

/** Every bucket of one server. A bucket exists as soon as somebody names it. */
export class Store {
  private readonly buckets = new Map<string, Bucket>()

  constructor(private readonly writeDigest?: WriteDigest) {}

  bucket(name: string): Bucket {
    const known = this.buckets.get(name)
    if (known) return known
    const bucket = new Bucket(this.writeDigest)
    this.buckets.set(name, bucket)
    return bucket
  }

  names(): string[] {
    return Array.from(this.buckets.keys())
  }

  clear(): void {
    this.buckets.clear()
  }
}
