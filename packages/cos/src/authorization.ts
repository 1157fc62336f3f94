/** Keeps the client as `this` of the functions that its user signs with. */
import type { Client, ClientOptions } from './client.js'

const standIns = new WeakMap<Client, { readonly of: ClientOptions; readonly standIn: ClientOptions }>()

/** A client's options as a scope of it has them: the SDK calls the user's functions in them on the scope. */
export function optionsOf(client: Client): ClientOptions {
  const { options } = client
  const { getAuthorization, getSTS } = options
  if (typeof getAuthorization !== 'function' && typeof getSTS !== 'function') return options
  let known = standIns.get(client)
  if (known?.of !== options) {
    known = { of: options, standIn: authorizing(client, options) }
    standIns.set(client, known)
  }
  return known.standIn
}

function authorizing(client: Client, options: ClientOptions): ClientOptions {
  return new Proxy(Object.create(options), {
    // Anew each time: credentials may be replaced while a call is being sent again.
    get(_, name) {
      const value = Reflect.get(options, name)
      const signs = name === 'getAuthorization' || name === 'getSTS'
      return signs && typeof value === 'function' ? value.bind(client) : value
    },
    set: (_, name, value) => Reflect.set(options, name, value),
  })
}
