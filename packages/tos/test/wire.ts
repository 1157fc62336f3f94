// The wire of test/kit for clients of TOS, and how they are made.
import { startWire, type Wire } from '../../../test/kit/wire.js'
import type { Client, SDK } from './versions.js'

export type TosWire = Wire<{ endpoint: string }>

/** What looks like an error, as the content of an object: it is never read as one. */
const content = JSON.stringify({ Code: 'C', RequestId: 'of-the-object', pad: 'x'.repeat(1000) })
const listing = JSON.stringify({ Name: 'bucket', Contents: [{ Key: 'a' }], KeyCount: 1, IsTruncated: false })
export const errorBody = (id?: string, code = 'Code') =>
  JSON.stringify({ Code: code, Message: 'm', HostId: 'h', ...(id && { RequestId: id }) })

/** Objects have the same content each, listings one object. */
export const startTosWire = (): Promise<TosWire> =>
  startWire({
    requestIdHeader: 'x-tos-request-id',
    clientOptions: (endpoint) => ({ endpoint }),
    answer({ method, query }) {
      if (method === 'DELETE') return { status: 204 }
      if (query.has('list-type')) return { status: 200, body: listing }
      return { status: 200, headers: { etag: '"e"' }, ...(method === 'GET' && { body: content }) }
    },
    error: (status, id) => errorBody(id, `C${status}`),
  })

/** Under an address the path has the bucket. */
export const createClient = (Class: SDK['TosClient'], server: TosWire, options: object = {}): Client =>
  new Class({
    accessKeyId: 'test-id',
    accessKeySecret: 'test-secret',
    region: 'cn-beijing',
    secure: false,
    bucket: 'bucket',
    maxRetryCount: 1,
    ...server.clientOptions(),
    ...options,
  })
