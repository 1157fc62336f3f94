/** Where the SDK starts a call, how the call settles, and what its outcomes look like. */
import {
  admits,
  assertExtensible,
  checkOptions,
  type Evidence,
  guard,
  interpose,
  isObject,
  isPromise,
  type MethodCall,
  monitorErrors,
  Operation,
  type Registration,
  type RequestIdOptions,
  register,
  rootOf,
  standIn,
  tap,
  tapLazily,
  watchOutcome,
} from '@requestid/core/plugin'
import { azure, azureBlob } from '@requestid/vendors'
import { type HttpClient, membersOf, type Pipeline, type Request, type Sender, sendersOf } from './client.js'
import { carrying, send, stretch, type Work, workOf } from './transport.js'

type Members = Record<PropertyKey, unknown>

/** What a client and those that it makes have in common. */
interface Family {
  readonly registration: Registration
  readonly idle: Set<Work>
}

/**
 * Methods of Storage that are made of several requests, or wait for something before they send one, and where their
 * options stand.
 */
const OPTIONS: Readonly<Record<string, (args: readonly unknown[], client: object) => number>> = {
  uploadFile: () => 1,
  uploadData: () => 1,
  uploadBrowserData: () => 1,
  // That of a file in a share takes its size too.
  uploadStream: (_, client) => ('uploadRange' in client ? 4 : 3),
  downloadToFile: () => 3,
  downloadToBuffer: ([first]) => (ArrayBuffer.isView(first) ? 3 : 2),
  upload: () => 2,
  uploadBlockBlob: () => 3,
  stageBlock: () => 3,
  appendBlock: () => 2,
  uploadPages: () => 3,
}

export function registerClient(client: unknown, given?: RequestIdOptions): void {
  const options = checkOptions(given)
  const senders = sendersOf(client)
  // Each client has methods of its own, but all have a pipeline.
  if (!admits(client, senders.size, 'new BlobServiceClient(...)', ['pipeline'], options)) return
  assertExtensible(client as object)
  const registration = {
    options,
    vendors: [azureBlob, azure],
    fallback: azure,
    evidence,
    isSentBack,
  } as const
  add(client as object, senders, { registration, idle: new Set() })
}

function add(client: object, senders: Iterable<Sender>, family: Family): void {
  if (!register(client)) return
  for (const sender of senders) {
    const { pipeline } = sender
    // Several clients may share it: the request says whose it is.
    if (Object.isExtensible(pipeline) && register(pipeline))
      interpose(pipeline, rootOf(pipeline, 'sendRequest'), ['sendRequest'], ({ method, self, args }) =>
        send(method as Pipeline['sendRequest'], self as Pipeline, args[0] as HttpClient, args[1] as Request),
      )
    if (sender === client || !Object.isExtensible(sender) || !register(sender)) continue
    addTo(sender, family, ownNames(sender))
  }
  addTo(client, family, [...methodsOf(client), ...ownNames(client)])
  // Newest clients have groups of operations: objects whose functions send through the client.
  for (const [, value] of membersOf(client))
    if (isGroup(value) && Object.isExtensible(value) && register(value))
      addTo(value, family, Object.keys(value), true)
}

function isGroup(value: unknown): value is object {
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return false
  const members = Object.values(value)
  return members.length > 0 && members.every((member) => typeof member === 'function')
}

/** Where requests begin, of what may be a sender. */
const ownNames = (sender: object) =>
  'pathUnchecked' in sender
    ? ['path', 'pathUnchecked']
    : 'sendOperationRequest' in sender
      ? ['sendOperationRequest']
      : []

function addTo(object: object, family: Family, names: readonly string[], own?: boolean): void {
  const root: Members = {}
  for (const name of names) root[name] = Reflect.get(rootOf(object, name), name)
  const handle = (made: MethodCall) =>
    made.name === 'sendOperationRequest'
      ? request(family, made)
      : /^path(?:Unchecked)?$/.test(made.name)
        ? routes(family, made)
        : call(family, made)
  interpose(object, root, names, handle, own)
}

/** The methods of a class and of those that it extends. */
function methodsOf(client: object): string[] {
  const names = new Set<string>()
  for (
    let object = Object.getPrototypeOf(client);
    object && object !== Object.prototype;
    object = Object.getPrototypeOf(object)
  )
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(object)))
      if (typeof value === 'function' && !/^(?:constructor|send\w*Request)$/.test(name)) names.add(name)
  return [...names]
}

function begin({ registration, idle }: Family, name?: string, parent?: Work): Work {
  // It may be of a method that is none of the SDK's and waits: what that ends with is not of what it sent before.
  if (!parent) for (const work of idle) work.doubtful = true
  const operation = new Operation(registration, parent?.operation, parent ? undefined : name)
  const composite = name !== undefined && name in OPTIONS
  return { operation, idle, composite, parent, requests: 0, doubtful: false }
}

