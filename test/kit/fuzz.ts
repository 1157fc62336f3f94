// The fuzz harness: an SDK's calls without the plugin and with it, while the server gives both the same random answers.
import { getRequestInfo, type RequestIdOptions } from '@requestid/core'
import type { Fault, IssuedExchange, Server } from '@requestid/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

type Outcome = Record<string, unknown>
type Settled = readonly [kind: 'result' | 'error' | 'uncaught', outcome: Outcome | string | null | undefined]

/** What the harness needs to know of an SDK. */
export interface Fuzzed<SDK, C extends object, S extends Server> {
  readonly name: string
  readonly versions: readonly (readonly [version: string, sdk: SDK])[]
  start(): Promise<S>
  createClient(server: S, sdk: SDK): C
  withRequestId(client: C, options: RequestIdOptions): unknown
  /** Puts an object `a` of 200 bytes. */
  fill(client: C, sdk: SDK): Promise<unknown>
  /** Calls that settle whatever the server does. */
  readonly calls: Readonly<Record<string, (client: C, sdk: SDK) => Promise<unknown>>>
  /** The calls whose answers have no body. */
  readonly bodiless: readonly string[]
  /** Thousands of runs would use up the machine's ports. */
  destroy?(client: C): void

  readonly statuses: readonly number[]
  readonly bodies: readonly string[]
  /** Where the id is in place of its usual header. */
  readonly headers: readonly (string | false)[]
  /** Leaves out what the plain SDK cannot take. */
  adjust?(fault: Fault): Fault
  readonly maxFaults: number
  readonly runs: number

  /** Which of the ids, or none, a client may see of a response that has it in its body alone; `id` is a well-formed one. */
  bodyIds(issued: IssuedExchange, fault: Fault, id: string | undefined): (string | undefined)[]
  /** What differs from call to call within the text of an outcome. */
  readonly changing?: RegExp
  /** Whether the plain SDK throws some errors out of reach: that is their outcome then. */
  readonly throwsUncaught?: true
}

