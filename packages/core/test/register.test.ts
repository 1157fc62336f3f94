// That a client is registered stands on what it inherits, where every copy and release of a plugin finds it.
import { describe, expect, it, vi } from 'vitest'
import { interpose, register } from '../src/plugin.js'
import { loadCore } from './doors.js'

class Client {
  own = 1
  call(): string {
    return 'called'
  }
}
const fail: () => never = () => {
  throw new Error("of the user's proxy")
}
const handled = (client: object) =>
  interpose(client, Client.prototype, ['call'], ({ method, self, args }) => [method.apply(self, args)])

describe.each([
  ['a client', (client: Client) => void register(client)],
  [
    'a client whose methods pass a plugin',
    (client: Client) => {
      register(client)
      handled(client)
    },
  ],
  [
    'a client with the mark that each release puts there',
    (client: Client) => {
      const layer = Object.create(Client.prototype, { '@requestid': { value: () => 'of any kind' } })
      Object.setPrototypeOf(client, layer)
    },
  ],
])('%s', (_, take) => {
  const taken = () => {
    const client = new Client()
    take(client)
    return client
  }

  it('is registered once, also in another copy of core', async () => {
    const client = taken()
    expect(register(client)).toBe(false)
    vi.resetModules()
    const other = await loadCore()
    expect(other.register).not.toBe(register)
    expect(other.register(client)).toBe(false)
  })

  it.each([
    ['a proxy', (client: object) => new Proxy(client, {})],
    ['a proxy of a proxy', (client: object) => new Proxy(new Proxy(client, {}), {})],
    ['a proxy that knows no more', (client: object) => strict(client)],
    [
      'a proxy that names its class',
      (client: object) => new Proxy(client, { getPrototypeOf: () => Client.prototype }),
    ],
    ['an heir', (client: object) => Object.create(client)],
    ['an heir of a proxy', (client: object) => Object.create(new Proxy(client, {}))],
  ])('is known through %s', (_, wrap) => {
    expect(register(wrap(taken()))).toBe(false)
  })

  it('shows nothing of it, and is the same to its class', () => {
    const client = taken()
    const keys = ['own']
    expect(Reflect.ownKeys(client)).toEqual(keys)
    const found = []
    for (const key in client) found.push(key)
    expect(found).toEqual(keys)
    expect(JSON.stringify(client)).toBe('{"own":1}')
    expect({ ...client }).toEqual({ own: 1 })
    expect(client).toBeInstanceOf(Client)
    expect(client.constructor).toBe(Client)
    expect(Reflect.ownKeys(Client.prototype)).toEqual(['constructor', 'call'])
    expect(register(new Client())).toBe(true)
  })
})

it('each method shows in for...in as it did', () => {
  const looped = (client: object) => {
    const found = []
    for (const key in client) found.push(key)
    return found.sort()
  }
  function Old() {}
  Old.prototype.call = () => 'called'
  Old.prototype.more = () => 'more'
  class Mine extends (Old as unknown as new () => { call(): string }) {
    override call(): string {
      return 'mine'
    }
  }
  for (const type of [Client, Old as unknown as new () => object, Mine]) {
    const root = type === Mine ? Old.prototype : type.prototype
    const [plain, client] = [new type(), new type()]
    register(client)
    interpose(client, root, ['call', 'more'], ({ method, self, args }) => method.apply(self, args))
    expect(looped(client)).toEqual(looped(plain))
  }
})

it('accessors of a class stay such, and what cannot be written stays so, where they are listed', () => {
  function Old() {}
  const properties = { secure: { get: () => 'got', enumerable: true }, fixed: { value: 1, enumerable: true } }
  Object.defineProperties(Old.prototype, properties)
  Old.prototype.call = () => 'called'
  const client = new (Old as unknown as new () => { secure: string })()
  interpose(client, Old.prototype, ['call'], ({ method, self, args }) => method.apply(self, args))
  const described = (object: object) =>
    ['secure', 'fixed'].map((name) => Object.getOwnPropertyDescriptor(object, name))
  expect(described(Object.getPrototypeOf(client))).toEqual(described(Old.prototype))
  expect(client.secure).toBe('got')
})

