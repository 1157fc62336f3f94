// The wire of test/kit for clients of OBS, and how they are made.
import http from 'node:http'
import { startWire, type Wire } from '../../../test/kit/wire.js'
import type { Client, SDK } from './versions.js'

export type ObsWire = Wire<{ server: string }>

/** What looks like an error, as the content of an object: it is never read as one. */
const content = `<Error><Code>C</Code><RequestId>of-the-object</RequestId></Error>${'x'.repeat(1000)}`
export const errorBody = (id: string | undefined, code = 'Code') =>
  `<Error><Code>${code}</Code><Message>m</Message>${id ? `<RequestId>${id}</RequestId>` : ''}</Error>`

/** Objects have the same content each, listings one object. */
export const startObsWire = (requestIdHeader = 'x-obs-request-id'): Promise<ObsWire> =>
  startWire({
    requestIdHeader,
    clientOptions: (host) => ({ server: `http://obs.test:${host.replace(/.*:/, '')}` }),
    answer({ method, path, query }) {
      if (method === 'DELETE') return { status: 204 }
      if (query.has('prefix') || path === '/') return { status: 200, body: listing }
      return { status: 200, headers: { etag: '"e"' }, ...(method === 'GET' && { body: content }) }
    },
    error: (status, id) => errorBody(id, `C${status}`),
  })

const listing = '<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>'

/** A bucket's host is one of the service's, which here is this machine. */
const agent = () =>
  new http.Agent({
    lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  } as http.AgentOptions)

export const createClient = (sdk: SDK, server: ObsWire, param: object = {}): Client =>
  new sdk({
    access_key_id: 'test-id',
    secret_access_key: 'test-secret',
    is_signature_negotiation: false,
    // After a body that is cut the SDK sends twice again at once, and does not wait for both.
    max_retry_count: 0,
    http_agent: agent(),
    ...server.clientOptions(),
    ...param,
  })

/** The newest is ready a moment after it was made. */
export const ready = () => new Promise<void>((resolve) => process.nextTick(resolve))
