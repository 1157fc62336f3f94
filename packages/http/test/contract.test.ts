// The contract of a call, for axios and for `fetch`.
import type { AxiosInstance, AxiosStatic } from 'axios'
import type { CallAdapter, Class } from '../../../test/contract/adapter.js'
import { describeCall } from '../../../test/contract/call.js'
import type { Wire } from '../../../test/kit/wire.js'
import { requestIdFetch, withRequestId } from '../src/index.js'
import { axioses } from './versions.js'
import { start } from './wire.js'

const common = {
  vendor: 'alibaba-oss',
  requestIdHeader: 'x-oss-request-id',
  attempts: 1,
  settlesCutBodies: true,
  start,
  errorBody: (id: string) => `<Error><Code>A</Code><RequestId>${id}</RequestId></Error>`,
} as const

type Axios = Pick<AxiosInstance, 'get' | 'post' | 'request' | 'defaults'>

function ofAxios(version: string, axios: AxiosStatic): CallAdapter<Axios, Wire> {
  const { Axios } = axios
  return {
    ...common,
    name: `axios ${version}`,
    shared: () => [Axios.prototype, axios.defaults, axios.interceptors.request, axios.interceptors.response],
    Client: Axios as unknown as Class<Axios>,
    // With the defaults that `axios.create()` gives.
    createClient: (server, Client = Axios as unknown as Class<Axios>) =>
      new Client({ ...axios.create({ baseURL: server.url, proxy: false, timeout: 5000 }).defaults } as never),
    withRequestId: (client, options) => withRequestId(client as AxiosInstance, options) as Axios,
    example: 'axios.create()',
    call: (client, key) => client.get(encodeURI(`/bucket/${key}`)),
    calls: [
      (client, key) => client.get(`/bucket/${key}`),
      (client, key) => client.post(`/bucket/${key}`, 'content'),
    ],
    callWithSignal: (client, key, signal) => client.get(`/bucket/${key}`, { signal }),
    impatient: (server) =>
      new Axios({
        ...axios.create({ baseURL: server.url, proxy: false, timeout: 100 }).defaults,
      } as never) as unknown as Axios,
    buffersBodies: true,
    showsCutBodies: true,
    keepsLast: true,
    ownJson: true,
    errorCodes: { reset: 'ECONNRESET', refused: 'ECONNREFUSED', timeout: 'ECONNABORTED' },
  }
}

for (const [version, module] of axioses)
  describeCall(ofAxios(version, ((module as { default?: unknown }).default ?? module) as AxiosStatic))

/** As a program has it: a client of its own around `fetch`. */
class Client {
  readonly uses = { fetch }
  constructor(readonly base: string) {}
  async get(key: string, init?: RequestInit) {
    const response = await this.uses.fetch(`${this.base}/bucket/${encodeURI(key)}`, init)
    await response.text()
    return response
  }
}

describeCall<Client, Wire>({
  ...common,
  name: 'fetch',
  shared: () => [Response.prototype],
  Client: Client as unknown as Class<Client>,
  createClient: (server, Of = Client as unknown as Class<Client>) => new Of(server.url as never),
  withRequestId(client, options) {
    client.uses.fetch = requestIdFetch(client.uses.fetch, options)
    return client
  },
  call: (client, key) => client.get(key),
  callWithSignal: (client, key, signal) => client.get(key, { signal }),
  failuresAreResults: true,
  servesFrozen: true,
})
