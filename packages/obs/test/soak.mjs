// How the soak calls the client of OBS: test/soak.
import { setImmediate } from 'node:timers/promises'
import ObsClient from 'esdk-obs-nodejs'
import { content, ended } from '../../../test/soak/calls.mjs'

export { withRequestId } from '@requestid/obs'

export const endpoints = {
  obs: {
    vendor: 'aws',
    idHeader: 'x-amz-request-id',
    // By the names of S3, as the host is an address.
    settings: ({ url }) => ({ server: url }),
  },
}

/** The SDK leaves a request alone that it waits no longer for. */
const patient = (timeout) => (request) =>
  request.setTimeout(timeout, () =>
    request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })),
  )

/** What the service answers with an error is a result. */
async function call(client, name, key, param) {
  // A client is ready a moment after it was made; what it is asked before never ends.
  await setImmediate()
  const RequestHook = client.patient
  const result = await client[name]({ Bucket: 'bucket', Key: key, RequestHook, ...param })
  if (result.CommonMsg.Status >= 300) throw result
  return result
}

const head = (client, key) => call(client, 'getObjectMetadata', key)

export const sdks = {
  'esdk-obs-nodejs': {
    share: 10,
    endpoint: 'obs',
    create({ server }, timeout) {
      const client = new ObsClient({
        access_key_id: 'id',
        secret_access_key: 'key',
        server,
        max_retry_count: 0,
      })
      return Object.assign(client, { patient: patient(timeout) })
    },
    stallsUnseen: true,
    calls: {
      put: [5, (client, key) => call(client, 'putObject', key, { Body: content })],
      head: [3, head],
      get: [
        3,
        async (client, key) => {
          const { InterfaceResult } = await call(client, 'getObject', key, { SaveAsStream: true })
          return ended(InterfaceResult.Content)
        },
      ],
      unhandled: [1, head],
    },
  },
}
