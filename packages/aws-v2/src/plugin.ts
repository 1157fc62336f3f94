/** Where the SDK starts a call, and what its outcomes look like. */
import {
  admits,
  assertExtensible,
  checkOptions,
  guard,
  intercept,
  interpose,
  isRequestId,
  learn,
  type MethodCall,
  Operation,
  type Registration,
  type RequestIdOptions,
  register,
  rootOf,
  s3Vendors,
} from '@requestid/core/plugin'
import { awsV2Shape } from '@requestid/vendors'
import { type Constructor, isUpload, type Request, type Service, serviceOf, type Upload } from './client.js'
import { stale, watch } from './transport.js'

/** An upload, which is sent at once or later. */
interface Work {
  readonly registration: Registration
  operation?: Operation | undefined
  /** Known once the SDK has made it. */
  upload?: Upload
}

export function registerClient(client: unknown, given?: RequestIdOptions): void {
  const options = checkOptions(given)
  const service = serviceOf(client)
  const members = ['makeRequest', 'addAllRequestListeners']
  if (!admits(client, service, 'new AWS.S3({ ... })', members, options) || !service) return
  const { vendor, evidence } = awsV2Shape
  learn(awsV2Shape, s3Vendors)
  const vendors = service.serviceIdentifier === 's3' ? s3Vendors : ([vendor] as const)
  const registration = { options, vendors, fallback: vendor, evidence, misusesRequestId, isSentBack }
  for (const each of [client as object, service]) assertExtensible(each)
  if (isUpload(client)) {
    if (register(client)) watchUpload(client, { registration })
  } else if (client === service || register(client as object)) observe(service, registration)
}

/** Every request of a client passes here, also one for the next page, or of a waiter. */
function observe(service: Service, registration: Registration, work?: Work): void {
  if (!register(service)) return
  const root: Record<string, unknown> = {}
  for (const name of ['addAllRequestListeners', 'upload'])
    if (name in service) root[name] = Reflect.get(rootOf(service, name), name)
  interpose(service, root, Object.keys(root), (call) => {
    if (call.name === 'upload') return upload(call, registration)
    const { method, self, args } = call
    const returned = method.apply(self, args)
    guard(registration.options, watch, args[0] as Request, registration, work?.operation)
    return returned
  })
}

/** The SDK makes a client for each upload, of what the class of the first one extends. */
function upload({ method, ofSDK, self, args }: MethodCall, registration: Registration): unknown {
  const { options } = registration
  const work: Work = { registration }
  const construct = (Base: Constructor, [config]: unknown[]) => {
    const service = new Base(config)
    guard(options, observe, service, registration, work)
    return service
  }
  const withSuper = () => {
    const __super__ = new Proxy((self as Service).constructor.__super__, { construct })
    return Object.create(self, { constructor: { value: { __super__ } } }) as object
  }
  const index = args.length - 1
  const operation =
    typeof args[index] === 'function' ? new Operation(registration, undefined, 'upload') : undefined
  work.operation = operation
  // A subclass's method, or a spy, is the client's own: its upload is seen once it is made.
  const made = ofSDK && guard(options, withSuper)
  const passed = intercept(args, index, (error, data) => operation && finish(work, operation, error, data))
  const returned = method.apply(made || self, passed)
  if (isUpload(returned)) guard(options, watchUpload, returned, work)
  return returned
}

/** What calls it back, or a promise, is of the operation that began as it was sent. */
function watchUpload(upload: Upload, work: Work): void {
  const { registration } = work
  work.upload = upload
  observe(upload.service, registration, work)
  interpose(upload, rootOf(upload, 'send'), ['send'], ({ method, self, args }) => {
    const operation = new Operation(registration, undefined, 'upload')
    work.operation = operation
    return method.apply(
      self,
      intercept(args, 0, (error, data) => finish(work, operation, error, data)),
    )
  })
}

function finish({ upload }: Work, operation: Operation, error: unknown, data: unknown): void {
  const { errored } = Object(upload?.body) as { errored?: unknown }
  // What the user's own stream failed with is none of the service's.
  if (!error || errored !== error) operation.settle(error || data)
}

/** The SDK copies a header as it is, and where there is none, writes so, or has that of an earlier answer. */
const misusesRequestId = (error: Record<PropertyKey, unknown>): boolean =>
  stale.has(error) || !isRequestId(error.requestId)

/** The SDK refuses parameters with a member that it does not know, and some results are sent back as one. */
const isSentBack = (outcome: object): boolean => !(outcome instanceof Error)
