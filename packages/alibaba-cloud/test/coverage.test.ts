// Every method of a service's client: the kind of its outcome is that of the plain SDK, and its id is the server's.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getRequestId, getRequestInfo, withRequestId } from '../src/index.js'
import { type Sts, type StsSDK, stsVersions } from './versions.js'
import { type AlibabaWire, startAlibabaWire, stsOf } from './wire.js'

let server: AlibabaWire
beforeAll(async () => {
  server = await startAlibabaWire()
})
afterAll(() => server.close())

/** Those that send nothing: what they give is a string. */
const silent = new Set(['getEndpoint'])

const methodsOf = (sdk: StsSDK) =>
  Object.getOwnPropertyNames(sdk.default.prototype).filter((name) => name !== 'constructor')

/** With the model that its name says, and the options where it takes them. */
const callOf = (sdk: StsSDK, client: Sts, name: string): unknown => {
  const method = client[name] as (...args: unknown[]) => unknown
  const action = name.replace(/WithOptions$/, '').replace(/^./, (first) => first.toUpperCase())
  const Model = sdk[`${action}Request`] as (new (fields: object) => object) | undefined
  const args: unknown[] = Model ? [new Model({})] : []
  return method.apply(client, /WithOptions$/.test(name) ? [...args, {}] : args)
}

describe.each(stsVersions)('STS %s', (_, sdk) => {
  it('has methods', () => {
    expect(methodsOf(sdk).length).toBeGreaterThan(8)
  })

  describe.each([200, 403])('answered with %i', (status) => {
    it.each(methodsOf(sdk))('%s', async (name) => {
      if (silent.has(name)) {
        const args = ['sts', 'cn-hangzhou', 'regional', undefined, undefined, {}, 'e.example']
        const [plain, own] = [stsOf(sdk, server), withRequestId(stsOf(sdk, server))].map((client) =>
          client[name]?.(...(args as object[])),
        )
        expect(own).toBe(plain)
        return
      }
      const run = async (client: Sts) => {
        server.clear()
        if (status !== 200) server.inject({ status, headers: { 'content-type': 'application/json' } })
        const outcome = await Promise.resolve(callOf(sdk, client, name)).catch((error: unknown) => error)
        const { message, code, body } = outcome as Record<string, unknown>
        const kind = [
          Object.getPrototypeOf(outcome),
          Object.keys(outcome as object),
          String(message).replace(/ID\d+/, ''),
          code,
        ]
        return { outcome, kind: [...kind, Object.keys(Object(body))] }
      }
      const plain = await run(stsOf(sdk, server))
      const { outcome, kind } = await run(withRequestId(stsOf(sdk, server)))
      const without = (kind: unknown[]) =>
        kind.map((part) => (Array.isArray(part) ? part.filter((name) => name !== 'requestId') : part))
      expect(without(kind)).toEqual(without(plain.kind))
      const id = server.exchanges[0]?.requestId
      expect(outcome).toHaveProperty('requestId', id)
      expect(getRequestId(outcome)).toBe(id)
      expect(getRequestInfo(outcome)).toMatchObject({ operation: name, statusCode: status })
    })
  })
})
