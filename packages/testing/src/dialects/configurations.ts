/** Documents of sub-resources, such as a bucket's CORS rules. */
import type { StoredDocument } from '../store.js'
import { type Call, type Handler, ok, requireObject } from './api.js'

/** How a vendor keeps the documents of sub-resources such as `?acl` or `?cors`. */
export interface ConfigurationRules {
  /** The sub-resources, and the name each has in the operations on it. */
  names: Readonly<Record<string, string>>
  /** The query parameter that tells several documents of one sub-resource apart. */
  idParameter: string
  /** What to keep of a request that puts a document. */
  keep(call: Call, name: string): StoredDocument
  /** The document of a sub-resource to which nothing was put. */
  defaultDocument(call: Call, name: string, id: string): string
}

/** Reads, writes and deletes whichever document a request names, by method. */
export function configurationHandlers(rules: ConfigurationRules): Readonly<Record<string, Handler>> {
  // A document is kept with the bucket, or with one object.
  const find = (call: Call) => {
    const name = Object.keys(rules.names).find((parameter) => call.query.has(parameter)) ?? ''
    const id = call.query.get(rules.idParameter) ?? ''
    const { documents } = call.key ? requireObject(call, call.key) : call.bucket
    return { name, id, documents, slot: `${name}=${id}` }
  }
  return {
    GET(call) {
      const { name, id, documents, slot } = find(call)
      const stored = documents.get(slot)
      return {
        status: 200,
        headers: {
          'content-type': name === 'policy' ? 'application/json' : 'application/xml',
          ...stored?.headers,
        },
        // An ACL may have been put by a header alone.
        body: stored?.body.length ? stored.body : rules.defaultDocument(call, name, id),
      }
    },
    PUT(call) {
      const { name, documents, slot } = find(call)
      documents.set(slot, rules.keep(call, name))
      return ok()
    },
    DELETE(call) {
      const { documents, slot } = find(call)
      documents.delete(slot)
      return { status: 204 }
    },
  }
}
