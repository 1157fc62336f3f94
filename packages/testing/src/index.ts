/** A server for tests that issues request ids, and the platform of mini programs. */
export type {
  Answer,
  Api,
  Conventions,
  Dialect,
  ErrorDetails,
  ErrorIdName,
  IssuedIds,
  RequestHead,
  Target,
} from './dialects/dialect.js'
export {
  type CosOptions,
  cos,
  type OssOptions,
  oss,
  type S3Options,
  s3,
  type Vendor,
} from './dialects/vendors.js'
export type { Fault, FaultPoint, Match, MatchableRequest } from './faults.js'
export { type MiniProgramOptions, runInMiniProgram } from './mini-program.js'
export type { DialectServer, IssuedExchange, Server, ServerOptions, TestServer } from './server.js'
export { startServer } from './server.js'
export { createWx, type WxOptions } from './wx/index.js'
export type {
  Wx,
  WxAppBaseInfo,
  WxCallbackResult,
  WxCallbacks,
  WxDeviceInfo,
  WxFailure,
  WxFile,
  WxFileError,
  WxFileSystemManager,
  WxHeader,
  WxObject,
  WxProgress,
  WxReadFileOptions,
  WxRequestOptions,
  WxRequestResult,
  WxRequestTask,
  WxResponseHead,
  WxStatOptions,
  WxStatResult,
  WxStats,
  WxTask,
  WxUploadOptions,
  WxUploadResult,
  WxUploadTask,
} from './wx/types.js'
