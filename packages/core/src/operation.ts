/** One call on a client: what it sends, and the outcome that it settles with. */
import { attach, isError } from './attach.js'
import { Attempt } from './attempt.js'
import { decide, type Heard } from './decide.js'
import type { Exchange, RequestInfo } from './exchange.js'
import { guard, report } from './guard.js'
import { channel, type Finding, type Listener, recall, sharedMemory } from './memory.js'
import { writeMessage } from './message.js'
import type { RequestIdOptions } from './options.js'
import { isPromise } from './outcomes.js'
import { withoutQuery } from './path.js'
import type { Registration } from './registration.js'
import { isObject } from './vendor.js'

/**
 * One public call on an SDK client, however many exchanges it takes. A plugin begins one where the SDK starts
 * a call, opens an exchange where the SDK sends a request, and settles it with the call's outcome. No method
 * throws.
 */
export class Operation implements Heard {
  /** Set it where exchanges may be missing: an outcome then gets an id from its own evidence alone. */
  incomplete = false
  last: Exchange | undefined
  answered: Exchange | undefined
  /** Let go when the operation settles. */
  headers: unknown
  readonly began = ++sharedMemory().clock
  private followed: unknown
  private readonly listener: Listener | undefined
  private list: Exchange[] | undefined

  /**
   * @param parent the operation this one is a part of, such as one file of a batch; it sees every exchange too
   * @param name what the SDK calls it, such as `'putObject'`; a part has that of the whole
   */
  constructor(
    readonly registration: Registration,
    private readonly parent?: Operation,
    readonly name: string | undefined = parent?.name,
  ) {
    // Where the operation begins is where the caller's context is certain: pooled sockets answer in another's.
    const { begin } = sharedMemory()
    if (begin && !parent) this.listener = guard(registration.options, begin, registration, name)
  }

  /** In the order in which they were answered or failed. */
  get exchanges(): Exchange[] {
    this.list ||= []
    return this.list
  }

  /**
   * Call when the SDK hands a request to the network.
   * @param path may have a query; it is dropped
   */
  open(method: string, host: string, path: string): Attempt {
    return new Attempt(this, method, host, withoutQuery(String(path)))
  }

  /** Call when more has come of an exchange that is finished: its body, or the end of its connection. */
  touch(exchange: Exchange): void {
    this.last = exchange
    if (this.parent) this.parent.touch(exchange)
  }

  /**
   * Adds a finished exchange to this operation and to all it is a part of.
   * @param headers those of its response, where they have its id
   */
  record(exchange: Exchange, headers?: unknown): void {
    // One listener may be that of a client and of the clients behind it.
    let listeners: Map<(exchange: Exchange) => unknown, RequestIdOptions> | undefined
    for (let operation: Operation | undefined = this; operation; operation = operation.parent) {
      operation.last = exchange
      if (headers) {
        operation.answered = exchange
        operation.headers = headers
      }
      // The first makes a list of one, where V8 would make room for 17.
      if (operation.list) operation.list.push(exchange)
      else operation.list = [exchange]
      const { listener } = operation
      const { options } = operation.registration
      if (listener) guard(options, show, listener, exchange)
      if (options.onExchange) listeners = (listeners || new Map()).set(options.onExchange, options)
    }
    const subscribed = channel
    if (subscribed?.hasSubscribers) subscribed.publish(exchange)
    this.refresh()
    if (!listeners) return
    for (const [onExchange, options] of listeners) guard(options, tell, onExchange, exchange, options)
  }

  /**
   * Attaches the id to an outcome and remembers what `getRequestInfo` gives for it. May be called again for a
   * further outcome of the same operation. Does nothing for a primitive, or where no exchange was made.
   * @param outcome the result, or the error; its identity is kept
   * @param headers those of the response that made it, where the SDK hands them out beside it
   * @param ofLast whether the last response made it, whatever it says now
   */
  settle(outcome: unknown, headers?: unknown, ofLast?: boolean): void {
    if (!isObject(outcome)) return
    const { registration, listener } = this
    guard(registration.options, conclude, this, listener, outcome, headers, ofLast)
  }

  /** For an outcome that is handed out before its response comes, such as a stream: gets the id once it is there. */
  follow(outcome: object): void {
    this.followed = outcome
    this.refresh()
  }

  /** Call when more has become known of an exchange. */
  refresh(): void {
    if (this.followed) this.settle(this.followed)
    if (this.parent) this.parent.refresh()
  }
}

const NOTHING: Pick<Finding, 'info'> = { info: {} as RequestInfo }

function conclude(
  operation: Operation,
  listener: Listener | undefined,
  outcome: Record<PropertyKey, unknown>,
  headers?: unknown,
  ofLast?: boolean,
): void {
  const { registration } = operation
  const known = recall(outcome)
  const evidence = registration.evidence(outcome)
  const finding = decide(registration, operation, evidence, known, headers, ofLast)
  operation.answered = operation.headers = undefined
  if (!finding && !known) return
  if (finding !== known) {
    const memory = sharedMemory()
    if (finding) finding.settled = ++memory.clock
    memory.findings.set(outcome, finding)
    const { part } = evidence
    // Whose it was first, as a cache may give it to several.
    if (isObject(part) && !memory.findings.get(part)) memory.findings.set(part, finding)
  }
  attach(outcome, registration, finding || NOTHING, known || NOTHING)
  if (finding && listener) listener.settle(finding.info)
  const { message } = registration.options
  if (message && isError(outcome))
    writeMessage(outcome, message, finding, known, operation.began, evidence.statusCode)
}

function show(listener: Listener, exchange: Exchange): void {
  listener.exchange(exchange)
}

function tell(
  onExchange: (exchange: Exchange) => unknown,
  exchange: Exchange,
  options: RequestIdOptions,
): void {
  const result = onExchange(exchange)
  // An async listener that fails must not become the process's unhandled rejection.
  if (isPromise(result)) result.then(undefined, (error: unknown) => report(options, error))
}
