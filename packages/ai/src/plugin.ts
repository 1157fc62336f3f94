/** Where the SDK starts a call, how the call settles, and what its outcomes look like. */
import {
  type AnyFunction,
  admits,
  assertExtensible,
  carriedBy,
  carry,
  checkOptions,
  createStretch,
  type Evidence,
  guard,
  interpose,
  isObject,
  isPromise,
  type MethodCall,
  Operation,
  type Registration,
  type RequestIdOptions,
  register,
  rootOf,
  tap,
  watchContent,
  watchOutcome,
} from '@requestid/core/plugin'
import { anthropicShape, azure, openaiShape } from '@requestid/vendors'
import { type Client, helpersOf, isAnthropic, isClient, isHelper, members } from './client.js'
import { mark, markOf, take, watch } from './transport.js'

type Members = Record<PropertyKey, unknown>

const { vendor: openai } = openaiShape
const { vendor: anthropic } = anthropicShape

/** In front of its models Azure has a gateway, whose id its support asks for. */
const azureOpenAI = { ...azure, others: { 'x-request-id': ['x-request-id'] } }

export function registerClient(client: unknown, given?: RequestIdOptions): void {
  const options = checkOptions(given)
  if (!admits(client, isClient(client), 'new OpenAI() or new Anthropic()', members, options)) return
  assertExtensible(client as object)
  const ofAnthropic = isAnthropic(client as object)
  const { evidence } = ofAnthropic ? anthropicShape : openaiShape
  add(client as Client, {
    options,
    // OpenAI's client talks to Anthropic too, which has an API like OpenAI's.
    vendors: ofAnthropic ? [anthropic, azureOpenAI] : [azureOpenAI, openai, anthropic],
    fallback: ofAnthropic ? anthropic : openai,
    // A page has its response, and so has what `withResponse()` gives.
    evidence: (outcome): Evidence => evidence(isObject(outcome.response) ? outcome.response : outcome),
    // Items, messages and agents are sent back to the service; the SDK hides its own `_request_id` too.
    isSentBack: (outcome) => !(outcome instanceof Error),
  })
}

function add(client: Client, registration: Registration): void {
  if (!register(client)) return
  watch(client)
  const names = [
    'request',
    'makeRequest',
    'requestAPIList',
    'responsePromise',
    'prepareRequest',
    'withOptions',
  ]
  const ofClass = Object.getPrototypeOf(client)
  interpose(client, rootOf(client, members[0]), names, (made) => handlers[made.name]?.(made, registration))
  // What makes an error makes its stack too, where a method that calls the class's would show.
  const layer = Object.getPrototypeOf(client)
  for (const name of Object.keys(Object.getOwnPropertyDescriptors(layer)))
    if (/^_?make\w+Error$/.test(name)) layer[name] = ofClass[name]
  for (const [resource, names] of helpersOf(client))
    if (Object.isExtensible(resource) && register(resource))
      interpose(resource, rootOf(resource, names[0] as string), names, (made) =>
        isHelper(made.name) ? help(made, registration) : part(made),
      )
}

/** What the SDK's code works on, from where a call begins to where it has made the promise of it. */
const stretch = createStretch<Operation>()

type Handler = (made: MethodCall, registration: Registration) => unknown

const handlers: Readonly<Record<string, Handler>> = {
  request: (made, registration) => call(made, registration, 0),
  requestAPIList: (made, registration) => call(made, registration, 1),
  // openai 7 makes another promise of the one request, and a list has its methods.
  responsePromise({ method, self, args }) {
    const promise = method.apply(self, args)
    return stretch.current ? observe(promise, stretch.current) : promise
  },
  // The rejection that is left where nobody asks for what the request gives.
  makeRequest({ method, self, args }) {
    const operation = carriedBy(args[0])
    const props = method.apply(self, args)
    return operation && isPromise(props) ? tap(props, (error) => error && operation.settle(error)) : props
  },
  prepareRequest({ method, self, args }) {
    const [request, { options }] = args as [unknown, { options?: unknown }]
    mark(request, carriedBy(options))
    return method.apply(self, args)
  },
  withOptions({ method, self, args }, registration) {
    const client = method.apply(self, args)
    if (isClient(client)) guard(registration.options, add, client, registration)
    return client
  },
}

