/** Puts the ids of each operation on the span that is active when it begins. */
import { type Span, trace } from '@opentelemetry/api'
import {
  type Exchange,
  type Ids,
  type ObservedOperation,
  type OperationListener,
  observeOperations,
  type RequestInfo,
} from '@requestid/core/plugin'
import { attributesOfExchange, attributesOfIds, type Named } from './attributes.js'

const NAME = '@requestid/opentelemetry'

export interface RequestIdInstrumentationConfig {
  /** Default `true`. As with other instrumentations, `registerInstrumentations` enables it all the same. */
  enabled?: boolean
}

/**
 * Puts the request ids of every client with a requestid plugin on the span that is active where a call is made. It
 * makes no spans. Pass it where instrumentations go, `registerInstrumentations` or `NodeSDK`, or enable it alone:
 * making one is enough. It needs nothing but `@opentelemetry/api`.
 *
 * The span's attributes are the ids of the response that decided, or of the last one for as long as the call is under
 * way. From a span's second exchange on, each exchange is also an event `requestid.exchange`, in order, at the time of
 * its response or failure. Spans that are not recorded cost nothing.
 *
 * @example
 * registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new RequestIdInstrumentation()] })
 */
export class RequestIdInstrumentation {
  readonly instrumentationName = NAME
  readonly instrumentationVersion: string = '0.0.0'
  private stop: (() => void) | undefined

  constructor(private config: RequestIdInstrumentationConfig = {}) {
    this.config = { enabled: true, ...config }
    if (this.config.enabled) this.enable()
  }

  /** May be called again. Where there are two of these, in two copies of the package even, the later one works. */
  enable(): void {
    this.stop ??= observeOperations(NAME, observe)
  }

  disable(): void {
    this.stop?.()
    this.stop = undefined
  }

  getConfig(): RequestIdInstrumentationConfig {
    return this.config
  }

  setConfig(config: RequestIdInstrumentationConfig): void {
    this.config = { enabled: true, ...config }
  }

  /** It makes no spans, so it needs no provider. */
  setTracerProvider(): void {}

  setMeterProvider(): void {}
}

function observe(operation: ObservedOperation): OperationListener | undefined {
  const span = trace.getActiveSpan()
  return span?.isRecording() ? new Recorder(span, operation) : undefined
}

/** A span's first exchange, which becomes an event when a second one comes; then `true`. */
const firsts = new WeakMap<Span, (() => void) | true>()

/** Spans of which an outcome had the ids of an earlier response than the one that was to decide. */
const ofEarlier = new WeakSet<Span>()

class Recorder implements OperationListener {
  /** A response without an id in its headers: its body may have one, which is known by the next exchange or outcome. */
  private waiting: Exchange | undefined

  constructor(
    private readonly span: Span,
    private readonly operation: ObservedOperation,
  ) {}

  exchange(exchange: Exchange): void {
    this.flush()
    if (exchange.requestId || exchange.statusCode === undefined) this.put(exchange)
    else this.waiting = exchange
  }

  settle(info: RequestInfo): void {
    this.flush()
    this.setIds(info)
    const { span } = this
    if (!span.isRecording() || !(info.idOf || ofEarlier.has(span))) return
    ofEarlier.add(span)
    // No attribute can be taken off a span, and the ids on it are those of its last operation.
    span.setAttribute('requestid.id_of', info.idOf ?? 'deciding')
  }

  private flush(): void {
    const { waiting } = this
    this.waiting = undefined
    if (waiting) this.put(waiting)
  }

  private put(exchange: Exchange): void {
    const { span } = this
    // The caller may not have waited.
    if (!span.isRecording()) return
    this.setIds(exchange)
    const add = () => {
      const vendor = this.vendorOf(exchange)
      const end = exchange.startTime + exchange.durationMs
      span.addEvent('requestid.exchange', attributesOfExchange(exchange, vendor), end)
    }
    const first = firsts.get(span)
    if (typeof first === 'function') first()
    if (first) add()
    firsts.set(span, first ? true : add)
  }

  private setIds(ids: Ids & Pick<Exchange, 'vendor'>): void {
    if (this.span.isRecording()) this.span.setAttributes(attributesOfIds(ids, this.vendorOf(ids)))
  }

  /** The operation may be told by another release, which may know less of it. */
  private vendorOf({ vendor }: Pick<Exchange, 'vendor'>): Named {
    const { vendors } = this.operation
    return vendors?.find(({ name }) => name === vendor) ?? vendors?.[0] ?? { headers: {} }
  }
}
