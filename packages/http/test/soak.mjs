// How the soak calls what sends requests without an SDK: test/soak.
import { withRequestId as ofAxios, requestIdFetch } from '@requestid/http'
import axios from 'axios'
import { content, ended } from '../../../test/soak/calls.mjs'

/** Of a program's own client around `fetch`, its `fetch`. */
export function withRequestId(client, options) {
  if (!client.uses) return ofAxios(client, options)
  client.uses.fetch = requestIdFetch(client.uses.fetch, options)
  return client
}

export const endpoints = {
  http: {
    vendor: 'aws',
    idHeader: 'x-amz-request-id',
    settings: (server) => ({ baseURL: `${server.url}/bucket/` }),
  },
}

const OBJECT = { put: 5, head: 3, get: 3, unhandled: 1 }
const callsOf = (calls) =>
  Object.fromEntries(Object.entries(OBJECT).map(([name, share]) => [name, [share, calls[name]]]))

async function read(client, key, method, body) {
  const { baseURL, timeout, fetch } = client.uses
  const response = await fetch(baseURL + key, { method, body, signal: AbortSignal.timeout(timeout) })
  await response.text()
  return response
}

export const sdks = {
  axios: {
    share: 8,
    endpoint: 'http',
    create: (settings, timeout) => axios.create({ ...settings, timeout, proxy: false }),
    calls: callsOf({
      put: (client, key) => client.put(key, content),
      head: (client, key) => client.head(key),
      get: async (client, key) => ended((await client.get(key, { responseType: 'stream' })).data),
      unhandled: (client, key) => client.head(key),
    }),
  },
  fetch: {
    share: 8,
    endpoint: 'http',
    create: ({ baseURL }, timeout) => ({ uses: { baseURL, timeout, fetch: globalThis.fetch } }),
    calls: callsOf({
      put: (client, key) => read(client, key, 'PUT', content),
      head: (client, key) => read(client, key, 'HEAD'),
      get: (client, key) => read(client, key, 'GET'),
      unhandled: (client, key) => read(client, key, 'HEAD'),
    }),
  },
}
