// The server of the tests: it answers as a storage does, with its ids in headers and in the XML of errors.
import { startWire, type Wire } from '../../../test/kit/wire.js'

export const start = (): Promise<Wire> =>
  startWire({
    requestIdHeader: 'x-oss-request-id',
    answer: (_, key) => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key }),
    }),
    error: (status, id) => `<Error><Code>${status}</Code>${id ? `<RequestId>${id}</RequestId>` : ''}</Error>`,
    clientOptions: () => ({}),
  })
