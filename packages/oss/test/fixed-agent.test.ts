// An agent that has members which cannot change, among others.
import { Agent } from 'node:http'
import { startServer } from '@requestid/testing'
import { describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { versions } from './versions.js'

describe.each(versions)('ali-oss %s', (_, OSS) => {
  it('sends through an agent with a fixed method, and gives the id', async () => {
    await using server = await startServer({ vendor: 'alibaba-oss' })
    const agent = new Agent()
    const getName = agent.getName.bind(agent)
    Object.defineProperty(agent, 'getName', { value: getName })
    const client = new OSS({ ...server.ossOptions(), agent } as never)
    const { urllib } = client as unknown as { urllib: { request(url: string, args: Hooked): unknown } }
    const seen: unknown[] = []
    Reflect.set(client, 'urllib', {
      request(url: string, args: Hooked) {
        const options = { agent }
        args.beforeRequest?.(options)
        seen.push(options.agent !== agent, options.agent.getName)
        return urllib.request(url, args)
      },
    })
    withRequestId(client, { onError: (error) => expect.fail(String(error)) })
    const result = (await client.put('a', Buffer.from('x'))) as { requestId?: string }
    expect(seen).toEqual([true, getName])
    expect(result.requestId).toBe(server.exchanges[0]?.requestId)
    agent.destroy()
  })
})

interface Hooked {
  beforeRequest?(options: object): void
}
