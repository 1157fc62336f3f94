// What the types of responses say.
import axios, { type AxiosInstance, type AxiosResponse } from 'axios'
import { expectTypeOf, it } from 'vitest'
import { requestIdFetch, requestIdXhr, withRequestId } from '../src/index.js'

interface Photo {
  readonly name: string
}

it('responses of fetch have requestId, and it is still a fetch', () => {
  const use = async () => {
    const mine = requestIdFetch()
    expectTypeOf(mine).toExtend<typeof fetch>()
    const response = await mine('https://example.com', { method: 'PUT' })
    expectTypeOf(response).toExtend<Response>()
    expectTypeOf(response.requestId).toEqualTypeOf<string | undefined>()
    const named = await requestIdFetch(fetch, { property: 'cloudRequestId' })('https://example.com')
    expectTypeOf(named.cloudRequestId).toEqualTypeOf<string | undefined>()
    // @ts-expect-error: it has the other name
    named.requestId
    // @ts-expect-error: no method is a number
    mine('https://example.com', { method: 1 })
    // @ts-expect-error: no fetch
    requestIdFetch('fetch')
    // @ts-expect-error: no option
    requestIdFetch(fetch, { vendor: 'aws' })
  }
  expectTypeOf(use).toBeFunction()
})

it('responses of axios have requestId, with the data that is asked for', () => {
  const use = async () => {
    const client = withRequestId(axios.create())
    expectTypeOf(client).toExtend<AxiosInstance>()
    const response = await client.get<Photo>('/a', { params: { a: 1 } })
    expectTypeOf(response.requestId).toEqualTypeOf<string | undefined>()
    expectTypeOf(response.data).toEqualTypeOf<Photo>()
    expectTypeOf(response).toExtend<AxiosResponse<Photo>>()
    expectTypeOf((await client.post('/a', 'content')).requestId).toEqualTypeOf<string | undefined>()
    expectTypeOf((await client('/a')).requestId).toEqualTypeOf<string | undefined>()
    expectTypeOf((await client.request({ url: '/a' })).requestId).toEqualTypeOf<string | undefined>()
    expectTypeOf(await client.get<Photo, Photo>('/a')).toEqualTypeOf<Photo>()
    // @ts-expect-error: a URL is a string
    client.get(1)
    // @ts-expect-error: got no client
    withRequestId({ baseURL: '/' })
    // @ts-expect-error: got a promise
    withRequestId(Promise.resolve(axios.create()))
  }
  expectTypeOf(use).toBeFunction()
})

it('an XMLHttpRequest has requestId', () => {
  const use = (xhr: XMLHttpRequest) => {
    expectTypeOf(requestIdXhr(xhr)).toExtend<XMLHttpRequest>()
    expectTypeOf(requestIdXhr(xhr).requestId).toEqualTypeOf<string | undefined>()
  }
  expectTypeOf(use).toBeFunction()
})
