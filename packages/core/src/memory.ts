import { builtin } from './builtin.js'
import type { Exchange, RequestInfo } from './exchange.js'
import { type Hidden, hidden } from './hidden.js'
import type { OperationListener, OperationObserver } from './observe.js'
import type { Operation } from './operation.js'

/** What a run of `captureExchanges` collects; an inner run reports to the outer ones too. */
export interface Capture {
  readonly exchanges: Exchange[]
  readonly parent: Capture | undefined
}

/** The part of `AsyncLocalStorage` that is used, as core is compiled without Node's types, or what stands in for it. */
export interface CaptureStorage {
  getStore(): Capture | undefined
  run<T>(capture: Capture, fn: () => T): T
  /** Of the stand-in alone, which cannot tell by itself. */
  end?(capture: Capture): void
}

/** All that listen to one operation. */
export type Listener = Required<OperationListener>

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
  readonly settled: number
  /**
   * Whether the outcome itself named its response, or was handed out beside it; what is only the operation's last one
   * fits no other outcome.
   */
  readonly own?: boolean
}

interface Memory {
  /** What was found out about each outcome. It goes when the outcome goes. */
  readonly findings: Hidden<Finding>
  /** Counts what happens. */
  clock: number
  /** The clients a plugin is registered on. */
  readonly clients: WeakSet<object>
  /** Exists from the first `captureExchanges` on; see there for why not earlier. */
  captureStorage?: CaptureStorage
  /** What integrations have registered; see `observeOperations`. */
  observers?: Map<string, OperationObserver>
  /** Tells them that an operation begins; there only while somebody is registered. */
  begin?: ((operation: Operation) => Listener | undefined) | undefined
  /** Node's diagnostics channel for exchanges. */
  readonly channel: Channel | undefined
}

const key = Symbol.for('@requestid/core')
let memory: Memory | undefined

/**
 * The one memory of the process. `import` and `require` load two copies of this module, and a dependency may
 * bring a third: they find each other through a registered symbol, as the OpenTelemetry API does.
 */
export function sharedMemory(): Memory {
  if (!memory) {
    const root = (typeof globalThis === 'object' ? globalThis : {}) as { [key]?: Memory }
    memory = root[key] ?? {
      findings: hidden(),
      clock: 0,
      clients: new WeakSet(),
      channel: builtin<{ channel(name: string): Channel }>('node:diagnostics_channel')?.channel(
        'requestid:exchange',
      ),
    }
    // Fails silently where the global object is frozen; then each copy keeps its own.
    Reflect.defineProperty(root, key, { value: memory, configurable: true })
  }
  return memory
}