describe('the prototype of a client whose methods pass a plugin', () => {
  class Mine extends Client {
    value = 'mine'
    get shown() {
      return this.value
    }
    further(): string {
      return 'further'
    }
  }
  const prototypes = (type: new () => object) => {
    const client = new type()
    register(client)
    handled(client)
    return [client, Object.getPrototypeOf(client)] as [Mine, Record<PropertyKey, () => unknown>]
  }

  it.each([Client, Mine])('has what the class has: %o', (type) => {
    const [client, prototype] = prototypes(type)
    expect(Reflect.ownKeys(prototype)).toEqual(Reflect.ownKeys(type.prototype))
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype)))
      if (name !== 'shown') expect(value.name).toBe(name === 'constructor' ? type.name : name)
    expect(client.constructor).toBe(type)
    expect(client.call()).toEqual(['called'])
  })

  it('shows what is put on the class later, and keeps what is put on it to the client', () => {
    const [client, prototype] = prototypes(Mine)
    const [other] = prototypes(Mine)
    vi.spyOn(Mine.prototype, 'further').mockReturnValue('spied')
    expect([client.further(), client.shown]).toEqual(['spied', 'mine'])
    for (const name of ['call', 'further']) {
      const original = prototype[name] as () => unknown
      prototype[name] = function () {
        return [original.call(this)]
      }
    }
    expect([client.call(), client.further()]).toEqual([[['called']], ['spied']])
    expect([other.call(), other.further(), new Mine().call()]).toEqual([['called'], 'spied', 'called'])
    vi.restoreAllMocks()
    expect(client.further()).toEqual(['further'])
  })

  it('has no function but methods in its chain', () => {
    const [, prototype] = prototypes(Mine)
    const between = Object.getPrototypeOf(prototype)
    expect(Object.getPrototypeOf(between)).toBe(Mine.prototype)
    const functions = Object.entries(Object.getOwnPropertyDescriptors(between) as PropertyDescriptorMap)
      .filter(([, { value }]) => typeof value === 'function')
      .map(([name]) => name)
    expect(functions).toEqual(['call'])
  })
})

describe('a proxy around a client that is not registered', () => {
  it.each([
    ['claims to have every name', { has: () => true }],
    ['gives something for every name', { get: () => fail }],
    ['throws for what it does not know', { get: fail, has: fail }],
    ['does not tell its prototype', { getPrototypeOf: fail }],
    ['does not let its prototype be changed', { setPrototypeOf: fail }],
    ['refuses another prototype', { setPrototypeOf: () => false }],
    ['shows no descriptor', { getOwnPropertyDescriptor: fail, ownKeys: fail }],
  ] satisfies [string, ProxyHandler<Client>][])('registers where it %s', (_, traps: ProxyHandler<Client>) => {
    expect(register(new Proxy(new Client(), traps))).toBe(true)
  })

  it('is asked for names alone', () => {
    const asked: unknown[] = []
    const traps: ProxyHandler<Client> = {
      get(target, name) {
        asked.push(name)
        return Reflect.get(target, name)
      },
      has(target, name) {
        asked.push(name)
        return name in target
      },
    }
    const client = new Proxy(new Client(), traps)
    register(client)
    handled(client)
    expect(client.call()).toEqual(['called'])
    expect(asked.filter((name) => typeof name !== 'string')).toEqual([])
  })

  it('gets the answer of the method, where it throws for names that it does not know', () => {
    const client = new Client()
    register(client)
    handled(client)
    const proxy = new Proxy(new Client(), {
      get: (target, name) => (name in target ? Reflect.get(target, name) : fail()),
    })
    expect(client.call.call(proxy)).toBe('called')
    expect(client.call()).toEqual(['called'])
  })
})

it('takes an object without a class, and one that is revoked or frozen', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  for (const client of [Object.create(null), Object.freeze({}), proxy]) expect(register(client)).toBe(true)
})

function strict(client: object): object {
  const check = (target: object, name: PropertyKey) => name in target || fail()
  return new Proxy(client, {
    get: (target, name) => check(target, name) && Reflect.get(target, name),
    has: (target, name) => check(target, name),
  })
}
