// What somebody puts in front of the request's `emit` after the plugin stays there.
import { Readable } from 'node:stream'
import { startServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import { describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { bucket } from './methods.js'
import { versions } from './versions.js'

interface Sender extends NodeJS.WritableStream {
  emit(event: string | symbol, ...args: unknown[]): boolean
}

describe.each(versions.map((SDK) => [SDK.version, SDK] as const))('cos-nodejs-sdk-v5 %s', (_, SDK) => {
  it('a body may look at the events of the request that it is piped to', async () => {
    await using server = await startServer()
    const run = async (cos: COS) => {
      const events: unknown[] = []
      const Body = Readable.from(['x'])
      const pipe = Body.pipe.bind(Body)
      Object.assign(Body, {
        pipe(sender: Sender) {
          const { emit } = sender
          sender.emit = function (...args) {
            events.push(args[0])
            return emit.apply(this, args)
          }
          return pipe(sender)
        },
      })
      const result = await cos.putObject({ ...bucket, Key: 'a', Body, ContentLength: 1 })
      return { events, id: (result as { requestId?: string }).requestId }
    }
    const plain = await run(new SDK(server.cosOptions()))
    const registered = await run(withRequestId(new SDK(server.cosOptions())) as COS)
    expect(registered.events).toEqual(plain.events)
    expect(plain.events).toEqual(expect.arrayContaining(['request', 'response', 'end']))
    expect(registered.id).toBe(server.exchanges[1]?.requestId)
  })
})
