export { captureExchanges } from './capture.js'
export { assertExtensible, notAClient } from './client.js'
export type { Exchange, Ids, RequestInfo } from './exchange.js'
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
export { hidden } from './hidden.js'
export { type AnyFunction, interpose, type MethodCall } from './interpose.js'
export { getRequestId, getRequestInfo } from './lookup.js'
export {
  type ObservedOperation,
  type OperationListener,
  type OperationObserver,
  observeOperations,
} from './observe.js'
export { type Evidence, type OpenExchange, Operation, type Registration } from './operation.js'
export { isPromise, monitorErrors, tap } from './outcomes.js'
export { adviseExposing, checkOptions, guard, type RequestIdOptions, register } from './plugin.js'
export { formatSupportReport, type SupportReportOptions } from './report.js'
export { type Overrides, Scopes } from './scope.js'
export {
  errorSerializer,
  type RequestIdFields,
  requestIdFields,
  type SerializedError,
} from './serializer.js'
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
