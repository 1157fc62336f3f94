/** Pages of objects, versions and uploads. */
import { elements, elementText, renderXml, type XmlNode } from '../xml.js'
import { type Call, xmlAnswer } from './api.js'
import type { Answer } from './dialect.js'

/** What all listings of objects have in common. */
export function listPage({ bucket, bucketName, query }: Call, marker: string, defaultMaxKeys = 1000) {
  const parameter = (name: string) => query.get(name) ?? ''
  const encoded = parameter('encoding-type') === 'url'
  const name = (key: string) => (encoded ? encodeURIComponent(key) : key)
  const prefix = parameter('prefix')
  const delimiter = parameter('delimiter')
  const maxKeys = Math.min(Number(query.get('max-keys')) || defaultMaxKeys, 1000)
  const page = bucket.list({ prefix, delimiter, marker, maxKeys })
  return {
    /** A key as the page has it. */
    name,
    /** Where the next page begins, as it is. */
    nextMarker: page.nextMarker,
    next: page.nextMarker && name(page.nextMarker),
    head: {
      Name: bucketName,
      EncodingType: encoded ? 'url' : undefined,
      Prefix: name(prefix),
      Delimiter: delimiter ? name(delimiter) : undefined,
      MaxKeys: maxKeys,
      IsTruncated: page.nextMarker !== undefined,
    },
    objects: page.objects,
    commonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: name(prefix) })),
  }
}

/** A page of objects, with a vendor's own fields for each. */
type List = (
  call: Call,
  marker: string,
) => Omit<ReturnType<typeof listPage>, 'name' | 'objects'> & { contents: readonly XmlNode[] }

/** The listing that goes on after a key, which all of them have. */
export const listByMarker =
  (list: List) =>
  (call: Call): Answer => {
    const Marker = call.query.get('marker') ?? ''
    const { head, contents, commonPrefixes, next } = list(call, Marker)
    const page = { ...head, Marker, NextMarker: next, Contents: contents, CommonPrefixes: commonPrefixes }
    return xmlAnswer({ ListBucketResult: page })
  }

/** The listing of versions. Objects have one. */
export const listVersions =
  (list: List, VersionId: string) =>
  (call: Call): Answer => {
    const KeyMarker = call.query.get('key-marker') ?? ''
    const { head, contents, commonPrefixes, next } = list(call, KeyMarker)
    const Version = contents.map((object) => ({ ...object, VersionId, IsLatest: true }))
    const page = { ...head, KeyMarker, NextKeyMarker: next, Version, CommonPrefixes: commonPrefixes }
    return xmlAnswer({ ListVersionsResult: page })
  }

/** Deletes the objects that the body names, and says so unless it asks for quiet. */
export function deleteObjects({ bucket, body }: Call): XmlNode {
  const document = body.toString()
  const keys = elements(document, 'Object').map((object) => elementText(object, 'Key') ?? '')
  for (const key of keys) bucket.objects.delete(key)
  const quiet = elementText(document, 'Quiet') === 'true'
  return { DeleteResult: { Deleted: quiet ? [] : keys.map((Key) => ({ Key })) } }
}

/** Every document whose slot begins so, as `element` of `root`. */
export function listDocuments({ bucket }: Call, slot: string, element: string, root: string): Answer {
  const stored = Array.from(bucket.documents).filter(([name]) => name.startsWith(slot))
  const document = renderXml({ [root]: { IsTruncated: false } })
  const pattern = new RegExp(`<${element}>.*`, 's')
  // Given back as they were put, hence not through the escaping of renderXml.
  const items = stored.map(([, { body }]) => pattern.exec(body.toString())?.[0] ?? '')
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: document.replace(`</${root}>`, (end) => items.join('') + end),
  }
}
