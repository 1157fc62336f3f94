import { startServer, type TestServer } from '@requestid/testing'
import type OSS from 'ali-oss'
import { describeFuzz } from '../../../test/kit/fuzz.js'
import { withRequestId } from '../src/index.js'
import { bucket, files, type Methods, partSize } from './methods.js'
import { type SDK, versions } from './versions.js'

describeFuzz<SDK, OSS & Methods, TestServer>({
  name: 'ali-oss',
  versions,
  start: () => startServer({ vendor: 'alibaba-oss' }),
  createClient: (server, SDK) => new SDK(server.ossOptions()) as OSS & Methods,
  withRequestId,
  fill: (client) => client.put('a', Buffer.from('x'.repeat(200))),
  calls: {
    put: (client) => client.put('a', Buffer.from('content')),
    putFile: (client) => client.put('a', files.small),
    get: (client) => client.get('a'),
    getToFile: (client) => client.get('a', files.target),
    head: (client) => client.head('a'),
    delete: (client) => client.delete('a'),
    list: (client) => client.list({ 'max-keys': 10 }, {}),
    copy: (client) => client.copy('b', 'a'),
    getPolicy: (client) => client.getBucketPolicy?.(bucket) as Promise<unknown>,
    upload: (client) => client.multipartUpload('a', files.big, { partSize, parallel: 1 }),
    callback: (client) =>
      client.put('a', Buffer.from('x'), { callback: { url: 'http://example.com', body: 'b' } }),
  },
  bodiless: ['head', 'delete'],
  statuses: [200, 203, 204, 304, 400, 403, 404, 409, 500, 503],
  bodies: [
    '',
    '<Error></Error>',
    '<Error><Code>A</Code><RequestId>\u0007bad id</RequestId></Error>',
    '<Error><Code>A</Code><RequestId></RequestId><EC>0001-00000001</EC></Error>',
    '<html><body>Bad Gateway</body></html>',
    '<html><br></html>',
    '{"code":"A","RequestId":7}',
    'text',
  ],
  headers: [false],
  maxFaults: 6,
  runs: 150,
  bodyIds({ statusCode = 0 }, { status, reset, malformed }, id) {
    // Of what it does not expect, such as a 203, the SDK itself makes an error, from the body.
    if (statusCode < 300) return status === 203 ? [id, undefined] : [undefined]
    // Either where the body was cut before its end.
    return reset || malformed ? [id, undefined] : [id]
  },
  // Ids that the SDK repeats in addresses and messages, and there also counts of its sockets. Of a response cut while
  // the file is being opened, it says either code.
  changing:
    /[0-9A-F]{24}|uploadId=\w+|agent status: .*?\)|socketHandled\w+: \d+|keepalive socket: \w+|ERR_STREAM_DESTROYED|ECONNRESET/g,
})
