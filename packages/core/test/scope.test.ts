import { describe, expect, it } from 'vitest'
import { Operation, Scopes } from '../src/plugin.js'

const begin = () =>
  new Operation({
    options: {},
    vendors: [{ name: 'v', headers: {}, body: {} }] as never,
    evidence: () => ({}),
  })

class Client {
  readonly #secret = 'secret'
  options = { key: 1 }
  later?: unknown
  get secret() {
    return this.#secret
  }
  method() {
    return this
  }
  toString() {
    return 'client'
  }
}

describe('a scope', () => {
  const scopes = new Scopes<Client>({ options: (client, operation) => ({ ...client.options, operation }) })

  it('is known with its operation and its client', () => {
    const [client, operation] = [new Client(), begin()]
    const scope = scopes.create(client, operation)
    expect(scopes.operationOf(scope)).toBe(operation)
    expect(scopes.clientOf(scope)).toBe(client)
    for (const other of [client, Object.create(scope), {}, null, undefined, 'text', 7]) {
      expect(scopes.operationOf(other)).toBeUndefined()
      expect(scopes.clientOf(other)).toBeUndefined()
    }
  })

  it('is of the client’s class, and reads as the client does', () => {
    const scope = scopes.create(new Client(), begin())
    expect(scope).toBeInstanceOf(Client)
    expect(scope.constructor).toBe(Client)
    expect(String(scope)).toBe('client')
    expect(scope.method()).toBe(scope)
    expect(scope.secret).toBe('secret')
  })

  it('has what it overrides, which the client has not', () => {
    const [client, operation] = [new Client(), begin()]
    expect(scopes.create(client, operation).options).toEqual({ key: 1, operation })
    expect(client.options).toEqual({ key: 1 })
  })

  it('shows what the client gets later, and writes reach the client', () => {
    const client = new Client()
    const scope = scopes.create(client, begin()) as Client & Record<string, unknown>
    scope.later = 1
    scope.new = 2
    expect(client).toMatchObject({ later: 1, new: 2 })
    Object.assign(client, { method: () => 'stub', other: 3 })
    expect([scope.method(), scope.other, scope.new]).toEqual(['stub', 3, 2])
    expect(Object.keys(scope)).toEqual([])
    scope.options = { key: 4 }
    expect(client.options).toEqual({ key: 4 })
  })

  it('of one client shows nothing of another', () => {
    const [one, two] = [new Client(), new Client()]
    Object.assign(one, { mine: 1 })
    const scopeOfOne = scopes.create(one, begin()) as Client & Record<string, unknown>
    const scopeOfTwo = scopes.create(two, begin()) as Client & Record<string, unknown>
    scopeOfOne.later = 'one'
    expect([scopeOfOne.mine, scopeOfTwo.mine, scopeOfTwo.later]).toEqual([1, undefined, undefined])
  })

  it('works over an object without a class', () => {
    const bare: Record<string, unknown> = Object.assign(Object.create(null), { a: 1 })
    const scope = new Scopes<Record<string, unknown>>({}).create(bare, begin())
    scope.b = 2
    expect([scope.a, bare.b]).toEqual([1, 2])
  })
})
