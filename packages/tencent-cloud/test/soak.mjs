// How the soak calls the API of Tencent Cloud: test/soak.
import { CommonClient } from 'tencentcloud-sdk-nodejs-common'
import { endpointOf } from '../../../test/soak/endpoint.mjs'

export { withRequestId } from '@requestid/tencent-cloud'

export const endpoints = {
  tencentCloud: {
    start: endpointOf({
      keyOf: ({ headers }) => headers['x-tc-action'],
      answer({ failure, requestId: RequestId }) {
        const refused = failure && { Error: { Code: 'c', Message: 'm' } }
        return {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ Response: { ...refused, RequestId } }),
        }
      },
    }),
    settings: ({ url }) => ({ endpoint: new URL(url).host }),
  },
}

const request = (client, key) => client.request(key, {})

export const sdks = {
  'tencentcloud-sdk-nodejs-common': {
    share: 5,
    endpoint: 'tencentCloud',
    create({ endpoint }, timeout) {
      const httpProfile = { protocol: 'http://', endpoint, reqTimeout: timeout / 1000 }
      const credential = { secretId: 'id', secretKey: 'key' }
      return new CommonClient('', '2018-08-13', {
        credential,
        region: 'ap-beijing',
        profile: { httpProfile },
      })
    },
    cutsUnseen: true,
    emptyIds: true,
    calls: {
      request: [3, request],
      bytes: [1, (client, key) => client.requestOctetStream(key, Buffer.from('x'))],
      unhandled: [1, request],
    },
  },
}