/** Where a method is none of the SDK's and makes several requests, nobody can tell which of them decides. */
function count(work: Work): Work {
  for (let each: Work | undefined = work; each; each = each.parent)
    if (each.requests++ && !each.composite) each.operation.incomplete = true
  return work
}

/** A call of a public method. The method runs on the client itself: what it calls at once is of its operation. */
function call(family: Family, { name, method, ofSDK, self, args }: MethodCall): unknown {
  const { options } = family.registration
  const parent = stretch.current || guard(options, workOf, args[args.length - 1])
  const work = begin(family, name, parent)
  const passed = (ofSDK && work.composite && guard(options, withOptions, name, self, args, work)) || args
  const returned = stretch.run(work, method, self, passed)
  if (isPromise(returned))
    return watchOutcome(returned, (error, result) => guard(options, finish, work, error, result))
  guard(options, adopt, returned, family)
  return returned
}

function withOptions(name: string, client: object, args: readonly unknown[], work: Work): unknown[] {
  const copy = args.slice()
  const index = (OPTIONS[name] as (args: readonly unknown[], client: object) => number)(args, client)
  const given = copy[index]
  if (given === undefined || isObject(given)) copy[index] = carrying(given, work)
  return copy
}

/** A client that another one makes is registered with it. */
function adopt(made: unknown, family: Family): void {
  if (!isObject(made) || !Object.isExtensible(made)) return
  const senders = sendersOf(made)
  if (senders.size) add(made, senders, family)
}

/** A request of a `ServiceClient`: one of the call that is running, or else an operation by itself. */
function request(family: Family, { method, self, args }: MethodCall): unknown {
  const { options } = family.registration
  const running = stretch.current || guard(options, workOf, (args[0] as Members | undefined)?.options)
  const work = count(running || begin(family))
  const returned = stretch.run(work, method, self, args)
  if (running || !isPromise(returned)) return returned
  return tap(returned, (error, result) => guard(options, finish, work, error, result))
}

type Verb = (given?: object) => PromiseLike<unknown> & Members

/** The requests of a path. Each is sent when somebody subscribes to it. */
function routes(family: Family, { method, self, args }: MethodCall): unknown {
  const { options } = family.registration
  const verbs = method.apply(self, args) as Record<string, Verb>
  const watched: Record<string, Verb> = {}
  for (const [name, verb] of Object.entries(verbs)) {
    watched[name] = (given) => {
      const running = stretch.current || guard(options, workOf, given)
      const work = count(running || begin(family))
      const sent = verb(carrying(given, work))
      if (running) return sent
      const end = (error: unknown, result?: unknown) => guard(options, finish, work, error, result)
      const stream = (name: string) => () => tap((sent[name] as () => PromiseLike<unknown>)(), end)
      const streams = { asNodeStream: stream('asNodeStream'), asBrowserStream: stream('asBrowserStream') }
      return standIn(tapLazily(sent, end), streams)
    }
  }
  return watched
}

function finish(work: Work, error: unknown, result: unknown): void {
  const { operation, idle, composite, doubtful } = work
  idle.delete(work)
  if (doubtful && !composite) operation.incomplete = true
  const { registration } = operation
  operation.settle(error || result)
  if (error || !isObject(result)) return
  // What stands in a batch's answer, each with headers of its own.
  const { subResponses, readableStreamBody = result.body } = result
  if (Array.isArray(subResponses))
    for (const each of subResponses) new Operation(registration, operation).settle(each, Object(each).headers)
  if (isObject(readableStreamBody)) watchStream(readableStreamBody, operation)
}

/** The stream of a download. */
function watchStream(stream: Members, operation: Operation): void {
  const see = (error: unknown) => isOfStream(stream, error) && operation.settle(error)
  if (monitorErrors(stream, see, operation.registration.options)) operation.settle(stream)
}

/** With any other somebody has destroyed it. Source: RetriableReadableStream.ts. */
function isOfStream({ source }: Members, error: unknown): boolean {
  if (isObject(source) && source.errored === error) return true
  return /^(?:Data corruption failure|The operation was aborted)/.test(Object(error).message)
}

/** A result of Storage has its response, hidden; an error has it too. That of a REST client is one. */
function evidence({ response, _response, headers, status, message }: Members): Evidence {
  const of = (response || _response || { headers, status }) as Members
  return {
    headers: isObject(of.headers) ? of.headers : undefined,
    // The headers may not be there for scripts of other origins.
    bodies: () => [{ RequestId: /\bRequestId:(.*)/.exec(String(message))?.[1] }],
    statusCode: of.status,
  }
}

/** What has no trace of its response may be data of the user's, such as an entity or a document, which they send back. */
function isSentBack(outcome: object): boolean {
  return (
    !(outcome instanceof Error) && !('_response' in outcome || ('headers' in outcome && 'request' in outcome))
  )
}