export function describeFuzz<SDK, C extends object, S extends Server>(fuzzed: Fuzzed<SDK, C, S>): void {
  let server: S
  let seeUncaught: (error: Error) => void = () => {}
  const uncaught = (error: Error) => seeUncaught(error)
  let ofVitest: NodeJS.UncaughtExceptionListener[] = []
  beforeAll(async () => {
    if (fuzzed.throwsUncaught) {
      ofVitest = process.listeners('uncaughtException')
      process.removeAllListeners('uncaughtException').on('uncaughtException', uncaught)
    }
    // The SDKs' parsers say what they think of each malformed body.
    for (const method of ['warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(() => {})
    server = await fuzzed.start()
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await server.close()
    process.off('uncaughtException', uncaught)
    for (const listener of ofVitest) process.on('uncaughtException', listener)
  })

  async function run(sdk: SDK, call: string, faults: readonly Fault[], plugin: boolean) {
    server.clear()
    const filling = fuzzed.createClient(server, sdk)
    await fuzzed.fill(filling, sdk)
    fuzzed.destroy?.(filling)
    const before = server.exchanges.length
    for (const fault of faults) server.inject(fault)
    const errors: unknown[] = []
    const client = fuzzed.createClient(server, sdk)
    if (plugin) fuzzed.withRequestId(client, { onError: (error) => errors.push(error) })
    const settled: Settled[] = []
    const thrown = new Promise<void>((resolve) => {
      seeUncaught = ({ name }) => {
        settled.push(['uncaught', name])
        resolve()
      }
    })
    const called = fuzzed.calls[call]?.(client, sdk).then(
      (data) => void settled.push(['result', data as Outcome]),
      (error) => void settled.push(['error', error as Outcome]),
    )
    await Promise.race([called, thrown])
    fuzzed.destroy?.(client)
    return { settled, errors, issued: server.exchanges.slice(before) }
  }

  /** What a client may make of a response: the id it can see, or none. */
  function visibleIds(issued: IssuedExchange, fault: Fault = {}): (string | undefined)[] {
    const { statusCode, headerRequestId, bodyRequestId = '' } = issued
    if (!statusCode) return [undefined]
    if (headerRequestId) return [headerRequestId]
    return fuzzed.bodyIds(issued, fault, /^[\x21-\x7e]+$/.test(bodyRequestId) ? bodyRequestId : undefined)
  }

  it.each(fuzzed.versions)(
    `${fuzzed.name} %s, random answers: the same outcome as without the plugin, and the issued id or none`,
    async (_, sdk) => {
      await fc.assert(
        fc.asyncProperty(scripts(fuzzed), async ({ call, faults }) => {
          const plain = await run(sdk, call, faults, false)
          const plugin = await run(sdk, call, faults, true)
          expect(plugin.errors).toEqual([])
          expect(plugin.settled.map(([kind]) => kind)).toEqual(plain.settled.map(([kind]) => kind))
          const shapes = ({ settled }: typeof plain) =>
            settled.map(([, outcome]) => shape(outcome, fuzzed.changing))
          expect(shapes(plugin)).toEqual(shapes(plain))
          expect(plugin.issued.map(({ operation }) => operation)).toEqual(
            plain.issued.map(({ operation }) => operation),
          )
          const truth = plugin.issued.map((issued, i) => visibleIds(issued, faults[i]))
          for (const [i, [, outcome]] of plugin.settled.entries()) {
            // The name of what was thrown, and what is no object: it has no property.
            if (!isObject(outcome)) continue
            const { exchanges = [], requestId } = getRequestInfo(outcome) ?? {}
            expect(exchanges.map(({ statusCode }) => statusCode)).toEqual(
              plugin.issued.map(({ statusCode }) => statusCode),
            )
            for (const [i, { requestId }] of exchanges.entries()) expect(truth[i]).toContain(requestId)
            const last = exchanges.at(-1)
            const decided = last?.statusCode ? last : exchanges.findLast(({ requestId }) => requestId)
            const own = Object(plain.settled[i]?.[1]).requestId
            const isResult = !(outcome instanceof Error)
            // What the SDK itself took from a body stays, and of a result all that the service put there.
            if (typeof own === 'string' && own !== '') expect(requestId).toBe(decided?.requestId)
            else if (isResult && own !== undefined && own !== '') expect(outcome.requestId).toBe(own)
            // Or the text that it has for none.
            else
              expect(own === '' ? outcome.requestId || undefined : outcome.requestId).toBe(decided?.requestId)
            // Some SDKs write `undefined`.
            if (outcome.requestId === undefined && !('requestId' in Object(plain.settled[i]?.[1])))
              expect(outcome).not.toHaveProperty('requestId')
          }
        }),
        { numRuns: fuzzed.runs },
      )
    },
    120_000,
  )
}

/** A call, and a fault or none for each request in turn; what comes after the last one is served as usual. */
function scripts(
  fuzzed: Pick<
    Fuzzed<never, never, never>,
    'calls' | 'bodiless' | 'adjust' | 'maxFaults' | 'statuses' | 'bodies' | 'headers'
  >,
) {
  const { calls, bodiless, adjust = (fault) => fault, maxFaults, statuses, bodies, headers } = fuzzed
  const fault = fc.record(
    {
      status: fc.constantFrom(...statuses),
      body: fc.constantFrom(...bodies),
      requestIdHeader: fc.constantFrom(...headers),
      bodyRequestId: fc.constantFrom('same' as const, 'different' as const, false as const),
      reset: fc.constantFrom('before-headers' as const, 'after-headers' as const, 'mid-body' as const),
      malformed: fc.constant(true as const),
      delayMs: fc.constantFrom(0, 1, 3),
    },
    { requiredKeys: [] },
  )
  return fc
    .record({
      call: fc.constantFrom(...Object.keys(calls)),
      faults: fc.array(fc.option<Fault, Fault>(fault, { freq: 3, nil: {} }), { maxLength: maxFaults }),
    })
    .map(({ call, faults }) => ({
      call,
      faults: faults.map(({ reset, ...fault }): Fault => {
        // A response without a body is complete with its headers: a reset after them would hit the next request.
        const complete = bodiless.includes(call) || fault.status === 204 || fault.status === 304
        return adjust({ ...fault, ...(reset && { reset: complete ? 'before-headers' : reset }) })
      }),
    }))
}

const isObject = (outcome: Settled[1]): outcome is Outcome => Object(outcome) === outcome

const CHANGING =
  /request-?id|trace-?id|^hostid$|^date$|last-?modified|server-?time|uploadid|etag$|x-amz-id-2|delay|^rt$|socket|x-oss-(ec|err)|stack/i

/** An outcome without what differs from call to call. */
function shape(outcome: Settled[1], changing: RegExp = /$^/): unknown {
  if (!isObject(outcome)) return outcome
  const { requestId: _, extendedRequestId: _extended, ...rest } = outcome
  // What follows in a message may be the body, and the headers.
  const [message] = String(outcome.message).split('\n')
  const text = JSON.stringify({ ...rest, name: outcome.name, message }, (key, value) => {
    if (value?.type === 'Buffer') return value.data.length
    // An upload's source among an error's parameters, which may still refer to its request.
    if (typeof value?.pipe === 'function') return 'stream'
    return CHANGING.test(key) && typeof value !== 'object' ? '*' : value
  })
  return JSON.parse(text.replace(/<(RequestId|TraceId)>[^<]*/g, '<$1>*').replace(changing, '*'))
}
