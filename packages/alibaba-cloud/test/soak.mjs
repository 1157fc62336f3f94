// How the soak calls the client of pop-core: test/soak.
import { ROAClient } from '@alicloud/pop-core'
import { endpointOf } from '../../../test/soak/endpoint.mjs'

export { withRequestId } from '@requestid/alibaba-cloud'

const start = endpointOf({
  idHeader: 'x-acs-request-id',
  answer: ({ failure }) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(failure ? { Code: `C${failure}`, Message: 'm' } : {}),
  }),
})

export const endpoints = {
  alibabaCloud: { start, settings: ({ url }) => ({ endpoint: url }) },
}

const get = (client, key) => client.get(`/${key}`)

export const sdks = {
  'pop-core': {
    share: 5,
    endpoint: 'alibabaCloud',
    create: ({ endpoint }, timeout) =>
      new ROAClient({
        accessKeyId: 'id',
        accessKeySecret: 'key',
        apiVersion: 'a',
        endpoint,
        opts: { timeout },
      }),
    calls: {
      put: [5, (client, key) => client.put(`/${key}`, {}, 'content')],
      get: [3, get],
      unhandled: [1, get],
    },
  },
}
