/** For SDKs that make results of results. */
import { attach } from './attach.js'
import { guard } from './guard.js'
import { recall, sharedMemory } from './memory.js'
import type { Registration } from './registration.js'
import { isObject } from './vendor.js'

/** Gives to a result what is known of the one that it was made of; a result that is known already keeps its own. */
export function inherit(from: unknown, to: unknown, registration: Registration): void {
  if (!isObject(from) || !isObject(to)) return
  guard(registration.options, () => {
    const known = recall(from)
    if (!known || recall(to)) return
    sharedMemory().findings.set(to, known)
    attach(to, registration, known, { info: {} })
  })
}

/** Says that an error is the user's, on which the SDK wrote what its response said: it has no id. */
export function disown(error: unknown, { options, vendors: [{ name: vendor }] }: Registration): void {
  guard(options, () => {
    if (!isObject(error) || recall(error)) return
    const info = { vendor, source: 'plugin' as const, exchanges: [] }
    sharedMemory().findings.set(error, { info, began: Number.NaN, settled: Number.NaN })
  })
}
