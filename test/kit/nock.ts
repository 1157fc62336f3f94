// The nock harness: real host names over HTTPS, which no server of ours can have.
import { getRequestInfo } from '@requestid/core'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

/** nock, and that no request gets past it in these tests, nor any of its answers is left over. */
export function useNock(): typeof nock {
  beforeAll(() => nock.disableNetConnect())
  afterEach(() => {
    expect(nock.pendingMocks()).toEqual([])
    nock.cleanAll()
  })
  afterAll(() => {
    nock.restore()
    nock.activate()
    nock.enableNetConnect()
  })
  return nock
}

/** What the harness needs to know of an SDK: two calls for one path of a host that its service really has. */
export interface Nocked<SDK> {
  readonly name: string
  readonly versions: readonly (readonly [version: string, sdk: SDK])[]
  readonly host: string
  readonly path: string
  /** The headers with the ids. */
  readonly headers: Readonly<Record<string, string>>
  /** What the exchange of a result has besides. */
  readonly exchange?: object
  /** A call that resolves where the path is answered with 200, by a registered client. */
  send(sdk: SDK): Promise<unknown>
  readonly method: 'PUT' | 'DELETE'
  /** A call that reads the path. */
  get(sdk: SDK): Promise<unknown>
  /** The body of a 404, and what the error and its info have of it. */
  readonly missing: { readonly body: string; readonly error: object; readonly info?: object }
}

export function describeNock<SDK>(nocked: Nocked<SDK>): void {
  const { name, versions, host, path, headers, exchange, send, method, get, missing } = nocked
  const origin = `https://${host}`
  const [requestId] = Object.values(headers)

  describe.each(versions)(`${name} %s under nock`, (_, sdk) => {
    const nock = useNock()
    const failure = () =>
      get(sdk).then(
        () => expect.fail('it did not fail'),
        (error: Record<string, unknown>) => error,
      )

    it('a result, from the real host name over HTTPS', async () => {
      nock(origin).intercept(path, method).query(true).reply(200, '', headers)
      const result = await send(sdk)
      expect(result).toHaveProperty('requestId', requestId)
      expect(getRequestInfo(result)?.exchanges).toMatchObject([
        { method, host, path, requestId, ...exchange },
      ])
    })

    it('an error', async () => {
      nock(origin).get(path).query(true).reply(404, missing.body, headers)
      const error = await failure()
      expect(error).toMatchObject({ requestId, ...missing.error })
      expect(getRequestInfo(error)).toMatchObject({ requestId, statusCode: 404, ...missing.info })
      expect(getRequestInfo(error)?.exchanges.map(({ requestId }) => requestId)).toEqual([requestId])
    })

    it('a failing connection', async () => {
      const gone = Object.assign(new Error('gone'), { code: 'EPIPE' })
      nock(origin).get(path).query(true).times(9).replyWithError(gone)
      const error = await failure()
      nock.cleanAll()
      expect(error).not.toHaveProperty('requestId')
      expect(getRequestInfo(error)?.exchanges.at(-1)).toMatchObject({ errorCode: 'EPIPE', path })
    })
  })
}
