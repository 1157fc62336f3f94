/** Calls that run on the client itself: methods that are not the SDK's own, such as a subclass's, or a spy. */
import { createStretch, type Operation, type Stretch } from '@requestid/core/plugin'
import type { Client, Urllib } from './client.js'
import { watchUrllib } from './transport.js'

/** What a registered client's calls have in common. */
export interface Unscoped {
  /** What stands behind its property `urllib`, once that is an accessor. */
  urllib?: Urllib
  /** The operation of a method that is not the SDK's own, while it runs synchronously. */
  readonly stretch: Stretch<Operation>
  /** How many requests, or operations with such, may have been those of a method that is not the SDK's own. */
  strays: number
}

const known = new WeakMap<object, Unscoped>()

export function unscopedOf(client: object): Unscoped {
  const unscoped: Unscoped = known.get(client) || { stretch: createStretch(), strays: 0 }
  known.set(client, unscoped)
  return unscoped
}

export function urllibOf(client: Client): Urllib {
  return known.get(client)?.urllib || client.urllib
}

/** Whose place what a method got as its client's `urllib` has. */
const targets = new WeakMap<Urllib, Urllib>()

/**
 * A method that is not the SDK's own runs on the client itself, and the SDK's code that it calls does so too: while
 * that runs synchronously, the client's `urllib` shows its requests. Not before it is needed: with an accessor of its
 * own in place of a value, V8 makes each access to the client slower.
 */
export function showUrllib(client: Partial<Client>, unscoped: Unscoped): void {
  const { enumerable = true, configurable } = Object.getOwnPropertyDescriptor(client, 'urllib') || {}
  if (unscoped.urllib || !configurable) return
  unscoped.urllib = (client as Client).urllib
  Object.defineProperty(client, 'urllib', {
    get() {
      const { current } = unscoped.stretch
      if (current && unscoped.urllib) {
        const watched = watchUrllib(unscoped.urllib, current, false)
        targets.set(watched, unscoped.urllib)
        return watched
      }
      unscoped.strays++
      return unscoped.urllib
    },
    set(urllib) {
      unscoped.urllib = targets.get(urllib) || urllib
    },
    enumerable,
    configurable,
  })
}
