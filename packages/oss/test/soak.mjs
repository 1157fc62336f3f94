// How the soak calls ali-oss: test/soak.
import OSS from 'ali-oss'
import { content, ended } from '../../../test/soak/calls.mjs'

export { withRequestId } from '@requestid/oss'

export const endpoints = {
  oss: {
    vendor: 'alibaba-oss',
    idHeader: 'x-oss-request-id',
    settings: (server) => ({ options: server.ossOptions() }),
  },
}

export const sdks = {
  'ali-oss': {
    share: 24,
    endpoint: 'oss',
    keepsId: true,
    create: ({ options }, timeout) => new OSS({ ...options, timeout }),
    calls: {
      put: [5, (oss, key) => oss.put(key, Buffer.from(content))],
      get: [5, (oss, key) => oss.get(key)],
      head: [3, (oss, key) => oss.head(key)],
      delete: [2, (oss, key) => oss.delete(key)],
      list: [2, (oss, prefix) => oss.list({ prefix, 'max-keys': 10 }, {})],
      stream: [
        2,
        async (oss, key) => {
          const result = await oss.getStream(key)
          await ended(result.stream)
          delete result.stream
          return result
        },
      ],
      upload: [1, (oss, key, file) => oss.multipartUpload(key, file, { partSize: 1024 * 1024, parallel: 2 })],
      unhandled: [2, (oss, key) => oss.get(key)],
    },
  },
}
