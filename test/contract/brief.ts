// Each way in which an outcome comes, once: for the releases between those that the whole contract is for.
import { getRequestInfo } from '@requestid/core'
import type { Server } from '@requestid/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StorageAdapter } from './adapter.js'
import { callback } from './call.js'
import { failure, ids, type Outcome, streamError } from './outcomes.js'

/**
 * For the releases between those that `describeStorage` has: what they could do otherwise is where a call starts, where a response shows, and what an outcome looks like.
 */
export function describeBriefly<C extends object, S extends Server>(adapter: StorageAdapter<C, S>): void {
  describe(`contract in brief: ${adapter.name}`, () => {
    let server: S
    let client: C
    const problems: unknown[] = []
    beforeAll(async () => {
      server = await adapter.start()
      client = adapter.withRequestId(adapter.createClient(server), {
        onError: (error) => problems.push(error),
      })
    })
    afterAll(() => server.close())
    beforeEach(async () => {
      server.clear()
      await adapter.put(client, 'a', 'content')
    })

    /** The outcome of a call has the last id, and its exchanges are those that the server had meanwhile. */
    const expectLast = async (call: () => unknown) => {
      const before = server.exchanges.length
      const outcome = (await call()) as Outcome
      // Parts of an upload that has failed may still be arriving.
      const issued = server.exchanges.slice(before).filter(({ key }) => key !== 'refused')
      expect(outcome.requestId).toBe(issued.at(-1)?.requestId)
      expect(ids(getRequestInfo(outcome)?.exchanges ?? [])).toEqual(ids(issued))
      return issued
    }

    it('results and errors, by promise', async () => {
      await expectLast(() => adapter.put(client, 'b', 'content'))
      await expectLast(() => adapter.get(client, 'a'))
      await expectLast(() => failure(adapter.get(client, 'missing')))
      await expectLast(() => failure(adapter.head(client, 'missing')))
    })

    it.runIf(adapter.callWithCallback)('by callback', async () => {
      await expectLast(async () => (await callback(adapter, client, 'a'))[1])
      await expectLast(async () => (await callback(adapter, client, 'missing'))[0])
    })

    it.runIf(adapter.callForStream)('by stream', async () => {
      await expectLast(async () => {
        const stream = await adapter.callForStream?.(client, 'a')
        await stream?.toArray()
        return stream
      })
      await expectLast(() => streamError(adapter.callForStream?.(client, 'missing')))
    })

    it.runIf(adapter.upload)('an upload in parts, and the part that fails', async () => {
      expect((await expectLast(() => adapter.upload?.(client, 'big'))).length).toBeGreaterThan(4)
      server.inject({ status: 403, times: Number.POSITIVE_INFINITY }, { query: 'partNumber' })
      const error = await failure(adapter.upload?.(client, 'refused'))
      const refused = server.exchanges.filter(({ statusCode }) => statusCode === 403)
      expect(ids(refused)).toContain(error.requestId)
    })

    it('after retries', async () => {
      server.inject({ status: 503, times: Number.POSITIVE_INFINITY })
      const issued = await expectLast(() => failure(adapter.get(client, 'a')))
      expect(issued.length > 1).toBe(adapter.attempts > 1)
    })

    it('calls side by side', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          i % 2 ? failure(adapter.get(client, `missing-${i}`)) : adapter.put(client, `there-${i}`, 'content'),
        ),
      )
      outcomes.forEach((outcome, i) => {
        const [issued] = server.exchanges.filter(({ key }) => key === `${i % 2 ? 'missing' : 'there'}-${i}`)
        expect((outcome as Outcome).requestId).toBe(issued?.requestId)
      })
    })

    it('without a failure of the plugin’s own', () => {
      expect(problems).toEqual([])
    })
  })
}
