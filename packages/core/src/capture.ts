/** Every exchange that is made while a function runs. */
import { builtin } from './builtin.js'
import type { Exchange } from './exchange.js'
import { guard } from './guard.js'
import { getRequestInfo } from './lookup.js'
import { sharedMemory } from './memory.js'
import { observe } from './observe.js'
import { isObject } from './vendor.js'

/** What a run collects; an inner run reports to the outer ones too. */
interface Capture {
  readonly exchanges: Exchange[]
  readonly parent: Capture | undefined
}

/** The part of `AsyncLocalStorage` that is used, as core is compiled without Node's types, or what stands in for it. */
interface CaptureStorage {
  getStore(): Capture | undefined
  run<T>(capture: Capture, fn: () => T): T
  /** Of the stand-in alone, which cannot tell by itself. */
  end?(capture: Capture): void
}

/** This copy's own: a run within that of another copy is seen by the observers of both. */
let storage: CaptureStorage | undefined

/**
 * Runs `fn` and returns its value, together with every exchange that registered clients made for it, in order, across
 * clients and vendors. That includes outcomes that cannot carry a property. Runs may be nested: each gets its own
 * exchanges, and the outer one gets all. An operation that is still under way when `fn` settles is not awaited.
 *
 * The first call switches on `AsyncLocalStorage`. On Node 20 and 22 that makes every `await` of the process slower from
 * then on; on Node 24 and later it costs almost nothing. Registering a plugin never switches it on. Browsers and mini
 * programs have no `AsyncLocalStorage`: there a run gets the exchanges of every operation that begins during it,
 * including operations of other code on the page.
 *
 * @returns a promise that rejects with `fn`'s own error; `getRequestInfo` then returns all exchanges of that error. A
 * primitive cannot carry them, so let `fn` catch it
 */
export async function captureExchanges<T>(
  fn: () => T | Promise<T>,
): Promise<{ value: T; exchanges: readonly Exchange[] }> {
  storage ??= createStorage()
  const capture: Capture = { exchanges: [], parent: storage.getStore() }
  try {
    const value = await storage.run(capture, fn)
    return { value, exchanges: capture.exchanges.slice() }
  } catch (error) {
    const last = capture.exchanges[capture.exchanges.length - 1]
    if (isObject(error) && last) {
      const info = getRequestInfo(error) || { vendor: last.vendor }
      const exchanges = capture.exchanges.slice()
      const finding = {
        info: { ...info, source: 'plugin' as const, exchanges },
        began: Number.NaN,
        settled: Number.NaN,
      }
      guard({}, () => sharedMemory().findings.set(error, finding))
    }
    throw error
  } finally {
    storage.end?.(capture)
  }
}

function createStorage(): CaptureStorage {
  const hooks = builtin<{ AsyncLocalStorage: new () => CaptureStorage }>('node:async_hooks')
  const storage: CaptureStorage = hooks ? new hooks.AsyncLocalStorage() : new OpenCaptures()
  observe(storage, () => {
    // Where the operation begins is where the caller's context is certain: pooled sockets answer in another's.
    const capture = storage.getStore()
    return (
      capture && {
        exchange(exchange) {
          for (let scope: Capture | undefined = capture; scope; scope = scope.parent)
            scope.exchanges.push(exchange)
        },
      }
    )
  })
  return storage
}

/** In place of `AsyncLocalStorage`: whoever begins an operation, it counts for all captures that are under way. */
class OpenCaptures implements CaptureStorage {
  private readonly open = new Set<Capture>()

  getStore(): Capture | undefined {
    let store: Capture | undefined
    for (const { exchanges } of this.open) store = { exchanges, parent: store }
    return store
  }

  run<T>(capture: Capture, fn: () => T): T {
    this.open.add(capture)
    return fn()
  }

  end(capture: Capture): void {
    this.open.delete(capture)
  }
}
