/** Where the SDK does its HTTP: a pipeline is given the HTTP client with each request. */
import { createStretch, type Operation, openUrl, watchNext } from '@requestid/core/plugin'
import type { HttpClient, Pipeline, Request, Response } from './client.js'

/** A call of a method, or a request that none of them made. */
export interface Work {
  readonly operation: Operation
  /** Those of the same client whose requests are answered, and which have not settled. */
  readonly idle: Set<Work>
  /** Whether the SDK makes it of several requests. */
  readonly composite: boolean
  /** The call of which it is a part. */
  readonly parent: Work | undefined
  /** How many requests began, those of its parts too. */
  requests: number
  /** Whether other work began while it was idle, which may be of the same method. */
  doubtful: boolean
}

/** What the SDK's code works on, from where a call begins to where its request enters a pipeline. */
export const stretch = createStretch<Work>()

/** The SDK hands `tracingOptions` down from each method to its requests, and spreads them on the way. */
const CALL = Symbol('requestid')

/** A copy of a call's options from which its requests, and the calls that it is made of, know it. */
export function carrying(options: object | undefined, work: Work): object {
  const { tracingOptions } = (options || {}) as { tracingOptions?: object }
  return { ...options, tracingOptions: { ...tracingOptions, [CALL]: work } }
}

export function workOf(options: unknown): Work | undefined {
  const { tracingOptions } = Object(options) as { tracingOptions?: { [CALL]?: Work } }
  return tracingOptions?.[CALL]
}

/** Sends a request through a pipeline, for the work that it is of. Another client's, on the same pipeline, passes. */
export function send(
  method: Pipeline['sendRequest'],
  pipeline: Pipeline,
  client: HttpClient,
  request: Request,
): unknown {
  const work = stretch.current || workOf(request)
  const args: [HttpClient, Request] = [work ? watch(client, work) : client, request]
  // What a policy of the user's calls is no part of it.
  return stretch.run(undefined, method, pipeline, args)
}

/** An HTTP client in the place of another for one request, each attempt of which is an exchange. */
function watch(client: HttpClient, work: Work): HttpClient {
  const { operation } = work
  const { options } = operation.registration
  const next = (request: Request) => client.sendRequest(request)
  return {
    sendRequest(request) {
      mark(work, false)
      const attempt = openUrl(operation, request.method, request.url)
      return watchNext(next, request, attempt, options, (result, error) => {
        mark(work, true)
        const response = (result || (error as { response?: unknown }).response) as Response | undefined
        if (response && !attempt.respond(response.status, response.headers) && response.status >= 300)
          attempt.body(response.bodyAsText || '')
        return response
      })
    },
  }
}

/** Notes whether work waits for an answer. */
function mark(work: Work, answered: boolean): void {
  for (let each: Work | undefined = work; each; each = each.parent) {
    if (answered) each.idle.add(each)
    else each.doubtful = !each.idle.delete(each) && each.doubtful
  }
}
