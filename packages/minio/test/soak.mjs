// How the soak calls the client of MinIO: test/soak.
import http from 'node:http'
import { Client } from 'minio'
import { content, ended } from '../../../test/soak/calls.mjs'

export { withRequestId } from '@requestid/minio'

export const endpoints = {
  minio: {
    vendor: 'aws',
    idHeader: 'x-amz-request-id',
    settings: (server) => ({ endPoint: '127.0.0.1', port: Number(new URL(server.url).port) }),
  },
}

/** The client has no time-out of its own. */
const patient = (timeout) => ({
  request(options, done) {
    const request = http.request(options, done)
    request.setTimeout(timeout, () =>
      request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })),
    )
    return request
  },
})

export const sdks = {
  minio: {
    share: 10,
    endpoint: 'minio',
    create: (settings, timeout) =>
      new Client({
        ...settings,
        useSSL: false,
        accessKey: 'id',
        secretKey: 'key',
        region: 'us-east-1',
        transport: patient(timeout),
        retryOptions: { disableRetry: true },
      }),
    calls: {
      put: [5, (client, key) => client.putObject('bucket', key, content)],
      stat: [3, (client, key) => client.statObject('bucket', key)],
      get: [3, async (client, key) => ended(await client.getObject('bucket', key))],
      unhandled: [1, (client, key) => client.statObject('bucket', key)],
    },
  },
}
