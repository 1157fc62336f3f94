// What core's type does with the client of any SDK.
import type { Readable } from 'node:stream'
import type { Identified, WithRequestId } from '@requestid/core'
import { type Equal, expectTrue, type Id } from './expect.js'

interface Item {
  name: string
}

declare class Client {
  readonly region: string
  readonly nested: { get(): Promise<Item> }
  optional?: (name: string) => Promise<Item>
  // biome-ignore lint/suspicious/noExplicitAny: SDKs have it
  anything: any
  // biome-ignore lint/suspicious/noExplicitAny: SDKs have it
  untyped(): any
  // biome-ignore lint/suspicious/noExplicitAny: SDKs have it
  untypedPromise(): Promise<any>
  // biome-ignore lint/suspicious/noExplicitAny: SDKs have it
  untypedList(): Promise<{ items: any[] }>
  count(): Promise<number>
  remove(): Promise<void>
  find(): Promise<Item | null | string>
  list(): Promise<Item[]>
  dates(): Promise<Date[]>
  outcomes(): Promise<readonly { first: { data: Item; error: Error } }[]>
  sync(): Item
  maybe(cached: boolean): Promise<Item> | Item
  web(): ReadableStream<string>
  put(
    name: string,
    file: Readable,
    options?: { progress?: (percent: number, checkpoint: Item) => void },
  ): void
  // biome-ignore lint/suspicious/noExplicitAny: SDKs have it
  loose(callback?: (error: any, data: Item) => void): void
  batch(params: {
    parts: { id: string; onDone?: (error: Error | null, data: Item) => void }[]
    onDone(): void
  }): void
  nestedOnly(params: { onDone(error: Error, data: Item): void; readonly parts: readonly Part[] }): void
  results(): Promise<{
    readonly parts: readonly { data: Item; error: Error | null; n: number }[]
    all: boolean
  }>
}
interface Part {
  onDone(error: Error, data: Item): void
}

declare class Limited {
  generic<T extends Item>(item: T): Promise<T>
  five(a: 1): Promise<Item>
  five(a: 2): Promise<Item>
  five(a: 3): Promise<Item>
  five(a: 4): Promise<Item>
  five(a: 5): Promise<Item>
  four(a: 1): Promise<Item>
  four(a: 2): Promise<Item>
  four(a: 3): Promise<Item>
  four(a: 4): Promise<Item>
}

declare const client: WithRequestId<Client>
const asSdk: Client = client

expectTrue<Equal<typeof client.region, string>>()
expectTrue<Equal<typeof client.nested, Client['nested']>>()
expectTrue<Equal<typeof client.anything, Client['anything']>>()
expectTrue<Equal<ReturnType<typeof client.untyped>, ReturnType<Client['untyped']>>>()
expectTrue<Equal<ReturnType<typeof client.untypedPromise>, ReturnType<Client['untypedPromise']>>>()
const { items } = await client.untypedList()
expectTrue<Equal<typeof items, Awaited<ReturnType<Client['untypedList']>>['items']>>()
expectTrue<Equal<ReturnType<typeof client.count>, Promise<number>>>()
expectTrue<Equal<ReturnType<typeof client.remove>, Promise<void>>>()
expectTrue<Equal<ReturnType<typeof client.find>, Promise<Identified<Item> | null | string>>>()
expectTrue<Equal<ReturnType<typeof client.sync>, Item>>()
expectTrue<Equal<ReturnType<typeof client.maybe>, Promise<Identified<Item>> | Item>>()
expectTrue<Equal<ReturnType<typeof client.web>['requestId'], Id>>()
const list = await client.list()
expectTrue<Equal<[typeof list.requestId, (typeof list)[number]], [Id, Item]>>()
// The items of a result that is a list are the SDK's, methods and all.
const dates = await client.dates()
expectTrue<Equal<[typeof dates.requestId, (typeof dates)[number]], [Id, Date]>>()
const outcomes = await client.outcomes()
expectTrue<Equal<(typeof outcomes)[number], { first: { data: Item; error: Error } }>>()

// A progress callback is no Node-style one, and a stream among the arguments is the SDK's.
expectTrue<Equal<Parameters<typeof client.put>, Parameters<Client['put']>>>()
client.loose((error, data) => {
  expectTrue<Equal<[typeof data.requestId, typeof data.name], [Id, string]>>()
  expectTrue<Equal<typeof error, Parameters<NonNullable<Parameters<Client['loose']>[0]>>[0]>>()
})
client.loose()
client.nestedOnly({
  onDone: (error, data) => expectTrue<Equal<[typeof error.requestId, typeof data.requestId], [Id, Id]>>(),
  parts: [
    {
      onDone: (error, data) => expectTrue<Equal<[typeof error.requestId, typeof data.requestId], [Id, Id]>>(),
    },
  ],
})
const { parts, all } = await client.results()
expectTrue<Equal<typeof all, boolean>>()
for (const { data, error, n } of parts) {
  expectTrue<Equal<[typeof data.requestId, typeof n], [Id, number]>>()
  if (error) expectTrue<Equal<typeof error.requestId, Id>>()
}
// @ts-expect-error: readonly as the SDK's
parts.push()

// The limits that the documentation of WithRequestId names.

declare const limited: WithRequestId<Limited>
const asLimited: Limited = limited

expectTrue<Equal<typeof limited.generic, Limited['generic']>>()
expectTrue<Equal<typeof limited.five, Limited['five']>>()
expectTrue<Equal<Awaited<ReturnType<typeof limited.four>>['requestId'], Id>>()
const fours = [await limited.four(1), await limited.four(2), await limited.four(3), await limited.four(4)]
expectTrue<Equal<(typeof fours)[number], Identified<Item>>>()
// @ts-expect-error: no such overload
limited.four(5)

export { asLimited, asSdk }
