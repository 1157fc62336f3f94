// Every method of a product: the kind of its outcome is that of the plain SDK, and its id is the server's.
import { getRequestId } from '@requestid/core'
import { sts } from 'tencentcloud-sdk-nodejs-sts'
import { expect, it, onTestFinished } from 'vitest'
import { withRequestId } from '../src/index.js'
import { clientOf, startTencent } from './wire.js'

const { Client } = sts.v20180813
type Method = (request: object) => Promise<object>

it.each([200, 403])('every method, answered with %i', async (status) => {
  const server = await startTencent()
  onTestFinished(() => server.close())
  const names = Object.getOwnPropertyNames(Client.prototype).filter((name) => name !== 'constructor')
  expect(names.length).toBeGreaterThan(5)
  for (const name of names) {
    const kinds = []
    for (const register of [false, true]) {
      if (status !== 200) server.inject({ status })
      const client = clientOf(server, Client as never) as object
      if (register) withRequestId(client as InstanceType<typeof Client>)
      const call = Reflect.get(client, name) as Method
      const outcome = await call.call(client, {}).catch((error: object) => error)
      const kind = Object.keys(outcome).filter((key) => key !== 'requestId')
      kinds.push([outcome.constructor.name, kind, (outcome as Error).message])
      if (register) expect(getRequestId(outcome), name).toBe(server.exchanges.at(-1)?.requestId)
    }
    expect(kinds[1]).toEqual(kinds[0])
  }
})