/** A request, and what it is sent again for: the SDK hands one object of options on to each attempt. */
function call({ method, self, args }: MethodCall, registration: Registration, at: number): unknown {
  const operation = new Operation(registration, stretch.current)
  // Where a token was refused, the SDK goes on with a copy of the options.
  if ((self as Client)._workloadIdentityAuth) operation.incomplete = true
  const carrying = (options: unknown) => {
    if (!isObject(options)) return options
    const copy = carry({ ...options }, operation)
    take(copy)
    return copy
  }
  const passed = args.slice()
  const options = passed[at]
  passed[at] = isPromise(options) ? carry(options.then(carrying), operation) : carrying(options)
  return observe(stretch.run(operation, method, self, passed), operation)
}

/** Shows the outcomes of an `APIPromise` to its operation: it sends once, and reads when somebody asks. */
function observe(promise: unknown, operation: Operation): unknown {
  if (!isPromise(promise) || carriedBy(promise)) return promise
  const finish = (error: unknown, result?: unknown) => settle(operation, error, result)
  if (!('asResponse' in promise)) {
    // A method of the user's may have made others besides.
    operation.incomplete = true
    return watchOutcome(promise, finish)
  }
  carry(promise, operation)
  for (const name of ['parse', 'asResponse', 'withResponse'])
    change(promise, name, (returned) => tap(returned as PromiseLike<unknown>, finish))
  change(promise, '_thenUnwrap', (made) => observe(made, operation))
  return promise
}

/** Hands on what `changed` makes of what an object's method returns; the object shows no other members than before. */
function change(object: object, name: string, changed: (returned: unknown) => unknown): void {
  const method = Reflect.get(object, name)
  if (typeof method !== 'function') return
  const value: AnyFunction = function (...args) {
    return changed(method.apply(this, args))
  }
  const enumerable = Object.prototype.propertyIsEnumerable.call(object, name)
  Object.defineProperty(object, name, { value, enumerable, writable: true, configurable: true })
}

const READERS = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text']

function settle(operation: Operation, error: unknown, result?: unknown): void {
  operation.settle(error || result)
  const { options } = operation.registration
  if (!error && isObject(result)) guard(options, watchRest, result, operation)
}

/** Of what is handed out before all of it has arrived: events, the rows of a batch, a response. */
function watchRest(result: Members, operation: Operation): void {
  const see = (error: unknown) => error && operation.settle(error)
  const watchEvents = (events: unknown) => watchContent(events, see, operation.registration.options)
  // The pages that follow are calls of their own.
  if (!('getNextPage' in result)) watchEvents(result)
  if (typeof result.arrayBuffer !== 'function') return
  for (const name of READERS) change(result, name, (read) => (isPromise(read) ? tap(read, see) : read))
  watchEvents(result.body)
}

/** What a helper gives besides errors, by the names of its events and its methods. */
const OUTCOME = /^(?:error|abort|chatCompletion|final\w+)$/
const RESULT = /^(?:withResponse|final\w+)$/

/** A method that makes requests by itself: it hands its options down to each. */
function help({ name, method, self, args }: MethodCall, registration: Registration): unknown {
  const operation = new Operation(registration, stretch.current, name)
  const passed = args.slice()
  const at = method.length - 1
  const options = passed[at]
  if (at > 0 && (options === undefined || isObject(options))) {
    passed[at] = { ...options }
    mark(passed[at], operation)
  }
  const helper = method.apply(self, passed)
  const finish = (error: unknown, result?: unknown) => settle(operation, error, result)
  if (isPromise(helper)) return carriedBy(helper) ? helper : watchOutcome(helper, finish)
  if (isObject(helper) && '_emit' in helper)
    guard(registration.options, watchHelper, helper, operation, finish)
  return helper
}

/** What a helper calls is a part of it. */
function part({ method, self, args }: MethodCall): unknown {
  return stretch.run(args.map(markOf).find(Boolean), method, self, args)
}

function watchHelper(
  helper: Members,
  operation: Operation,
  finish: (error: unknown, result?: unknown) => void,
): void {
  operation.follow(helper)
  const emit = helper._emit as AnyFunction
  const value: AnyFunction = function (event, ...values) {
    if (OUTCOME.test(String(event))) for (const outcome of values) operation.settle(outcome)
    return emit.call(this, event, ...values)
  }
  Object.defineProperty(helper, '_emit', { value, writable: true, configurable: true })
  for (let of = Object.getPrototypeOf(helper); of !== Object.prototype; of = Object.getPrototypeOf(of))
    for (const name of Object.getOwnPropertyNames(of).filter((name) => RESULT.test(name)))
      change(helper, name, (returned) => tap(returned as PromiseLike<unknown>, finish))
}
