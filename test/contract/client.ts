// Rows 10 and 11 of the contract: what of a client stays as it was, and what users do to one.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Exchange, getRequestId, getRequestInfo } from '@requestid/core'
import type { Server } from '@requestid/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CallAdapter } from './adapter.js'
import type { AnyMethod, Bench } from './bench.js'
import { failure, ids, type Outcome, shape, unhandledRejections } from './outcomes.js'

const always = Number.POSITIVE_INFINITY

export function describeClient<C extends object, S extends Server>(
  adapter: CallAdapter<C, S>,
  bench: Bench<C, S>,
): void {
  const { plain, registered, ofSubclass, last, arranged, failed } = bench
  const { call, Client, methods = {}, example = '' } = adapter

  const expectLast = (outcome: unknown) => {
    expect((outcome as Outcome).requestId).toBe(last().requestId)
    expect(ids(getRequestInfo(outcome)?.exchanges ?? [])).toEqual([last().requestId])
  }
  describe('10: nothing else changes', () => {
    it('the same results and errors, but for the id', async () => {
      await arranged('a')
      for (const key of ['a', 'missing']) {
        const [without, having] = await Promise.all(
          [plain(), registered()].map((client) =>
            call(client, key).catch((error: unknown) => error as object),
          ),
        )
        expect(shape(having)).toEqual(shape(without))
        expect((having as object).constructor).toBe((without as object).constructor)
      }
    })

    it.runIf(adapter.callWithCallback)('the callback: its arguments, its number and its return', async () => {
      await arranged('a')
      const calls = [plain(), registered()].map(async (client) => {
        const seen: unknown[] = []
        const returned = adapter.callWithCallback?.(client, 'a', function (this: unknown, ...args) {
          seen.push([this, args.length, args[0]])
        })
        while (seen.length === 0) await sleep(5)
        await sleep(20)
        // Of a promise no more: Node numbers it.
        return { returned: returned instanceof Promise ? 'a promise' : returned, seen }
      })
      const [without, having] = await Promise.all(calls)
      expect(having).toEqual(without)
    })

    it.skipIf(adapter.failuresAreResults)('an unhandled rejection is one, and stays unhandled', async () => {
      const seen = await unhandledRejections(() => void call(registered(), 'missing'), 1)
      expect(seen).toHaveLength(1)
      expect((seen[0] as Outcome).requestId).toBe(last().requestId)
    })

    it.runIf(adapter.throwing)('what throws still throws the same', () => {
      const errors = [plain(), registered()].map((client) => {
        try {
          return adapter.throwing?.(client)
        } catch (error) {
          return error
        }
      })
      const [without, having] = errors as Error[]
      expect(without).toBeInstanceOf(Error)
      // Some errors have the time.
      expect([having?.constructor, having?.message]).toEqual([without?.constructor, without?.message])
      expect(shape(having)).toEqual(shape(without))
    })

    it.runIf(adapter.refusing)('arguments that are refused are so as before, without an id', async () => {
      const [without, having] = await Promise.all(
        [plain(), registered()].map((client) => failure(adapter.refusing?.(client))),
      )
      expect([having, having?.message]).toEqual([without, without?.message])
      expect(getRequestInfo(having)).toBeUndefined()
      expect(bench.server.exchanges).toEqual([])
    })

    it('the client keeps its keys, their values, its class and its loop', () => {
      const client = plain()
      const members = () => {
        const all: string[] = []
        for (const key in client) all.push(key)
        return [Object.keys(client), all.sort(), client.constructor]
      }
      const values = { ...client }
      const before = members()
      adapter.withRequestId(client)
      expect(members()).toEqual(before)
      for (const [key, value] of Object.entries(values)) {
        // Some SDKs have methods of theirs on the client itself.
        if (typeof value !== 'function') expect(Reflect.get(client, key), key).toBe(value)
      }
      expect(client).toBeInstanceOf(Client)
    })

    it('a method keeps its name and its number of parameters', () => {
      const [without, having] = [plain(), registered()]
      const names = methodsOf(without)
      expect(names.length).toBeGreaterThan(0)
      for (const name of names) {
        const [before, after] = [without, having].map((client) => Reflect.get(client, name) as AnyMethod)
        expect([after?.name, after?.length], name).toEqual([before?.name, before?.length])
      }
    })

    it.each([
      ['404', 'missing', {}],
      ['403', 'a', { status: 403, times: always }],
      ['no response', 'a', { reset: 'before-headers', times: always }],
    ] as const)("an error's stack has no frame of the plugin: %s", async (_, key, fault) => {
      const { stackTraceLimit } = Error
      onTestFinished(() => {
        Error.stackTraceLimit = stackTraceLimit
      })
      Error.stackTraceLimit = 100
      const stackOf = async (client: C) => {
        bench.server.clear()
        bench.server.inject(fault)
        const { stack } = (await call(client, key).catch((error: unknown) => error)) as Outcome
        return String(stack).match(/^ +at .*$/gm) ?? []
      }
      const [without, having] = [await stackOf(plain()), await stackOf(registered())]
      expect(having.filter((line) => /packages\/\w+\/(?:src|dist)\//.test(line))).toEqual([])
      expect(having).toHaveLength(without.length)
    })
  })

  describe.each(Object.entries(methods))('10: what users do to a client’s method: %s', (method, call) => {
    const own = (client: object) => Reflect.get(client, method) as AnyMethod
    const passing = () => ofSubclass(method, (self, base, args) => base.apply(self, args))
    const refused = (client: C) => {
      bench.server.inject({ status: 403 })
      return failed(call(client, 'a'))
    }

    /** The arguments with which the call calls the method. */
    async function argumentsOf(key: string): Promise<unknown[]> {
      let seen: unknown[] = []
      const recorder = {
        [method]: async (...args: unknown[]) => {
          seen = args
          throw new Error('nothing is sent')
        },
      }
      await failure(call(recorder as C, key))
      return seen
    }

    /** Puts a function in the place of an object's method, until the test is over; tells whose it was called as. */
    function spyOn(object: object): unknown[] {
      const before = Object.getOwnPropertyDescriptor(object, method)
      onTestFinished(() => {
        if (before) Object.defineProperty(object, method, before)
        else Reflect.deleteProperty(object, method)
      })
      const original = own(object)
      const seen: unknown[] = []
      const spy: AnyMethod = function (...args) {
        seen.push(this)
        return original.apply(this, args)
      }
      Object.defineProperty(object, method, {
        ...(before ?? { writable: true, configurable: true }),
        value: spy,
      })
      return seen
    }

    it('a subclass with private fields keeps working, and its calls have ids', async () => {
      await arranged('a')
      const client = passing()
      expectLast(await call(client, 'a'))
      expectLast(await refused(client))
      expect(client.calls).toBe(2)
    })

    it('a subclass that waits before it calls the SDK', async () => {
      await arranged('a')
      const client = ofSubclass(method, async (self, base, args) => {
        await sleep(1)
        return base.apply(self, args)
      })
      // Its requests may be nobody's then, and the result's own evidence is all there is.
      const { requestId } = (await call(client, 'a')) as Outcome
      if (requestId !== undefined || !adapter.bareResults) expect(requestId).toBe(last().requestId)
      expect(client.calls).toBe(1)
    })

    it.runIf(adapter.attempts > 1)('a retry within a method of the user’s belongs to its call', async () => {
      await arranged('b')
      const client = passing()
      const before = bench.server.exchanges.length
      for (const status of [503, 404]) bench.server.inject({ status }, ({ key }) => key === 'a')
      const other = call(client, 'b')
      const error = await failed(call(client, 'a'))
      await other
      const issued = bench.server.exchanges.slice(before).filter(({ key }) => key === 'a')
      expect(issued.map(({ statusCode }) => statusCode)).toEqual([503, 404])
      expect(error.requestId).toBe(issued[1]?.requestId)
      expect(ids(getRequestInfo(error)?.exchanges ?? [])).toEqual(ids(issued))
    })

    it('no id rather than another request’s, where a method of the user’s made requests unseen', async () => {
      await arranged('a')
      const other = await argumentsOf('other')
      const client = ofSubclass(method, async (self, base, args) => {
        await base.apply(self, other).catch(() => {})
        return base.apply(self, args)
      })
      const outcome = (await call(client, 'a')) as Outcome
      expect(last()).toMatchObject({ key: 'a', statusCode: expect.closeTo(200, -1) })
      expect([undefined, last().requestId]).toContain(outcome.requestId)
    })

    it('and none where the result is not one of the SDK’s', async () => {
      await arranged('a')
      const other = await argumentsOf('other')
      const client = ofSubclass(method, async (self, base, args) => {
        await base.apply(self, other).catch(() => {})
        await base.apply(self, args)
        return { mine: true }
      })
      expect(await call(client, 'a')).not.toHaveProperty('requestId')
    })

    it('an error of the user’s keeps its requestId, and that is not the server’s', async () => {
      const mine = Object.assign(new Error('of the user'), { requestId: 'my-app-42' })
      const client = ofSubclass(method, () => Promise.reject(mine))
      expect(await failure(call(client, 'a'))).toBe(mine)
      expect(mine.requestId).toBe('my-app-42')
      expect(getRequestInfo(mine)).toBeUndefined()
    })

    it('a spy put on the class later has the client as `this`, once', async () => {
      await arranged('a')
      const client = registered()
      const seen = spyOn(Client.prototype)
      expectLast(await call(client, 'a'))
      expect(seen).toHaveLength(1)
      expect(seen[0]).toBe(client)
    })

    it('a method that was put on the class before the client was made', async () => {
      await arranged('a')
      registered()
      const seen = spyOn(Client.prototype)
      const client = registered()
      expectLast(await call(client, 'a'))
      expectLast(await refused(client))
      expect(seen).toHaveLength(2)
    })

    it('a wrapper that was on the client before stays on, with its members, and its calls have ids', async () => {
      await arranged('a')
      const client = plain()
      const original = own(client)
      const seen: unknown[] = []
      const wrapper = function (this: unknown, ...args: unknown[]) {
        seen.push(this)
        return original.apply(client, args)
      }
      Object.assign(client, { [method]: Object.assign(wrapper, { calls: 7 }) })
      adapter.withRequestId(client)
      expect(own(client)).toHaveProperty('calls', 7)
      expectLast(await call(client, 'a'))
      expect(seen).toHaveLength(1)
      expect(seen[0]).toBe(client)
    })

    it('a spy that is put on the client later', async () => {
      await arranged('a')
      const client = registered()
      const seen = spyOn(client)
      expectLast(await call(client, 'a'))
      expect(seen).toHaveLength(1)
    })

    it.skipIf(adapter.privateMembers)('an object that inherits from the client works too', async () => {
      await arranged('a')
      expectLast(await call(Object.create(registered()) as C, 'a'))
    })

    it.skipIf(adapter.privateMembers)(
      'a proxy that logs what is read of it works, and reads no symbol for the plugin',
      async () => {
        await arranged('a')
        const reads = async (client: C) => {
          const read: (string | symbol)[] = []
          const proxy = new Proxy(client, {
            get(target, key, receiver) {
              read.push(key)
              return Reflect.get(target, key, receiver)
            },
          })
          return { outcome: await call(proxy, 'a'), read }
        }
        const [without, having] = [await reads(plain()), await reads(registered())]
        expectLast(having.outcome)
        expect(having.read[0]).toBe(without.read[0])
        const symbols = ({ read }: typeof having) => read.filter((key) => typeof key === 'symbol')
        expect(symbols(having)).toEqual(symbols(without))
      },
    )
  })

  describe('11: registering', () => {
    it('twice is once', async () => {
      await arranged('a')
      const seen: Exchange[] = []
      const onExchange = (exchange: Exchange) => void seen.push(exchange)
      const client = plain()
      expect(adapter.withRequestId(client, { onExchange })).toBe(client)
      expect(adapter.withRequestId(client, { onExchange })).toBe(client)
      await call(client, 'a')
      expect(seen).toHaveLength(1)
    })

    it('a proxy or an heir of a client is registering the client', async () => {
      await arranged('a')
      const seen: string[] = []
      const onExchange = (name: string) => ({ onExchange: () => void seen.push(name) })
      const client = plain()
      const heir = Object.create(client) as C
      const given = { proxy: new Proxy(client, {}), client, heir }
      for (const [name, value] of Object.entries(given)) {
        expect(adapter.withRequestId(value, onExchange(name))).toBe(value)
      }
      expectLast(await call(client, 'a'))
      await call(heir, 'a')
      expect(seen).toEqual(Array(2).fill(adapter.laterWins ? 'heir' : 'proxy'))
    })

    it('leaves other clients and what they share alone', async () => {
      await arranged('a')
      const snapshot = () => adapter.shared().map((object) => Object.getOwnPropertyDescriptors(object))
      const before = snapshot()
      const other = plain()
      const members = () => methodsOf(other).map((name) => Reflect.get(other, name))
      const methods = members()
      await call(registered(), 'a')
      expect(snapshot()).toEqual(before)
      expect(members().every((member, i) => member === methods[i])).toBe(true)
      const outcomes = []
      for (const outcome of [() => call(other, 'a'), () => failed(call(plain(), 'missing'))]) {
        outcomes.push(await outcome())
        // What such an outcome says by itself is that of its own response.
        expect([undefined, last().requestId]).toContain(getRequestId(outcomes.at(-1)))
        expect(getRequestInfo(outcomes.at(-1))?.source).not.toBe('plugin')
      }
      if (!adapter.copiesHeaderId && adapter.resultIds !== 'own')
        expect(outcomes[0]).not.toHaveProperty('requestId')
    })

    it.runIf(example).each<[string, () => unknown, string | RegExp]>([
      ['the class', () => Client, `got the class ${Client.name}; pass an instance: ${example}.`],
      ['nothing', () => undefined, `got undefined; pass an instance: ${example}.`],
      ['null', () => null, `got null; pass an instance: ${example}.`],
      [
        'a string, which may be a key',
        () => 'AKIDsecret',
        /^(?!.*AKIDsecret).*got a string; pass an instance/,
      ],
      ['options', () => ({ key: 'AKIDsecret' }), `got an instance of Object; pass an instance: ${example}.`],
      ['a client of something else', () => process, /got an instance of process/],
      [
        'an object without a class',
        () => Object.create(null),
        'got an instance of undefined; pass an instance',
      ],
      ['a function', () => () => plain(), `got a function; pass an instance: ${example}.`],
      ['a promise of a client', () => Promise.resolve(plain()), 'got a promise; await it first.'],
    ])('refuses %s, and says what to do', (_, value, message) => {
      const register = () => adapter.withRequestId(value() as C)
      expect(register).toThrow(message)
      expect(register).toThrow(TypeError)
    })

    it('refuses wrong options before it touches the client, also of one that is registered', async () => {
      await arranged('a')
      const client = plain()
      const prototype = Object.getPrototypeOf(client)
      const wrong = { onExchnge() {}, SecretId: 'AKIDsecret' } as never
      expect(() => adapter.withRequestId(client, wrong)).toThrow(
        'got unknown option onExchnge; pass onExchange.',
      )
      expect(Object.getPrototypeOf(client)).toBe(prototype)
      expect(getRequestInfo(await call(client, 'a'))?.source).not.toBe('plugin')
      adapter.withRequestId(client, { onExchange: undefined } as never)
      expect(() => adapter.withRequestId(client, { onExchange: 'AKIDsecret' } as never)).toThrow(
        /: got a string for onExchange; pass a function\.$/,
      )
      expectLast(await call(client, 'a'))
    })

    it('options may be null', async () => {
      await arranged('a')
      expectLast(await call(adapter.withRequestId(plain(), null as never), 'a'))
    })

    it.skipIf(adapter.servesFrozen)('refuses a frozen client before it touches it', () => {
      const client = Object.freeze(plain())
      expect(() => adapter.withRequestId(client)).toThrow(/got a frozen or sealed client; register it before/)
      expect(Object.getPrototypeOf(client)).toBe(Client.prototype)
    })

    it.runIf(adapter.servesFrozen)('takes a frozen client, where the SDK itself can use one', async () => {
      await arranged('a')
      const outcomeOf = (client: C) => call(client, 'a').catch((error: unknown) => error)
      const without = await outcomeOf(Object.freeze(plain()))
      const having = await outcomeOf(adapter.withRequestId(Object.freeze(plain())))
      if (without instanceof Error) expect(having).toEqual(without)
      else expectLast(having)
    })
  })
}

/** The names of a client's public methods, wherever they stand. */
function methodsOf(client: object): string[] {
  const names = new Set<string>()
  for (let object = client; object !== Object.prototype; object = Object.getPrototypeOf(object)) {
    for (const name of Object.getOwnPropertyNames(object)) {
      const { value } = Object.getOwnPropertyDescriptor(object, name) ?? {}
      if (!/^_|^constructor$/.test(name) && typeof value === 'function') names.add(name)
    }
  }
  return [...names]
}
