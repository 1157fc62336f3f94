export type { IssuedIds } from './dialects/dialect.js'
export type { Vendor } from './dialects/vendors.js'
export type { Fault, FaultPoint, Match, MatchableRequest } from './faults.js'
export { type MiniProgramOptions, runInMiniProgram } from './mini-program.js'
export type {
  CosOptions,
  IssuedExchange,
  OssOptions,
  S3Options,
  ServerOptions,
  TestServer,
} from './server.js'
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
