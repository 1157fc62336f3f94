// What of the mini program's API a test of a cloud SDK needs, in the platform's shapes. `miniprogram-api-typings`
// itself would put its own `console`, `setTimeout` and `require` into every program that imports this package;
// test/types/mini-program.ts checks that the two agree.

/** The outcome of every asynchronous function of the platform. */
export interface WxCallbackResult {
  /** Such as `'request:ok'` or `'request:fail timeout'`. */
  errMsg: string
}

export interface WxFailure extends WxCallbackResult {
  /** https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html */
  errno: number
}

/** Of the functions on files, https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html */
export interface WxFileError extends WxCallbackResult {
  errCode: number
}

/** The callbacks that every asynchronous function takes. */
export interface WxCallbacks<R extends WxCallbackResult, F extends WxCallbackResult = WxFailure> {
  success?: (result: R) => void
  fail?: (error: F) => void
  /** Called after either. */
  complete?: (result: R | F) => void
}

export type WxObject = Record<string, unknown>

export type WxHeader = Record<string, string>

export interface WxResponseHead {
  statusCode: number
  header: WxHeader
  cookies: string[]
}

export interface WxRequestResult extends WxCallbackResult, WxResponseHead {
  data: string | WxObject | ArrayBuffer
}

export interface WxRequestOptions extends WxCallbacks<WxRequestResult> {
  url: string
  method?: 'OPTIONS' | 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'TRACE' | 'CONNECT'
  header?: WxObject
  data?: string | WxObject | ArrayBuffer
  /** `'json'` (default): what can be parsed is parsed. */
  dataType?: string
  responseType?: 'text' | 'arraybuffer'
  /** Milliseconds; default 60000. */
  timeout?: number
}

export interface WxTask<Head> {
  /** Ends it with `fail`, unless it has ended. */
  abort(): void
  onHeadersReceived(listener: (head: Head) => void): void
  /** Without a listener: removes all. */
  offHeadersReceived(listener?: (head: Head) => void): void
}

export interface WxRequestTask extends WxTask<WxResponseHead> {
  onChunkReceived(listener: (chunk: { data: ArrayBuffer }) => void): void
  offChunkReceived(listener?: (chunk: { data: ArrayBuffer }) => void): void
}

export interface WxUploadResult extends WxCallbackResult {
  data: string
  statusCode: number
  /** With the option `uploadHeader` alone. */
  header?: WxHeader
}

export interface WxUploadOptions extends WxCallbacks<WxUploadResult> {
  url: string
  filePath: string
  /** The name of the file's field. */
  name: string
  header?: WxObject
  formData?: WxObject
  /** Milliseconds; default 60000. */
  timeout?: number
}

export interface WxProgress {
  /** In percent. */
  progress: number
  totalBytesSent: number
  totalBytesExpectedToSend: number
}

export interface WxUploadTask extends WxTask<Pick<WxResponseHead, 'header'>> {
  onProgressUpdate(listener: (progress: WxProgress) => void): void
  offProgressUpdate(listener?: (progress: WxProgress) => void): void
}

export interface WxStats {
  mode: number
  /** Bytes. */
  size: number
  /** Seconds since the epoch, as the next one. */
  lastAccessedTime: number
  lastModifiedTime: number
  isDirectory(): boolean
  isFile(): boolean
}

export interface WxFile extends WxCallbackResult {
  data: string | ArrayBuffer
}

export interface WxStatResult extends WxCallbackResult {
  stats: WxStats
}

type WxEncoding =
  | 'ascii'
  | 'base64'
  | 'binary'
  | 'hex'
  | 'ucs2'
  | 'ucs-2'
  | 'utf16le'
  | 'utf-16le'
  | 'utf-8'
  | 'utf8'
  | 'latin1'

export interface WxReadFileOptions extends WxCallbacks<WxFile, WxFileError> {
  filePath: string
  /** Without one, the data is an ArrayBuffer. */
  encoding?: WxEncoding
  position?: number
  length?: number
}

export interface WxStatOptions extends WxCallbacks<WxStatResult, WxFileError> {
  path: string
}

export interface WxFileSystemManager {
  readFile(options: WxReadFileOptions): void
  stat(options: WxStatOptions): void
}

export interface WxAppBaseInfo {
  SDKVersion: string
  version: string
  language: string
}

export interface WxDeviceInfo {
  brand: string
  model: string
  platform: 'devtools'
  system: string
}

/** What {@link createWx} makes of the global object `wx`. */
export interface Wx {
  request(options: WxRequestOptions): WxRequestTask
  uploadFile(options: WxUploadOptions): WxUploadTask
  getFileSystemManager(): WxFileSystemManager
  getStorageSync(key: string): unknown
  setStorageSync(key: string, data: unknown): void
  removeStorageSync(key: string): void
  canIUse(schema: string): boolean
  getAppBaseInfo(): WxAppBaseInfo
  getDeviceInfo(): WxDeviceInfo
  getSystemInfoSync(): WxAppBaseInfo & WxDeviceInfo
  getNetworkType(options?: WxCallbacks<WxCallbackResult & { networkType: 'wifi' }>): void
}
