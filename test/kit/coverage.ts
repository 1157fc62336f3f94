// The coverage harness: every public method of an SDK, in every form, without the plugin and with it.
import type { RequestIdOptions } from '@requestid/core'
import type { IssuedExchange, Server } from '@requestid/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

const always = Number.POSITIVE_INFINITY

/** What a server answers to each request of the method that is called. */
export type Situations<S extends Server> = Readonly<Record<string, (server: S) => void>>

export const situations: Situations<Server> = {
  success: () => {},
  error: (server) => server.inject({ status: 403, times: always }),
  'error, id in the body alone': (server) =>
    server.inject({ status: 403, requestIdHeader: false, times: always }),
}

/** One method in one form. */
export interface Way<S extends Server> {
  /** The cells of its row: the method, and the class or the form. */
  readonly row: readonly [string, string]
  /** A client that has nothing under way, and the call of the method. */
  prepare(server: S): Promise<{ client: object; call(): Promise<unknown> }>
}

/** What the harness needs to know of an SDK. */
export interface Covered<SDK, S extends Server> {
  readonly name: string
  readonly versions: readonly (readonly [version: string, sdk: SDK])[]
  start(): Promise<S>
  withRequestId(client: object, options: RequestIdOptions): unknown
  readonly situations: Situations<S>
  /** The public methods of which the table says nothing. */
  unclassified(sdk: SDK): readonly string[]
  ways(sdk: SDK): readonly Way<S>[]
  /** Whether every call succeeds where nothing goes wrong. */
  readonly allSucceed?: true
  /** The property in which the plain SDK has ids, of some outcomes. */
  readonly plainId: string
  /** The ids of the response that decided; of several where requests run beside each other. */
  truth(exchanges: readonly IssuedExchange[]): readonly string[]
}

export function describeCoverage<SDK, S extends Server>(covered: Covered<SDK, S>): void {
  const { name, versions, situations, plainId } = covered
  let server: S
  beforeAll(async () => {
    // Each deprecated alias says that it is one.
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    server = await covered.start()
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await server.close()
  })

  async function observe(way: Way<S>, situation: string, plugin: boolean) {
    server.clear()
    const errors: unknown[] = []
    const { client, call } = await way.prepare(server)
    if (plugin) covered.withRequestId(client, { onError: (error) => errors.push(error) })
    const before = server.exchanges.length
    situations[situation]?.(server)
    const [settled, outcome] = await within(10_000, call()).then(
      (result) => ['result', result],
      (error: unknown) => ['error', error],
    )
    return { settled, outcome, errors, truth: covered.truth(server.exchanges.slice(before)) }
  }

  describe.each(versions)(`${name} %s`, (version, sdk) => {
    it('every public method is classified', () => {
      expect(covered.unclassified(sdk)).toEqual([])
    })

    it('every outcome carries the true id, which the plain SDK gives only in part', async () => {
      const rows: string[][] = []
      const total = { plain: 0, plugin: 0, outcomes: 0 }
      const cells = ({ plain, plugin, outcomes }: typeof total) => [
        `${plain}/${outcomes}`,
        `${plugin}/${outcomes}`,
      ]
      for (const way of covered.ways(sdk)) {
        const count = { plain: 0, plugin: 0, outcomes: 0 }
        for (const situation of Object.keys(situations)) {
          const label = [...way.row, situation].join(', ')
          const plain = await observe(way, situation, false)
          const plugin = await observe(way, situation, true)
          if (situation === 'success' && covered.allSucceed)
            expect(plain, label).toMatchObject({ settled: 'result' })
          // The plugin must not make an outcome of what has none, nor lose one.
          expect.soft(plugin.settled, label).toBe(plain.settled)
          expect.soft(plugin.errors, label).toEqual([])
          if (plain.truth.includes(idOf(plain.outcome, plainId))) count.plain++
          if (plugin.truth.length === 0) {
            expect.soft(plugin.outcome, label).not.toHaveProperty('requestId')
            continue
          }
          count.outcomes++
          if (plugin.truth.includes(idOf(plugin.outcome, 'requestId'))) count.plugin++
          else expect.soft(plugin, label).toBeUndefined()
        }
        rows.push([...way.row, ...cells(count)])
        for (const key of ['plain', 'plugin', 'outcomes'] as const) total[key] += count[key]
      }
      rows.push(['all', '', ...cells(total)])
      // The whole table once; the older versions have the same rows.
      const shown = sdk === versions[0]?.[1] ? rows : rows.slice(-1)
      console.log(table([[`${name} ${version}`, '', 'plain SDK', 'plugin'], ...shown]))
      expect(total.plugin).toBe(total.outcomes)
      expect(total.plain).toBeLessThan(total.outcomes)
    }, 120_000)
  })
}

/** Fails where a call does not settle. */
function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    setTimeout(reject, ms, new Error('not settled')).unref()
    promise.then(resolve, reject)
  })
}

function idOf(outcome: unknown, name: string): string {
  return (outcome as Record<string, string> | undefined)?.[name] ?? ''
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? []
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n')
}
