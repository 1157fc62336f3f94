// What the contract says of an object storage's SDK besides: uploads, listings, and what has no body.
import { captureExchanges, type Exchange, getRequestId, getRequestInfo } from '@requestid/core'
import type { Server } from '@requestid/testing'
import { describe, expect, it } from 'vitest'
import type { StorageAdapter } from './adapter.js'
import { describeCall } from './call.js'
import { called, failure, ids, type Outcome, shape } from './outcomes.js'

const always = Number.POSITIVE_INFINITY

export function describeStorage<C extends object, S extends Server>(storage: StorageAdapter<C, S>): void {
  const { put, get, head, list, upload, uploadBatch } = storage
  const body = (client: C, key: string) => put(client, key, 'body')
  const adapter = { ...storage, call: get, arrange: put, calls: [body, get, head, upload ?? body] }

  describeCall(adapter, (bench) => {
    const { plain, registered, last, issuedFor, arranged, failed } = bench

    describe('1: every outcome after a response with an id has it', () => {
      it('what is put, read and listed', async () => {
        const client = registered()
        for (const call of [put, head, get, list]) {
          const outcome = (await call(client, 'a', 'x')) as Outcome
          expect(outcome.requestId).toBe(last().requestId)
          expect(ids(getRequestInfo(outcome)?.exchanges ?? [])).toEqual([last().requestId])
        }
      })

      it('error without a body', async () => {
        const error = await failed(head(registered(), 'missing'))
        expect(error.requestId).toBe(last().requestId)
      })

      it.runIf(upload)('upload in parts', async () => {
        const result = (await upload?.(registered(), 'big')) as Outcome
        expect(result.requestId).toBe(last().requestId)
        expect(getRequestInfo(result)?.exchanges.length).toBe(bench.server.exchanges.length)
      })

      it.runIf(upload)('the part that fails', async () => {
        // The other parts may arrive after the upload has failed: on a server of their own.
        await using server = await adapter.start()
        server.inject({ status: 403, times: always }, { query: 'partNumber' })
        const client = adapter.withRequestId(adapter.createClient(server))
        const error = await failure(upload?.(client, 'big'))
        const rejected = server.exchanges.filter(({ statusCode }) => statusCode === 403)
        expect(rejected.map(({ requestId }) => requestId)).toContain(error.requestId)
      })

      it.runIf(uploadBatch)('each item of a batch', async () => {
        bench.server.inject({ status: 403, times: always }, ({ key }) => key === 'refused')
        const batch = await uploadBatch?.(registered(), ['one', 'refused', 'two'])
        for (const { key, outcome } of batch?.items ?? []) {
          const issued = issuedFor(key)
          expect((outcome as Outcome).requestId).toBe(issued.at(-1)?.requestId)
          expect(ids(getRequestInfo(outcome)?.exchanges ?? [])).toEqual(ids(issued))
        }
        expect(getRequestId(batch?.result)).toBeDefined()
        const issued = batch?.items.flatMap(({ key }) => issuedFor(key)) ?? []
        expect(ids(getRequestInfo(batch?.result)?.exchanges ?? [])).toEqual(ids(issued))
      })
    })

    it('3: the content of an object is never read as an id', async () => {
      const content = adapter.errorBody?.('of-the-object') ?? '{"RequestId":"of-the-object"}'
      await arranged('a', content)
      bench.server.inject({ requestIdHeader: false, bodyRequestId: false })
      const result = await get(registered(), 'a')
      expect(result).not.toHaveProperty('requestId')
      expect(getRequestInfo(result)?.exchanges).not.toContainEqual(
        expect.objectContaining({ requestId: expect.anything() }),
      )
    })

    it('7: the path of an object in a folder, as it was sent', async () => {
      const error = await failed(get(registered(), 'dir/missing file'))
      const { path } = last()
      expect(getRequestInfo(error)?.exchanges).toMatchObject([{ path, method: 'GET' }])
      expect(path).toMatch(/\/dir\/missing%20file$/)
    })

    it('7: and nothing of a query, where a signed URL has its secrets', async () => {
      const seen: Exchange[] = []
      const client = registered({ onExchange: (exchange) => void seen.push(exchange) })
      const result = await list(client, 'hidden')
      expect(last().query).toContain('hidden')
      expect(seen).toHaveLength(1)
      expect(JSON.stringify([seen, getRequestInfo(result)])).not.toMatch(/hidden|\?/)
    })

    it('10: the same results and errors of what has no body, but for the id', async () => {
      const [without, having] = [plain(), registered()]
      for (const call of [put, head]) {
        expect(shape(await call(having, 'a', 'x'))).toEqual(shape(await call(without, 'a', 'x')))
      }
      const errors = [await failed(head(without, 'missing')), await failed(head(having, 'missing'))]
      expect(shape(errors[1])).toEqual(shape(errors[0]))
      expect(errors[1]?.constructor).toBe(errors[0]?.constructor)
    })

    it('captureExchanges reaches uploads, and no others', async () => {
      await arranged('a')
      const [one, two] = [registered(), registered()]
      bench.server.clear()
      const noise = put(one, 'noise', 'x')
      const { exchanges } = await captureExchanges(async () => {
        await Promise.all([upload?.(one, 'big'), put(one, 'small', 'x'), failed(head(two, 'missing'))])
      })
      await noise
      const issued = ['big', 'small', 'missing'].flatMap(issuedFor)
      expect(ids(exchanges)).toEqual(ids(issued))
      expect(exchanges.map(called)).toContain('PUT/small')
    })
  })
}
