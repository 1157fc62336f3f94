/** The one memory of the process, and what crosses in it between copies and releases of core. */
import { builtin } from './builtin.js'
import type { Exchange, RequestInfo } from './exchange.js'
import { type Hidden, hidden } from './hidden.js'
import type { Registration } from './registration.js'
import type { Vendor } from './vendor.js'

/** The part of Node's `Channel` that is used. */
interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

/** What an operation found out about an outcome, and how it came to it, in the order of things. */
export interface Finding {
  readonly info: RequestInfo
  /** When the operation began, and when it settled. `NaN` in a finding of `captureExchanges`. */
  readonly began: number
  settled: number
  /**
   * Whether the outcome itself named its response, or was handed out beside it; what is only the operation's last one
   * fits no other outcome.
   */
  readonly own?: boolean | undefined
}

/** What an integration is told of an operation: a record, as the client's plugin may be of another release. */
export interface ObservedOperation {
  /** What the SDK calls it, such as `'putObject'`. */
  readonly name: string | undefined
  /** The services that may answer, with the headers that carry their ids; the first where no response tells. */
  readonly vendors: readonly Pick<Vendor, 'name' | 'headers'>[]
}

/** What an integration wants to see of one operation. */
export interface OperationListener {
  /** Called for each exchange when `onExchange` is, in whatever context the response came in. */
  exchange?(exchange: Exchange): void
  /**
   * Called when the operation has an outcome that can carry an id, before its caller gets it, with what
   * `getRequestInfo` gives for it. Ids that stand in a body alone are known by then. Where an operation has several
   * outcomes, such as a stream and its error, it is called for each.
   */
  settle?(info: RequestInfo): void
}

/**
 * Called when an operation begins, which is in its caller's context: the place for reading an `AsyncLocalStorage` or
 * the active span. Not called for an operation that is a part of another one.
 */
export type OperationObserver = (operation: ObservedOperation) => OperationListener | undefined

/** What is used of a registration, as the operation may be another release's. */
export type Registered = Pick<Registration, 'options' | 'vendors'>

/** All that listen to one operation. */
export type Listener = Required<OperationListener>

/** Plain records and functions alone, as what one release puts here another one uses. */
interface Memory {
  /** What was found out about each outcome. It goes when the outcome goes. */
  readonly findings: Hidden<Finding>
  /** Counts what happens. */
  clock: number
  /** What integrations have registered; see `observeOperations`. */
  observers?: Map<unknown, OperationObserver>
  /** Tells them that an operation begins; there only while somebody is registered. */
  begin?: ((registration: Registered, name: string | undefined) => Listener | undefined) | undefined
}

/**
 * The number changes when releases could misread each other: where a member of `Memory`, of a `Finding`, or of what
 * observers get or give goes, means something else, or is needed and was not there before. A further member that may be
 * absent changes nothing. Releases with different numbers share nothing but the mark on a client (`register`).
 */
const key = Symbol.for('@requestid/core@1')
let memory: Memory | undefined

/** Node's diagnostics channel for exchanges, once `sharedMemory` was called. Node has one for all copies. */
export let channel: Channel | undefined

/**
 * The one memory of the process. `import` and `require` load two copies of this module, and a dependency may bring
 * another release: they find each other through a registered symbol, as the OpenTelemetry API does. A function in it may
 * be another release's: call it where nothing that it throws reaches the SDK.
 */
export function sharedMemory(): Memory {
  if (!memory) {
    const diagnostics = builtin<{ channel(name: string): Channel }>('node:diagnostics_channel')
    channel = diagnostics?.channel('requestid:exchange')
    memory = { findings: hidden(), clock: 0 }
    try {
      const found = (globalThis as { [key]?: Memory })[key]
      if (found) {
        // What cannot do this is no memory.
        found.findings.set(memory, found.findings.get(memory))
        found.clock++
        memory = found
      } else Object.defineProperty(globalThis, key, { value: memory, configurable: true })
    } catch {
      // Something else under the symbol, or a global object that is frozen or not there: each copy keeps its own.
    }
  }
  return memory
}

/** What is known of an outcome; what another release left there and cannot be read is not known. */
export function recall(outcome: object): Finding | undefined {
  try {
    const finding = sharedMemory().findings.get(outcome)
    if (Array.isArray(finding?.info.exchanges)) return finding
  } catch {
    // Nor is what throws.
  }
  return undefined
}
