/** The door for authors of plugins and integrations: what a plugin is made of. */
export type { Attempt } from './attempt.js'
export { builtin } from './builtin.js'
export { intercept } from './callback.js'
export { type Calls, definePlugin, rootOf } from './calls.js'
export { carriedBy, carry } from './carriers.js'
export { watchNext } from './chain.js'
export { errorCodeOf } from './error-code.js'
export { allVendors, everyVendor } from './every-vendor.js'
export type { Exchange, Ids, RequestInfo } from './exchange.js'
export { adviseExposing } from './expose.js'
export { watchFetch } from './fetch.js'
export { guard } from './guard.js'
export { type Hidden, hidden } from './hidden.js'
export { disown, inherit } from './inherit.js'
export { type AnyFunction, interpose, type MethodCall } from './interpose.js'
export { learn } from './learn.js'
export type { ObservedOperation, OperationListener, OperationObserver } from './memory.js'
export { admits, assertExtensible, notAClient } from './misuse.js'
export { observeRequest, watchAgent, watchHttp, watchResponse } from './node-http.js'
export { observeOperations } from './observe.js'
export { Operation } from './operation.js'
export { checkOptions, type RequestIdOptions } from './options.js'
export {
  type Finish,
  isPlain,
  isPromise,
  monitorErrors,
  tap,
  tapCall,
  tapLazily,
  watchOutcome,
} from './outcomes.js'
export { pathOf } from './path.js'
export { register } from './register.js'
export type { Evidence, Registration } from './registration.js'
export { type SupportReport, supportReport } from './report.js'
export { s3Vendors } from './s3-vendors.js'
export { type Overrides, Scopes } from './scope.js'
export { standIn } from './stand-in.js'
export { watchContent } from './streams.js'
export { createStretch, type Stretch } from './stretch.js'
export type { Identified, Registered, Registrable, WithProperty, WithRequestId } from './types.js'
export { bareOf, createUnscoped, type Unscoped } from './unscoped.js'
export { openUrl } from './url.js'
export { isObject, isRequestId, isStatus, readBody, readHeaders, type Vendor } from './vendor.js'
export { watchXhr } from './xhr.js'
