// What test/bench/instructions.mjs counts of minio's client.
import { createRequire } from 'node:module'
import { BODY, none, own } from '../../../test/bench/report/kit.mjs'

const require = createRequire(import.meta.url)

export const SDKS = {
  minio: {
    name: 'minio',
    // Its parts have 5 MB at least.
    hasNoUpload: true,
    server: ['aws', 's3Options'],
    create(variant, { endpoint, region, credentials }) {
      const { hostname, port } = new URL(endpoint)
      const { accessKeyId: accessKey, secretAccessKey: secretKey } = credentials
      const settings = { endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey, region }
      const client = new (require('minio').Client)(settings)
      if (variant === 'plugin') require('@requestid/minio').withRequestId(client)
      return client
    },
    ids: {
      plain: none,
      plugin: own,
      'hand-written': (outcome) => outcome.headers?.['x-amz-request-id'] ?? outcome.amzRequestid,
    },
    calls(client) {
      return {
        put: () => client.putObject('bench', 'a', BODY),
        async get() {
          const content = await client.getObject('bench', 'a')
          for await (const _ of content);
          return content
        },
        head: () => client.statObject('bench', 'missing'),
      }
    },
  },
}
