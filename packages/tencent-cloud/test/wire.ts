// A server with the way of answering of Tencent Cloud's API, and clients for it.
import { startWire, type Wire } from '../../../test/kit/wire.js'

export type TencentWire = Wire<{ endpoint: string }>

export const KEY = 'test-secret-key'

export const answerOf = (response: object) => JSON.stringify({ Response: response })

export const startTencent = (): Promise<TencentWire> =>
  startWire({
    // None that its documents name: ids are in bodies.
    requestIdHeader: 'x-no-id',
    headers: { 'content-type': 'application/json' },
    clientOptions: (endpoint) => ({ endpoint }),
    keyOf: ({ headers }) => String(headers['x-tc-action'] ?? ''),
    error: (status, RequestId) =>
      answerOf({ Error: { Code: `Code${status}`, Message: `m${status}` }, RequestId }),
    answer(_, key, RequestId) {
      if (key === 'Refused')
        return {
          status: 200,
          body: answerOf({ Error: { Code: 'AuthFailure', Message: 'm' }, RequestId }),
        }
      if (key === 'Stream')
        return {
          status: 200,
          headers: { 'content-type': 'text/event-stream' },
          body: 'event: a\ndata: {"Delta":"x"}\n\ndata: [DONE]\n\n',
        }
      return { status: 200, body: answerOf({ Total: 1, RequestId }) }
    },
  })

/** @param profile of HTTP, besides */
export const clientOf = <C>(server: TencentWire, Client: new (config: never) => C, profile: object = {}): C =>
  new Client({
    credential: { secretId: 'test-secret-id', secretKey: KEY },
    region: 'ap-beijing',
    profile: { httpProfile: { protocol: 'http://', ...server.clientOptions(), ...profile } },
  } as never)
