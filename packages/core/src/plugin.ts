/** The door for authors of plugins and integrations: what a plugin is made of. */
export { Attempt } from './attempt.js'
export type { Exchange, Ids, RequestInfo } from './exchange.js'
export { adviseExposing } from './expose.js'
export {
  awsForm,
  azureForm,
  cephForm,
  cloudFrontForm,
  cosForm,
  decodeBase64,
  googleForm,
  guidForm,
  type IdForm,
  idForms,
  minioForm,
  obsForm,
  ossForm,
  qiniuForm,
  s3Form,
  tosForm,
} from './forms.js'
export { guard } from './guard.js'
export { hidden } from './hidden.js'
export { type AnyFunction, interpose, type MethodCall } from './interpose.js'
export type { ObservedOperation, OperationListener, OperationObserver } from './memory.js'
export { assertExtensible, notAClient } from './misuse.js'
export { observeOperations } from './observe.js'
export { Operation } from './operation.js'
export { checkOptions, type RequestIdOptions } from './options.js'
export { isPromise, monitorErrors, tap } from './outcomes.js'
export { register } from './register.js'
export type { Evidence, Registration } from './registration.js'
export { type Overrides, Scopes } from './scope.js'
export {
  alibabaSls,
  awsCloudFront,
  azureBlob,
  baiduBos,
  googleCloudStorage,
  huaweiObs,
  qiniuKodo,
  services,
  volcengineTos,
} from './services.js'
export type { Identified, Registrable, WithRequestId } from './types.js'
export {
  alibabaOss,
  alibabaSts,
  aws,
  type IdNames,
  isObject,
  isRequestId,
  isStatus,
  readBody,
  readHeaders,
  tencentCos,
  type Vendor,
} from './vendor.js'
