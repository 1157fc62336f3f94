// How the contract suites get hold of what a call ends with.

import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Exchange } from '@requestid/core'

export type Outcome = Record<string, unknown>

/** What a rejecting promise rejects with. */
export async function failure(promise: Promise<unknown> | undefined): Promise<Outcome> {
  return Promise.resolve(promise).then(
    (value) => {
      throw new Error(`expected a rejection, got ${JSON.stringify(value)}`)
    },
    (error: Outcome) => error,
  )
}

/** What a stream fails with, or the call that was to give it. */
export async function streamError(stream: Readable | Promise<Readable> | undefined): Promise<Outcome> {
  try {
    const readable = await stream
    return await new Promise((resolve) => readable?.resume().once('error', resolve))
  } catch (error) {
    return error as Outcome
  }
}

export function ids(exchanges: readonly { requestId?: string }[]): string[] {
  return exchanges.flatMap(({ requestId = [] }) => requestId).sort()
}

/** The method and the key; some clients have the bucket in the path. */
export const called = ({ method, path }: Exchange) => method + path.slice(path.lastIndexOf('/'))

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const

/**
 * What `run` gives, and what is thrown meanwhile where nobody can catch it, which the test runner does not get to see.
 * @param run gets the list, which grows
 */
export async function escaping<T>(
  run: (escaped: readonly unknown[]) => Promise<T>,
  events: readonly (typeof EVENTS)[number][] = EVENTS,
): Promise<{ value: T; escaped: readonly unknown[] }> {
  const escaped: unknown[] = []
  const see = (error: unknown) => void escaped.push(error)
  const others = events.map((event) => process.listeners(event as 'uncaughtException'))
  for (const event of events) process.removeAllListeners(event).on(event, see)
  try {
    return { value: await run(escaped), escaped }
  } finally {
    for (const [i, event] of events.entries()) {
      process.removeAllListeners(event)
      for (const other of others[i] ?? []) process.on(event as 'uncaughtException', other)
    }
  }
}

/** How a call ends, and what is thrown out of reach, as a text. */
export interface Ending {
  readonly way: 'resolved' | 'rejected'
  readonly value: unknown
  readonly uncaught: readonly string[]
}

export async function endingOf(call: () => Promise<unknown>): Promise<Ending> {
  const { value: ending, escaped } = await escaping(async () => {
    const ending = await call().then(
      (value) => ({ way: 'resolved', value }) as const,
      (value: unknown) => ({ way: 'rejected', value }) as const,
    )
    await sleep(5)
    return ending
  })
  return { ...ending, uncaught: escaped.map(String) }
}

/** The rejections that nobody handles while `run` runs. */
export async function unhandledRejections(run: () => unknown, atLeast: number): Promise<readonly unknown[]> {
  const { escaped } = await escaping(
    async (escaped) => {
      void run()
      for (let i = 0; i < 100 && escaped.length < atLeast; i++) await sleep(10)
      await sleep(20)
    },
    ['unhandledRejection'],
  )
  return escaped
}

/** Which of the objects are still there after garbage was collected. */
export async function kept(refs: readonly WeakRef<object>[]): Promise<(object | undefined)[]> {
  for (let i = 0; i < 20 && refs.some((ref) => ref.deref()); i++) {
    await sleep(10)
    collectGarbage()
  }
  return refs.map((ref) => ref.deref()).filter(Boolean)
}

const CHANGING =
  /request[-_]?id|^hostid$|^x-amz-id-2$|^amzId2$|trace-?id|^date$|last-?modified|server-time|^rt$|^keepAliveSocket$|^duration$|^socketHandled|^x-oss-err$|^time$/i

/** An outcome with the values that differ from call to call made alike. */
export function shape(outcome: unknown): unknown {
  const { requestId: _, extendedRequestId: _extended, ...rest } = outcome as Outcome
  const text = JSON.stringify(rest, (key, value) =>
    // A request, which refers to itself.
    (CHANGING.test(key) && typeof value !== 'object') || typeof value?.setHeader === 'function' ? '*' : value,
  )
    .replace(/<(RequestId|TraceId)>[^<]*/g, '<$1>*')
    .replace(/(RequestId:)\w+/g, '$1*')
    .replace(/("(?:name":")?(?:authorization|date|x-ms-[a-z-]+)"(?:,"value")?:)"[^"]*"/gi, '$1"*"')
  return [
    JSON.parse(text),
    Object.getOwnPropertyNames(outcome).filter((name) => !/^(?:extendedR|r)equestId$/.test(name)),
  ]
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
