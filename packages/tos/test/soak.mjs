// How the soak calls the client of TOS: test/soak.
import { TosClient } from '@volcengine/tos-sdk'
import { content, ended } from '../../../test/soak/calls.mjs'
import { endpointOf } from '../../../test/soak/endpoint.mjs'

export { withRequestId } from '@requestid/tos'

const start = endpointOf({
  idHeader: 'x-tos-request-id',
  answer: ({ method, failure }) => ({
    headers: { 'content-type': 'application/json', etag: '"e"' },
    body: failure ? JSON.stringify({ Code: `C${failure}`, Message: 'm' }) : method === 'GET' ? content : '',
  }),
})

export const endpoints = {
  tos: { start, settings: ({ url }) => ({ endpoint: new URL(url).host }) },
}

const head = (client, key) => client.headObject({ key })

export const sdks = {
  'tos-sdk': {
    share: 10,
    endpoint: 'tos',
    create: ({ endpoint }, requestTimeout) =>
      new TosClient({
        accessKeyId: 'id',
        accessKeySecret: 'key',
        region: 'cn-beijing',
        secure: false,
        bucket: 'bucket',
        endpoint,
        requestTimeout,
      }),
    // What the header says.
    keepsId: true,
    calls: {
      put: [5, (client, key) => client.putObject({ key, body: Buffer.from(content) })],
      head: [3, head],
      get: [3, async (client, key) => ended((await client.getObjectV2({ key })).data.content)],
      unhandled: [1, head],
    },
  },
}
